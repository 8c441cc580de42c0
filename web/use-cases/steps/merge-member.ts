import type { MemberState } from '../../domain/loyalty/member.ts';
import { mergeEntries } from '../../domain/loyalty/transfer-entries.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { LoyaltyAccount, Tx } from '../ports.ts';
import { readLoyaltyScene } from './loyalty-scene.ts';
import type { Scene } from './scene.ts';

/**
 * Everything a merged customer's account holds goes to the account of whom they were merged into, who becomes a member if they
 * were none; from then on its facts are theirs. Said twice it is done once. The account that stays is to be settled in the same
 * transaction.
 */
export async function mergeMember(
  tx: Tx,
  scene: Scene,
  { goneId, keptId }: { goneId: CustomerId; keptId: CustomerId },
): Promise<void> {
  const { now, shop } = scene;
  const { shopId } = shop;
  if ((await readLoyaltyScene(scene, tx)) === null) return;
  const known = await tx.loyalty.find(shopId, goneId);
  if (known === null || known.mergedInto !== null) return;
  const accounts = await tx.loyalty.lockAccounts(shopId, [goneId, keptId], { open: known.joinedAt });
  const gone = accounts.find(({ customerId }) => customerId === goneId);
  const kept = accounts.find(({ customerId }) => customerId === keptId);
  if (!gone || !kept || gone.mergedInto !== null || kept.mergedInto !== null) return;
  const [record] = await tx.loyalty.records(shopId, [gone.accountId]);
  const { accountId } = gone;
  const { ofFrom, ofInto } = mergeEntries({ accountId, posted: record?.posted ?? [] }, now);
  const settlements = [
    { accountId, entries: ofFrom, state: NOTHING, tierMoves: [] },
    { accountId: kept.accountId, entries: ofInto, state: asItStands(kept), tierMoves: [] },
  ];
  await tx.loyalty.settle(shopId, settlements, now);
  await tx.loyalty.merge(shopId, accountId, kept.accountId, now);
}

const NOTHING: MemberState = {
  available: 0,
  pending: 0,
  reserved: 0,
  debt: 0,
  expired: 0,
  expiredAt: null,
  lots: [],
  awards: new Map(),
  tier: null,
  tierMoves: [],
  nextExpiry: null,
  revisitAt: null,
};

/** Its numbers wait for the settling that follows. */
function asItStands({
  available,
  pending,
  reserved,
  debt,
  tier,
  nextExpiry,
  revisitAt,
}: LoyaltyAccount): MemberState {
  return { ...NOTHING, available, pending, reserved, debt, tier, nextExpiry, revisitAt };
}
