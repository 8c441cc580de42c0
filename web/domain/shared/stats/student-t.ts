import { incompleteBeta } from './beta.ts';
import { normalQuantile } from './normal.ts';

/** P(T > t) of Student's t distribution with `df` > 0 degrees of freedom, not necessarily whole. */
export function studentTSurvival(t: number, df: number): number {
  const tail = incompleteBeta(df / 2, 0.5, df / (df + t * t)) / 2;
  return t >= 0 ? tail : 1 - tail;
}

/** P(T ≤ t) of Student's t distribution. */
export function studentTCdf(t: number, df: number): number {
  return studentTSurvival(-t, df);
}

/**
 * The p-quantile of Student's t distribution: secant steps on the logarithm of the tail from the normal quantile on, kept
 * within a bracket that closes. RangeError where p is not in (0, 1).
 */
export function studentTQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const t = tailQuantile(tail, df, Math.abs(normalQuantile(p)));
  return p < 0.5 ? -t : t;
}

function tailQuantile(tail: number, df: number, start: number): number {
  const target = Math.log(tail);
  const excess = (t: number) => Math.log(studentTSurvival(t, df)) - target;
  // Student's tails are heavier than the normal ones, so the normal quantile lies below.
  let below = start;
  let above = 2 * start;
  while (excess(above) > 0) above *= 2;
  let atBelow = excess(below);
  let atAbove = excess(above);
  for (let step = 0; step < 200 && above - below > 1e-15 * above; step += 1) {
    const secant = below + (atBelow * (above - below)) / (atBelow - atAbove);
    const t = step % 3 < 2 && secant > below && secant < above ? secant : (below + above) / 2;
    const at = excess(t);
    if (at === 0) return t;
    if (at > 0) [below, atBelow] = [t, at];
    else [above, atAbove] = [t, at];
  }
  return (below + above) / 2;
}
