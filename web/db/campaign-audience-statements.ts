import { givenRows } from './json-rows.ts';
import { ownLapseLimit } from './lapse-limit-sql.ts';
import type { Statement } from './sql.ts';

export const FULL_MONTHS = 3;
/** "Back again" thanks nobody before the third day, and nobody after the thirtieth (domain/campaigns/kinds/back-again.ts). */
const THANKS_FROM = 3;
const THANKS_UNTIL = 30;

const monthStart = (day: string) =>
  `(date_trunc('month', date '1970-01-01' + ${day})::date - date '1970-01-01')`;
const monthsBefore = (day: string, months: number) =>
  `((date_trunc('month', date '1970-01-01' + ${day}) - interval '${months} months')::date - date '1970-01-01')`;

const LIMIT = ownLapseLimit(
  { frequency: 'g.nth', gaps: '(g.nth - 1)', gapsSum: 'g.before' },
  { one: '$3::float8', later: '$4::float8', meanGap: '$5::float8' },
);

/**
 * Who came to match a kind, and when they ordered again. Each occasion may lead to it: by the days without the next one (first
 * purchase, lapse by the limits in force), or by having ended a lapse. `gap` = days from the occasion `base_on` to the next, null = none
 * yet; they match from `wait` days on. Who counts as a top customer is told by what they bought to this day.
 * $2 today · $3 one-occasion limit · $4 L · $5 mean gap · $6 start of the second purchase · $7, $8 top quarter in frequency and money
 */
export const CAME: Statement = {
  name: 'audience_came',
  text: `WITH came AS (
      SELECT e.kind, e.base_on + e.wait AS on_day, e.gap - e.wait AS after_days
      FROM customer_fact c CROSS JOIN LATERAL (
        SELECT gap, nth, lead(gap) OVER (ORDER BY nth) AS next_gap,
          coalesce(sum(gap) OVER (ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS before
        FROM unnest(c.gaps_days || NULL::int) WITH ORDINALITY AS gaps(gap, nth)
      ) AS g CROSS JOIN LATERAL (SELECT ${LIMIT}::int AS days, c.first_on + g.before AS on_day) AS l
      CROSS JOIN LATERAL (VALUES
        ('second_purchase', l.on_day, $6::int, g.gap, g.nth = 1),
        ('win_back', l.on_day, l.days + 1, g.gap, true),
        ('top_customers_quiet', l.on_day, l.days + 1, g.gap, c.frequency >= $7::int AND c.monetary_minor >= $8::bigint),
        ('back_again', l.on_day + g.gap, ${THANKS_FROM}, g.next_gap, g.gap > l.days)
      ) AS e(kind, base_on, wait, gap, applies)
      WHERE c.shop_id = $1 AND c.frequency >= 1 AND NOT c.excluded
        AND e.applies AND (e.gap IS NULL OR e.gap >= e.wait) AND e.base_on + e.wait BETWEEN $2::int - 425 AND $2::int
    )
    SELECT kind, count(*) FILTER (WHERE on_day >= ${monthsBefore('$2::int', FULL_MONTHS)} AND on_day < ${monthStart('$2::int')})::int AS months,
      count(*) FILTER (WHERE on_day <= $2::int - 60)::int AS people,
      count(*) FILTER (WHERE on_day <= $2::int - 60 AND after_days <= 30)::int AS within_30,
      count(*) FILTER (WHERE on_day <= $2::int - 60 AND after_days <= 60)::int AS within_60
    FROM came GROUP BY kind`,
};

/** Whom each kind matches, and since when. $2 the day · $3, $4 the days of the second purchase */
const KINDS = `CROSS JOIN LATERAL (VALUES
      ('second_purchase', c.last_occasion_on + $3::int, c.stage = 'first_time' AND c.frequency = 1
        AND c.last_occasion_on BETWEEN $2::int - $4::int AND $2::int - $3::int),
      ('win_back', c.last_on + c.lapse_limit_days + 1, c.stage = 'lapsed' AND NOT c.marks @> '{long_gone}'),
      ('top_customers_quiet', c.last_on + c.lapse_limit_days + 1,
        c.stage = 'lapsed' AND c.marks @> '{top_going_quiet}' AND NOT c.marks @> '{long_gone}'),
      ('back_again', c.last_occasion_on + ${THANKS_FROM}, c.stage <> 'lapsed' AND c.marks @> '{back_again}'
        AND c.last_occasion_on BETWEEN $2::int - ${THANKS_UNTIL} AND $2::int - ${THANKS_FROM})
    ) AS e(kind, since_on, applies)`;
const MATCHING = `c.shop_id = $1 AND c.stage IS NOT NULL AND NOT c.excluded
      AND coalesce(c.subscribed_until_on < $2::int, true) AND e.applies`;

