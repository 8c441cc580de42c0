import type { Statement } from './sql.ts';

/** The member's account and what was merged into it. $1 shop · $2 customer */
const MINE = `SELECT a.account_id FROM loyalty_account a JOIN loyalty_account m
    ON m.shop_id = $1 AND m.customer_id = $2 AND (a.account_id = m.account_id OR a.merged_into = m.account_id)
  WHERE a.shop_id = $1`;

/**
 * What still stands on the account goes to `forgotten`, book by book, so that the shop's books stay balanced. Nothing stands
 * where the rules have posted it before.
 */
const POST_FORGOTTEN: Statement = {
  name: 'loyalty_person_post_forgotten',
  text: `INSERT INTO ledger_entry (shop_id, account_id, position, seq, from_book, to_book, points, cause, at, posted_at)
    SELECT $1, a.account_id, 'erasure', part.nth + coalesce((SELECT max(seq) FROM ledger_entry e
        WHERE e.shop_id = $1 AND e.account_id = a.account_id AND e.position = 'erasure'), 0),
      part.from_book, part.to_book, part.points, 'erasure', now(), now()
    FROM loyalty_account a CROSS JOIN LATERAL (VALUES
      (1, 'available', 'forgotten', a.available), (2, 'pending', 'forgotten', a.pending),
      (3, 'reserved', 'forgotten', a.reserved), (4, 'forgotten', 'debt', a.debt)) AS part (nth, from_book, to_book, points)
    WHERE a.shop_id = $1 AND a.account_id IN (${MINE}) AND part.points > 0`,
};

/** Keys of grants may name the person. */
const CLEAR_KEYS: Statement = {
  name: 'loyalty_person_clear_keys',
  text: `UPDATE loyalty_grant SET grant_key = 'forgotten:' || grant_id WHERE shop_id = $1 AND account_id IN (${MINE})`,
};

const CLOSE: Statement = {
  name: 'loyalty_person_close',
  text: `UPDATE loyalty_account SET customer_id = NULL, referral_code = NULL, available = 0, pending = 0, reserved = 0, debt = 0,
      tier = NULL, tier_key = NULL, next_expiry_at = NULL, next_expiry_points = 0, revisit_at = NULL, published = NULL,
      publish_state = 'clean', publish_note = NULL, closed_at = coalesce(closed_at, now())
    WHERE shop_id = $1 AND account_id IN (${MINE})`,
};

/** A person goes (deleted or redacted, $2): nothing leads to them any more; entries, and so the shop's sums, stay. */
export const FORGET_MEMBER: readonly Statement[] = [
  POST_FORGOTTEN,
  CLEAR_KEYS,
  CLOSE,
  {
    name: 'loyalty_person_forget_friend',
    text: 'UPDATE loyalty_referral SET friend_id = NULL WHERE shop_id = $1 AND friend_id = $2',
  },
  {
    name: 'loyalty_person_forget_flow_event',
    text: 'DELETE FROM flow_event WHERE shop_id = $1 AND customer_id = $2',
  },
];
