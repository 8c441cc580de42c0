import type { RewardView } from '../../../web/domain/loyalty/member-view.ts';

/** The dearest reward these points pay for, and the cheapest they do not. */
export function rewardsAround(
  points: number,
  rewards: readonly RewardView[],
): { best: RewardView | null; next: RewardView | null } {
  const byCost = rewards.toSorted((one, other) => one.costPoints - other.costPoints);
  return {
    best: byCost.findLast((one) => one.costPoints <= points) ?? null,
    next: byCost.find((one) => one.costPoints > points) ?? null,
  };
}