/** Who matches today, and of them who did before today. $2 today · $3, $4 the days of the second purchase */
export const NOW: Statement = {
  name: 'audience_now',
  text: `SELECT e.kind, count(*)::int AS matches, count(*) FILTER (WHERE e.since_on < $2::int)::int AS backlog,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY c.monetary_minor / greatest(1, c.orders_count)) AS typical
    FROM customer_fact c ${KINDS}
    WHERE ${MATCHING} GROUP BY e.kind`,
};

/**
 * Of the backlog of a day, who is in a campaign for the occasion that makes them match, whichever version took them in. Begun from
 * the campaign's people, who are fewer than the shop's. $2 the day · $3, $4 the days of the second purchase · $5 kind · $6 campaign
 */
export const ENROLLED_OF_BACKLOG: Statement = {
  name: 'audience_enrolled_of_backlog',
  text: `SELECT count(*)::int AS people
    FROM enrolment p JOIN customer_fact c
      ON c.shop_id = p.shop_id AND c.customer_id = p.customer_id AND c.last_occasion_on = p.trigger_on ${KINDS}
    WHERE p.shop_id = $1 AND p.campaign_id = $6 AND e.kind = $5 AND e.since_on < $2::int AND ${MATCHING}`,
};

/** Medians over a year: of an order, and of the shipping of those that paid any. $2 today */
export const TYPICAL_ORDER: Statement = {
  name: 'audience_typical_order',
  text: `SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY o.net_revenue_minor) AS order_minor,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY o.shipping_minor) FILTER (WHERE o.shipping_minor > 0) AS shipping_minor
    FROM order_fact o JOIN shop s ON s.shop_id = o.shop_id AND s.currency = o.currency
    WHERE o.shop_id = $1 AND o.qualifies AND o.net_revenue_minor > 0 AND o.local_on BETWEEN $2::int - 365 AND $2::int
      AND o.processed_at > timestamptz '1970-01-01 00:00Z' + ($2::int - 367) * interval '24 hours'`,
};

/**
 * Merchandise of the last 90 days after discounts, without tax and gift cards, in two sums: what Shopify knows the unit cost of in
 * the order's currency, and the rest (as `joinProfit`). $2 today
 */
export const SOLD: Statement = {
  name: 'audience_sold',
  text: `SELECT known, sum(price)::numeric AS price, sum(cost) FILTER (WHERE known) AS cost FROM (
      SELECT c.unit_cost_minor IS NOT NULL AS known, l.price, c.unit_cost_minor * l.units AS cost
      FROM order_fact o JOIN shop s ON s.shop_id = o.shop_id AND s.currency = o.currency
        JOIN order_detail d ON d.shop_id = o.shop_id AND d.order_id = o.order_id
        CROSS JOIN LATERAL (
          SELECT (line ->> 'variantId')::bigint AS variant_id, (line ->> 'currentQuantity')::bigint AS units,
            round(((line ->> 'discountedMinor')::numeric - CASE WHEN o.taxes_included THEN coalesce((line ->> 'taxMinor')::numeric, 0) ELSE 0 END)
              * (line ->> 'currentQuantity')::numeric / (line ->> 'quantity')::numeric) AS price
          FROM jsonb_array_elements(d.lines) AS line
          WHERE NOT (line ->> 'giftCard')::boolean AND (line ->> 'quantity')::bigint > 0 AND (line ->> 'currentQuantity')::bigint > 0
        ) AS l
        LEFT JOIN product_cost c ON c.shop_id = o.shop_id AND c.variant_id = l.variant_id AND c.currency = o.currency
      WHERE o.shop_id = $1 AND o.qualifies AND o.local_on BETWEEN $2::int - 90 AND $2::int
        AND o.processed_at > timestamptz '1970-01-01 00:00Z' + ($2::int - 92) * interval '24 hours'
    ) AS sold GROUP BY known HAVING sum(price) > 0 ORDER BY known DESC`,
};

export const SAVE: Statement = {
  name: 'audience_save',
  text: `INSERT INTO campaign_audience (shop_id, kind, numbers, computed_at)
    SELECT $1, kind, numbers, $3 FROM ${givenRows('$2', [
      ['kind', 'text'],
      ['numbers', 'jsonb'],
    ])} ORDER BY kind
    ON CONFLICT (shop_id, kind) DO UPDATE SET numbers = excluded.numbers, computed_at = excluded.computed_at`,
};

export const READ: Statement = {
  name: 'audience_read',
  text: 'SELECT kind, numbers, computed_at FROM campaign_audience WHERE shop_id = $1',
};

export const READ_KIND: Statement = {
  name: 'audience_read_kind',
  text: `${READ.text} AND kind = $2`,
};
