import type { MemberPoints, RewardView } from './member-view.ts';

/** What a member can spend, and owes: what is earned next settles the debt first. */
export type Held = Pick<MemberPoints, 'points' | 'debtPoints'>;

/** The cheapest reward that cannot be had yet, and how many points must still be earned for it; null = all can be had, or there are none. */
export function nextReward(
  rewards: readonly RewardView[],
  held: Held,
): { reward: RewardView; missing: number } | null {
  const byCost = rewards.toSorted((one, other) => one.costPoints - other.costPoints);
  const reward = byCost.find(({ costPoints }) => costPoints > held.points);
  return reward === undefined ? null : { reward, missing: missingPoints(reward.costPoints, held) };
}

/** Points still to earn until a reward of this price can be had, those that settle the debt included; 0 = it can be had now. */
export function missingPoints(costPoints: number, { points, debtPoints }: Held): number {
  return points >= costPoints ? 0 : costPoints - points + debtPoints;
}
