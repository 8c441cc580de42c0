import type { Pipeline } from './pipeline.ts';

/** What must be equal after any mess and a reconciliation (product.md section 10): facts, model, scores, stages, tags. */
export type Snapshot = {
  orders: unknown[];
  customers: unknown[];
  model: unknown;
  tags: unknown[];
  inShopify: unknown[];
};

const ORDERS = `SELECT o.order_id, customer_id, updated_at, cancelled_at, fulfilled_at, delivered_at, return_open, financial_status, current_total_minor, net_payment_minor,
    qualifies, not_qualifying, counts_as_occasion, net_revenue_minor, local_on, revisit_on, lines, refunds, discounts
  FROM order_fact o LEFT JOIN order_detail d USING (shop_id, order_id) WHERE o.shop_id = $1 ORDER BY o.order_id`;
const CUSTOMERS = `SELECT customer_id, excluded, orders_count, frequency, monetary_minor, first_on, last_on, last_occasion_on, gaps_days,
    subscribed_until_on, r_score, f_score, m_score, stage, marks, lapse_limit_days, memory_stage, vip_below_since_on,
    limit_occasion_on, limit_at_last_occasion, top_when_last_bought
  FROM customer_fact WHERE shop_id = $1 ORDER BY customer_id`;
const MODEL =
  'SELECT model, stage_counts FROM shop_model_day WHERE shop_id = $1 ORDER BY as_of_on DESC LIMIT 1';
const TAGS = `SELECT customer_id, standing, desired, state FROM tag_sync WHERE shop_id = $1 AND (standing <> '{}' OR desired <> '{}')
  ORDER BY customer_id`;

export async function snapshot(pipeline: Pipeline): Promise<Snapshot> {
  const { shopId } = await pipeline.shop();
  const rows = async (text: string) => (await pipeline.pool.query(text, [shopId])).rows;
  return {
    orders: await rows(ORDERS),
    customers: await rows(CUSTOMERS),
    model: (await rows(MODEL))[0],
    tags: await rows(TAGS),
    inShopify: [...pipeline.fake.customers.values()]
      .map(({ customerId, tags }) => ({ customerId, tags: [...tags].sort() }))
      .sort((a, b) => (BigInt(a.customerId) < BigInt(b.customerId) ? -1 : 1)),
  };
}
