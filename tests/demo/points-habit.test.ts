import { expect, test } from 'vitest';
import { dearestWithin } from './points-habit.ts';

const reward = (rewardId: string, costPoints: number) => ({
  rewardId,
  name: '',
  value: { kind: 'free_shipping' as const },
  costPoints,
  minimumSpendMinor: null,
});
const program = { rewards: [reward('a', 40), reward('b', 100), reward('c', 250)] };

test.each([
  [39, undefined],
  [40, 'a'],
  [249, 'b'],
  [900, 'c'],
])('%i points → the dearest reward they buy', (points, expected) => {
  expect(dearestWithin(program, points)?.rewardId).toBe(expected);
});
