import { MEMBER, PROGRAM } from './member-points-sql.ts';

const OF_BUYERS = `c.last_on BETWEEN $5 AND $6 AND c.last_occasion_on BETWEEN $7 AND $8 AND ($12::int IS NULL OR c.frequency = $12::int)`;
const OF_ANYBODY = `c.shop_id = $1 AND c.marks @> $9::text[] AND (cardinality($10::text[]) = 0 OR c.country = ANY ($10::text[]))
      AND c.monetary_minor >= $11 AND enrolled.found IS NULL`;

/**
 * Which of those with an occasion match, per stage, by the index (shop, stage, last_on, customer). A day of the last occasion bounds
 * the day of the last order from below: no occasion comes after it.
 * $2 stages · $3 campaign · $4 whether the enrolled are left out · $5 to $8 days of last order and last occasion, ends included · $9 marks ·
 * $10 countries · $11 least spent · $12 occasions
 */
export const MATCHING = `${OF_ANYBODY} AND ${OF_BUYERS}`;

/** The same of members, with those who have no occasion. The excluded have no stage either, and are reminded of nothing. */
export const MATCHING_MEMBERS = `${OF_ANYBODY} AND (c.stage = ANY ($2::text[]) AND ${OF_BUYERS} OR c.stage IS NULL AND NOT c.excluded)`;

/** Asked row by row: a page must not read the whole campaign, as an anti-join over a hash of it would. */
export const CANDIDATES = `customer_fact c LEFT JOIN LATERAL (
      SELECT true AS found FROM enrolment e WHERE $4::boolean AND e.shop_id = $1 AND e.campaign_id = $3
        AND e.customer_id = c.customer_id AND e.trigger_on = c.last_occasion_on LIMIT 1
    ) AS enrolled ON true`;

export const CANDIDATE_COLUMNS = `c.customer_id, c.stage, c.marks, c.frequency, c.monetary_minor, c.last_on, c.last_occasion_on, c.stage_since_at,
      c.lapse_limit_days, c.subscribed_until_on, c.excluded, c.country, c.locale, c.email_consent, c.sms_consent`;

/**
 * What the rules need of each customer's orders: how the last one travels, and how deep the last code was that took something off
 * its lines (`redeemedDepthBps`, domain/offers/depth.ts; `discountedMinor` is what is left after all discounts).
 */
export const withOrders = (customers: string) =>
  `SELECT c.*, ${OF_ORDERS} FROM (${customers}) AS c ${ORDERS}`;

/** The same with their points (member-points-sql.ts), which a pass over everybody would be slowed by. */
export const withPoints = (customers: string) =>
  `WITH ${PROGRAM}
    SELECT c.*, ${OF_ORDERS}, member.available, member.next_expiry_at, member.next_expiry_points, member.reward_since
    FROM (${customers}) AS c ${ORDERS} LEFT JOIN ${MEMBER} AS member ON true`;

const OF_ORDERS = 'travel.fulfilled_at, travel.delivered_at, travel.return_open, code.bps';
const ORDERS = `
    LEFT JOIN LATERAL (
      SELECT o.fulfilled_at, o.delivered_at, o.return_open FROM order_fact o
      WHERE o.shop_id = $1 AND o.customer_id = c.customer_id AND o.qualifies
      ORDER BY o.processed_at DESC, o.order_id DESC LIMIT 1
    ) AS travel ON true
    LEFT JOIN LATERAL (
      SELECT round(10000.0 * used.minor / (used.minor + lines.minor))::int AS bps
      FROM order_fact o JOIN order_detail d ON d.shop_id = o.shop_id AND d.order_id = o.order_id
        CROSS JOIN LATERAL (SELECT sum((x ->> 'allocatedMinor')::bigint) AS minor
          FROM jsonb_array_elements(d.discounts) AS x
          WHERE x ->> 'type' = 'code' AND x ->> 'target' = 'line_item') AS used
        CROSS JOIN LATERAL (SELECT coalesce(sum((x ->> 'discountedMinor')::bigint), 0) AS minor
          FROM jsonb_array_elements(d.lines) AS x) AS lines
      WHERE o.shop_id = $1 AND o.customer_id = c.customer_id AND o.qualifies AND used.minor > 0
      ORDER BY o.processed_at DESC, o.order_id DESC LIMIT 1
    ) AS code ON true`;
