import { collectGaps } from '../forecast/gaps.ts';
import { type LapseMeasurement, measureLapseLimits } from '../forecast/lapse-limit.ts';
import type { LapseRules } from '../forecast/rule.ts';
import { secondPurchaseWindow } from '../forecast/second-purchase.ts';
import type { CustomerSummary } from '../orders/order.ts';
import type { CutPoints, ShopModel } from '../rfm/model.ts';
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
    spread: spreadOf(customers, rules, asOfOn),
    vip: vipThresholds(customers.filter(isLive), rules),
    secondPurchase: secondPurchaseWindow(gaps.firstToSecond, input.historyDays, lapse.oneOccasionDays),
  });
}

/** Mean finished gap of the shop, days; L where there is none. */
export function meanGap(
  gaps: { returns: number; gapsSumDays: number },
  lapse: Pick<ShopModel['lapse'], 'laterDays'>,
): number {
  return gaps.returns === 0 ? lapse.laterDays : gaps.gapsSumDays / gaps.returns;
}

/** Quantiles over all buyers, type 7 and unrounded, and what the fixed thresholds need. */
export type BuyerSpread = Pick<ShopModel, 'buyers' | 'cuts' | 'topQuarter'> & {
  revenueMinor: number;
  occasions: number;
};

function spreadOf(
  customers: readonly ModelCustomer[],
  rules: RfmRules,
  asOfOn: LocalDay,
): BuyerSpread | null {
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
    topQuarter: {
      recencyDays: quantileType7(recencyDays, 1 - rules.topPercentile),
      frequency: quantileType7(frequency, rules.topPercentile),
      monetaryMinor: quantileType7(money, rules.topPercentile),
    },
  };
}

function vipThresholds(live: readonly ModelCustomer[], rules: VipRules): ShopModel['vip'] | null {
  if (live.length === 0) return null;
  const frequency = ascending(live.map((customer) => customer.frequency));
  const money = ascending(live.map((customer) => customer.monetaryMinor));
  return {
    enterFrequency: quantileType7(frequency, rules.vipEnterPercentile),
    enterMonetaryMinor: quantileType7(money, rules.vipEnterPercentile),
    keepFrequency: quantileType7(frequency, rules.vipKeepPercentile),
    keepMonetaryMinor: quantileType7(money, rules.vipKeepPercentile),
  };
}

/**
 * The model from its measured parts, in memory or by SQL. Thresholds are rounded to the first whole number that reaches
 * them: all values are whole, so nobody's answer changes, and a threshold prints as it decides. `vip` null (nobody is
 * live, or not measured yet) takes the top-quarter thresholds of all buyers; `spread` null means a shop without buyers.
 */
export function assembleModel(parts: {
  asOfOn: LocalDay;
  rules: VipRules;
  provisional: boolean;
  lapse: ShopModel['lapse'];
  meanGapDays: number;
  spread: BuyerSpread | null;
  vip: ShopModel['vip'] | null;
  secondPurchase: ShopModel['secondPurchase'];
}): ShopModel {
  const spread = parts.spread ?? NO_BUYERS;
  const topQuarter = {
    recencyDays: Math.floor(spread.topQuarter.recencyDays + ROUNDING),
    frequency: firstWhole(spread.topQuarter.frequency),
    monetaryMinor: firstWhole(spread.topQuarter.monetaryMinor),
  };
  return {
    asOfOn: parts.asOfOn,
    buyers: spread.buyers,
    cuts: cutPointsInForce(spread.cuts, spread),
    topQuarter,
    vip: parts.vip ? wholeVip(parts.vip) : vipFromTop(topQuarter, parts.rules),
    lapse: parts.lapse,
    meanGapDays: parts.meanGapDays,
    provisional: parts.provisional,
    secondPurchase: parts.secondPurchase,
  };
}

const NO_CUTS: CutPoints = [0, 0, 0, 0];
const NO_BUYERS: BuyerSpread = {
  buyers: 0,
  revenueMinor: 0,
  occasions: 0,
  cuts: { recencyDays: NO_CUTS, frequency: NO_CUTS, monetaryMinor: NO_CUTS },
  topQuarter: { recencyDays: 0, frequency: 1, monetaryMinor: 0 },
};

function wholeVip(vip: ShopModel['vip']): ShopModel['vip'] {
  return {
    enterFrequency: firstWhole(vip.enterFrequency),
    enterMonetaryMinor: firstWhole(vip.enterMonetaryMinor),
    keepFrequency: firstWhole(vip.keepFrequency),
    keepMonetaryMinor: firstWhole(vip.keepMonetaryMinor),
  };
}

function vipFromTop(top: ShopModel['topQuarter'], rules: VipRules): ShopModel['vip'] {
  const frequency = Math.max(top.frequency, rules.vipMinOccasions);
  return {
    enterFrequency: frequency,
    enterMonetaryMinor: top.monetaryMinor,
    keepFrequency: frequency,
    keepMonetaryMinor: top.monetaryMinor,
  };
}

function firstWhole(value: number): number {
  // Adding 0 turns −0 into 0, which databases and JSON would tell apart.
  return Math.ceil(value - ROUNDING) + 0;
}

/** Interpolation may land 1e-12 beside a whole number; that must not raise a threshold by one. */
const ROUNDING = 1e-6;
