import { describe, expect, it } from 'vitest';
import { ascending, quantileType7 } from '../../../web/domain/shared/stats/quantile.ts';

describe('a type-7 quantile', () => {
  it('interpolates between order statistics as R does', () => {
    expect(quantileType7([12, 30, 31, 45, 60, 90, 120], 0.8)).toBeCloseTo(84, 10);
    expect(quantileType7([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantileType7([5], 0.8)).toBe(5);
    expect(quantileType7([1, 9], 0)).toBe(1);
    expect(quantileType7([1, 9], 1)).toBe(9);
  });

  it('of nothing, or outside 0 to 1 → RangeError', () => {
    expect(() => quantileType7([], 0.5)).toThrow(RangeError);
    expect(() => quantileType7([1], 1.1)).toThrow(RangeError);
  });

  it('takes numbers in numeric, not in text order', () => {
    expect([...ascending([100, 9, 20])]).toEqual([9, 20, 100]);
  });
});
