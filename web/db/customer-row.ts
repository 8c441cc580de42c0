import type { Mark, Stage, StageDecision, StageMemory, StageReason } from '../domain/lifecycle/stage.ts';
import type { CustomerSummary } from '../domain/orders/order.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { CustomerRow, CustomerState } from '../use-cases/store-port.ts';
import type { Column } from './json-rows.ts';

export const CUSTOMER_KEY: Column = ['customer_id', 'bigint'];

/** What a scoring writes, apart from the instants of the write itself. */
export const STATE_COLUMNS: readonly Column[] = [
  ['orders_count', 'integer'],
  ['frequency', 'integer'],
  ['monetary_minor', 'bigint'],
  ['first_at', 'timestamptz'],
  ['last_at', 'timestamptz'],
  ['first_on', 'integer'],
  ['last_on', 'integer'],
  ['last_occasion_on', 'integer'],
  ['gaps_days', 'integer[]'],
  ['gaps_sum_days', 'integer'],
  ['subscribed_until_on', 'integer'],
  ['r_score', 'smallint'],
  ['f_score', 'smallint'],
  ['m_score', 'smallint'],
  ['stage', 'text'],
  ['marks', 'text[]'],
  ['reason_code', 'text'],
  ['reason_params', 'jsonb'],
  ['lapse_limit_days', 'integer'],
  ['memory_stage', 'text'],
  ['vip_below_since_on', 'integer'],
  ['limit_occasion_on', 'integer'],
  ['limit_at_last_occasion', 'integer'],
  ['top_when_last_bought', 'boolean'],
];

/** What is read of `customer_fact`. */
export type CustomerFactRow = {
  customer_id: string;
  shopify_orders: number | null;
  shopify_spent_minor: string | null;
  excluded: boolean;
  orders_count: number;
  frequency: number;
  monetary_minor: string;
  first_at: Date | null;
  last_at: Date | null;
  first_on: number | null;
  last_on: number | null;
  last_occasion_on: number | null;
  gaps_days: number[] | null;
  subscribed_until_on: number | null;
  r_score: number | null;
  f_score: number | null;
  m_score: number | null;
  stage: Stage | null;
  marks: Mark[] | null;
  reason_code: StageReason['code'] | null;
  reason_params: Record<string, number>;
  lapse_limit_days: number | null;
  memory_stage: Stage | null;
  vip_below_since_on: number | null;
  limit_occasion_on: number | null;
  limit_at_last_occasion: number | null;
  top_when_last_bought: boolean | null;
};

/** A state as a JSON row of a batch: column names as keys. Without summary or decision their columns go back to empty. */
export function toGivenCustomer({ customerId, summary, scores, decision, memory }: CustomerState): object {
  return {
    customer_id: customerId,
    orders_count: summary?.ordersCount ?? 0,
    frequency: summary?.frequency ?? 0,
    monetary_minor: summary?.monetaryMinor ?? 0,
    first_at: summary?.firstAt ?? null,
    last_at: summary?.lastAt ?? null,
    first_on: summary?.firstOn ?? null,
    last_on: summary?.lastOn ?? null,
    last_occasion_on: summary?.lastOccasionOn ?? null,
    gaps_days: summary?.gapsDays ?? [],
    gaps_sum_days: (summary?.gapsDays ?? []).reduce((sum, gap) => sum + gap, 0),
    subscribed_until_on: summary?.subscribedUntilOn ?? null,
    r_score: scores?.r ?? null,
    f_score: scores?.f ?? null,
    m_score: scores?.m ?? null,
    stage: decision?.stage ?? null,
    marks: decision?.marks ?? [],
    reason_code: decision?.reason.code ?? null,
    reason_params: decision?.reason.params ?? {},
    lapse_limit_days: decision?.lapseLimitDays ?? null,
    memory_stage: memory.stage,
    vip_below_since_on: memory.vipBelowSinceOn,
    limit_occasion_on: memory.lastOccasionOn,
    limit_at_last_occasion: memory.limitAtLastOccasionDays,
    top_when_last_bought: memory.topWhenLastBought,
  };
}

export function toCustomerRow(row: CustomerFactRow): CustomerRow {
  const memory: StageMemory = {
    stage: row.memory_stage,
    vipBelowSinceOn: row.vip_below_since_on,
    lastOccasionOn: row.limit_occasion_on,
    limitAtLastOccasionDays: row.limit_at_last_occasion,
    topWhenLastBought: row.top_when_last_bought,
  };
  const marks = row.marks ?? [];
  const reason = row.reason_code === null ? null : { code: row.reason_code, params: row.reason_params };
  return {
    customerId: row.customer_id as CustomerId,
    summary: summaryOf(row),
    scores: scoresOf(row),
    decision: decisionOf(row, marks, reason, memory),
    stage: row.stage,
    marks,
    reason,
    memory,
    excluded: row.excluded,
    shopifyTotals:
      row.shopify_orders === null || row.shopify_spent_minor === null
        ? null
        : { numberOfOrders: row.shopify_orders, amountSpentMinor: Number(row.shopify_spent_minor) },
  };
}

function summaryOf(row: CustomerFactRow): CustomerSummary | null {
  const { first_at, last_at, first_on, last_on, last_occasion_on } = row;
  if (!first_at || !last_at || first_on === null || last_on === null || last_occasion_on === null)
    return null;
  return {
    ordersCount: row.orders_count,
    frequency: row.frequency,
    monetaryMinor: Number(row.monetary_minor),
    firstAt: first_at,
    lastAt: last_at,
    firstOn: first_on,
    lastOn: last_on,
    lastOccasionOn: last_occasion_on,
    gapsDays: row.gaps_days ?? [],
    subscribedUntilOn: row.subscribed_until_on,
  };
}

function scoresOf({ r_score, f_score, m_score }: CustomerFactRow): CustomerRow['scores'] {
  return r_score === null || f_score === null || m_score === null
    ? null
    : { r: r_score, f: f_score, m: m_score };
}

function decisionOf(
  row: CustomerFactRow,
  marks: readonly Mark[],
  reason: StageReason | null,
  memory: StageMemory,
): StageDecision | null {
  if (row.stage === null || reason === null || row.lapse_limit_days === null) return null;
  return { stage: row.stage, marks, reason, lapseLimitDays: row.lapse_limit_days, memory };
}
