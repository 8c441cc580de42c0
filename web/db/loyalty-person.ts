import type { Statement } from './sql.ts';

/** A person goes (deleted or redacted, $2): nothing leads to them any more; entries, and so the shop's sums, stay. */
export const FORGET_MEMBER: readonly Statement[] = forgetting('forget', 'true');

/** The same, but for a member who left and whose merge may still come (`LoyaltyStore.leave`). */
export const FORGET_MEMBER_UNLESS_LEFT: readonly Statement[] = forgetting('remove', 'm.gone_at IS NULL');

/** $1 shop · $2 customer. @param way part of the statements' names @param which condition on their account `m` */
function forgetting(way: string, which: string): Statement[] {
  // The member's account and what was merged into it.
  const mine = `SELECT a.account_id FROM loyalty_account a JOIN loyalty_account m
      ON m.shop_id = $1 AND m.customer_id = $2 AND (a.account_id = m.account_id OR a.merged_into = m.account_id)
    WHERE a.shop_id = $1 AND ${which}`;
  const named = (name: string, text: string): Statement => ({ name: `loyalty_person_${way}_${name}`, text });
  return [
    // Whoever is posting points to them comes first, or those would stand nowhere.
    named(
      'lock',
      `SELECT FROM loyalty_account WHERE shop_id = $1 AND account_id IN (${mine}) ORDER BY account_id FOR UPDATE`,
    ),
    named('friend', friendOf(which)),
    named('points', postForgotten(mine)),
    // Keys of grants may name the person.
    named(
      'keys',
      `UPDATE loyalty_grant SET grant_key = 'forgotten:' || grant_id WHERE shop_id = $1 AND account_id IN (${mine})`,
    ),
    named('account', close(mine)),
    named('flow_event', 'DELETE FROM flow_event WHERE shop_id = $1 AND customer_id = $2'),
  ];
}

function friendOf(which: string): string {
  return `UPDATE loyalty_referral SET friend_id = NULL WHERE shop_id = $1 AND friend_id = $2
    AND NOT EXISTS (SELECT FROM loyalty_account m WHERE m.shop_id = $1 AND m.customer_id = $2 AND NOT (${which}))`;
}

/**
 * What still stands on the account goes to `forgotten`, book by book, so that the shop's books stay balanced. Nothing stands
 * where the rules have posted it before.
 */
function postForgotten(mine: string): string {
  return `INSERT INTO ledger_entry (shop_id, account_id, position, seq, from_book, to_book, points, cause, at, posted_at)
    SELECT $1, a.account_id, 'erasure', part.nth + coalesce((SELECT max(seq) FROM ledger_entry e
        WHERE e.shop_id = $1 AND e.account_id = a.account_id AND e.position = 'erasure'), 0),
      part.from_book, part.to_book, part.points, 'erasure', now(), now()
    FROM loyalty_account a CROSS JOIN LATERAL (VALUES
      (1, 'available', 'forgotten', a.available), (2, 'pending', 'forgotten', a.pending),
      (3, 'reserved', 'forgotten', a.reserved), (4, 'forgotten', 'debt', a.debt)) AS part (nth, from_book, to_book, points)
    WHERE a.shop_id = $1 AND a.account_id IN (${mine}) AND part.points > 0`;
}

/** The code of a person who was merged into another leads to that one. */
function close(mine: string): string {
  return `UPDATE loyalty_account SET customer_id = NULL,
      referral_code = CASE WHEN customer_id = $2 AND merged_into IS NOT NULL THEN referral_code END,
      available = 0, pending = 0, reserved = 0, debt = 0, tier = NULL, tier_key = NULL, next_expiry_at = NULL,
      next_expiry_points = 0, revisit_at = NULL, published = NULL, publish_state = 'clean', publish_note = NULL, gone_at = NULL,
      closed_at = coalesce(closed_at, now())
    WHERE shop_id = $1 AND account_id IN (${mine})`;
}
