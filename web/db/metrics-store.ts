import type { ShopId } from '../domain/shared/ids.ts';
import { dayToIso, type LocalDay } from '../domain/shared/time.ts';
import type { MetricsInput, ShopMetrics } from '../use-cases/read-port.ts';
import type { MetricsStore } from '../use-cases/store-port.ts';
import { ownLapseLimit } from './lapse-limit-sql.ts';
import { retentionMetrics } from './retention-metrics.ts';
import { segmentCounts } from './segment-counts.ts';
import type { Sql, Statement } from './sql.ts';

const MONTHS = 12;
const monthOf = (day: string) => `to_char(date '1970-01-01' + ${day}, 'YYYY-MM')`;
const monthStart = (day: string) => `date_trunc('month', date '1970-01-01' + ${day})`;

/**
 * Second occasions within the window, by month of the first: customers whose first lies in the year that ended one window
 * ago, so that each had the whole window. $2 today · $3 window, days
 */
const SECOND_PURCHASE: Statement = {
  name: 'metrics_second_purchase',
  text: `SELECT ${monthOf('first_on')} AS month, count(*)::int AS out_of, count(*) FILTER (WHERE gaps_days[1] <= $3)::int AS bought
    FROM customer_fact WHERE shop_id = $1 AND frequency >= 1 AND NOT excluded
      AND first_on BETWEEN $2::int - $3::int - 364 AND $2::int - $3::int
    GROUP BY 1`,
};

const LIMIT_THEN = ownLapseLimit(
  {
    frequency: `CASE WHEN g.nth = 1 AND NOT ($6::boolean AND coalesce(c.shopify_orders, 0) > 1) THEN 1 ELSE 2 END`,
    gaps: '(g.nth - 1)',
    gapsSum: 'g.before',
  },
  { one: '$3::float8', later: '$4::float8', meanGap: '$5::float8' },
);

/**
 * Customers not lapsed on the last day of each of the 12 months, the present month's being today. An occasion keeps them
 * active until the next one or until the limit of that moment has passed, so each occasion is an interval and a customer
 * counts once a month. Limits are those in force today; an earlier subscription than the present one is not known any more.
 * $2 today · $3 one-occasion limit · $4 L · $5 mean gap · $6 provisional
 */
const ACTIVE: Statement = {
  name: 'metrics_active',
  text: `WITH ends AS (
      SELECT least((${monthStart('$2::int')} - make_interval(months => back - 1))::date - date '1970-01-02', $2::int) AS on_day
      FROM generate_series(0, ${MONTHS - 1}) AS back),
    active AS (
      SELECT least(c.first_on + g.before, $2::int) AS from_on, CASE WHEN g.gap IS NULL
        THEN greatest(c.last_on + ${LIMIT_THEN}, c.subscribed_until_on)
        ELSE least(c.first_on + g.before + ${LIMIT_THEN}, c.first_on + g.before + g.gap - 1) END AS until_on
      FROM customer_fact c CROSS JOIN LATERAL (
        SELECT gap, nth, coalesce(sum(gap) OVER (ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::int AS before
        FROM unnest(c.gaps_days || NULL::int) WITH ORDINALITY AS gaps(gap, nth)) AS g
      WHERE c.shop_id = $1 AND c.frequency >= 1 AND NOT c.excluded)
    SELECT ${monthOf('ends.on_day')} AS month, count(active.from_on)::int AS count
    FROM ends LEFT JOIN active ON ends.on_day BETWEEN active.from_on AND active.until_on
    GROUP BY 1 ORDER BY 1`,
};

/**
 * Net revenue of customers who had bought on an earlier day (a renewal tells so by itself), against all of it, by month of
 * the shop's calendar and of the last 30 days. Orders from before a change of the shop's currency are left out: amounts in
 * two currencies have no sum. $2 today
 */
