import { chiSquareSurvival } from './gamma.ts';

/** Pearson's chi-square of a two-way split against the share drawn for the first; shares in (0, 1). */
export function splitChiSquare(first: number, second: number, firstShare: number): number {
  const expected = (first + second) * firstShare;
  const other = (first + second) * (1 - firstShare);
  if (expected === 0 || other === 0) return 0;
  return (first - expected) ** 2 / expected + (second - other) ** 2 / other;
}

/** P-value of splits made independently, each `{ first, second, firstShare }`: their chi-squares summed, one degree each. */
export function sampleRatioP(
  splits: readonly { first: number; second: number; firstShare: number }[],
): number {
  const sum = splits.reduce(
    (total, split) => total + splitChiSquare(split.first, split.second, split.firstShare),
    0,
  );
  return splits.length === 0 ? 1 : chiSquareSurvival(sum, splits.length);
}
