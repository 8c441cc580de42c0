import { upperGamma } from './gamma.ts';

const SQRT_2_PI = 2.5066282746310002;

/** P(Z > x) of the standard normal distribution, with all its digits in the far tail too. */
export function normalSurvival(x: number): number {
  const tail = upperGamma(0.5, (x * x) / 2) / 2;
  return x >= 0 ? tail : 1 - tail;
}

/** P(Z ≤ x) of the standard normal distribution. */
export function normalCdf(x: number): number {
  return normalSurvival(-x);
}

/**
 * The p-quantile of the standard normal distribution, to full double precision for p in (0, 1): Abramowitz and Stegun
 * 26.2.23 (4.5e-4) as the start, then Halley's steps on the tail. RangeError outside.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`p must lie between 0 and 1, got ${p}`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  let x = roughTailQuantile(tail);
  for (let step = 0; step < 4; step += 1) {
    const error = ((normalSurvival(x) - tail) * SQRT_2_PI) / Math.exp((-x * x) / 2);
    x += error / (1 - (x * error) / 2);
  }
  return p < 0.5 ? -x : x;
}

function roughTailQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  return t - above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

/** The z of a two-sided interval: 1.959964 for 0.95. RangeError outside (0, 1). */
export function twoSidedZ(confidence: number): number {
  return confidence === 0.95 ? Z_95 : normalQuantile((1 + confidence) / 2);
}

const Z_95 = normalQuantile(0.975);

/** P(|Z| ≥ |z|). */
export function twoSidedP(z: number): number {
  return 2 * normalSurvival(Math.abs(z));
}
