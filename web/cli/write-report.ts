import { minorDigits, toDecimal } from '../domain/shared/money.ts';
import { dayToIso } from '../domain/shared/time.ts';
import type { Analysis, AnalyzedCustomer } from './analyze-orders.ts';
import { reasonSentence } from './reason-sentence.ts';

/** The columns of the CSV report, and the fields of each customer in the JSON report. */
export const REPORT_COLUMNS = [
  'customer_id',
  'recency_days',
  'frequency',
  'monetary',
  'r_score',
  'f_score',
  'm_score',
  'stage',
  'marks',
  'reason',
] as const;

/** One line per customer; marks joined by `|`, quotes where RFC 4180 needs them. */
export function* csvReport(analysis: Analysis, currency: string): Generator<string> {
  yield `${REPORT_COLUMNS.join(',')}\n`;
  for (const customer of analysis.customers) {
    const { summary, scores, decision } = customer;
    const cells = [
      customer.customerId,
      customer.recencyDays,
      summary.frequency,
      toDecimal(summary.monetaryMinor, currency),
      scores.r,
      scores.f,
      scores.m,
      decision.stage,
      decision.marks.join('|'),
      reasonSentence(decision.reason, currency),
    ];
    yield `${cells.map(cell).join(',')}\n`;
  }
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One JSON object: the shop's numbers, then `customers`. Money in currency units, except names ending in `_minor`. */
export function* jsonReport(
  analysis: Analysis,
  shop: { currency: string; timeZone: string },
): Generator<string> {
  const head = JSON.stringify(shopPart(analysis, shop), null, 2);
  yield `${head.slice(0, -2)},\n  "customers": [`;
  let separator = '\n';
  for (const customer of analysis.customers) {
    yield `${separator}    ${JSON.stringify(customerPart(customer, shop.currency))}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

function customerPart(
  { customerId, recencyDays, summary, scores, decision }: AnalyzedCustomer,
  currency: string,
) {
  return {
    customer_id: customerId,
    recency_days: recencyDays,
    frequency: summary.frequency,
    monetary: inUnits(summary.monetaryMinor, currency),
    r_score: scores.r,
    f_score: scores.f,
    m_score: scores.m,
    stage: decision.stage,
    marks: decision.marks,
    reason: reasonSentence(decision.reason, currency),
  };
}

function shopPart(analysis: Analysis, shop: { currency: string; timeZone: string }) {
  const { model, orders } = analysis;
  return {
    as_of: dayToIso(analysis.asOfOn),
    timezone: shop.timeZone,
    currency: shop.currency,
    orders: {
      read: orders.read,
      counted: orders.counted,
      after_as_of: orders.afterAsOf,
      not_counted: orders.notCounted,
    },
    buyers: model.buyers,
    cut_points: {
      recency_days: model.cuts.recencyDays.map(tidy),
      frequency: model.cuts.frequency.map(tidy),
      monetary_minor: model.cuts.monetaryMinor.map(tidy),
    },
    lapse: {
      one_occasion_days: model.lapse.oneOccasionDays,
      later_days: model.lapse.laterDays,
      source: model.lapse.source,
      history_days: model.lapse.historyDays,
      returns: model.lapse.returns,
      mean_gap_days: tidy(model.meanGapDays),
    },
    vip: {
      enter_frequency: model.vip.enterFrequency,
      enter_monetary: inUnits(model.vip.enterMonetaryMinor, shop.currency),
      keep_frequency: model.vip.keepFrequency,
      keep_monetary: inUnits(model.vip.keepMonetaryMinor, shop.currency),
    },
    top_quarter: {
      recency_days: model.topQuarter.recencyDays,
      frequency: model.topQuarter.frequency,
      monetary: inUnits(model.topQuarter.monetaryMinor, shop.currency),
    },
    stages: analysis.stages,
    marks: analysis.marks,
    metrics: metricsPart(analysis, shop.currency),
  };
}

function metricsPart({ metrics }: Analysis, currency: string) {
  const { revenue, retention } = metrics;
  return {
    repeat_rate: metrics.repeatRate,
    repeat_within: metrics.repeatWithin,
    retention: {
      window_days: retention.windowDays,
      retained: retention.retained,
      churned: retention.churned,
    },
    existing_revenue_minor: revenue.existing,
    existing_occasions: revenue.existingOccasions,
    average_order: inUnits(revenue.averageOrderMinor, currency),
    purchase_frequency: revenue.purchaseFrequency,
    historic_clv: inUnits(revenue.historicClvMinor, currency),
    cohorts: metrics.cohorts,
  };
}

function inUnits(amountMinor: number, currency: string): number;
function inUnits(amountMinor: number | null, currency: string): number | null;
function inUnits(amountMinor: number | null, currency: string): number | null {
  return amountMinor === null ? null : amountMinor / 10 ** minorDigits(currency);
}

/** Without the last digits of interpolation: 13043.600000000006 reads 13043.6. */
function tidy(value: number): number {
  return Number(value.toFixed(6));
}
