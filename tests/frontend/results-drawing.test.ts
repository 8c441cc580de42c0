import { describe, expect, test } from 'vitest';
import { resultResponseSchema, resultsResponseSchema } from '../../web/contract/results.ts';
import { firstMonthAfter } from '../../web/frontend/features/home/cohort-table.tsx';
import {
  changesOf,
  drawLift,
  LIFT_HEIGHT,
  LIFT_WIDTH,
} from '../../web/frontend/features/results/lift-drawing.ts';
import { methodSteps } from '../../web/frontend/features/results/method-steps.ts';
import { roughly } from '../../web/frontend/features/results/roughly.ts';
import { createResultsScene, resultOf, resultsOf } from './fixture/results.ts';

const day = (at: number, range: [number, number, number] | null) => ({
  day: `2026-09-0${at}`,
  extraOrders: range && { low: range[0], estimate: range[1], high: range[2] },
});

describe('extra orders over time', () => {
  test('no day has a range → nothing is drawn', () => {
    expect(drawLift([day(1, null), day(2, null)])).toBeNull();
    expect(drawLift([])).toBeNull();
  });

  test('a range around 0 → the zero line stands between top and bottom, in proportion', () => {
    const drawing = drawLift([day(1, [-10, 5, 30])]);
    expect(drawing).toMatchObject({ top: 30, bottom: -10 });
    expect(drawing?.zeroY).toBeCloseTo(LIFT_HEIGHT * 0.75);
    expect(drawing?.end.y).toBeCloseTo(LIFT_HEIGHT * 0.625);
  });

  test('only gains, or only losses → 0 is still in the picture', () => {
    expect(drawLift([day(1, [3, 5, 9])])?.bottom).toBe(0);
    expect(drawLift([day(1, [-9, -5, -3])])?.top).toBeGreaterThan(0);
  });

  test('days too early, then known, a gap, known again → two stretches, each at its own days', () => {
    const series = [day(1, null), day(2, [0, 1, 2]), day(3, [0, 1, 2]), day(4, null), day(5, [0, 2, 4])];
    const runs = drawLift(series)?.runs ?? [];
    expect(runs.map(({ line }) => line.split(' ').length)).toEqual([2, 1]);
    expect(runs[0]?.line.startsWith((LIFT_WIDTH / 4).toFixed(1))).toBe(true);
    expect(runs[0]?.band.split(' ')).toHaveLength(4);
    expect(drawLift(series)?.end.x).toBe(LIFT_WIDTH);
  });

  test('the table behind → the days on which something changed, newest first', () => {
    const series = [day(1, null), day(2, [0, 1, 2]), day(3, [0, 1, 2]), day(4, [0, 2, 4])];
    expect(changesOf(series).map((row) => row.day)).toEqual(['2026-09-04', '2026-09-02']);
  });
});

describe('estimates in money', () => {
  test.each([
    [50_313_248, 50_300_000],
    [-20_364, -20_400],
    [7, 7],
    [0, 0],
  ])('%i → three digits that count: %i', (exact, rough) => {
    expect(Object.is(roughly(exact), rough)).toBe(true);
  });
});

describe('"How we measured"', () => {
  const stepsOf = (campaignId: number) => {
    const result = resultOf(createResultsScene(), campaignId);
    if (result === null) throw new Error('not launched');
    return methodSteps(result).map(({ step }) => step);
  };

  test('a solid result → every step, with its range and its money', () => {
    expect(stepsOf(2)).toEqual([
      'who',
      'share',
      'difference',
      'extra',
      'range',
      'sure',
      'once',
      'revenue',
      'profit',
      'split',
      'contaminated',
      'cost',
    ]);
  });

  test('fewer than 10 who ordered in a group → no range is claimed', () => {
    expect(stepsOf(7)).toContain('noRange');
    expect(stepsOf(7)).not.toContain('range');
  });

  test('no comparison group → nothing is compared', () => {
    expect(stepsOf(5)).toEqual(['who', 'notCompared', 'cost']);
  });

  test('groups of several sizes → the plain subtraction is not shown, for it would not add up', () => {
    const result = resultOf(createResultsScene(), 2);
    if (result === null) throw new Error('not launched');
    const steps = methodSteps({ ...result, method: { ...result.method, difference: 0.02 } });
    expect(steps.map(({ step }) => step)).toContain('parts');
  });
});

describe('cohorts', () => {
  test('the sentence → only cohorts whose next month is over', () => {
    const cohorts = [
      { month: '2026-08', size: 100, bought: [100, 16, 9] },
      { month: '2026-09', size: 50, bought: [50, 4] },
      { month: '2026-10', size: 70, bought: [70, null] },
    ];
    expect(firstMonthAfter(cohorts)).toEqual({ size: 150, bought: 20 });
  });
});

describe('the fixture', () => {
  test('every answer → in the contract’s shape', () => {
    const scene = createResultsScene();
    expect(resultsResponseSchema.parse(resultsOf(scene)).campaigns).toHaveLength(6);
    for (const id of scene.launched)
      expect(() => resultResponseSchema.parse(resultOf(scene, id))).not.toThrow();
  });
});
