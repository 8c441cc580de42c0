import type { DiscountValue } from '../state/discount-records.ts';
import type { CartLine } from './cart.ts';

/** `total` in whole minor units over the weights, by largest remainder: the parts always sum to the total. */
export function allocate(total: number, weights: readonly number[]): readonly number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / whole);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/**
 * What a value takes off lines worth `bases` now, line by line: a share of their sum rounded once, an amount spread
 * over them, or an amount on each unit. Never more than a line is worth.
 */
export function takeOff(
  value: DiscountValue,
  lines: readonly CartLine[],
  bases: readonly number[],
): readonly number[] {
  const whole = bases.reduce((sum, base) => sum + base, 0);
  if (value.kind === 'percentage') {
    // The share is exact to a millionth, so that 0.15 of 1,000 is not 149.99….
    const share = Math.round(value.percentage * 1_000_000);
    return allocate(Math.round((whole * share) / 1_000_000), bases);
  }
  if (value.onEachItem) {
    return bases.map((base, index) => Math.min(base, value.amountMinor * (lines[index]?.quantity ?? 0)));
  }
  return allocate(Math.min(value.amountMinor, whole), bases);
}
