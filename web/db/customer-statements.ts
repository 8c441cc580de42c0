import { CUSTOMER_KEY, STATE_COLUMNS } from './customer-row.ts';
import { assignments, type Column, givenRows, names } from './json-rows.ts';
import type { Statement } from './sql.ts';

const PROFILE_COLUMNS: readonly Column[] = [
  ['profile_updated_at', 'timestamptz'],
  ['locale', 'text'],
  ['country', 'text'],
  ['email_consent', 'text'],
  ['sms_consent', 'text'],
  ['shopify_orders', 'integer'],
  ['shopify_spent_minor', 'bigint'],
  ['excluded', 'boolean'],
];

const MOVE_COLUMNS: readonly Column[] = [
  ['customer_id', 'bigint'],
  ['from_stage', 'text'],
  ['to_stage', 'text'],
  ['from_marks', 'text[]'],
  ['to_marks', 'text[]'],
  ['reason_code', 'text'],
  ['reason_params', 'jsonb'],
  ['cause', 'text'],
];

export const LOCK: Statement = {
  name: 'customer_lock',
  text: `SELECT * FROM customer_fact WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])
    ORDER BY customer_id FOR UPDATE`,
};

export const CREATE_EMPTY: Statement = {
  name: 'customer_create_empty',
  text: `INSERT INTO customer_fact (shop_id, customer_id) SELECT $1, id FROM unnest($2::bigint[]) AS id ORDER BY id
    ON CONFLICT (shop_id, customer_id) DO NOTHING`,
};

export const MIRRORS: Statement = {
  name: 'customer_mirrors',
  text: `SELECT c.customer_id, c.profile_updated_at, c.locale, c.country, c.email_consent, c.sms_consent, c.excluded,
      t.desired, t.standing FROM customer_fact c
    LEFT JOIN tag_sync t ON t.shop_id = c.shop_id AND t.customer_id = c.customer_id
    WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.profile_updated_at IS NOT NULL`,
};

export const PROFILE_UPDATED_AT: Statement = {
  name: 'customer_profile_updated_at',
  text: `SELECT customer_id, profile_updated_at FROM customer_fact
    WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
};

/** Each customer at most once. A row that would not change is not written, so that its page stays clean. */
export const SAVE: Statement = {
  name: 'customer_save',
  text: `INSERT INTO customer_fact AS c (shop_id, customer_id, ${names(STATE_COLUMNS)}, stage_since_at, scored_at)
    SELECT $1, customer_id, ${names(STATE_COLUMNS)}, CASE WHEN stage IS NOT NULL THEN $3::timestamptz END, $3
    FROM ${givenRows('$2', [CUSTOMER_KEY, ...STATE_COLUMNS])} ORDER BY customer_id
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET ${assignments(STATE_COLUMNS, 'excluded')},
      stage_since_at = CASE WHEN c.stage IS NOT DISTINCT FROM excluded.stage THEN c.stage_since_at ELSE excluded.stage_since_at END,
      scored_at = excluded.scored_at
    WHERE (${names(STATE_COLUMNS, 'c.')}) IS DISTINCT FROM (${names(STATE_COLUMNS, 'excluded.')})`,
};

export const ADD_MOVES: Statement = {
  name: 'customer_add_moves',
  text: `INSERT INTO stage_change (shop_id, changed_at, ${names(MOVE_COLUMNS)})
    SELECT $1, $3, ${names(MOVE_COLUMNS)} FROM ${givenRows('$2', MOVE_COLUMNS)}`,
};

/** Each customer at most once; the newest `profile_updated_at` stays. Answers the ids whose `excluded` changed. */
export const PUT_PROFILES: Statement = {
  name: 'customer_put_profiles',
  text: `WITH given AS (SELECT * FROM ${givenRows('$2', [CUSTOMER_KEY, ...PROFILE_COLUMNS])}), old AS (
    SELECT c.customer_id, c.excluded AS was_excluded FROM customer_fact c JOIN given USING (customer_id)
    WHERE c.shop_id = $1 ORDER BY c.customer_id FOR UPDATE OF c
  ), written AS (
    INSERT INTO customer_fact AS c (shop_id, customer_id, ${names(PROFILE_COLUMNS)})
    SELECT $1, given.customer_id, ${names(PROFILE_COLUMNS)} FROM given LEFT JOIN old USING (customer_id)
    ORDER BY given.customer_id
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET ${assignments(PROFILE_COLUMNS, 'excluded')}
    WHERE c.profile_updated_at IS NULL OR c.profile_updated_at <= excluded.profile_updated_at
    RETURNING c.customer_id, c.excluded
  )
  SELECT customer_id FROM written LEFT JOIN old USING (customer_id)
  WHERE written.excluded <> coalesce(old.was_excluded, false) ORDER BY customer_id`,
};

/** What the customer themselves said to us; Shopify hears of it after. */
export const UNSUBSCRIBE: Statement = {
  name: 'customer_unsubscribe',
  text: `UPDATE customer_fact SET email_consent = 'UNSUBSCRIBED'
    WHERE shop_id = $1 AND customer_id = $2 AND email_consent IS DISTINCT FROM 'UNSUBSCRIBED'`,
};

/** Everything that is kept by customer id, apart from orders. */
export const REMOVALS: readonly Statement[] = ['tag_sync', 'stage_change', 'customer_fact'].map((table) => ({
  name: `customer_remove_${table}`,
  text: `DELETE FROM ${table} WHERE shop_id = $1 AND customer_id = $2`,
}));

export const REMEMBER_REDACTION: Statement = {
  name: 'customer_remember_redaction',
  text: `INSERT INTO redacted_customer (shop_id, customer_hash, redacted_at) VALUES ($1, $2, $3)
    ON CONFLICT (shop_id, customer_hash) DO NOTHING`,
};

/** Deliveries that failed for good keep their body for inspection, but not one that speaks of a redacted person. */
export const CLEAR_FAILED_BODIES: Statement = {
  name: 'customer_clear_failed_bodies',
  text: `UPDATE webhook_inbox SET body = NULL
    WHERE shop_id = $1 AND state = 'failed' AND body IS NOT NULL AND position($2 IN body) > 0`,
};

export const REDACTED_AMONG: Statement = {
  name: 'customer_redacted_among',
  text: 'SELECT customer_hash FROM redacted_customer WHERE shop_id = $1 AND customer_hash = ANY ($2::bytea[])',
};

export const CUSTOMERS_AFTER: Statement = {
  name: 'customer_after',
  text: `SELECT * FROM customer_fact WHERE shop_id = $1 AND customer_id > $2 AND frequency > 0
    ORDER BY customer_id LIMIT $3`,
};

export const COUNT: Statement = {
  name: 'customer_count',
  text: 'SELECT count(*)::int AS count FROM customer_fact WHERE shop_id = $1',
};

export const IDS_AFTER: Statement = {
  name: 'customer_ids_after',
  text: `SELECT customer_id FROM customer_fact WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3`,
};
