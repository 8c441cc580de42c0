import { type Column, givenRows, names } from './json-rows.ts';
import type { Statement } from './sql.ts';

/** A code that Shopify knows or may know, and that nobody used yet. */
const OPEN = `('reserved', 'adding', 'issued')`;

export const ADD_DISCOUNT: Statement = {
  name: 'offer_add_discount',
  text: `INSERT INTO offer_discount (shop_id, campaign_id, version, arm, step, ends_on, ends_at, terms, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'wanted')
    ON CONFLICT (shop_id, campaign_id, version, arm, step, ends_on) DO NOTHING RETURNING *`,
};

export const DISCOUNT_OF_KEY: Statement = {
  name: 'offer_discount_of_key',
  text: `SELECT * FROM offer_discount WHERE shop_id = $1 AND campaign_id = $2 AND version = $3 AND arm = $4 AND step = $5
    AND ends_on = $6`,
};

export const DISCOUNTS: Statement = {
  name: 'offer_discounts',
  text: 'SELECT * FROM offer_discount WHERE shop_id = $1 AND discount_id = ANY ($2::bigint[]) ORDER BY discount_id',
};

export const DISCOUNT_BY_GID: Statement = {
  name: 'offer_discount_by_gid',
  text: 'SELECT * FROM offer_discount WHERE shop_id = $1 AND gid = $2 LIMIT 1',
};

/** $2 now */
export const RUNNING_DISCOUNTS: Statement = {
  name: 'offer_running_discounts',
  text: `SELECT * FROM offer_discount WHERE shop_id = $1 AND state IN ('wanted', 'active') AND ends_at > $2 ORDER BY discount_id`,
};

/** $3 the fields that change, as JSON; a new end holds for its open codes as well. */
export const SET_DISCOUNT: Statement = {
  name: 'offer_set_discount',
  text: `WITH given AS (SELECT $3::jsonb AS field), ends AS (
      UPDATE offer SET ends_at = (given.field ->> 'endsAt')::timestamptz FROM given
      WHERE shop_id = $1 AND discount_id = $2 AND offer.state IN ${OPEN} AND given.field ? 'endsAt'
    )
    UPDATE offer_discount SET
      gid = CASE WHEN field ? 'gid' THEN field ->> 'gid' ELSE gid END,
      first_code = CASE WHEN field ? 'firstCode' THEN field ->> 'firstCode' ELSE first_code END,
      state = CASE WHEN field ? 'state' THEN field ->> 'state' ELSE state END,
      ends_at = CASE WHEN field ? 'endsAt' THEN (field ->> 'endsAt')::timestamptz ELSE ends_at END
    FROM given WHERE shop_id = $1 AND discount_id = $2`,
};

const NEW_COLUMNS: readonly Column[] = [
  ['message_id', 'bigint'],
  ['enrolment_id', 'bigint'],
  ['campaign_id', 'integer'],
  ['version', 'integer'],
  ['customer_id', 'bigint'],
  ['discount_id', 'bigint'],
  ['code', 'text'],
  ['ends_at', 'timestamptz'],
];

/** A message that has its code keeps it; a code that another message has is not given out twice. */
export const RESERVE: Statement = {
  name: 'offer_reserve',
  text: `INSERT INTO offer (shop_id, ${names(NEW_COLUMNS)}, state, updated_at)
    SELECT $1, ${names(NEW_COLUMNS)}, 'reserved', $3 FROM ${givenRows('$2', NEW_COLUMNS)} ORDER BY message_id
    ON CONFLICT DO NOTHING`,
};

export const IN_STATE: Statement = {
  name: 'offer_in_state',
  text: 'SELECT * FROM offer WHERE shop_id = $1 AND state = ANY ($2::text[]) ORDER BY offer_id LIMIT $3',
};

export const OF_MESSAGES: Statement = {
  name: 'offer_of_messages',
  text: 'SELECT * FROM offer WHERE shop_id = $1 AND message_id = ANY ($2::bigint[]) ORDER BY offer_id',
};

export const BY_CODES: Statement = {
  name: 'offer_by_codes',
  text: 'SELECT * FROM offer WHERE shop_id = $1 AND code = ANY ($2::text[]) ORDER BY offer_id',
};

/** $3 now */
export const OPEN_OF: Statement = {
  name: 'offer_open_of',
  text: `SELECT * FROM offer WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND state IN ${OPEN} AND ends_at > $3
    ORDER BY ends_at, offer_id`,
};

export const WEARERS: Statement = {
  name: 'offer_wearers',
  text: `SELECT DISTINCT customer_id FROM offer
    WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND state IN ${OPEN} AND ends_at > $3`,
};

