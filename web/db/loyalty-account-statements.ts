import type { Statement } from './sql.ts';

/** Locked by ascending account, whoever asks and by what, so that two transactions wait for each other in one direction only. */
export const LOCK: Statement = {
  name: 'loyalty_account_lock',
  text: `SELECT * FROM loyalty_account WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])
    ORDER BY account_id FOR UPDATE`,
};

export const LOCK_BY_ID: Statement = {
  name: 'loyalty_account_lock_by_id',
  text: `SELECT * FROM loyalty_account WHERE shop_id = $1 AND account_id = ANY ($2::bigint[])
    ORDER BY account_id FOR UPDATE`,
};

/** $3 when they joined */
export const OPEN: Statement = {
  name: 'loyalty_account_open',
  text: `INSERT INTO loyalty_account (shop_id, customer_id, joined_at, changed_at)
    SELECT $1, id, $3, $3 FROM unnest($2::bigint[]) AS id ORDER BY id
    ON CONFLICT (shop_id, customer_id) DO NOTHING`,
};

export const FIND: Statement = {
  name: 'loyalty_account_find',
  text: 'SELECT * FROM loyalty_account WHERE shop_id = $1 AND customer_id = $2',
};

/** The account that stands: the one that had the code may have been merged into it. */
export const BY_REFERRAL_CODE: Statement = {
  name: 'loyalty_account_by_referral_code',
  text: `SELECT stands.* FROM loyalty_account a
      JOIN loyalty_account stands ON stands.shop_id = $1 AND stands.account_id = coalesce(a.merged_into, a.account_id)
    WHERE a.shop_id = $1 AND a.referral_code = $2`,
};

export const SET_REFERRAL_CODE: Statement = {
  name: 'loyalty_account_set_referral_code',
  text: `UPDATE loyalty_account SET referral_code = $3 WHERE shop_id = $1 AND account_id = $2 AND referral_code IS NULL
    AND NOT EXISTS (SELECT FROM loyalty_account o WHERE o.shop_id = $1 AND o.referral_code = $3)`,
};

/** $2 after this one · $3 so many */
export const REFERRAL_CODES: Statement = {
  name: 'loyalty_account_referral_codes',
  text: `SELECT referral_code FROM loyalty_account WHERE shop_id = $1 AND referral_code > $2
    ORDER BY referral_code LIMIT $3`,
};

/** $2 now · $3, $4 after this one, who is due then · $5 so many */
export const DUE: Statement = {
  name: 'loyalty_account_due',
  text: `SELECT account_id, revisit_at FROM loyalty_account WHERE shop_id = $1 AND revisit_at <= $2
      AND (revisit_at, account_id) > ($3::timestamptz, $4::bigint) AND closed_at IS NULL AND merged_into IS NULL
    ORDER BY revisit_at, account_id LIMIT $5`,
};

/** $2 accounts · $3 from when on */
export const REVISIT: Statement = {
  name: 'loyalty_account_revisit',
  text: `UPDATE loyalty_account SET revisit_at = $3 WHERE shop_id = $1 AND account_id = ANY ($2::bigint[])
    AND (revisit_at IS NULL OR revisit_at > $3)`,
};

/** A page of everybody after customer $2: of the orders' index, and of the accounts'. */
export const CUSTOMERS_AFTER: Statement = {
  name: 'loyalty_account_customers_after',
  text: `(SELECT DISTINCT customer_id FROM order_fact WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3)
    UNION
    (SELECT customer_id FROM loyalty_account WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3)
    ORDER BY customer_id LIMIT $3`,
};

/**
 * $2 into $3. Both stand themselves before, so that no circle can arise; whoever was merged into $2 follows, so that a group
 * stays one step deep.
 */
export const MERGE: Statement = {
  name: 'loyalty_account_merge',
  text: `WITH target AS (
      SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND account_id = $3 AND account_id <> $2 AND merged_into IS NULL
    ), gone AS (
      SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND account_id = $2 AND merged_into IS NULL
    )
    UPDATE loyalty_account a SET merged_into = target.account_id, gone_at = NULL, revisit_at = NULL, publish_state = 'clean', publish_note = NULL,
      changed_at = $4
    FROM target, gone WHERE a.shop_id = $1 AND (a.account_id = gone.account_id OR a.merged_into = gone.account_id)`,
};

export const IS_MERGED: Statement = {
  name: 'loyalty_account_is_merged',
  text: 'SELECT FROM loyalty_account WHERE shop_id = $1 AND account_id = $2 AND merged_into = $3',
};

/** The code $2 had becomes $3's where that one has none: two statements, for it is unique. Else it leads there by the merge. */
export const TAKE_REFERRAL_CODE: Statement = {
  name: 'loyalty_account_take_referral_code',
  text: `UPDATE loyalty_account a SET referral_code = NULL FROM loyalty_account was, loyalty_account stays
    WHERE a.shop_id = $1 AND a.account_id = $2 AND was.shop_id = $1 AND was.account_id = $2 AND was.referral_code IS NOT NULL
      AND stays.shop_id = $1 AND stays.account_id = $3 AND stays.referral_code IS NULL
    RETURNING was.referral_code`,
};

/** Friends whom others invited go by the customer: $2 account that goes, $3 the one that stays. */
export const PASS_FRIENDS: Statement = {
  name: 'loyalty_account_pass_friends',
  text: `UPDATE loyalty_referral r SET friend_id = stays.customer_id FROM loyalty_account gone, loyalty_account stays
    WHERE gone.shop_id = $1 AND gone.account_id = $2 AND stays.shop_id = $1 AND stays.account_id = $3
      AND r.shop_id = $1 AND r.friend_id = gone.customer_id`,
};

