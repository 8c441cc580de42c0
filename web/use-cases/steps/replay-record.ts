import { desiredStandings, differences } from '../../domain/loyalty/differences.ts';
import type { NewEntry } from '../../domain/loyalty/ledger.ts';
import type { MemberFacts, MemberState, TierMove } from '../../domain/loyalty/member.ts';
import { memberOrder } from '../../domain/loyalty/member-order.ts';
import { replayMember } from '../../domain/loyalty/replay.ts';
import type { MemberRecord, StoredRedemption } from '../ports.ts';
import type { LoyaltyScene } from './loyalty-scene.ts';

export type Replayed = {
  state: MemberState;
  /** What is still to be posted. */
  entries: readonly NewEntry[];
  /** Tier moves later than the present tier. */
  tierMoves: readonly TierMove[];
};

/** A member as of now by the facts of the record, and how far the ledger is from it. */
export function replayRecord(record: MemberRecord, scene: LoyaltyScene): Replayed {
  const facts = factsOf(record, scene);
  const at = { now: scene.now, timeZone: scene.shop.timeZone };
  const state = replayMember(facts, scene.history, at);
  const entries = differences(desiredStandings(facts, state), record.posted, scene.now);
  return { state, entries, tierMoves: newMoves(record, state) };
}

/** The facts in the words of the rules. */
export function factsOf(record: MemberRecord, { shop, history, now }: LoyaltyScene): MemberFacts {
  return {
    joinedAt: record.account.joinedAt,
    orders: record.orders.map((known) =>
      memberOrder(known, { program: history, timeZone: shop.timeZone, now }),
    ),
    grants: record.grants.filter(({ undoneAt }) => undoneAt === null),
    redemptions: record.redemptions.map(toRedemption),
  };
}

function toRedemption(stored: StoredRedemption): MemberFacts['redemptions'][number] {
  const { redemptionId, createdAt, reward, points, state, returnedAt, orderId, endsAt } = stored;
  const { rewardId, value } = reward;
  const undone = orderId === null && returnedAt !== null && returnedAt < endsAt;
  return { redemptionId, at: createdAt, rewardId, value, points, state, returnedAt, undone };
}

/** The replay tells all moves of a life; those up to the tier that stands were written before. */
function newMoves({ account }: MemberRecord, state: MemberState): readonly TierMove[] {
  const known = account.tier?.sinceAt;
  return known === undefined ? state.tierMoves : state.tierMoves.filter(({ at }) => at > known);
}
