import { SERVICE_KINDS } from '../domain/campaigns/campaign.ts';
import { joinProfit } from './order-profit-sql.ts';
import type { Statement } from './sql.ts';

const localDay = (instant: string) => `((${instant} AT TIME ZONE s.time_zone)::date - date '1970-01-01')`;

/** The versions asked for: $2 campaigns and $3 versions, place by place. */
const VERSIONS = `SELECT v.* FROM campaign_version v
      JOIN unnest($2::int[], $3::int[]) AS asked(campaign_id, version) USING (campaign_id, version) WHERE v.shop_id = $1`;

/** $4 as of. No row = nothing was launched of these. */
export const FRAME: Statement = {
  name: 'results_frame',
  text: `SELECT min(v.launched_at) AS launched_at, max(v.window_days) AS window_days, bool_or(c.state = 'running') AS running,
      max(${localDay('$4::timestamptz')}) AS as_of_on
    FROM (${VERSIONS}) AS v JOIN campaign c USING (shop_id, campaign_id) JOIN shop s USING (shop_id) HAVING count(*) > 0`,
};

/** What these say, the comparison group is told as well. */
const services = SERVICE_KINDS.map((kind) => `'${kind}'`).join(', ');

const COUNTS = `count(*)::int AS customers, count(*) FILTER (WHERE orders > 0)::int AS ordered, sum(orders)::int AS orders`;
const GROUP = 'share_bps, held_out, campaign_id, version, arm';

/**
 * Everybody once, by the first enrolment, with the orders of the result window so far. Two kinds of rows, each by the local
 * day: the enrolled by the day they came in, and the customers whose window is over by the day it ended.
 * $4 as of · $5 cost of goods in basis points, or null
 */
export const MEASURE: Statement = {
  name: 'results_measure',
  text: `WITH versions AS (${VERSIONS}), person AS MATERIALIZED (
      SELECT DISTINCT ON (e.customer_id) e.customer_id, e.campaign_id, e.version, e.share_bps, e.held_out, e.arm, e.enrolled_at,
        e.enrolled_at + v.window_days * interval '24 hours' AS closes_at, v.cap_minor
      FROM enrolment e JOIN versions v USING (shop_id, campaign_id, version)
      WHERE e.shop_id = $1 AND e.enrolled_at <= $4 ORDER BY e.customer_id, e.enrolled_at, e.enrolment_id
    ), measured AS MATERIALIZED (
      SELECT p.*, ${localDay('p.enrolled_at')} AS enrolled_on, ${localDay('p.closes_at')} AS closed_on, bought.orders,
        least(bought.revenue, p.cap_minor) AS revenue, greatest(-p.cap_minor, least(bought.profit, p.cap_minor)) AS profit,
        bought.profit IS NOT NULL AS profit_known,
        p.held_out AND (EXISTS (
          SELECT FROM message m JOIN campaign_version w ON w.shop_id = m.shop_id AND w.campaign_id = m.campaign_id AND w.version = m.version
          WHERE m.shop_id = $1 AND m.customer_id = p.customer_id AND m.state IN ('sent', 'unknown')
            AND w.terms ->> 'kind' NOT IN (${services})
            AND coalesce(m.sent_at, m.updated_at) BETWEEN p.enrolled_at AND least(p.closes_at, $4)
        ) OR EXISTS (
          SELECT FROM order_credit k WHERE k.shop_id = $1 AND k.customer_id = p.customer_id AND k.basis = 'code'
            AND k.ordered_at BETWEEN p.enrolled_at AND least(p.closes_at, $4)
        )) AS reached
      FROM person p JOIN shop s ON s.shop_id = $1 CROSS JOIN LATERAL (
        SELECT count(*)::int AS orders, coalesce(sum(o.net_revenue_minor) FILTER (WHERE o.currency = s.currency), 0) AS revenue,
          CASE WHEN coalesce(bool_and(o.currency <> s.currency OR profit.minor IS NOT NULL), true)
            THEN coalesce(sum(profit.minor) FILTER (WHERE o.currency = s.currency), 0) END AS profit
        FROM order_fact o ${joinProfit('$5')}
        WHERE o.shop_id = $1 AND o.customer_id = p.customer_id AND o.qualifies AND o.processed_at > p.enrolled_at
          AND o.processed_at <= least(p.closes_at, $4)
      ) AS bought
    )
    SELECT false AS closed, ${GROUP}, enrolled_on AS day_on, ${COUNTS}, 0 AS reached, true AS profit_known,
      0::numeric AS revenue, 0::numeric AS revenue_squares, 0::numeric AS profit, 0::numeric AS profit_squares
    FROM measured GROUP BY ${GROUP}, enrolled_on
    UNION ALL
    SELECT true, ${GROUP}, closed_on, ${COUNTS}, count(*) FILTER (WHERE reached)::int, bool_and(profit_known),
      sum(revenue), sum(revenue * revenue), coalesce(sum(profit), 0), coalesce(sum(profit * profit), 0)
    FROM measured WHERE closes_at <= $4 GROUP BY ${GROUP}, closed_on
    ORDER BY day_on, closed, share_bps, held_out, campaign_id, version, arm`,
};

/** $4 cost of goods in basis points, or null. An order that Shopify deleted, or of another currency than the shop's, counts with its discount and no profit. */
export const COST: Statement = {
  name: 'results_cost',
  text: `SELECT count(*)::int AS orders, coalesce(sum(k.discount_minor), 0) AS discount,
      CASE WHEN coalesce(bool_and(coalesce(o.currency <> s.currency, true) OR profit.minor IS NOT NULL), true)
        THEN coalesce(sum(k.discount_minor + CASE WHEN o.currency = s.currency THEN profit.minor ELSE 0 END), 0) END AS profit_before
    FROM order_credit k JOIN (${VERSIONS}) AS v USING (shop_id, campaign_id, version) JOIN shop s USING (shop_id)
      LEFT JOIN order_fact o ON o.shop_id = k.shop_id AND o.order_id = k.order_id ${joinProfit('$4')}
    WHERE k.shop_id = $1`,
};

