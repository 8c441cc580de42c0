import { quantileType7 } from '../shared/stats/quantile.ts';
import type { LocalDay } from '../shared/time.ts';
import type { CutPoints, Scores, ShopModel } from './model.ts';
import {
  CUT_SHARES,
  FIXED_FREQUENCY_CUTS,
  FIXED_MONETARY_ORDERS,
  FIXED_RECENCY_CUTS,
  MIN_BUYERS_FOR_QUINTILES,
} from './rule.ts';

/** The three numbers a customer is scored by: whole days since the last qualifying order, occasions, net revenue. */
export type RfmValues = { recencyDays: number; frequency: number; monetaryMinor: number };

/** Type-7 quantiles at 20/40/60/80 % of ascending values. RangeError when there are none. */
export function cutPoints(sortedValues: ArrayLike<number>): CutPoints {
  const [a, b, c, d] = CUT_SHARES;
  const at = (share: number) => quantileType7(sortedValues, share);
  return [at(a), at(b), at(c), at(d)];
}

/**
 * The cut points in force: the shop's own quintiles, or from fixed thresholds below 100 buyers. Money is then counted in
 * average orders (`revenueMinor / occasions`), which fits every currency and assortment.
 */
export function cutPointsInForce(
  measured: ShopModel['cuts'],
  shop: { buyers: number; revenueMinor: number; occasions: number },
): ShopModel['cuts'] {
  if (shop.buyers >= MIN_BUYERS_FOR_QUINTILES) return measured;
  const averageOrder = shop.occasions > 0 ? shop.revenueMinor / shop.occasions : 0;
  const [a, b, c, d] = FIXED_MONETARY_ORDERS;
  return {
    recencyDays: FIXED_RECENCY_CUTS,
    frequency: FIXED_FREQUENCY_CUTS,
    monetaryMinor: [a * averageOrder, b * averageOrder, c * averageOrder, d * averageOrder],
  };
}

/**
 * R, F and M from 1 to 5 against the stored cut points: F and M `1 + cut points strictly below the value`, R `5 − cut
 * points strictly below recencyDays`, so equal values score equally (product.md section 2). Take `recencyDays` from
 * `scoreRecencyDays`.
 */
export function scoreCustomer(values: RfmValues, model: Pick<ShopModel, 'cuts'>): Scores {
  return {
    r: 5 - cutsBelow(model.cuts.recencyDays, values.recencyDays),
    f: 1 + cutsBelow(model.cuts.frequency, values.frequency),
    m: 1 + cutsBelow(model.cuts.monetaryMinor, values.monetaryMinor),
  };
}

function cutsBelow(cuts: CutPoints, value: number): number {
  let count = 0;
  for (const cut of cuts) if (cut < value) count += 1;
  return count;
}

/** Recency as scores use it: as of the night of the model, so that a score does not drift between nights; never negative. */
export function scoreRecencyDays(lastOn: LocalDay, model: Pick<ShopModel, 'asOfOn'>): number {
  return Math.max(0, model.asOfOn - lastOn);
}

/** At or better than the shop's percentile in recency, frequency and money at once. */
export function isTopQuarter(values: RfmValues, model: Pick<ShopModel, 'topQuarter'>): boolean {
  return values.recencyDays <= model.topQuarter.recencyDays && isTopInOrdersAndMoney(values, model);
}

/** At or better than the shop's percentile in frequency and money, whatever the recency. */
export function isTopInOrdersAndMoney(
  values: Pick<RfmValues, 'frequency' | 'monetaryMinor'>,
  model: Pick<ShopModel, 'topQuarter'>,
): boolean {
  return (
    values.frequency >= model.topQuarter.frequency && values.monetaryMinor >= model.topQuarter.monetaryMinor
  );
}
