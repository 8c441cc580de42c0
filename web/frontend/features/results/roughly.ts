/** An estimate in minor units to three digits that count: more would claim a precision it has not. Never −0. */
export function roughly(amountMinor: number): number {
  return Math.round(Number(amountMinor.toPrecision(3))) + 0;
}
