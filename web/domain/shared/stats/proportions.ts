import { twoSidedP, twoSidedZ } from './normal.ts';
import type { Proportion, Range } from './range.ts';

/** Wilson's score interval of one proportion (1927); [0, 1] where nothing was counted. */
export function wilson({ count, of }: Proportion, confidence = 0.95): { lower: number; upper: number } {
  if (of === 0) return { lower: 0, upper: 1 };
  const z = twoSidedZ(confidence);
  const share = count / of;
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const middle = share + (z * z) / (2 * of);
  const scale = 1 + (z * z) / of;
  return {
    lower: count === 0 ? 0 : (middle - spread) / scale,
    upper: count === of ? 1 : (middle + spread) / scale,
  };
}

/** One stratum of a difference: both proportions and its weight; weights sum to 1. */
export type Stratum = { weight: number; treated: Proportion; control: Proportion };

/**
 * Interval of the difference treated − control by Newcombe's hybrid of two Wilson intervals (1998, method 10). Over
 * several strata their limits are joined by the same squares, weighted (Zou and Donner's MOVER).
 */
export function newcombe(strata: readonly Stratum[], confidence = 0.95): Range {
  let estimate = 0;
  let down = 0;
  let up = 0;
  for (const { weight, treated, control } of strata) {
    const p1 = treated.count / treated.of;
    const p2 = control.count / control.of;
    const w1 = wilson(treated, confidence);
    const w2 = wilson(control, confidence);
    estimate += weight * (p1 - p2);
    down += weight ** 2 * ((p1 - w1.lower) ** 2 + (w2.upper - p2) ** 2);
    up += weight ** 2 * ((w1.upper - p1) ** 2 + (p2 - w2.lower) ** 2);
  }
  return { estimate, lower: estimate - Math.sqrt(down), upper: estimate + Math.sqrt(up) };
}

/** Pooled z-test of two proportions, two-sided, without continuity correction; z 0 and p 1 where all or none were counted. */
export function pooledZ(treated: Proportion, control: Proportion): { z: number; p: number } {
  const pooled = (treated.count + control.count) / (treated.of + control.of);
  const variance = pooled * (1 - pooled) * (1 / treated.of + 1 / control.of);
  if (!(variance > 0)) return { z: 0, p: 1 };
  const z = (treated.count / treated.of - control.count / control.of) / Math.sqrt(variance);
  return { z, p: twoSidedP(z) };
}

/** Ratio treated / control with Katz's interval on the log scale (1978); null where either counted nothing. */
export function katzRatio(treated: Proportion, control: Proportion, confidence = 0.95): Range | null {
  if (treated.count === 0 || control.count === 0) return null;
  const estimate = treated.count / treated.of / (control.count / control.of);
  const variance = 1 / treated.count - 1 / treated.of + 1 / control.count - 1 / control.of;
  const factor = Math.exp(twoSidedZ(confidence) * Math.sqrt(variance));
  return { estimate, lower: estimate / factor, upper: estimate * factor };
}
