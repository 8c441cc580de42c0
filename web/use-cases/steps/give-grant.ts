import { MAX_ROW_POINTS } from '../../domain/loyalty/batch-rows.ts';
import { grantExpiresAt } from '../../domain/loyalty/expiry.ts';
import type { GrantReason, MemberState } from '../../domain/loyalty/member.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { Tx } from '../ports.ts';
import type { LoyaltyScene } from './loyalty-scene.ts';
import { settleAccounts } from './settle-accounts.ts';

export type OneGrant = {
  customerId: CustomerId;
  /** Below 0 takes points away, never more than there are. */
  points: number;
  reason: GrantReason;
  /** Two grants of one key are one. */
  grantKey: string;
};

/** A member after a grant; `given` false = one of this key stood already, and nothing changed. */
export type Granted = { state: MemberState; given: boolean };

/**
 * Gives one customer points, or takes some, in the caller's transaction; who is no member becomes one.
 * @throws AppError INVALID_INPUT with the allowed range; NOT_FOUND for somebody who was erased
 */
export async function giveGrant(tx: Tx, scene: LoyaltyScene, grant: OneGrant): Promise<Granted> {
  const { shopId, timeZone } = scene.shop;
  const { points, reason, grantKey } = grant;
  const accounts = await tx.loyalty.lockAccounts(shopId, [grant.customerId], { open: scene.now });
  const [account] = accounts;
  const before = account && (await settleAccounts(tx, scene, accounts)).get(account.accountId);
  if (!account || !before) throw new AppError('NOT_FOUND', 'there is no such customer');
  const expiresAt = points > 0 ? grantExpiresAt(scene.history, scene.now, timeZone) : null;
  const given = {
    accountId: account.accountId,
    grantKey,
    points,
    reason,
    at: scene.now,
    expiresAt,
    batchId: null,
  };
  // Asked first: points that were taken already need not be there to be taken again.
  if (before.record.grants.some((standing) => standing.grantKey === grantKey))
    return { state: before.state, given: false };
  requireRange(points, before.state.available);
  if ((await tx.loyalty.grant(shopId, given)) === null) return { state: before.state, given: false };
  const after = (await settleAccounts(tx, scene, accounts)).get(account.accountId) ?? before;
  return { state: after.state, given: true };
}

function requireRange(points: number, available: number): void {
  if (Number.isInteger(points) && points !== 0 && points >= -available && points <= MAX_ROW_POINTS) return;
  const allowed = `${-available} to ${MAX_ROW_POINTS}, not 0`;
  const issues = [{ field: 'points', message: 'out of range', allowed }];
  throw new AppError('INVALID_INPUT', `points must be a whole number from ${allowed}`, { issues });
}
