import type { OpenCode, RewardView } from '../../web/domain/loyalty/member-view.ts';

/** Rewards that `points` buy and that come as a code; store credit is no code and is spent by itself. */
export function codeRewards(rewards: readonly RewardView[], points: number): readonly RewardView[] {
  return rewards.filter(({ costPoints, value }) => costPoints <= points && value.kind !== 'store_credit');
}

/** A code's reward by the name the program gives it today; nameless where it is no longer among the rewards. */
export function rewardOf(
  rewards: readonly RewardView[],
  { rewardId, value }: OpenCode,
): Pick<RewardView, 'name' | 'value'> {
  return { name: rewards.find((each) => each.rewardId === rewardId)?.name ?? '', value };
}
