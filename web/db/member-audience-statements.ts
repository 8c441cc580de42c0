import { PROGRAM, reached, STANDS } from './member-points-sql.ts';
import type { Statement } from './sql.ts';

/** As the kinds say (domain/campaigns/kinds/points-expiring.ts, reward-reachable.ts). */
const REMINDER_DAYS = { first: 30, last: 7 };
const NEWS_DAYS = 30;
const DAY = "interval '24 hours'";

const localDay = (instant: string) => `((${instant} AT TIME ZONE s.time_zone)::date - date '1970-01-01')`;
/** A day and more beside any zone's, for the index. */
const around = (days: string) => `(timestamptz '1970-01-01 00:00Z' + (${days}) * ${DAY})`;

/**
 * Members each kind matches on day $2 and since when; `trigger_on` is what they are enrolled for. Read by the indexes of the next
 * end and of the balance; the ledger is asked only of accounts that changed lately.
 */
const MEMBERS = `WITH ${PROGRAM}, members AS (
      SELECT 'points_expiring' AS kind, a.customer_id, ends.last_on AS trigger_on,
        ends.last_on - CASE WHEN ends.last_on - $2::int > ${REMINDER_DAYS.last} THEN ${REMINDER_DAYS.first} ELSE ${REMINDER_DAYS.last} END AS since_on
      FROM loyalty_account a JOIN shop s ON s.shop_id = $1 CROSS JOIN LATERAL (SELECT ${localDay('a.next_expiry_at')} AS last_on) AS ends
      WHERE a.shop_id = $1 AND ${STANDS} AND EXISTS (SELECT FROM program) AND a.next_expiry_points > 0
        AND a.next_expiry_at BETWEEN ${around('$2::int')} AND ${around(`$2::int + ${REMINDER_DAYS.first + 2}`)}
        AND ends.last_on BETWEEN $2::int + 1 AND $2::int + ${REMINDER_DAYS.first}
      UNION ALL
      SELECT 'reward_reachable', a.customer_id, since.on_day, since.on_day
      FROM loyalty_account a JOIN shop s ON s.shop_id = $1
        CROSS JOIN ${reached('(SELECT cost FROM program)')} AS came CROSS JOIN LATERAL (SELECT ${localDay('came.at')} AS on_day) AS since
      WHERE a.shop_id = $1 AND ${STANDS} AND a.available >= (SELECT cost FROM program)
        AND a.changed_at >= ${around(`$2::int - ${NEWS_DAYS + 1}`)} AND since.on_day BETWEEN $2::int - ${NEWS_DAYS} AND $2::int
    )`;
const MATCHING = `c.shop_id = $1 AND c.customer_id = m.customer_id AND NOT c.excluded`;

/** Who matches today, and of them who did before today; who never bought has no typical order. $2 today */
export const MEMBERS_NOW: Statement = {
  name: 'audience_members_now',
  text: `${MEMBERS}
    SELECT m.kind, count(*)::int AS matches, count(*) FILTER (WHERE m.since_on < $2::int)::int AS backlog,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY c.monetary_minor / greatest(1, c.orders_count)) FILTER (WHERE c.stage IS NOT NULL) AS typical
    FROM members m JOIN customer_fact c ON ${MATCHING} GROUP BY m.kind`,
};

/** Of the backlog of a day, who is in a campaign for what makes them match. $2 the day · $3 kind · $4 campaign */
export const MEMBERS_ENROLLED: Statement = {
  name: 'audience_members_enrolled',
  text: `${MEMBERS}
    SELECT count(*)::int AS people FROM members m JOIN customer_fact c ON ${MATCHING}
    WHERE m.kind = $3 AND m.since_on < $2::int AND EXISTS (SELECT FROM enrolment p
      WHERE p.shop_id = $1 AND p.campaign_id = $4 AND p.customer_id = m.customer_id AND p.trigger_on = m.trigger_on)`,
};
