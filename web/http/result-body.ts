import type {
  CameBackResponse,
  Estimate,
  Group,
  ResultResponse,
  ResultSummary,
} from '../contract/results.ts';
import type { ExtraOrders, MoneyLift, OutcomeGroup } from '../domain/results/outcome.ts';
import { strataOf } from '../domain/results/strata.ts';
import type { Verdict } from '../domain/results/verdict-kinds.ts';
import { dayToIso } from '../domain/shared/time.ts';
import type { ResultView } from '../use-cases/get-result.ts';
import type { CameBackList } from '../use-cases/list-came-back.ts';
import type { ResultLine } from '../use-cases/steps/judge-figures.ts';
import { methodNumbers } from './result-method.ts';

type Ranged = { estimate: number; lower: number; upper: number };
const toEstimate = ({ estimate, lower, upper }: Ranged): Estimate => ({ estimate, low: lower, high: upper });

export function toSummary(line: ResultLine, currency: string): ResultSummary {
  const { campaign, version, outcome, lift, verdict } = line;
  const strata = strataOf(outcome.groups);
  const compared = strata.length > 0 ? strata.map(({ group }) => group) : outcome.groups;
  const money = { compared, currency };
  return {
    campaignId: campaign?.campaignId ?? null,
    name: campaign?.draft.name ?? null,
    kind: campaign?.draft.kind ?? null,
    state: campaign?.state ?? null,
    version,
    treated: toGroup('treated', lift.treated, money),
    comparison: toGroup('heldOut', lift.heldOut, money),
    extraOrders: alwaysValid(lift.extraOrders),
    verdict: toVerdict(verdict),
    weeksMore: 'weeksMore' in verdict ? verdict.weeksMore : null,
    action: verdict.action,
    why: { code: verdict.reason.code, params: { ...verdict.reason.params } },
  };
}

/** The range that is right however often one looks; a fixed one is for one look only, and is not shown as a result. */
function alwaysValid(extra: ExtraOrders | null): Estimate | null {
  return extra?.basis === 'always_valid' ? toEstimate(extra) : null;
}

function toVerdict(verdict: Verdict): ResultSummary['verdict'] {
  if (verdict.certainty !== 'decides_on_cost') return verdict.certainty;
  return verdict.because === 'no_comparison_group' ? 'not_measured' : 'decides_on_cost';
}

function toGroup(
  arm: 'treated' | 'heldOut',
  counted: { customers: number; ordered: number; orders: number; share: number | null },
  { compared, currency }: { compared: readonly OutcomeGroup[]; currency: string },
): Group {
  const amountMinor = compared.reduce((sum, group) => sum + group[arm].cappedRevenue.sumMinor, 0);
  const { customers: people, ordered, orders, share } = counted;
  return { people, ordered, orders, share, revenue: { amountMinor, currency } };
}

export function toResult(view: ResultView, currency: string): ResultResponse {
  const { line, version, versions, figures, series } = view;
  const { lift } = line;
  const { sampleRatio, contamination } = lift;
  const use = figures?.codeUse;
  return {
    summary: toSummary(line, currency),
    versions: versions.map((one) => ({ version: one.version, launchedAt: one.launchedAt.toISOString() })),
    computedAt: figures?.computedAt.toISOString() ?? null,
    windowDays: version.windowDays,
    holdoutShareBps: version.shareBps,
    series: series.map(({ dayOn, extraOrders }) => ({
      day: dayToIso(dayOn),
      extraOrders: extraOrders && toEstimate(extraOrders),
    })),
    revenue: toMoney(lift.revenue, currency),
    profit: toMoney(lift.profit, currency),
    moneyReason: reasonOf(lift.revenue) ?? reasonOf(lift.profit),
    shareDifference: lift.conversion && toEstimate(lift.conversion.fixed),
    funnel: figures?.funnel ?? NO_FUNNEL,
    ...toUse(view, currency),
    checks: {
      sampleRatioOk: sampleRatio && !sampleRatio.alarm,
      sampleRatioP: sampleRatio?.p ?? null,
      contaminated: contamination.count,
      ordersWithCodeShare: use && use.orders > 0 ? use.withCode / use.orders : null,
    },
    method: methodNumbers(line, version),
    unknownMessages: figures?.funnel.unknown ?? 0,
  };
}

const NO_FUNNEL = { inCampaign: 0, sent: 0, unknown: 0, ordered: 0, comparison: 0, comparisonOrdered: 0 };

/** What used the offer, what it cost, and who was skipped. */
function toUse(
  { figures }: ResultView,
  currency: string,
): Pick<ResultResponse, 'touched' | 'cost' | 'skipped'> {
  const touched = figures?.touched;
  const money = (amountMinor = 0) => ({ amountMinor, currency });
  return {
    touched: {
      orders: touched?.orders ?? 0,
      revenue: money(touched?.revenueMinor),
      discount: money(touched?.discountMinor),
      byBasis: (touched?.byBasis ?? []).map(({ basis, orders }) => ({ basis, orders })),
    },
    cost: { discounts: money(touched?.discountMinor), messages: figures?.funnel.sent ?? 0 },
    skipped: (figures?.skipped ?? []).map(({ reason, count }) => ({ reason, count })),
  };
}

function toMoney(lift: MoneyLift, currency: string): ResultResponse['revenue'] {
  return lift.measured ? { ...toEstimate(lift.totalMinor), currency } : null;
}

function reasonOf(lift: MoneyLift): string | null {
  return lift.measured ? null : lift.reason;
}

export function toCameBack({ rows }: CameBackList, currency: string): CameBackResponse['rows'] {
  return rows.map((row) => ({
    customerId: row.customerId,
    name: row.name,
    orderId: row.orderId,
    orderedAt: row.orderedAt.toISOString(),
    revenue: { amountMinor: row.revenueMinor, currency },
    discount: { amountMinor: row.discountMinor, currency },
    basis: row.basis,
    products: [...row.products],
  }));
}
