import { describe, expect, it } from 'vitest';
import { katzRatio, newcombe, pooledZ, wilson } from '../../../../web/domain/shared/stats/proportions.ts';
import { sampleRatioP, splitChiSquare } from '../../../../web/domain/shared/stats/sample-ratio.ts';

const of = (count: number, total: number) => ({ count, of: total });

/** Newcombe (1998) unless another source is named. */
describe('a Wilson interval', () => {
  it.each([
    [81, 263, 0.2552885199, 0.366209577],
    [15, 148, 0.0623863995, 0.1604872417],
    [0, 20, 0, 0.1611251581],
    [1, 29, 0.0061132143, 0.1717552188],
    [29, 29, 0.8830302015, 1],
  ])('of %i in %i', (count, total, lower, upper) => {
    const interval = wilson(of(count, total));
    expect(interval.lower).toBeCloseTo(lower, 9);
    expect(interval.upper).toBeCloseTo(upper, 9);
  });

  it('of nothing is everything', () => {
    expect(wilson(of(0, 0))).toEqual({ lower: 0, upper: 1 });
  });
});

describe('Newcombe’s interval of a difference (method 10)', () => {
  it.each([
    [56, 70, 48, 80, 0.2, 0.052431, 0.333873],
    [9, 10, 3, 10, 0.6, 0.170523, 0.809018],
    [6, 7, 2, 7, 0.571429, 0.058228, 0.80625],
    [5, 56, 0, 29, 0.089286, -0.038137, 0.19256],
    [0, 10, 0, 20, 0, -0.161125, 0.277533],
    [10, 10, 0, 20, 1, 0.679086, 1],
    [620, 9000, 45, 1000, 0.023889, 0.008362, 0.036331],
    [540, 9000, 45, 1000, 0.015, -0.000423, 0.027306],
    [1200, 9500, 40, 500, 0.046316, 0.018434, 0.068116],
  ])('%i/%i − %i/%i', (count1, of1, count2, of2, ...expected) => {
    const { estimate, lower, upper } = newcombe([
      { weight: 1, treated: of(count1, of1), control: of(count2, of2) },
    ]);
    expect([estimate, lower, upper]).toEqual(expected.map((value) => expect.closeTo(value, 6)));
  });

  it('to ten digits follows from the Wilson limits', () => {
    const { lower, upper } = newcombe([{ weight: 1, treated: of(56, 70), control: of(48, 80) }]);
    expect(lower).toBeCloseTo(0.0524314724, 10);
    expect(upper).toBeCloseTo(0.333872654, 10);
  });

  it('of two equal halves of weight ½ keeps the estimate and narrows as independent halves do', () => {
    const half = { weight: 0.5, treated: of(600, 1000), control: of(500, 1000) };
    const one = newcombe([{ ...half, weight: 1 }]);
    const two = newcombe([half, half]);
    expect(two.estimate).toBeCloseTo(0.1, 12);
    expect((two.upper - two.lower) / (one.upper - one.lower)).toBeCloseTo(Math.SQRT1_2, 10);
  });
});

describe('tests and ratios of two proportions', () => {
  it.each([
    [620, 9000, 45, 1000, 2.8763996, 0.0040224],
    [540, 9000, 45, 1000, 1.9174516, 0.0551806],
    [30, 200, 10, 200, 3.3333333, 0.00085812],
  ])('pooled z of %i/%i against %i/%i', (count1, of1, count2, of2, z, p) => {
    const test = pooledZ(of(count1, of1), of(count2, of2));
    expect(test.z).toBeCloseTo(z, 7);
    expect(test.p).toBeCloseTo(p, 7);
  });

  it('nobody in either arm → no evidence of anything', () => {
    expect(pooledZ(of(0, 10), of(0, 20))).toEqual({ z: 0, p: 1 });
    expect(katzRatio(of(0, 10), of(3, 20))).toBeNull();
  });

  it('Katz’s ratio', () => {
    const close = (values: number[]) => values.map((value) => expect.closeTo(value, 6));
    const first = katzRatio(of(620, 9000), of(45, 1000));
    expect([first?.estimate, first?.lower, first?.upper]).toEqual(close([1.530864, 1.139259, 2.057079]));
    const second = katzRatio(of(30, 200), of(10, 200));
    expect([second?.estimate, second?.lower, second?.upper]).toEqual(close([3, 1.507263, 5.971087]));
  });

  it('the sample ratio of (9100, 900) drawn at 90/10 is an alarm, (5050, 4950) at 50/50 is not', () => {
    expect(splitChiSquare(9100, 900, 0.9)).toBeCloseTo(11.111111, 6);
    expect(sampleRatioP([{ first: 9100, second: 900, firstShare: 0.9 }])).toBeCloseTo(0.00085812, 8);
    expect(sampleRatioP([{ first: 5050, second: 4950, firstShare: 0.5 }])).toBeCloseTo(0.31731051, 8);
    expect(sampleRatioP([])).toBe(1);
    expect(splitChiSquare(5, 0, 1)).toBe(0);
  });

  it('two splits are judged together, each by its own share', () => {
    const splits = [
      { first: 9000, second: 1000, firstShare: 0.9 },
      { first: 5050, second: 4950, firstShare: 0.5 },
    ];
    expect(sampleRatioP(splits)).toBeCloseTo(0.6065306597, 9);
  });
});
