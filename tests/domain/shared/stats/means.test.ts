import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCapped,
  type CappedMoments,
  capFrom,
  mergeMoments,
  NO_MOMENTS,
  sampleMean,
} from '../../../../web/domain/shared/stats/capped-moments.ts';
import {
  detectableMeans,
  detectableShares,
  sampleSizeMeans,
  sampleSizeShares,
} from '../../../../web/domain/shared/stats/sample-size.ts';
import { meanContrast, welch } from '../../../../web/domain/shared/stats/welch.ts';

const sample = (mean: number, sd: number, count: number) => ({ mean, variance: sd * sd, count });

describe('Welch’s test', () => {
  it('gives standard error, degrees of freedom, t, p and interval', () => {
    const first = welch(sample(5.2, 31, 9000), sample(4.1, 28, 1000));
    expect(first.standardError).toBeCloseTo(0.943810245, 9);
    expect(first.df).toBeCloseTo(1287.00053, 5);
    expect(first.t).toBeCloseTo(1.16548851, 8);
    expect(first.p).toBeCloseTo(0.24403726233, 10);
    expect([first.lower, first.upper]).toEqual([
      expect.closeTo(-0.75157538, 8),
      expect.closeTo(2.95157538, 8),
    ]);
    const second = welch(sample(12.5, 4, 30), sample(10, 3, 25));
    expect(second.df).toBeCloseTo(52.47382, 5);
    expect(second.t).toBeCloseTo(2.64504606, 8);
    expect(second.p).toBeCloseTo(0.01075141, 8);
    expect([second.lower, second.upper]).toEqual([
      expect.closeTo(0.60379899, 8),
      expect.closeTo(4.39620101, 8),
    ]);
  });

  it('refuses a single value and values that do not vary', () => {
    expect(() => welch(sample(1, 1, 1), sample(1, 1, 9))).toThrow(RangeError);
    expect(() => meanContrast([{ ...sample(1, 0, 9), weight: 1 }])).toThrow(RangeError);
  });
});

describe('capped moments', () => {
  it('hold giants to the cap, on both sides, and keep zeros', () => {
    const moments = [0, 0, 5, 1000, -1000].reduce((sum, value) => addCapped(sum, value, 10), NO_MOMENTS);
    expect(moments).toEqual({ count: 5, sum: 5, sumSquares: 225 });
    expect(sampleMean(moments)).toEqual({ mean: 1, variance: 55, count: 5 });
    expect(sampleMean(NO_MOMENTS)).toEqual({ mean: 0, variance: 0, count: 0 });
  });

  it('of parts, merged, equal those of the whole', () => {
    const of = (values: number[]) =>
      values.reduce<CappedMoments>((sum, value) => addCapped(sum, value, 500), NO_MOMENTS);
    const amounts = fc.array(fc.integer({ min: -1000, max: 1000 }));
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(mergeMoments(of(a), of(b))).toEqual(of([...a, ...b]));
      }),
    );
  });

  it('the cap is the 99.5th percentile', () => {
    expect(capFrom(Array.from({ length: 1001 }, (_, index) => index))).toBeCloseTo(995, 9);
    expect(() => capFrom([])).toThrow(RangeError);
  });
});

describe('sample size and smallest detectable difference', () => {
  it('of shares, equal and unequal arms', () => {
    expect(sampleSizeShares(0.06, 0.05)).toBeCloseTo(8157.73, 2);
    const sizes = (p1: number, p2: number, ratio: number) => {
      const first = sampleSizeShares(p1, p2, ratio);
      return [Math.ceil(first), Math.ceil(first * ratio)];
    };
    expect(sampleSizeShares(0.06, 0.05, 1 / 9)).toBeCloseTo(41_854.88, 2);
    expect(sizes(0.06, 0.05, 1 / 9)).toEqual([41_855, 4651]);
    expect(sizes(0.12, 0.1, 1)).toEqual([3841, 3841]);
    expect(sizes(0.12, 0.1, 1 / 4)).toEqual([9779, 2445]);
    expect(sizes(0.25, 0.2, 1)).toEqual([1094, 1094]);
    expect(sizes(0.055, 0.05, 1 / 19)).toEqual([317_252, 16_698]);
  });

  it.each([
    [0.05, 9000, 1000, 0.02035304],
    [0.05, 1800, 200, 0.04551079],
    [0.05, 450, 50, 0.09102158],
    [0.2, 500, 500, 0.07087512],
    [0.03, 47_500, 2500, 0.0098066],
  ])('at a base of %d, %i against %i customers', (base, first, second, difference) => {
    expect(detectableShares(base, first, second)).toBeCloseTo(difference, 8);
  });

  it('of means, and the two answers undo each other', () => {
    expect(Math.ceil(sampleSizeMeans(30, 2))).toBe(3532);
    const uneven = sampleSizeMeans(30, 2, 1 / 9);
    expect([Math.ceil(uneven), Math.ceil(uneven / 9)]).toEqual([17_660, 1963]);
    expect(detectableMeans(30, uneven, uneven / 9)).toBeCloseTo(2, 10);
    expect(detectableMeans(30, uneven, uneven / 9, { power: 0.9 })).toBeGreaterThan(2);
  });
});
