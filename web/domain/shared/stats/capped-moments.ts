import { quantileType7 } from './quantile.ts';
import type { SampleMean } from './range.ts';

/** Count, sum and sum of squares of values that were held to a cap. */
export type CappedMoments = { count: number; sum: number; sumSquares: number };

export const NO_MOMENTS: CappedMoments = { count: 0, sum: 0, sumSquares: 0 };

/** A value held to [−cap, cap] (winsorised at a limit known before), so that one giant order does not decide a mean. */
export function held(value: number, cap: number): number {
  return Math.max(-cap, Math.min(cap, value));
}

/** The moments with one more value, held to the cap. */
export function addCapped(moments: CappedMoments, value: number, cap: number): CappedMoments {
  const kept = held(value, cap);
  return {
    count: moments.count + 1,
    sum: moments.sum + kept,
    sumSquares: moments.sumSquares + kept * kept,
  };
}

/** The moments of two disjoint sets of values together. */
export function mergeMoments(a: CappedMoments, b: CappedMoments): CappedMoments {
  return { count: a.count + b.count, sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares };
}

/**
 * Mean and variance (divisor n − 1; 0 below two values). Sums of squares cost no digits that matter here: spend per
 * customer, most of it zeros, varies more than its mean.
 */
export function sampleMean({ count, sum, sumSquares }: CappedMoments): SampleMean {
  const mean = count === 0 ? 0 : sum / count;
  const variance = count < 2 ? 0 : Math.max(0, (sumSquares - sum * mean) / (count - 1));
  return { mean, variance, count };
}

/** The cap to declare before a campaign: the 99.5th percentile of values from before it, ascending; RangeError when there are none. */
export function capFrom(sorted: ArrayLike<number>): number {
  return quantileType7(sorted, 0.995);
}