const EXISTING_REVENUE: Statement = {
  name: 'metrics_existing_revenue',
  text: `SELECT ${monthOf('local_on')} AS month, sum(net_revenue_minor) AS total,
      coalesce(sum(net_revenue_minor) FILTER (WHERE existing), 0) AS existing,
      coalesce(sum(net_revenue_minor) FILTER (WHERE recent), 0) AS recent_total,
      coalesce(sum(net_revenue_minor) FILTER (WHERE recent AND existing), 0) AS recent_existing
    FROM (
      SELECT o.local_on, o.net_revenue_minor, o.local_on > $2::int - 30 AS recent, o.subscription_renewal OR o.local_on > c.first_on AS existing
      FROM order_fact o
        JOIN customer_fact c ON c.shop_id = o.shop_id AND c.customer_id = o.customer_id
        JOIN shop s ON s.shop_id = o.shop_id AND s.currency = o.currency
      WHERE o.shop_id = $1 AND o.qualifies AND NOT c.excluded AND o.local_on <= $2
        AND o.local_on >= (${monthStart('$2::int')} - interval '${MONTHS - 1} months')::date - date '1970-01-01'
    ) AS counted
    GROUP BY 1`,
};

const IN_OTHER_CURRENCY: Statement = {
  name: 'metrics_in_other_currency',
  text: `SELECT count(*)::int AS orders FROM order_fact o JOIN shop s ON s.shop_id = o.shop_id AND s.currency <> o.currency
    WHERE o.shop_id = $1 AND o.qualifies`,
};

/** The retention metrics of Home, set-based over one shop; once a night, never per event. */
export function createMetricsStore(sql: Sql): MetricsStore {
  return {
    compute: async (shop, input) => ({
      secondPurchase: await secondPurchase(sql, shop, input),
      active: await active(sql, shop, input),
      existingRevenue: await existingRevenue(sql, shop, input.todayOn),
      retention: await retentionMetrics(sql, shop, input.todayOn),
      segments: await segmentCounts(sql, shop, input.model),
      ordersInOtherCurrency: (await sql.rows<{ orders: number }>(IN_OTHER_CURRENCY, [shop]))[0]?.orders ?? 0,
    }),
  };
}

async function secondPurchase(
  sql: Sql,
  shop: ShopId,
  { todayOn, secondWindowDays }: MetricsInput,
): Promise<ShopMetrics['secondPurchase']> {
  type Row = { month: string; bought: number; out_of: number };
  const rows = await sql.rows<Row>(SECOND_PURCHASE, [shop, todayOn, secondWindowDays]);
  const byMonth = new Map(rows.map((row) => [row.month, row]));
  return {
    windowDays: secondWindowDays,
    bought: rows.reduce((sum, row) => sum + row.bought, 0),
    outOf: rows.reduce((sum, row) => sum + row.out_of, 0),
    months: monthsUntil(todayOn - secondWindowDays).map((month) => ({
      month,
      bought: byMonth.get(month)?.bought ?? 0,
      outOf: byMonth.get(month)?.out_of ?? 0,
    })),
  };
}

function active(sql: Sql, shop: ShopId, { todayOn, model }: MetricsInput): Promise<ShopMetrics['active']> {
  const { lapse, meanGapDays, provisional } = model;
  const values = [shop, todayOn, lapse.oneOccasionDays, lapse.laterDays, meanGapDays, provisional];
  return sql.rows<{ month: string; count: number }>(ACTIVE, values);
}

async function existingRevenue(
  sql: Sql,
  shop: ShopId,
  todayOn: LocalDay,
): Promise<ShopMetrics['existingRevenue']> {
  type Row = Record<'month' | 'total' | 'existing' | 'recent_total' | 'recent_existing', string>;
  const rows = await sql.rows<Row>(EXISTING_REVENUE, [shop, todayOn]);
  const byMonth = new Map(rows.map((row) => [row.month, row]));
  return {
    last30Days: {
      existingMinor: rows.reduce((sum, row) => sum + Number(row.recent_existing), 0),
      totalMinor: rows.reduce((sum, row) => sum + Number(row.recent_total), 0),
    },
    months: monthsUntil(todayOn).map((month) => ({
      month,
      existingMinor: Number(byMonth.get(month)?.existing ?? 0),
      totalMinor: Number(byMonth.get(month)?.total ?? 0),
    })),
  };
}

/** 12 calendar months as `YYYY-MM`, oldest first; the last is the day's own. */
function monthsUntil(day: LocalDay): string[] {
  const [year = 0, month = 1] = dayToIso(day).split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, index) =>
    new Date(Date.UTC(year, month - MONTHS + index, 1)).toISOString().slice(0, 7),
  );
}
