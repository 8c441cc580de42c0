import type { LocalDay } from '../shared/time.ts';
import { localDayOf } from '../shared/time.ts';
import { endOfDay } from './calendar.ts';
import type { RedemptionState } from './member.ts';
import type { ProgramTerms, Reward } from './program.ts';

/**
 * Which state may follow which. `returned`, `lapsed` and `released` are left only where an order proves that the code was used
 * after all: an order placed in time may become known late. `returning` is `issued` again where Shopify says that the code was used.
 * `used` credit turns out to be another redemption's: `unknown` again.
 */
export const REDEMPTION_MOVES: Readonly<Record<RedemptionState, readonly RedemptionState[]>> = {
  reserved: ['issued', 'unknown', 'released', 'used'],
  unknown: ['issued', 'released', 'used'],
  issued: ['returning', 'used', 'returned', 'lapsed'],
  returning: ['issued', 'used', 'returned'],
  used: ['returned', 'unknown'],
  returned: ['used'],
  lapsed: ['used', 'returned'],
  released: ['used'],
};

export function mayFollow(from: RedemptionState, to: RedemptionState): boolean {
  return REDEMPTION_MOVES[from].includes(to);
}

/** The states from which `to` may be reached: what a conditional update names, so that a race has one winner. */
export function statesBefore(to: RedemptionState): RedemptionState[] {
  return (Object.keys(REDEMPTION_MOVES) as RedemptionState[]).filter((from) => mayFollow(from, to));
}

/** As far as is known Shopify has the code, and no order has used it. */
export const STANDING_CODE: readonly RedemptionState[] = ['issued', 'returning'];

/** Why a reward cannot be had now; `missing` points where the balance is too low. */
export type RedeemRefusal =
  | { reason: 'program_off' | 'unknown_reward' | 'reward_off' | 'no_store_credit' }
  | { reason: 'not_enough_points'; missing: number };

/** Whether a balance buys a reward of these terms (null = no program). `storeCreditOn` null = not known, and tried. */
export function canRedeem(
  rewardId: string,
  available: number,
  { terms, storeCreditOn }: { terms: ProgramTerms | null; storeCreditOn: boolean | null },
): { ok: true; reward: Reward } | ({ ok: false } & RedeemRefusal) {
  if (!terms?.on) return { ok: false, reason: 'program_off' };
  const reward = terms.rewards.find((each) => each.rewardId === rewardId);
  if (!reward) return { ok: false, reason: 'unknown_reward' };
  if (!reward.active) return { ok: false, reason: 'reward_off' };
  if (reward.value.kind === 'store_credit' && storeCreditOn === false)
    return { ok: false, reason: 'no_store_credit' };
  const missing = reward.costPoints - available;
  return missing > 0 ? { ok: false, reason: 'not_enough_points', missing } : { ok: true, reward };
}

/** When a code redeemed now ends: the last second of its last day, the day of redemption included. */
export function redemptionEndsAt(reward: Pick<Reward, 'validDays'>, now: Date, timeZone: string): Date {
  const lastOn: LocalDay = localDayOf(now, timeZone) + reward.validDays - 1;
  return endOfDay(lastOn, timeZone);
}
