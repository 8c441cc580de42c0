import type { RewardView } from '../../web/domain/loyalty/member-view.ts';

/** The cheapest reward that `points` do not buy yet, and how many are missing; null = all can be had, or there are none. */
export function nextReward(
  rewards: readonly RewardView[],
  points: number,
): { reward: RewardView; missing: number } | null {
  const reward = rewards.find(({ costPoints }) => costPoints > points);
  return reward === undefined ? null : { reward, missing: reward.costPoints - points };
}

/** Rewards that `points` buy and that come as a code; store credit is no code and is spent by itself. */
export function codeRewards(rewards: readonly RewardView[], points: number): readonly RewardView[] {
  return rewards.filter(({ costPoints, value }) => costPoints <= points && value.kind !== 'store_credit');
}
