import { normalQuantile, twoSidedZ } from './normal.ts';

/** Error rates of a plan: two-sided α (default 0.05) and power (default 0.8). */
export type Plan = { alpha?: number; power?: number };

function zSum(plan: Plan): { zAlpha: number; zBeta: number } {
  return { zAlpha: twoSidedZ(1 - (plan.alpha ?? 0.05)), zBeta: normalQuantile(plan.power ?? 0.8) };
}

/**
 * Customers the first arm needs, unrounded, so that one pooled z-test tells share p1 from p2; the second arm has
 * `ratio` times as many. Round up to use it.
 */
export function sampleSizeShares(p1: number, p2: number, ratio = 1, plan: Plan = {}): number {
  const { zAlpha, zBeta } = zSum(plan);
  const pooled = (p1 + ratio * p2) / (1 + ratio);
  const null_ = zAlpha * Math.sqrt((1 + 1 / ratio) * pooled * (1 - pooled));
  const alternative = zBeta * Math.sqrt(p1 * (1 - p1) + (p2 * (1 - p2)) / ratio);
  return ((null_ + alternative) / (p1 - p2)) ** 2;
}

/** The same for means with one standard deviation in both arms that differ by `difference`. */
export function sampleSizeMeans(
  standardDeviation: number,
  difference: number,
  ratio = 1,
  plan: Plan = {},
): number {
  const { zAlpha, zBeta } = zSum(plan);
  return (1 + 1 / ratio) * (((zAlpha + zBeta) * standardDeviation) / difference) ** 2;
}

/** Smallest difference of shares that one look finds with the plan's power, both variances taken at `base`. */
export function detectableShares(base: number, first: number, second: number, plan: Plan = {}): number {
  return detectableMeans(Math.sqrt(base * (1 - base)), first, second, plan);
}

/** The same for means with one standard deviation in both arms. */
export function detectableMeans(
  standardDeviation: number,
  first: number,
  second: number,
  plan: Plan = {},
): number {
  const { zAlpha, zBeta } = zSum(plan);
  return (zAlpha + zBeta) * standardDeviation * Math.sqrt(1 / first + 1 / second);
}
