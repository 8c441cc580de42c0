import type { ShopId } from '../../../web/domain/shared/ids.ts';
import type { BenchShop } from './bench-shop.ts';

/** Customers `from + 1` to `to`; ids above 2^53 as at Shopify. */
export type Fill = { from: number; to: number; todayOn: number };

export const FIRST_CUSTOMER = 9_200_000_000_000_000n;
const FIRST_ORDER = 9_100_000_000_000_000n;
const HISTORY_DAYS = 730;
/** Mean of 3 orders a customer: one, and a geometric number of repeats. */
const MEAN_REPEATS = 2.466;
const BIG_PIECE = 250_000;

/**
 * Customers of ids one after another, each with a history within two years, and what a backfill would have summed up of it:
 * `order_fact` (without details, which nothing here reads), `customer_fact` unscored, `tag_sync` clean. By SQL, about a minute
 * for a million customers; the random numbers are the same in every run.
 */
export async function fillShop(shop: BenchShop, { from, to, todayOn }: Fill): Promise<void> {
  const { shopId } = shop.shop;
  for (let at = from; at < to; at += BIG_PIECE) {
    const piece = { from: at, to: Math.min(to, at + BIG_PIECE), todayOn };
    await shop.sql(`SELECT setseed(${((at / BIG_PIECE) % 1_000) / 1_000})`);
    await shop.sql(ordersSql(shopId, piece));
    await shop.sql(customersSql(shopId, piece));
  }
  await shop.sql('VACUUM (ANALYZE) order_fact');
  await shop.sql('VACUUM (ANALYZE) customer_fact');
}

function ordersSql(shop: ShopId, { from, to, todayOn }: Fill): string {
  return `INSERT INTO order_fact (shop_id, order_id, customer_id, created_at, processed_at, updated_at, test, currency,
      financial_status, paid_at, fulfillment, all_fulfilled_at, origin, subscription_renewal, b2b, taxes_included, current_total_minor,
      net_payment_minor, tax_minor, shipping_minor, tip_minor, refunded_minor, qualifies, counts_as_occasion, subscription,
      net_revenue_minor, local_on)
    SELECT ${shop}, ${FIRST_ORDER} + ${BigInt(from) * 100n} + row_number() OVER (), ${FIRST_CUSTOMER} + c, at, at, at, false, 'USD',
      'PAID', at, 'full', at, 'sale', false, false, false, minor, minor, 0, 0, 0, 0, true, true, false, minor, on_day
    FROM (
      SELECT c, on_day, minor, timestamptz '1970-01-01 00:00Z' + on_day * interval '1 day' + hour * interval '1 hour' AS at
      FROM (
        SELECT c, (500 + 100 * exp(2 + 2 * random()))::bigint AS minor, 8 + (random() * 10)::int AS hour,
          ${todayOn} - (random() * since)::int AS on_day
        FROM (
          SELECT c, random() * ${HISTORY_DAYS} AS since, 1 + floor(-ln(1 - random()) * ${MEAN_REPEATS})::int AS orders
          FROM generate_series(${from + 1}, ${to}) AS c
        ) AS customers, generate_series(1, orders)
      ) AS drawn
    ) AS placed`;
}

/** As `summarizeHistory`: orders of one day are one occasion (no two here are less than six hours apart across midnight). */
function customersSql(shop: ShopId, { from, to }: Fill): string {
  return `INSERT INTO customer_fact (shop_id, customer_id, profile_updated_at, locale, country, orders_count, frequency,
      monetary_minor, first_at, last_at, first_on, last_on, last_occasion_on, gaps_days, gaps_sum_days)
    SELECT ${shop}, customer_id, now(), 'en', 'US', sum(orders), count(*), sum(minor), min(first_at), max(last_at), min(on_day),
      max(on_day), max(on_day), coalesce(array_agg(gap ORDER BY on_day) FILTER (WHERE gap IS NOT NULL), '{}'),
      max(on_day) - min(on_day)
    FROM (
      SELECT customer_id, local_on AS on_day, count(*) AS orders, sum(net_revenue_minor) AS minor, min(processed_at) AS first_at,
        max(processed_at) AS last_at, local_on - lag(local_on) OVER (PARTITION BY customer_id ORDER BY local_on) AS gap
      FROM order_fact WHERE shop_id = ${shop}
        AND customer_id BETWEEN ${FIRST_CUSTOMER + BigInt(from) + 1n} AND ${FIRST_CUSTOMER + BigInt(to)}
      GROUP BY customer_id, local_on
    ) AS days GROUP BY customer_id`;
}
