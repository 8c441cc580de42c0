import { describe, expect, it } from 'vitest';
import { survivalCurve } from '../../../web/domain/forecast/kaplan-meier.ts';

/** 5, 8+, 12, 12, 20+, 25, 30, 30+, 40+, 60+ (+ = censored); values of R's survival package. */
const small = survivalCurve([
  { day: 30, events: 1, censored: 1 },
  { day: 5, events: 1, censored: 0 },
  { day: 8, events: 0, censored: 1 },
  { day: 12, events: 1, censored: 0 },
  { day: 12, events: 1, censored: 0 },
  { day: 20, events: 0, censored: 1 },
  { day: 25, events: 1, censored: 0 },
  { day: 40, events: 0, censored: 1 },
  { day: 60, events: 0, censored: 1 },
]);

describe('the Kaplan–Meier curve', () => {
  it('equals R on a small example: share left and Greenwood error', () => {
    expect(small.points.map(({ day }) => day)).toEqual([5, 12, 25, 30]);
    const close = (values: number[], digits: number) => values.map((value) => expect.closeTo(value, digits));
    expect(small.points.map(({ survival }) => survival)).toEqual(close([0.9, 0.675, 0.54, 0.405], 10));
    expect(small.points.map(({ standardError }) => standardError)).toEqual(
      close([0.0949, 0.1551, 0.1731, 0.1747], 4),
    );
  });

  it('has log-log limits', () => {
    expect(small.at(12).lower).toBeCloseTo(0.2906, 4);
    expect(small.at(12).upper).toBeCloseTo(0.8825, 4);
  });

  it('gives quantiles with limits, null where it does not reach them', () => {
    expect(small.quantile(0.5)).toEqual({ day: 30, lower: 12, upper: null });
    expect(small.quantile(0.25).day).toBe(12);
    expect(small.quantile(0.9).day).toBeNull();
  });

  it('is 1 before the first event and flat after the last', () => {
    expect(small.at(4).survival).toBe(1);
    expect(small.at(24).survival).toBeCloseTo(0.675, 10);
    expect(small.at(1000).survival).toBeCloseTo(0.405, 10);
  });

  it('where everybody had the event → 0 with no width; of nobody → 1', () => {
    const all = survivalCurve([{ day: 3, events: 2, censored: 0 }]);
    expect(all.at(3)).toMatchObject({ survival: 0, standardError: 0, lower: 0, upper: 0 });
    expect(survivalCurve([]).at(10).survival).toBe(1);
  });
});
