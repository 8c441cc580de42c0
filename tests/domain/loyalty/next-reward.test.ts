import { expect, it } from 'vitest';
import type { RewardView } from '../../../web/domain/loyalty/member-view.ts';
import { missingPoints, nextReward } from '../../../web/domain/loyalty/next-reward.ts';

const reward = (rewardId: string, costPoints: number): RewardView => ({
  rewardId,
  name: '',
  value: { kind: 'free_shipping' },
  costPoints,
  minimumSpendMinor: null,
});
const rewards = [reward('dear', 150), reward('cheap', 40)];

it.each([
  ['nothing yet', { points: 0, debtPoints: 0 }, 'cheap', 40],
  ['11 owed → those first', { points: 0, debtPoints: 11 }, 'cheap', 51],
  ['one within reach', { points: 40, debtPoints: 0 }, 'dear', 110],
  ['all within reach', { points: 150, debtPoints: 0 }, undefined, undefined],
])('%s', (_situation, held, rewardId, missing) => {
  const next = nextReward(rewards, held);
  expect([next?.reward.rewardId, next?.missing]).toEqual([rewardId, missing]);
});

it('no rewards → none next', () => {
  expect(nextReward([], { points: 5, debtPoints: 0 })).toBeNull();
});

it('a reward that can be had → nothing is missing, whatever is owed', () => {
  expect(missingPoints(40, { points: 40, debtPoints: 3 })).toBe(0);
  expect(missingPoints(40, { points: 39, debtPoints: 3 })).toBe(4);
});