/** A message sent one way may be unknown by another: it is counted in both. */
export const SENT: Statement = {
  name: 'results_sent',
  text: `SELECT count(DISTINCT m.customer_id) FILTER (WHERE m.state = 'sent')::int AS sent, count(*) FILTER (WHERE lost.way IS NOT NULL)::int AS unknown
    FROM message m JOIN (${VERSIONS}) AS v USING (shop_id, campaign_id, version)
      LEFT JOIN LATERAL (SELECT 1 AS way FROM message_delivery d
        WHERE d.shop_id = m.shop_id AND d.message_id = m.message_id AND d.state = 'unknown' LIMIT 1) AS lost ON true
    WHERE shop_id = $1 AND m.state IN ('sent', 'unknown')`,
};

/** $2 campaign · $3 version */
export const TOUCHED: Statement = {
  name: 'results_touched',
  text: `SELECT basis, count(*)::int AS orders, sum(revenue_minor) AS revenue, sum(discount_minor) AS discount FROM order_credit
    WHERE shop_id = $1 AND campaign_id = $2 AND version = $3 GROUP BY basis ORDER BY basis`,
};

export const SKIP_REASONS: Statement = {
  name: 'results_skip_reasons',
  text: `SELECT reason, count(*)::int AS count FROM message
    WHERE shop_id = $1 AND campaign_id = $2 AND version = $3 AND state = 'skipped' AND reason IS NOT NULL
    GROUP BY reason ORDER BY count DESC, reason`,
};

/** $4, $5 the place of the last row · $6 rows */
export const CAME_BACK: Statement = {
  name: 'results_came_back',
  text: `SELECT k.*, d.lines FROM (
      SELECT order_id, customer_id, ordered_at, revenue_minor, discount_minor, basis FROM order_credit
      WHERE shop_id = $1 AND campaign_id = $2 AND version = $3 AND (ordered_at, order_id) < ($4::timestamptz, $5::bigint)
      ORDER BY ordered_at DESC, order_id DESC LIMIT $6
    ) AS k LEFT JOIN order_detail d ON d.shop_id = $1 AND d.order_id = k.order_id
    ORDER BY k.ordered_at DESC, k.order_id DESC`,
};

/** $2 since */
export const CODE_USE: Statement = {
  name: 'results_code_use',
  text: `SELECT count(*)::int AS orders, count(*) FILTER (WHERE d.discounts @> '[{"type":"code"}]')::int AS with_code
    FROM order_fact o LEFT JOIN order_detail d USING (shop_id, order_id)
    WHERE o.shop_id = $1 AND o.qualifies AND o.processed_at >= $2`,
};

/** $2 from · $3 to. Type 7, as `quantileType7` (domain/shared/stats). */
export const SPEND_CAP: Statement = {
  name: 'results_spend_cap',
  text: `SELECT percentile_cont(0.995) WITHIN GROUP (ORDER BY minor::float8) AS cap FROM (
      SELECT sum(net_revenue_minor) AS minor FROM order_fact o JOIN shop s ON s.shop_id = o.shop_id AND s.currency = o.currency
      WHERE o.shop_id = $1 AND o.qualifies AND o.processed_at > $2 AND o.processed_at <= $3 GROUP BY o.customer_id
    ) AS spent`,
};

/** $4 day · $5 figures. Earlier days keep what they knew, without the series. */
export const SAVE_DAY: Statement = {
  name: 'results_save_day',
  text: `WITH stripped AS (
      UPDATE campaign_day SET outcome = outcome - 'series'
      WHERE shop_id = $1 AND campaign_id = $2 AND version = $3 AND day_on < $4 AND outcome ? 'series'
    )
    INSERT INTO campaign_day (shop_id, campaign_id, version, day_on, outcome, computed_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (shop_id, campaign_id, version, day_on) DO UPDATE SET outcome = excluded.outcome, computed_at = excluded.computed_at`,
};

export const NEWEST: Statement = {
  name: 'results_newest',
  text: `SELECT outcome, day_on, computed_at FROM campaign_day WHERE shop_id = $1 AND campaign_id = $2 AND version = $3
    ORDER BY day_on DESC LIMIT 1`,
};

/** Version by version from its newest day, whatever the number of days. */
export const NEWEST_OF_ALL: Statement = {
  name: 'results_newest_of_all',
  text: `SELECT key.campaign_id, key.version, day.outcome - 'series' AS outcome, day.day_on, day.computed_at FROM (
      SELECT campaign_id, version FROM campaign_version WHERE shop_id = $1 UNION ALL SELECT 0, 0
    ) AS key CROSS JOIN LATERAL (
      SELECT outcome, day_on, computed_at FROM campaign_day d
      WHERE d.shop_id = $1 AND d.campaign_id = key.campaign_id AND d.version = key.version ORDER BY day_on DESC LIMIT 1
    ) AS day ORDER BY key.campaign_id, key.version`,
};

export const DAYS: Statement = {
  name: 'results_days',
  text: `SELECT outcome - 'series' AS outcome, day_on, computed_at FROM campaign_day
    WHERE shop_id = $1 AND campaign_id = $2 AND version = $3 ORDER BY day_on`,
};
