import { measureLapseLimits } from '../../domain/forecast/lapse-limit.ts';
import { secondPurchaseWindow } from '../../domain/forecast/second-purchase.ts';
import { assembleModel } from '../../domain/lifecycle/build-model.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import type { Rules } from '../../domain/rules.ts';
import type { LocalDay } from '../../domain/shared/time.ts';
import type { Shop, Store } from '../ports.ts';

/**
 * The shop's model on a day, from set-based measurements: cut points, gap curves and with them the lapse limits, then the
 * VIP thresholds over those who are not lapsed. Limits move away from those of an earlier day, so that a second run on the
 * same day measures the same. Stores nothing.
 */
export async function measureModel(
  store: Pick<Store, 'models'>,
  shop: Shop,
  rules: Rules,
  asOfOn: LocalDay,
): Promise<ShopModel> {
  const provisional = !shop.seesAllOrders;
  const spread = await store.models.cutPoints(shop.shopId, asOfOn, rules.topPercentile, provisional);
  const { lapse, meanGapDays, secondPurchase } = await measureLapse(store, shop, rules, asOfOn);
  const parts = {
    asOfOn,
    rules,
    provisional,
    lapse,
    meanGapDays,
    secondPurchase,
    spread: spread.buyers > 0 ? spread : null,
  };
  const unmeasured = assembleModel({ ...parts, vip: null });
  return assembleModel({ ...parts, vip: await store.models.vipThresholds(shop.shopId, unmeasured, rules) });
}

/** The gap curves' part of it: the lapse limits under these rules, the shop's mean gap and its second-purchase window, days. */
export async function measureLapse(
  store: Pick<Store, 'models'>,
  shop: Shop,
  rules: Rules,
  asOfOn: LocalDay,
): Promise<Pick<ShopModel, 'lapse' | 'meanGapDays' | 'secondPurchase'>> {
  const gaps = await store.models.gapHistograms(shop.shopId, asOfOn);
  const before = await store.models.before(shop.shopId, asOfOn);
  const lapse = measureLapseLimits({
    firstToSecond: gaps.firstToSecond,
    laterGaps: gaps.laterGaps,
    historyDays: gaps.historyDays,
    returns: [...gaps.firstToSecond, ...gaps.laterGaps].reduce((sum, { events }) => sum + events, 0),
    previous: before && { ...before.lapse, asOfOn: before.asOfOn },
    todayOn: asOfOn,
    rules,
    provisional: !shop.seesAllOrders,
  });
  return {
    lapse,
    meanGapDays: gaps.meanGapDays ?? lapse.laterDays,
    secondPurchase: secondPurchaseWindow(gaps.firstToSecond, gaps.historyDays, lapse.oneOccasionDays),
  };
}
