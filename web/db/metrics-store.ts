import type { ShopId } from '../domain/shared/ids.ts';
import type { MetricsInput, ShopMetrics } from '../use-cases/read-port.ts';
import type { MetricsStore } from '../use-cases/store-port.ts';
import type { Sql, Statement } from './sql.ts';

const MONTH = (day: string) => `to_char(date '1970-01-01' + ${day}, 'YYYY-MM')`;

/** Share with a second occasion within the window, by month of the first; only customers who had the whole window. */
const SECOND_PURCHASE: Statement = {
  name: 'metrics_second_purchase',
  text: `SELECT ${MONTH('first_on')} AS month, count(*) AS out_of, count(*) FILTER (WHERE gaps_days[1] <= $3) AS bought
    FROM customer_fact WHERE shop_id = $1 AND frequency >= 1 AND NOT excluded
      AND first_on BETWEEN $2::int - $3::int - 364 AND $2::int - $3::int
    GROUP BY 1 ORDER BY 1`,
};

/**
 * Customers not lapsed on the last day of each of the 12 months: an occasion keeps them active until the next one or until its
 * limit has passed, so each occasion is an interval and a customer is counted at most once a month end.
 */
const ACTIVE: Statement = {
  name: 'metrics_active',
  text: `WITH ends AS (
      SELECT least((date_trunc('month', date '1970-01-01' + $2::int) - make_interval(months => back) + interval '1 month - 1 day')::date
        - date '1970-01-01', $2::int) AS on_day FROM generate_series(0, 11) AS back),
    occasions AS (
      SELECT c.customer_id, c.first_on + coalesce(sum(g.gap) OVER before, 0)::int AS on_day, g.gap, g.nth
      FROM customer_fact c
        CROSS JOIN LATERAL unnest(c.gaps_days || NULL::int) WITH ORDINALITY AS g(gap, nth)
      WHERE c.shop_id = $1 AND c.frequency >= 1 AND NOT c.excluded
      WINDOW before AS (PARTITION BY c.customer_id ORDER BY g.nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
    SELECT ${MONTH('ends.on_day')} AS month, count(o.customer_id) AS n
    FROM ends LEFT JOIN occasions o ON ends.on_day >= o.on_day
      AND ends.on_day <= o.on_day + CASE WHEN o.nth = 1 THEN $3::int ELSE $4::int END
      AND (o.gap IS NULL OR ends.on_day < o.on_day + o.gap)
    GROUP BY 1 ORDER BY 1`,
};

/** Net revenue of customers who had bought on an earlier day, against all of it, by month and for the last 30 days. */
const EXISTING_REVENUE: Statement = {
  name: 'metrics_existing_revenue',
  text: `SELECT CASE WHEN GROUPING(${MONTH('o.local_on')}) = 1 THEN NULL ELSE ${MONTH('o.local_on')} END AS month,
      coalesce(sum(o.net_revenue_minor), 0) AS total,
      coalesce(sum(o.net_revenue_minor) FILTER (WHERE o.local_on > c.first_on), 0) AS existing,
      coalesce(sum(o.net_revenue_minor) FILTER (WHERE o.local_on > $2::int - 30), 0) AS total_30,
      coalesce(sum(o.net_revenue_minor) FILTER (WHERE o.local_on > $2::int - 30 AND o.local_on > c.first_on), 0) AS existing_30
    FROM order_fact o JOIN customer_fact c ON c.shop_id = o.shop_id AND c.customer_id = o.customer_id
    WHERE o.shop_id = $1 AND o.qualifies AND o.local_on BETWEEN
      (date_trunc('month', date '1970-01-01' + $2::int) - interval '11 months')::date - date '1970-01-01' AND $2::int
    GROUP BY GROUPING SETS ((${MONTH('o.local_on')}), ()) ORDER BY 1 NULLS LAST`,
};

/** The retention metrics of Home, set-based over one shop; once a night, never per event (formulas: docs/pipeline.md). */
export function createMetricsStore(sql: Sql): MetricsStore {
  return { compute: (shop, input) => computeMetrics(sql, shop, input) };
}

async function computeMetrics(sql: Sql, shop: ShopId, input: MetricsInput): Promise<ShopMetrics> {
  const second = await sql.rows<{ month: string; bought: string; out_of: string }>(SECOND_PURCHASE, [
    shop,
    input.todayOn,
    input.secondWindowDays,
  ]);
  const active = await sql.rows<{ month: string; n: string }>(ACTIVE, [
    shop,
    input.todayOn,
    input.lapse.oneOccasionDays,
    input.lapse.laterDays,
  ]);
  const revenue = await sql.rows<{
    month: string | null;
    total: string;
    existing: string;
    total_30: string;
    existing_30: string;
  }>(EXISTING_REVENUE, [shop, input.todayOn]);
  const all = revenue.find((row) => row.month === null);
  return {
    secondPurchase: {
      windowDays: input.secondWindowDays,
      months: second.map((row) => ({
        month: row.month,
        bought: Number(row.bought),
        outOf: Number(row.out_of),
      })),
    },
    active: active.map((row) => ({ month: row.month, count: Number(row.n) })),
    existingRevenue: {
      last30Days: { existingMinor: Number(all?.existing_30 ?? 0), totalMinor: Number(all?.total_30 ?? 0) },
      months: revenue.flatMap((row) =>
        row.month === null
          ? []
          : [{ month: row.month, existingMinor: Number(row.existing), totalMinor: Number(row.total) }],
      ),
    },
  };
}
