import type { CutPoints, ShopModel } from './model.ts';

/** The whole values that give a score, both ends included; `to` null = no upper end. Null = no whole value gives it (equal cut points). */
export type ScoreRange = { from: number; to: number | null } | null;

/** One range for each score, the first for score 1. */
export type ScoreRanges = readonly ScoreRange[];

/**
 * Which days, occasions and minor units of money each score stands for, from the cut points `scoreCustomer` compares with
 * (product.md section 2). A score counts the cut points strictly below a value, so that a range ends at the last whole
 * number not beyond its cut point.
 */
export function scoreRanges(cuts: ShopModel['cuts']): { r: ScoreRanges; f: ScoreRanges; m: ScoreRanges } {
  return {
    r: bands(cuts.recencyDays, 0).toReversed(),
    f: bands(cuts.frequency, 1),
    m: bands(cuts.monetaryMinor, 0),
  };
}

/** The five bands between four cut points, ascending; values below `lowest` do not occur. */
function bands(cuts: CutPoints, lowest: number): ScoreRange[] {
  return Array.from({ length: cuts.length + 1 }, (_, at) => {
    const below = cuts[at - 1];
    const end = cuts[at];
    const from = below === undefined ? lowest : Math.max(lowest, Math.floor(below) + 1);
    const to = end === undefined ? null : Math.floor(end);
    return to !== null && to < from ? null : { from, to };
  });
}
