import type { Statement } from './sql.ts';

/** A redemption with the person who has it now: the account may have been merged into another. */
const WITH_PERSON = `SELECT r.*, CASE WHEN a.merged_into IS NULL THEN a.customer_id ELSE stands.customer_id END AS customer_id
  FROM loyalty_redemption r
    JOIN loyalty_account a ON a.shop_id = r.shop_id AND a.account_id = r.account_id
    LEFT JOIN loyalty_account stands ON stands.shop_id = a.shop_id AND stands.account_id = a.merged_into
  WHERE r.shop_id = $1`;

/** A request or a code that stands is not taken twice. */
export const RESERVE: Statement = {
  name: 'loyalty_redemption_reserve',
  text: `INSERT INTO loyalty_redemption (shop_id, account_id, request_key, reward_id, reward, points, state, code, ends_at,
      created_at, check_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'reserved', $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING redemption_id`,
};

export const OF_REQUEST: Statement = {
  name: 'loyalty_redemption_of_request',
  text: `${WITH_PERSON} AND r.account_id = $2 AND r.request_key = $3`,
};

export const FIND: Statement = {
  name: 'loyalty_redemption_find',
  text: `${WITH_PERSON} AND r.redemption_id = $2`,
};

/** $3 the states it may come from · $4 the new state · $5 the other fields that change, as JSON. No credit is two redemptions'. */
export const MOVE: Statement = {
  name: 'loyalty_redemption_move',
  text: `UPDATE loyalty_redemption SET state = $4,
      discount_gid = CASE WHEN field ? 'discountGid' THEN field ->> 'discountGid' ELSE discount_gid END,
      credit_gid = CASE WHEN field ? 'creditGid' THEN field ->> 'creditGid' ELSE credit_gid END,
      returned_at = CASE WHEN field ? 'returnedAt' THEN (field ->> 'returnedAt')::timestamptz ELSE returned_at END,
      order_id = CASE WHEN field ? 'orderId' THEN (field ->> 'orderId')::bigint ELSE order_id END,
      check_at = CASE WHEN field ? 'checkAt' THEN (field ->> 'checkAt')::timestamptz ELSE check_at END,
      attempts = CASE WHEN field ? 'attempts' THEN (field ->> 'attempts')::smallint ELSE attempts END,
      code = CASE WHEN field ? 'code' THEN upper(field ->> 'code') ELSE code END
    FROM (SELECT $5::jsonb AS field) AS given
    WHERE shop_id = $1 AND redemption_id = $2 AND state = ANY ($3::text[]) AND NOT EXISTS (
      SELECT FROM loyalty_redemption other
      WHERE other.shop_id = $1 AND other.credit_gid = field ->> 'creditGid' AND other.redemption_id <> $2)`,
};

export const BY_CODES: Statement = {
  name: 'loyalty_redemption_by_codes',
  text: `${WITH_PERSON} AND r.code = ANY ($2::text[]) ORDER BY r.redemption_id`,
};

export const OF_ORDER: Statement = {
  name: 'loyalty_redemption_of_order',
  text: `${WITH_PERSON} AND r.order_id = $2 ORDER BY r.redemption_id`,
};

/** Of the account and those merged into it. */
export const OPEN_OF: Statement = {
  name: 'loyalty_redemption_open_of',
  text: `${WITH_PERSON} AND r.state IN ('reserved', 'unknown', 'issued', 'returning') AND r.account_id IN (
      SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND (account_id = $2 OR merged_into = $2))
    ORDER BY r.ends_at, r.redemption_id`,
};

/** $2 now */
export const TO_CHECK: Statement = {
  name: 'loyalty_redemption_to_check',
  text: `${WITH_PERSON} AND r.check_at <= $2 ORDER BY r.check_at, r.redemption_id LIMIT $3`,
};

/** $2 accounts, those merged into others named one by one */
export const OF_ACCOUNTS: Statement = {
  name: 'loyalty_redemption_of_accounts',
  text: `${WITH_PERSON} AND r.account_id = ANY ($2::bigint[]) ORDER BY r.created_at, r.redemption_id`,
};
