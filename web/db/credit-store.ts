import type { CustomerId } from '../domain/shared/ids.ts';
import type { CreditStore } from '../use-cases/credit-port.ts';
import type { Sql, Statement } from './sql.ts';

const PUT: Statement = {
  name: 'credit_put',
  text: `INSERT INTO order_credit AS c (shop_id, order_id, customer_id, campaign_id, version, enrolment_id, basis,
      revenue_minor, discount_minor, ordered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (shop_id, order_id) DO UPDATE SET customer_id = excluded.customer_id, campaign_id = excluded.campaign_id,
      version = excluded.version, enrolment_id = excluded.enrolment_id, basis = excluded.basis,
      revenue_minor = excluded.revenue_minor, discount_minor = excluded.discount_minor, ordered_at = excluded.ordered_at`,
};

const REMOVE: Statement = {
  name: 'credit_remove',
  text: 'DELETE FROM order_credit WHERE shop_id = $1 AND order_id = $2',
};

/** Whose the message is decides: a link that was passed on is followed in its name. */
const ADD_FOLLOW: Statement = {
  name: 'credit_add_follow',
  text: `INSERT INTO link_follow (shop_id, message_id, customer_id, followed_at)
    SELECT shop_id, message_id, customer_id, $3 FROM message WHERE shop_id = $1 AND message_id = $2`,
};

/** $3 since */
const FOLLOWS: Statement = {
  name: 'credit_follows',
  text: `SELECT f.customer_id, m.enrolment_id, m.campaign_id, m.version, f.followed_at FROM link_follow f
      JOIN message m ON m.shop_id = f.shop_id AND m.message_id = f.message_id
    WHERE f.shop_id = $1 AND f.customer_id = ANY ($2::bigint[]) AND f.followed_at >= $3 ORDER BY f.followed_at, f.follow_id`,
};

type FollowRow = {
  customer_id: CustomerId;
  enrolment_id: string;
  campaign_id: number;
  version: number;
  followed_at: Date;
};

/** Orders that used an offer, and links that were followed. */
export function createCreditStore(sql: Sql): CreditStore {
  return {
    put: async (shop, orderId, credit) => {
      if (credit === null) await sql.run(REMOVE, [shop, orderId]);
      else
        await sql.run(PUT, [
          shop,
          orderId,
          credit.customerId,
          credit.campaignId,
          credit.version,
          credit.enrolmentId,
          credit.basis,
          credit.revenueMinor,
          credit.discountMinor,
          credit.orderedAt,
        ]);
    },
    addFollow: async (shop, messageId, at) => (await sql.run(ADD_FOLLOW, [shop, messageId, at])) > 0,
    follows: async (shop, customerIds, since) =>
      (await sql.rows<FollowRow>(FOLLOWS, [shop, customerIds, since])).map((row) => ({
        customerId: row.customer_id,
        enrolmentId: row.enrolment_id,
        campaignId: row.campaign_id,
        version: row.version,
        at: row.followed_at,
      })),
  };
}
