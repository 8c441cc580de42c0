import { describe, expect, it } from 'vitest';
import {
  differenceVariance,
  sequentialLook,
  sequentialZ,
} from '../../../../web/domain/shared/stats/sequential.ts';

const look = (count1: number, of1: number, count2: number, of2: number, tau: number) => {
  const variance = differenceVariance({ count: count1, of: of1 }, { count: count2, of: of2 });
  return { variance, ...sequentialLook(count1 / of1 - count2 / of2, variance, { tau }) };
};

describe('a normal-mixture sequential look', () => {
  it('620/9000 against 45/1000, τ = .01: significant at any look', () => {
    const seen = look(620, 9000, 45, 1000, 0.01);
    expect(seen.variance).toBeCloseTo(5.0102023e-5, 12);
    expect(seen.likelihoodRatio).toBeCloseTo(25.6763925, 7);
    expect(seen.p).toBeCloseTo(0.0389463, 7);
    expect([seen.lower, seen.upper]).toEqual([expect.closeTo(0.00079991, 8), expect.closeTo(0.04697787, 8)]);
  });

  it('300/3000 against 100/2000, τ = .02', () => {
    const seen = look(300, 3000, 100, 2000, 0.02);
    expect(seen.likelihoodRatio / 2.7558086e8).toBeCloseTo(1, 7);
    expect([seen.lower, seen.upper]).toEqual([expect.closeTo(0.02774281, 8), expect.closeTo(0.07225719, 8)]);
  });

  it('60/500 against 50/500, τ = .02: no evidence, p stays 1', () => {
    const seen = look(60, 500, 50, 500, 0.02);
    expect(seen.likelihoodRatio).toBeCloseTo(0.91055674, 8);
    expect(seen.p).toBe(1);
    expect([seen.lower, seen.upper]).toEqual([expect.closeTo(-0.05198031, 8), expect.closeTo(0.09198031, 8)]);
  });

  it('equal shares: a range on both sides of 0', () => {
    const seen = look(100, 1000, 100, 1000, 0.02);
    expect(seen.likelihoodRatio).toBeCloseTo(0.55708601, 8);
    expect([seen.lower, seen.upper]).toEqual([expect.closeTo(-0.04323379, 8), expect.closeTo(0.04323379, 8)]);
  });

  it('the interval leaves 0 out exactly where p falls to α', () => {
    const variance = 4e-5;
    const edge = sequentialZ(variance, { tau: 0.02 }) * Math.sqrt(variance);
    expect(sequentialLook(edge, variance, { tau: 0.02 }).p).toBeCloseTo(0.05, 10);
    expect(sequentialLook(edge, variance, { tau: 0.02 }).lower).toBeCloseTo(0, 12);
  });

  it('never asks for less than 3.03 standard errors', () => {
    const ratios = Array.from({ length: 400 }, (_, index) => 1e-4 * 1.04 ** index);
    const least = Math.min(...ratios.map((ratio) => sequentialZ(ratio, { tau: 1 })));
    expect(least).toBeGreaterThan(3.03);
    expect(least).toBeLessThan(3.04);
  });

  it('an overwhelming difference has p 0, not NaN; no variance is refused', () => {
    expect(sequentialLook(0.9, 1e-6, { tau: 0.02 }).p).toBe(0);
    expect(() => sequentialLook(0.1, 0, { tau: 0.02 })).toThrow(RangeError);
    expect(() => sequentialLook(0.1, 1e-4, { tau: 0 })).toThrow(RangeError);
  });
});
