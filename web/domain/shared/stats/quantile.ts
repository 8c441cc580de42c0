/**
 * The p-quantile (0 ≤ p ≤ 1) of ascending numbers by linear interpolation between order statistics: Hyndman and Fan's
 * type 7, the default of R, NumPy and PostgreSQL's `percentile_cont`. RangeError when there is no number or p is outside.
 */
export function quantileType7(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie between 0 and 1, got ${p}`);
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) throw new RangeError('a quantile needs at least one number');
  const high = sorted[below + 1] ?? low;
  return low + (position - below) * (high - low);
}

/** A copy in ascending numeric order, as `quantileType7` expects it. */
export function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort();
}
