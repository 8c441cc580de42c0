import {
  cohorts,
  type PurchaseHistory,
  repeatRate,
  repeatRateWithin,
  retention,
  revenueMetrics,
} from '../domain/forecast/retention.ts';
import { buildModel } from '../domain/lifecycle/build-model.ts';
import { decideStage, NO_MEMORY } from '../domain/lifecycle/decide.ts';
import type { Mark, Stage, StageDecision, StageMemory } from '../domain/lifecycle/stage.ts';
import { occasionsOf, summarizeHistory } from '../domain/orders/history.ts';
import type { CustomerSummary, HistoryOrder, NotQualifying, Order } from '../domain/orders/order.ts';
import { judgeOrder } from '../domain/orders/qualify.ts';
import type { Scores, ShopModel } from '../domain/rfm/model.ts';
import { scoreCustomer, scoreRecencyDays } from '../domain/rfm/score.ts';
import { DEFAULT_RULES, type Rules } from '../domain/rules.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { type LocalDay, localDayOf } from '../domain/shared/time.ts';

export type AnalyzeOptions = {
  timeZone: string;
  /** Orders after it are left out; null = the last day on which there is an order. */
  asOfOn: LocalDay | null;
  rules?: Rules;
  /** What an earlier analysis decided, as a shop that is scored again remembers it; absent = a first scoring. */
  remembered?: ReadonlyMap<CustomerId, StageMemory>;
};

export type AnalyzedCustomer = {
  customerId: CustomerId;
  summary: CustomerSummary;
  recencyDays: number;
  scores: Scores;
  decision: StageDecision;
};

export type Analysis = {
  asOfOn: LocalDay;
  model: ShopModel;
  /** Customers with an occasion, by id in code-unit order. */
  customers: AnalyzedCustomer[];
  stages: Record<Stage, number>;
  marks: Record<Mark, number>;
  orders: {
    read: number;
    counted: number;
    afterAsOf: number;
    notCounted: Partial<Record<NotQualifying, number>>;
  };
  metrics: ReturnType<typeof measure>;
};

/**
 * The whole pipeline of rules on a set of orders: what Encore shows and tags after a first scoring on that day, or after a
 * later one where `remembered` is given. INVALID_INPUT when no order is on or before `asOfOn`.
 */
export function analyzeOrders(orders: readonly Order[], options: AnalyzeOptions): Analysis {
  const rules = options.rules ?? DEFAULT_RULES;
  const asOfOn = options.asOfOn ?? lastDay(orders, options.timeZone);
  const judged = judgeAll(orders, { rules, timeZone: options.timeZone, todayOn: asOfOn });
  if (judged.counts.read === judged.counts.afterAsOf) {
    throw new AppError('INVALID_INPUT', 'there is no order on or before the day of the analysis');
  }
  const histories = [...judged.byCustomer].sort(([a], [b]) => (a < b ? -1 : 1));
  const summaries = histories.flatMap(([customerId, history]) => {
    const summary = summarizeHistory(history);
    return summary ? [{ customerId, summary }] : [];
  });
  const model = modelOf(summaries, rules, asOfOn);
  const customers = summaries.map((customer) =>
    decideFor(customer, {
      model,
      rules,
      todayOn: asOfOn,
      memory: options.remembered?.get(customer.customerId) ?? NO_MEMORY,
    }),
  );
  return {
    asOfOn,
    model,
    customers,
    ...countStages(customers),
    orders: judged.counts,
    metrics: measure(
      histories.map(([, history]) => purchasesOf(history)),
      asOfOn,
    ),
  };
}

function lastDay(orders: readonly Order[], timeZone: string): LocalDay {
  if (orders.length === 0) throw new AppError('INVALID_INPUT', 'there is no order that can be used');
  return orders.reduce(
    (last, order) => Math.max(last, localDayOf(order.processedAt, timeZone)),
    Number.NEGATIVE_INFINITY,
  );
}

type Judging = { rules: Rules; timeZone: string; todayOn: LocalDay };

