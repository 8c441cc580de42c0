/** The score of product.md section 2 in its own words: 1 + the cut points strictly below the value. */
export function scoreOf(value: number, cuts: readonly number[]): number {
  return 1 + cuts.filter((cut) => cut < value).length;
}
