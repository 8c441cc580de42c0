import { csvHead, csvLines } from '../../../contract/csv.ts';
import type { ScoreRange, Segments } from '../../../contract/segments.ts';
import { minorDigits } from '../../../contract/values.ts';

const HEADER =
  'as_of_on,r_score,last_order_days_from,last_order_days_to,f_score,occasions_from,occasions_to,m_score,spent_from,spent_to,customers,share_of_customers,spent,currency,share_of_spent';

/** Every combination of scores somebody has, with the values behind each score; an open end and a share of nothing are empty. */
export function toSegmentsCsv(segments: Segments): string {
  const { asOfOn, cells, ranges, customers, spent } = segments;
  const digits = minorDigits(spent.currency);
  const money = (minor: number) => (minor / 10 ** digits).toFixed(digits);
  const ends = (all: readonly ScoreRange[], score: number, word: (value: number) => string) => {
    const range = all[score - 1] ?? null;
    return [range ? word(range.from) : '', range && range.to !== null ? word(range.to) : ''];
  };
  const part = (of: number, whole: number) => (whole === 0 ? '' : (of / whole).toFixed(4));
  const lines = cells.map((cell) =>
    [
      asOfOn,
      cell.r,
      ...ends(ranges.r, cell.r, String),
      cell.f,
      ...ends(ranges.f, cell.f, String),
      cell.m,
      ...ends(ranges.m, cell.m, money),
      cell.customers,
      part(cell.customers, customers),
      money(cell.spentMinor),
      spent.currency,
      part(cell.spentMinor, spent.amountMinor),
    ].join(','),
  );
  return csvHead(HEADER) + csvLines(lines);
}
