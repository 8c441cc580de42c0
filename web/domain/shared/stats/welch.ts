import type { Range, SampleMean } from './range.ts';
import { studentTQuantile, studentTSurvival } from './student-t.ts';

/** A sum of weighted means with its 95 % (or other) interval; `p` is two-sided against 0. */
export type Contrast = Range & { standardError: number; df: number; t: number; p: number };

/**
 * Σ weight × mean of independent samples with unequal variances: se² = Σ weight² × variance / count, degrees of freedom by
 * Welch and Satterthwaite (1946, 1947). RangeError where a sample has fewer than two or none of them varies.
 */
export function meanContrast(
  terms: readonly (SampleMean & { weight: number })[],
  confidence = 0.95,
): Contrast {
  let estimate = 0;
  let squaredError = 0;
  let perDegree = 0;
  for (const { weight, mean, variance, count } of terms) {
    if (!(count >= 2)) throw new RangeError(`a mean needs at least two values, got ${count}`);
    const part = (weight ** 2 * variance) / count;
    estimate += weight * mean;
    squaredError += part;
    perDegree += part ** 2 / (count - 1);
  }
  if (!(squaredError > 0)) throw new RangeError('values that do not vary have no interval');
  const df = squaredError ** 2 / perDegree;
  const standardError = Math.sqrt(squaredError);
  const t = estimate / standardError;
  const spread = studentTQuantile((1 + confidence) / 2, df) * standardError;
  const p = 2 * studentTSurvival(Math.abs(t), df);
  return { estimate, lower: estimate - spread, upper: estimate + spread, standardError, df, t, p };
}

/** Welch's test and interval of treated − control. */
export function welch(treated: SampleMean, control: SampleMean, confidence = 0.95): Contrast {
  return meanContrast(
    [
      { ...treated, weight: 1 },
      { ...control, weight: -1 },
    ],
    confidence,
  );
}
