import type { MemberRecord, MemberSettlement, Tx } from '../ports.ts';
import type { LoyaltyScene } from './loyalty-scene.ts';
import { newest } from './loyalty-scene.ts';

type Change = { record: MemberRecord; settlement: MemberSettlement };
type Event = Parameters<Tx['flow']['add']>[1][number];

/**
 * Notes for Shopify Flow whose points or tier a settling changed, where the merchant wants to be told. A key is that of the
 * last entry posted (or of the tier move), so that a transaction run again tells once.
 */
export async function pointsEvents(tx: Tx, scene: LoyaltyScene, changes: readonly Change[]): Promise<void> {
  const events = changes.flatMap((change) => [...pointsChanged(change), ...tierChanged(change, scene)]);
  if (events.length === 0) return;
  const { shopId } = scene.shop;
  const wanted = await tx.flow.wanted(shopId);
  const told = events.filter(({ kind }) => wanted.has(kind));
  if (told.length === 0) return;
  await tx.flow.add(shopId, told, scene.now);
  await tx.enqueue('send-flow-events', { shopId });
}

function pointsChanged({ record, settlement }: Change): Event[] {
  const { account } = record;
  const { state, entries } = settlement;
  const last = entries.at(-1);
  const change = state.available - account.available;
  if (account.customerId === null || change === 0 || !last) return [];
  const payload = { Points: state.available, Change: change, Cause: last.cause };
  const eventKey = `points:${account.accountId}:${last.position}:${last.seq}`;
  return [{ kind: 'points_changed', eventKey, customerId: account.customerId, payload }];
}

function tierChanged({ record, settlement }: Change, scene: LoyaltyScene): Event[] {
  const { account } = record;
  const [from, to] = [account.tier?.key ?? null, settlement.state.tier?.key ?? null];
  // The tier that a member starts in is no change.
  if (account.customerId === null || from === null || to === null || from === to) return [];
  const levels = newest(scene.history)?.terms.tiers?.levels ?? [];
  const nameOf = (key: string) => levels.find((level) => level.key === key)?.name ?? key;
  const at = settlement.tierMoves.at(-1)?.at ?? scene.now;
  const eventKey = `tier:${account.accountId}:${at.toISOString()}:${to}`;
  const payload = { Tier: nameOf(to), 'Earlier tier': nameOf(from) };
  return [{ kind: 'tier_changed', eventKey, customerId: account.customerId, payload }];
}
