import { useTranslation } from 'react-i18next';
import type { Estimate, ResultSummary } from '../../../contract/results.ts';
import { type Format, useFormat } from '../../shared/format.ts';
import { roughly } from './roughly.ts';

/** What a result says, sentence by sentence, in the viewer's language. */
export type ResultWords = {
  /** "Of 900 who got it 69 ordered; of 100 held back 4 …" */
  sentence: (summary: ResultSummary) => string;
  /** The same for equally many people; null where a group is empty. */
  perHundred: (summary: ResultSummary) => string | null;
  /** The one range, in orders. */
  range: (summary: ResultSummary) => string;
  estimate: (extra: Estimate) => string;
  /** How sure it is. */
  means: (summary: ResultSummary) => string;
  /** Why this action. */
  why: (summary: ResultSummary) => string;
};

/** Extra orders where fewer are possible carry their sign. */
function ordersIn(format: Format, extra: Estimate): { low: string; high: string; estimate: string } {
  const write = extra.low < 0 ? format.change : format.number;
  const whole = (orders: number) => write(Math.round(orders) + 0);
  return { low: whole(extra.low), high: whole(extra.high), estimate: whole(extra.estimate) };
}

/** The numbers of a reason as text; a unit is in the name: `…Minor` is money, the rest are people and orders. */
function reasonParams(summary: ResultSummary, format: Format): Record<string, string> {
  const { currency } = summary.treated.revenue;
  const { params } = summary.why;
  const texts = Object.entries(params).map(([name, value]) => {
    const text = name.endsWith('Minor')
      ? format.money({ amountMinor: roughly(Math.abs(value)), currency })
      : format.number(Math.round(value));
    return [name, text] as const;
  });
  const { breakEvenShare, ordersUsed } = params;
  const breakEven =
    breakEvenShare === undefined || ordersUsed === undefined ? 0 : Math.ceil(breakEvenShare * ordersUsed);
  return { ...Object.fromEntries(texts), breakEvenOrders: format.number(breakEven) };
}

/** The sentences of results. */
export function useResultWords(): ResultWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const estimate = (extra: Estimate) =>
    t(extra.low < 0 ? 'results.range.signed' : 'results.range.plain', ordersIn(format, extra));
  return {
    sentence: ({ treated, comparison, verdict }) => {
      const numbers = {
        people: format.number(treated.people),
        ordered: format.number(treated.ordered),
        held: format.number(comparison.people),
        heldOrdered: format.number(comparison.ordered),
      };
      if (treated.people === 0) return t('results.sentence.nobodyYet');
      if (verdict === 'not_measured') return t('results.sentence.notCompared', numbers);
      if (comparison.people === 0) return t('results.sentence.noneHeldYet', numbers);
      return t('results.sentence.compared', numbers);
    },
    perHundred: ({ treated, comparison }) =>
      treated.share === null || comparison.share === null
        ? null
        : t('results.sentence.perHundred', {
            treated: format.number(Math.round(treated.share * 1000) / 10),
            held: format.number(Math.round(comparison.share * 1000) / 10),
          }),
    range: ({ extraOrders, verdict }) => {
      if (extraOrders !== null) return estimate(extraOrders);
      if (verdict === 'not_measured') return t('results.range.notMeasured');
      return t(verdict === 'decides_on_cost' ? 'results.range.tooFew' : 'results.range.tooEarly');
    },
    estimate,
    means: ({ verdict, state }) => {
      const over = verdict === 'decides_on_cost' && (state === 'ended' || state === 'stopped');
      return t(over ? 'results.means.over' : `results.means.${verdict}`);
    },
    why: (summary) => {
      const key = `result.why.${summary.why.code}`;
      return i18n.exists(key) ? t(key, reasonParams(summary, format)) : '';
    },
  };
}
