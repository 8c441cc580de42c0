import type { OrderId } from '../shared/ids.ts';
import type { ToldCause } from './ledger.ts';
import type { GrantReason } from './member.ts';
import type { HistoryLine } from './member-view.ts';
import type { Reward } from './program.ts';

/** A ledger entry as a reader gives it: what it changes in what can be spent and in what is to come. */
export type EntryChange = {
  at: Date;
  cause: ToldCause;
  points: number;
  pendingPoints: number;
  grantReason: GrantReason | null;
  orderId: OrderId | null;
  orderedAt: Date | null;
  reward: Pick<Reward, 'rewardId' | 'name' | 'value'> | null;
};

const WHAT: Readonly<Record<ToldCause, HistoryLine['what'] | null>> = {
  order: 'order',
  refund: 'refund',
  rules: 'order',
  grant: 'grant',
  redeem: 'redeem',
  redeem_back: 'redeem_back',
  expiry: 'expiry',
  debt: 'debt',
  merge: 'merge',
  erasure: null,
};

/** What the shopper reads of one entry; null for those that change nothing for them. */
export function historyLine(entry: EntryChange): HistoryLine | null {
  const { cause, points, pendingPoints, grantReason, orderId, orderedAt, reward } = entry;
  const pending = points === 0;
  const what = WHAT[cause];
  if (what === null || (pending && pendingPoints === 0)) return null;
  return {
    at: entry.at.toISOString(),
    points: pending ? pendingPoints : points,
    what: pending ? 'pending' : what,
    grantReason,
    orderId,
    orderedAt: orderedAt?.toISOString() ?? null,
    reward: reward && { rewardId: reward.rewardId, name: reward.name, value: reward.value },
  };
}
