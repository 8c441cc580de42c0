import type { RewardView } from '../../../web/domain/loyalty/member-view.ts';
import { type Held, nextReward } from '../../../web/domain/loyalty/next-reward.ts';
import type { Session } from './session.ts';

/** Of who is no member yet. */
export const NOTHING: Held = { points: 0, debtPoints: 0 };

/** The dearest reward that can be had now, and the cheapest that cannot with what is missing. */
export function rewardsAround(
  held: Held,
  rewards: readonly RewardView[],
): { best: RewardView | null; next: ReturnType<typeof nextReward> } {
  const byCost = rewards.toSorted((one, other) => one.costPoints - other.costPoints);
  return {
    best: byCost.findLast((one) => one.costPoints <= held.points) ?? null,
    next: nextReward(rewards, held),
  };
}

/** How far the next reward is, or that there is enough for the dearest; null where there are no rewards. `share`: of the way, 0 to 1. */
export function wayToReward(
  { voice, page }: Pick<Session, 'voice' | 'page'>,
  held: Held,
): { text: string; share: number } | null {
  const { best, next } = rewardsAround(held, page.program.rewards);
  if (next) {
    const { rewardId, value, costPoints } = next.reward;
    const values = { points: voice.points(next.missing), reward: voice.reward(rewardId, value) };
    return { text: voice.say('next_reward', values), share: Math.max(0, 1 - next.missing / costPoints) };
  }
  return best && { text: voice.say('ready', { reward: voice.reward(best.rewardId, best.value) }), share: 1 };
}
