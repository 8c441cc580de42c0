import type { CustomerId } from '../domain/shared/ids.ts';
import type { SuppressionStore } from '../use-cases/channel-port.ts';
import type { Sql, Statement } from './sql.ts';

const SUPPRESS: Statement = {
  name: 'suppression_add',
  text: `INSERT INTO mail_suppression (shop_id, customer_id, reason, note, since) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (shop_id, customer_id) DO NOTHING`,
};
const AMONG: Statement = {
  name: 'suppression_among',
  text: 'SELECT customer_id FROM mail_suppression WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])',
};
const COUNT: Statement = {
  name: 'suppression_count',
  text: 'SELECT count(*)::int AS count FROM mail_suppression WHERE shop_id = $1',
};
const LIFT: Statement = {
  name: 'suppression_lift',
  text: 'DELETE FROM mail_suppression WHERE shop_id = $1 AND customer_id = $2',
};

/** Customers to whom no mail goes any more. */
export function createSuppressionStore(sql: Sql): SuppressionStore {
  return {
    suppress: async (shop, { customerId, reason, note, since }) => {
      await sql.run(SUPPRESS, [shop, customerId, reason, note, since]);
    },
    isSuppressed: async (shop, customerIds) => {
      const rows = await sql.rows<{ customer_id: CustomerId }>(AMONG, [shop, customerIds]);
      return new Set(rows.map((row) => row.customer_id));
    },
    count: async (shop) => (await sql.rows<{ count: number }>(COUNT, [shop]))[0]?.count ?? 0,
    lift: async (shop, customerId) => (await sql.run(LIFT, [shop, customerId])) > 0,
  };
}
