import { useTranslation } from 'react-i18next';
import type { Segments } from '../../../contract/segments.ts';
import { useFormat } from '../../shared/format.ts';
import { type Axis, type GridCell, rangeOf, type Score } from './fold-grid.ts';

export type RangeWords = {
  /** "in the last 30 days", "31–90 days ago". */
  recency(score: Score): string;
  /** "3–5 purchases", or what was spent. */
  row(axis: Axis, score: Score): string;
  /** A field's row and column in one sentence. */
  both(axis: Axis, cell: Pick<GridCell, 'r' | 'score'>): string;
};

/** The shop's own cut points in words; a score that no value gives is "unused". */
export function useRangeWords({ ranges, spent }: Segments): RangeWords {
  const { t } = useTranslation();
  const format = useFormat();
  const recency = (score: Score) => {
    const range = rangeOf(ranges.r, score);
    if (range === null) return t('customer.rfm.unused');
    const { from, to } = range;
    if (to === null) return t('segments.days.over', { count: from, from: format.number(from) });
    if (from === 0) return to === 0 ? t('segments.days.today') : days('within', to);
    return from === to
      ? days('one', to)
      : t('segments.days.between', { from: format.number(from), to: format.number(to) });
  };
  const days = (key: 'within' | 'one', to: number) =>
    t(`segments.days.${key}`, { count: to, to: format.number(to) });
  const row = (axis: Axis, score: Score) => {
    const range = rangeOf(ranges[axis], score);
    if (range === null) return t('customer.rfm.unused');
    const { from, to } = range;
    const word = (value: number) =>
      axis === 'f' ? format.number(value) : format.money({ amountMinor: value, currency: spent.currency });
    if (axis === 'm' && from === 0 && to !== null) return t('segments.money.upTo', { to: word(to) });
    if (to === null) return t(`segments.${axis === 'f' ? 'times' : 'money'}.from`, { from: word(from) });
    if (axis === 'm') return t('segments.money.between', { from: word(from), to: word(to) });
    return from === to
      ? t('segments.times.one', { count: to, to: word(to) })
      : t('segments.times.between', { from: word(from), to: word(to) });
  };
  const both: RangeWords['both'] = (axis, { r, score }) =>
    t(`segments.both.${axis}`, { recency: recency(r), row: row(axis, score) });
  return { recency, row, both };
}