function judgeAll(orders: readonly Order[], context: Judging) {
  const byCustomer = new Map<CustomerId, HistoryOrder[]>();
  const counts: Analysis['orders'] = { read: orders.length, counted: 0, afterAsOf: 0, notCounted: {} };
  // A file or shop given to this has one currency; readers see to it.
  const currency = orders[0]?.currency ?? '';
  for (const order of orders) {
    const verdict = judgeOrder(order, { ...context, currency });
    if (verdict.localOn > context.todayOn) {
      counts.afterAsOf += 1;
    } else if (verdict.notQualifying !== null) {
      counts.notCounted[verdict.notQualifying] = (counts.notCounted[verdict.notQualifying] ?? 0) + 1;
    } else if (order.customerId !== null) {
      counts.counted += 1;
      const history = byCustomer.get(order.customerId);
      const entry = historyOrder(order, verdict);
      if (history) history.push(entry);
      else byCustomer.set(order.customerId, [entry]);
    }
  }
  return { byCustomer, counts };
}

function historyOrder(order: Order, verdict: ReturnType<typeof judgeOrder>): HistoryOrder {
  return {
    orderId: order.orderId,
    processedAt: order.processedAt,
    localOn: verdict.localOn,
    qualifies: verdict.qualifies,
    countsAsOccasion: verdict.countsAsOccasion,
    netRevenueMinor: verdict.netRevenueMinor,
    subscription: order.subscriptionRenewal || order.lines.some((line) => line.sellingPlan),
  };
}

type Summarized = { customerId: CustomerId; summary: CustomerSummary };

function modelOf(summaries: readonly Summarized[], rules: Rules, asOfOn: LocalDay): ShopModel {
  const firstOn = summaries.reduce((first, { summary }) => Math.min(first, summary.firstOn), asOfOn);
  const customers = summaries.map(({ summary }) => summary);
  return buildModel({
    customers,
    asOfOn,
    historyDays: asOfOn - firstOn,
    rules,
    previous: null,
    provisional: false,
  });
}

function decideFor(
  { customerId, summary }: Summarized,
  shop: { model: ShopModel; rules: Rules; todayOn: LocalDay; memory: StageMemory },
): AnalyzedCustomer {
  const recencyDays = scoreRecencyDays(summary.lastOn, shop.model);
  const values = { recencyDays, frequency: summary.frequency, monetaryMinor: summary.monetaryMinor };
  const scores = scoreCustomer(values, shop.model);
  const decision = decideStage({ ...shop, summary, scores, shopifyTotals: null });
  return { customerId, summary, recencyDays, scores, decision };
}

function countStages(customers: readonly AnalyzedCustomer[]): Pick<Analysis, 'stages' | 'marks'> {
  const stages: Record<Stage, number> = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };
  const marks: Record<Mark, number> = {
    at_risk: 0,
    back_again: 0,
    top_going_quiet: 0,
    long_gone: 0,
    top_quarter: 0,
  };
  for (const { decision } of customers) {
    stages[decision.stage] += 1;
    for (const mark of decision.marks) marks[mark] += 1;
  }
  return { stages, marks };
}

function purchasesOf(history: readonly HistoryOrder[]): PurchaseHistory {
  const occasions = occasionsOf(history);
  const total = history.reduce((sum, order) => sum + order.netRevenueMinor, 0);
  const inOccasions = occasions.reduce((sum, occasion) => sum + occasion.revenueMinor, 0);
  return { occasions, renewalRevenueMinor: total - inOccasions };
}

const WINDOW_DAYS = 90;

function measure(histories: readonly PurchaseHistory[], asOfOn: LocalDay) {
  const latest = { fromOn: asOfOn - WINDOW_DAYS + 1, throughOn: asOfOn };
  const earlier = { fromOn: latest.fromOn - WINDOW_DAYS, throughOn: latest.fromOn - 1 };
  return {
    repeatRate: repeatRate(histories),
    repeatWithin: [30, 60, 90, 180, 365].map((days) => ({
      days,
      ...repeatRateWithin(histories, days, asOfOn),
    })),
    retention: { windowDays: WINDOW_DAYS, ...retention(histories, earlier, latest) },
    revenue: revenueMetrics(histories),
    cohorts: cohorts(histories, asOfOn),
  };
}