/** $3 when. Nothing of theirs is sent any more. */
export const LEAVE: Statement = {
  name: 'loyalty_account_leave',
  text: `UPDATE loyalty_account SET gone_at = $3, published = NULL, publish_state = 'clean', publish_note = NULL
    WHERE shop_id = $1 AND customer_id = $2 AND merged_into IS NULL AND closed_at IS NULL`,
};

/** Members as screens and Shopify see them: neither erased, merged away nor gone. */
export const IS_MEMBER = 'customer_id IS NOT NULL AND merged_into IS NULL AND gone_at IS NULL';

/** Whom we hold as a customer again was never gone (Shopify had answered amiss). */
export const CAME_BACK: Statement = {
  name: 'loyalty_account_came_back',
  text: `UPDATE loyalty_account a SET gone_at = NULL, publish_state = 'dirty' FROM customer_fact c
    WHERE a.gone_at IS NOT NULL AND c.shop_id = a.shop_id AND c.customer_id = a.customer_id`,
};

/** $1 since when. Locked, for their merge may arrive at this moment. */
export const LEFT_BEFORE: Statement = {
  name: 'loyalty_account_left_before',
  text: `SELECT shop_id, customer_id FROM loyalty_account
    WHERE gone_at < $1 AND customer_id IS NOT NULL AND merged_into IS NULL ORDER BY gone_at, account_id LIMIT 200 FOR UPDATE SKIP LOCKED`,
};

/** Keys of grants may name the person. */
export const CLOSE: Statement = {
  name: 'loyalty_account_close',
  text: `WITH grants AS (
      UPDATE loyalty_grant SET grant_key = 'forgotten:' || grant_id WHERE shop_id = $1 AND account_id IN (
        SELECT account_id FROM loyalty_account WHERE shop_id = $1 AND (account_id = $2 OR merged_into = $2))
    )
    UPDATE loyalty_account SET customer_id = NULL, referral_code = NULL, revisit_at = NULL, published = NULL,
      publish_state = 'clean', publish_note = NULL, closed_at = coalesce(closed_at, $3::timestamptz)
    WHERE shop_id = $1 AND (account_id = $2 OR merged_into = $2)`,
};

/** $2 how many */
export const TO_PUBLISH: Statement = {
  name: 'loyalty_account_to_publish',
  text: `SELECT * FROM loyalty_account WHERE shop_id = $1 AND publish_state = 'dirty' AND ${IS_MEMBER}
    ORDER BY changed_at, account_id LIMIT $2`,
};

export const TO_PUBLISH_SINCE: Statement = {
  name: 'loyalty_account_to_publish_since',
  text: `SELECT changed_at FROM loyalty_account WHERE shop_id = $1 AND publish_state = 'dirty' AND ${IS_MEMBER}
    ORDER BY changed_at LIMIT 1`,
};

/** Under a new instant, so that what is being sent just now is known to be old. */
export const REPUBLISH: Statement = {
  name: 'loyalty_account_republish',
  text: `UPDATE loyalty_account SET publish_state = 'dirty', publish_note = NULL,
      changed_at = greatest($3::timestamptz, changed_at + interval '1 millisecond')
    WHERE shop_id = $1 AND account_id = ANY ($2::bigint[]) AND publish_state = 'clean' AND ${IS_MEMBER}`,
};

/** What Shopify shows now. Changed since it was read: it stays dirty. */
export const PUBLISHED: Statement = {
  name: 'loyalty_account_published',
  text: `UPDATE loyalty_account a SET published = given.published, publish_note = NULL,
      publish_state = CASE WHEN a.changed_at = given.changed_at THEN 'clean' ELSE a.publish_state END
    FROM jsonb_to_recordset($2::jsonb) AS given(account_id bigint, published jsonb, changed_at timestamptz)
    WHERE a.shop_id = $1 AND a.account_id = given.account_id AND a.customer_id IS NOT NULL`,
};

/** What Shopify refused. Changed since it was read: it stays dirty. */
export const PUBLISH_FAILED: Statement = {
  name: 'loyalty_account_publish_failed',
  text: `UPDATE loyalty_account a SET publish_state = 'failed', publish_note = given.note
    FROM jsonb_to_recordset($2::jsonb) AS given(account_id bigint, note text, changed_at timestamptz)
    WHERE a.shop_id = $1 AND a.account_id = given.account_id AND a.publish_state = 'dirty' AND a.changed_at = given.changed_at`,
};

/** $2 now. Each answer is a look at the first in an index (a bound not known when it is planned might be met by reading all). */
export const WORK: Statement = {
  name: 'loyalty_work',
  text: `SELECT
      coalesce(least(
        (SELECT min(revisit_at) FROM loyalty_account WHERE shop_id = $1 AND closed_at IS NULL AND merged_into IS NULL),
        (SELECT min(due_at) FROM loyalty_referral WHERE shop_id = $1 AND state = 'held')) <= $2, false) AS settle,
      coalesce((SELECT min(check_at) FROM loyalty_redemption WHERE shop_id = $1) <= $2, false) AS redemptions,
      EXISTS (SELECT FROM loyalty_account WHERE shop_id = $1 AND publish_state = 'dirty' AND ${IS_MEMBER}) AS publish,
      EXISTS (SELECT FROM flow_event WHERE shop_id = $1 AND state = 'waiting') AS flow`,
};
