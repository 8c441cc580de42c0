import type { MemberState } from '../../domain/loyalty/member.ts';
import type { LoyaltyAccount, MemberRecord, MemberSettlement, Tx } from '../ports.ts';
import type { LoyaltyScene } from './loyalty-scene.ts';
import { pointsEvents } from './points-events.ts';
import { replayRecord } from './replay-record.ts';

/** A member after settling. */
export type Settled = { record: MemberRecord; state: MemberState };

/**
 * Brings locked accounts to what their facts say, in the caller's transaction: only differences to what was posted are posted,
 * so that settling twice posts nothing. Closed accounts and those merged away are left, one named twice counts once. Answers by account id.
 */
export async function settleAccounts(
  tx: Tx,
  scene: LoyaltyScene,
  accounts: readonly LoyaltyAccount[],
): Promise<ReadonlyMap<string, Settled>> {
  const standing = accounts.filter(({ closedAt, mergedInto }) => closedAt === null && mergedInto === null);
  const ids = [...new Set(standing.map(({ accountId }) => accountId))];
  if (ids.length === 0) return new Map();
  return settleRecords(tx, scene, await tx.loyalty.records(scene.shop.shopId, ids));
}

/** The same from records at hand, each of a locked account. */
export async function settleRecords(
  tx: Tx,
  scene: LoyaltyScene,
  records: readonly MemberRecord[],
): Promise<ReadonlyMap<string, Settled>> {
  const { shop, now } = scene;
  const settled = new Map<string, Settled>();
  const changed: { record: MemberRecord; settlement: MemberSettlement }[] = [];
  for (const record of records) {
    const { accountId } = record.account;
    const { state, entries, tierMoves } = replayRecord(record, scene);
    settled.set(accountId, { record, state });
    const settlement = { accountId, entries, state, tierMoves };
    if (entries.length > 0 || differs(record.account, state)) changed.push({ record, settlement });
  }
  if (changed.length === 0) return settled;
  await tx.loyalty.settle(
    shop.shopId,
    changed.map(({ settlement }) => settlement),
    now,
  );
  await pointsEvents(tx, scene, changed);
  await tx.enqueue('publish-points', { shopId: shop.shopId });
  return settled;
}

function differs(account: LoyaltyAccount, state: MemberState): boolean {
  return fingerprint(account) !== fingerprint(state);
}

type Numbers = Pick<
  LoyaltyAccount,
  'available' | 'pending' | 'reserved' | 'debt' | 'tier' | 'nextExpiry' | 'revisitAt'
>;

function fingerprint({ available, pending, reserved, debt, tier, nextExpiry, revisitAt }: Numbers): string {
  return JSON.stringify([
    available,
    pending,
    reserved,
    debt,
    tier && [tier.key, tier.sinceAt, tier.reviewOn, tier.graceUntilOn, tier.progress],
    nextExpiry && [nextExpiry.at, nextExpiry.points],
    revisitAt,
  ]);
}
