import type { Encore } from './encore.ts';

/** All that a shop's pipeline knows, but for when it was written: what must not move when nothing happened. */
export async function factsOf({ rows }: Encore, shopId: number) {
  const of = (text: string) => rows<Record<string, unknown>>(text, [shopId]);
  return {
    shop: await of('SELECT domain, state, uninstalled_at, scopes FROM shop WHERE shop_id = $1'),
    orders: await of('SELECT * FROM order_fact WHERE shop_id = $1 ORDER BY order_id'),
    customers: await of(
      `SELECT customer_id, orders_count, frequency, monetary_minor, first_on, last_on, stage, marks, r_score, f_score, m_score, excluded
       FROM customer_fact WHERE shop_id = $1 ORDER BY customer_id`,
    ),
    redacted: await of('SELECT count(*)::int AS people FROM redacted_customer WHERE shop_id = $1'),
    requests: await of('SELECT * FROM data_request WHERE shop_id = $1 ORDER BY request_id'),
    tags: await of(
      'SELECT customer_id, standing, desired FROM tag_sync WHERE shop_id = $1 ORDER BY customer_id',
    ),
  };
}