/** $4 whether `creation_id` changes, $5 to what. A code that was used stays used. */
export const SET_STATE: Statement = {
  name: 'offer_set_state',
  text: `UPDATE offer SET state = $3, updated_at = $6,
      creation_id = CASE WHEN $4::boolean THEN $5 ELSE creation_id END,
      issued_at = CASE WHEN $3 = 'issued' THEN coalesce(issued_at, $6::timestamptz) ELSE issued_at END
    WHERE shop_id = $1 AND offer_id = ANY ($2::bigint[]) AND state <> 'redeemed'`,
};

export const REDEEM: Statement = {
  name: 'offer_redeem',
  text: `UPDATE offer SET state = 'redeemed', redeemed_order_id = $3, redeemed_at = $4, updated_at = $4,
      issued_at = coalesce(issued_at, $4::timestamptz)
    WHERE shop_id = $1 AND offer_id = $2 AND (redeemed_order_id IS NULL OR redeemed_order_id = $3)`,
};

/** $2 now */
export const EXPIRED: Statement = {
  name: 'offer_expired',
  text: `SELECT * FROM offer WHERE shop_id = $1 AND (state = 'expired' OR (state = 'issued' AND ends_at <= $2))
    ORDER BY ends_at, offer_id LIMIT $3`,
};

export const SPENT_DISCOUNTS: Statement = {
  name: 'offer_spent_discounts',
  text: `SELECT * FROM offer_discount d WHERE shop_id = $1 AND state = 'active' AND ends_at <= $2
      AND NOT EXISTS (SELECT FROM offer o WHERE o.shop_id = $1 AND o.discount_id = d.discount_id AND o.state IN ${OPEN})
    ORDER BY ends_at, discount_id LIMIT $3`,
};

export const RECODE: Statement = {
  name: 'offer_recode',
  text: `UPDATE offer SET code = $3 WHERE shop_id = $1 AND offer_id = $2
    AND NOT EXISTS (SELECT FROM offer o WHERE o.shop_id = $1 AND o.code = $3 AND o.offer_id <> $2)`,
};

/** $2 the discount · $3 products. Counted over all qualifying orders of those who have or had a code of it. */
export const PRODUCTS_BOUGHT_BY: Statement = {
  name: 'offer_products_bought_by',
  text: `SELECT line ->> 'productId' AS product_id
    FROM (SELECT DISTINCT customer_id FROM offer WHERE shop_id = $1 AND discount_id = $2 AND state <> 'removed') AS p
      JOIN order_fact o ON o.shop_id = $1 AND o.customer_id = p.customer_id AND o.qualifies
      JOIN order_detail d ON d.shop_id = $1 AND d.order_id = o.order_id
      CROSS JOIN LATERAL jsonb_array_elements(d.lines) AS line
    WHERE line ->> 'productId' IS NOT NULL AND NOT (line ->> 'giftCard')::boolean AND (line ->> 'currentQuantity')::bigint > 0
    GROUP BY 1 ORDER BY sum((line ->> 'currentQuantity')::bigint) DESC, (line ->> 'productId')::bigint LIMIT $3`,
};

/** $2 the discount · $3 the reason · $4 now. What is being sent just now ends as it ends. */
export const DROP_DISCOUNT: Statement = {
  name: 'offer_drop_discount',
  text: `WITH dropped AS (
      UPDATE offer SET state = 'removed', creation_id = NULL, updated_at = $4
      WHERE shop_id = $1 AND discount_id = $2 AND state IN ${OPEN} RETURNING message_id, customer_id
    ), failed AS (
      UPDATE message m SET state = 'failed', reason = $3, counted_at = NULL, updated_at = $4 FROM dropped
      WHERE m.shop_id = $1 AND m.message_id = dropped.message_id AND m.state IN ('issuing', 'ready') RETURNING m.message_id
    ), skipped AS (
      UPDATE message_delivery d SET state = 'skipped', reason = $3, retry_at = NULL FROM failed
      WHERE d.shop_id = $1 AND d.message_id = failed.message_id AND d.state = 'waiting'
    )
    SELECT DISTINCT customer_id FROM dropped`,
};

export const SEGMENT: Statement = {
  name: 'offer_segment',
  text: 'SELECT gid, tag FROM offer_segment WHERE shop_id = $1',
};

export const SAVE_SEGMENT: Statement = {
  name: 'offer_save_segment',
  text: `INSERT INTO offer_segment (shop_id, gid, tag) VALUES ($1, $2, $3)
    ON CONFLICT (shop_id) DO UPDATE SET gid = excluded.gid, tag = excluded.tag`,
};
