import { collectGaps } from '../forecast/gaps.ts';
import { type LapseMeasurement, measureLapseLimits } from '../forecast/lapse-limit.ts';
import type { LapseRules } from '../forecast/rule.ts';
import type { CustomerSummary } from '../orders/order.ts';
import type { ShopModel } from '../rfm/model.ts';
import type { RfmRules } from '../rfm/rule.ts';
import { cutPoints, cutPointsInForce } from '../rfm/score.ts';
import { ascending, quantileType7 } from '../shared/stats/quantile.ts';
import type { LocalDay } from '../shared/time.ts';
import type { VipRules } from './rule.ts';
import { silenceOn } from './standing.ts';

/** One customer as the shop's model sees them; frequency and money from `effectiveTotals`. */
export type ModelCustomer = Pick<
  CustomerSummary,
  'frequency' | 'monetaryMinor' | 'lastOn' | 'lastOccasionOn' | 'gapsDays' | 'subscribedUntilOn'
>;

export type ModelInput = {
  customers: readonly ModelCustomer[];
  asOfOn: LocalDay;
  /** Days from the shop's first order we hold to `asOfOn`. */
  historyDays: number;
  rules: RfmRules & LapseRules & VipRules;
  previous: LapseMeasurement['previous'];
  provisional: boolean;
};

/**
 * The shop's model from all its customers in memory (`analyze`, tests). Two passes: the lapse limits say who is not
 * lapsed, and the VIP thresholds are percentiles over those. The SQL of the nightly run must equal it.
 */
export function buildModel(input: ModelInput): ShopModel {
  const { customers, asOfOn, rules } = input;
  const gaps = collectGaps(customers, asOfOn);
  const lapse = measureLapseLimits({ ...input, ...gaps, todayOn: asOfOn });
  const meanGapDays = meanGap(gaps, lapse);
  const isLive = (customer: ModelCustomer) =>
    !silenceOn(customer, customer.frequency, { lapse, meanGapDays }, asOfOn).lapsed;
  return assembleModel({
    asOfOn,
    rules,
    provisional: input.provisional,
    lapse,
    meanGapDays,
    all: spreadOf(customers, rules, asOfOn),
    live: spreadOf(customers.filter(isLive), rules, asOfOn),
  });
}

/** Mean finished gap of the shop, days; L where there is none. */
export function meanGap(
  gaps: { returns: number; gapsSumDays: number },
  lapse: Pick<ShopModel['lapse'], 'laterDays'>,
): number {
  return gaps.returns === 0 ? lapse.laterDays : gaps.gapsSumDays / gaps.returns;
}

/** Type-7 quantiles of a group of customers, unrounded; null for an empty group. */
export type GroupSpread = {
  buyers: number;
  occasions: number;
  revenueMinor: number;
  cuts: ShopModel['cuts'];
  /** Recency at 1 − topPercentile, frequency and money at topPercentile. */
  top: ShopModel['topQuarter'];
  vip: ShopModel['vip'];
} | null;

function spreadOf(
  customers: readonly ModelCustomer[],
  rules: RfmRules & VipRules,
  asOfOn: LocalDay,
): GroupSpread {
  if (customers.length === 0) return null;
  const recencyDays = ascending(customers.map((customer) => Math.max(0, asOfOn - customer.lastOn)));
  const frequency = ascending(customers.map((customer) => customer.frequency));
  const money = ascending(customers.map((customer) => customer.monetaryMinor));
  return {
    buyers: customers.length,
    occasions: frequency.reduce((sum, value) => sum + value, 0),
    revenueMinor: money.reduce((sum, value) => sum + value, 0),
    cuts: {
      recencyDays: cutPoints(recencyDays),
      frequency: cutPoints(frequency),
      monetaryMinor: cutPoints(money),
    },
    top: {
      recencyDays: quantileType7(recencyDays, 1 - rules.topPercentile),
      frequency: quantileType7(frequency, rules.topPercentile),
      monetaryMinor: quantileType7(money, rules.topPercentile),
    },
    vip: {
      enterFrequency: quantileType7(frequency, rules.vipEnterPercentile),
      enterMonetaryMinor: quantileType7(money, rules.vipEnterPercentile),
      keepFrequency: quantileType7(frequency, rules.vipKeepPercentile),
      keepMonetaryMinor: quantileType7(money, rules.vipKeepPercentile),
    },
  };
}

/**
 * The model from its measured parts (in memory or by SQL). Thresholds are rounded to the first whole number that reaches
 * them, which changes nobody's answer since all values are whole, and prints as it decides. With nobody live the VIP
 * thresholds are those of all buyers.
 */
export function assembleModel(parts: {
  asOfOn: LocalDay;
  rules: VipRules;
  provisional: boolean;
  lapse: ShopModel['lapse'];
  meanGapDays: number;
  all: GroupSpread;
  live: GroupSpread;
}): ShopModel {
  const { all } = parts;
  const shop = {
    buyers: all?.buyers ?? 0,
    revenueMinor: all?.revenueMinor ?? 0,
    occasions: all?.occasions ?? 0,
  };
  const vip = (parts.live ?? all)?.vip;
  const whole = (value: number | undefined, none: number) => Math.ceil((value ?? none) - ROUNDING);
  return {
    asOfOn: parts.asOfOn,
    buyers: shop.buyers,
    cuts: cutPointsInForce(all?.cuts ?? null, shop),
    topQuarter: {
      recencyDays: Math.floor((all?.top.recencyDays ?? 0) + ROUNDING),
      frequency: whole(all?.top.frequency, 1),
      monetaryMinor: whole(all?.top.monetaryMinor, 0),
    },
    vip: {
      enterFrequency: whole(vip?.enterFrequency, parts.rules.vipMinOccasions),
      enterMonetaryMinor: whole(vip?.enterMonetaryMinor, 0),
      keepFrequency: whole(vip?.keepFrequency, parts.rules.vipMinOccasions),
      keepMonetaryMinor: whole(vip?.keepMonetaryMinor, 0),
    },
    lapse: parts.lapse,
    meanGapDays: parts.meanGapDays,
    provisional: parts.provisional,
  };
}

/** Interpolation may land 1e-12 beside a whole number; that must not raise a threshold by one. */
const ROUNDING = 1e-6;
