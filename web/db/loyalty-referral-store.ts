import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { LoyaltyStore } from '../use-cases/loyalty-port.ts';
import type { Sql, Statement } from './sql.ts';

const ADD: Statement = {
  name: 'loyalty_referral_add',
  text: `INSERT INTO loyalty_referral (shop_id, order_id, account_id, friend_id, state, reason, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (shop_id, order_id) DO NOTHING`,
};

/** $2 now. Who invited may have been merged into another account since. */
const DUE: Statement = {
  name: 'loyalty_referral_due',
  text: `SELECT r.order_id, coalesce(a.merged_into, a.account_id) AS account_id, r.friend_id FROM loyalty_referral r
      JOIN loyalty_account a ON a.shop_id = r.shop_id AND a.account_id = r.account_id
    WHERE r.shop_id = $1 AND r.state = 'held' AND r.due_at <= $2 ORDER BY r.due_at, r.order_id LIMIT $3`,
};

const DECIDE: Statement = {
  name: 'loyalty_referral_decide',
  text: `UPDATE loyalty_referral SET state = $3, reason = $4, due_at = $5,
      decided_at = CASE WHEN $3 = 'held' THEN NULL ELSE $6::timestamptz END
    WHERE shop_id = $1 AND order_id = $2 AND state = 'held'`,
};

type Row = { order_id: OrderId; account_id: string; friend_id: CustomerId | null };

/** Friends' orders that came by a member's code, until it is decided whether they are paid. */
export function createLoyaltyReferralStore(
  sql: Sql,
): Pick<LoyaltyStore, 'addReferral' | 'dueReferrals' | 'decideReferral'> {
  return {
    addReferral: async (shop, { orderId, accountId, friendId, state, reason, dueAt }) =>
      (await sql.run(ADD, [shop, orderId, accountId, friendId, state, reason, dueAt])) > 0,
    dueReferrals: async (shop, now, limit) =>
      (await sql.rows<Row>(DUE, [shop, now, limit])).map((row) => ({
        orderId: row.order_id,
        accountId: row.account_id,
        friendId: row.friend_id,
      })),
    decideReferral: async (shop, orderId, { state, reason, dueAt, at }) => {
      await sql.run(DECIDE, [shop, orderId, state, reason, dueAt, at]);
    },
  };
}
