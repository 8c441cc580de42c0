/** Most points that can be given at once; the server's own (a test compares them). */
export const MOST_POINTS = 10_000_000;

export type AdjustRange = { min: number; max: number };

/** By how much a balance may be changed: down to 0, ends included; 0 itself is no change. */
export function adjustRange(balance: number): AdjustRange {
  return { min: balance === 0 ? 1 : -balance, max: MOST_POINTS };
}

/** The range a refusal names (`-40 to 10000000, not 0`): the balance may have changed since it was read. */
export function rangeIn(allowed: string | undefined): AdjustRange | null {
  const [, min, max] = /^(-?\d+) to (\d+)/.exec(allowed ?? '') ?? [];
  return min === undefined ? null : { min: Number(min) === 0 ? 1 : Number(min), max: Number(max) };
}
