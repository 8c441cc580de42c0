import type { ScoreRange, Segments } from '../../../contract/segments.ts';

/** Recency against purchases, or recency against money. */
export type Axis = 'f' | 'm';
export type Score = 1 | 2 | 3 | 4 | 5;
const BEST_FIRST = [5, 4, 3, 2, 1] as const satisfies readonly Score[];

/** One field of the grid: everybody with this recency score and this score of the axis. */
export type GridCell = {
  r: Score;
  score: Score;
  customers: number;
  spentMinor: number;
  /** Of all that was spent; null where nothing was. */
  share: number | null;
};

/** The scores some value gives, the best first: where many buy the same, a score stays without any. */
export function usedScores(ranges: readonly ScoreRange[]): Score[] {
  return BEST_FIRST.filter((score) => rangeOf(ranges, score) !== null);
}

/** All fields, 25 where every score is used, the best first: rows of the axis, in each the recency scores. */
export function foldGrid({ cells, ranges, spent }: Segments, axis: Axis): GridCell[] {
  const sums = new Map<string, { customers: number; spentMinor: number }>();
  for (const cell of cells) {
    const key = `${cell.r} ${cell[axis]}`;
    const before = sums.get(key) ?? { customers: 0, spentMinor: 0 };
    sums.set(key, {
      customers: before.customers + cell.customers,
      spentMinor: before.spentMinor + cell.spentMinor,
    });
  }
  return usedScores(ranges[axis]).flatMap((score) =>
    usedScores(ranges.r).map((r) => {
      const sum = sums.get(`${r} ${score}`) ?? { customers: 0, spentMinor: 0 };
      const share = spent.amountMinor > 0 ? sum.spentMinor / spent.amountMinor : null;
      return { r, score, ...sum, share };
    }),
  );
}

/** The values that give a score. */
export function rangeOf(ranges: readonly ScoreRange[], score: Score): ScoreRange {
  return ranges[score - 1] ?? null;
}

/** The list of exactly these customers. */
export function listUrl(axis: Axis, { r, score }: Pick<GridCell, 'r' | 'score'>): string {
  return `/customers?r=${r}&${axis}=${score}`;
}

export type MoneyAnswer = {
  /** The field with the most money. */
  top: GridCell;
  /** Often or for much, but not for long: the two best scores of the axis with the two worst of recency. */
  quiet: { customers: number; share: number; silentDays: number } | null;
};

/** Where the money is; null while nothing was spent. */
export function whereIsTheMoney(grid: readonly GridCell[], { ranges }: Segments): MoneyAnswer | null {
  const top = grid.toSorted((a, b) => b.spentMinor - a.spentMinor)[0];
  if (!top || top.share === null) return null;
  const gone = grid.filter(({ r, score }) => r <= 2 && score >= 4);
  const customers = gone.reduce((sum, cell) => sum + cell.customers, 0);
  const share = gone.reduce((sum, cell) => sum + (cell.share ?? 0), 0);
  const silentDays = (rangeOf(ranges.r, 2) ?? rangeOf(ranges.r, 1))?.from;
  const quiet = customers > 0 && silentDays !== undefined ? { customers, share, silentDays } : null;
  return { top, quiet };
}

/** How dark a field is, 0 to 4, by its customers against the fullest one; the number stands in it as well. */
export function shadeOf(customers: number, most: number): number {
  return most === 0 ? 0 : Math.ceil(Math.sqrt(customers / most) * 4);
}
