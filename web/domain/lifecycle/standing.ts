import { type OwnGaps, ownLapseLimitDays } from '../forecast/lapse-limit.ts';
import type { CustomerSummary } from '../orders/order.ts';
import type { ShopModel } from '../rfm/model.ts';
import type { LocalDay } from '../shared/time.ts';

/** What Shopify itself says of a customer: `Customer.numberOfOrders` and `amountSpent`, minor units of the shop currency. */
export type ShopifyTotals = { numberOfOrders: number; amountSpentMinor: number };

/** Frequency and money as stages and scores use them. */
export type Totals = { frequency: number; monetaryMinor: number };

/**
 * A customer's frequency and money: what we hold, or with cut history (60 days, `provisional`) at least what Shopify
 * counts over the whole life of the customer (product.md section 3).
 */
export function effectiveTotals(
  summary: Pick<CustomerSummary, 'frequency' | 'monetaryMinor'>,
  shopifyTotals: ShopifyTotals | null,
  model: Pick<ShopModel, 'provisional'>,
): Totals {
  const whole = model.provisional ? shopifyTotals : null;
  return {
    frequency: Math.max(summary.frequency, whole?.numberOfOrders ?? 0),
    monetaryMinor: Math.max(summary.monetaryMinor, whole?.amountSpentMinor ?? 0),
  };
}

/** A customer's own gaps with the frequency that decides which limit applies. */
export function ownGapsOf(gapsDays: readonly number[], frequency: number): OwnGaps {
  let gapsSumDays = 0;
  for (const gap of gapsDays) gapsSumDays += gap;
  return { frequency, gapsCount: gapsDays.length, gapsSumDays };
}

/** How a customer stands against their lapse limit on a day. A running subscription is never lapsed. */
export type Silence = { silentDays: number; limitDays: number; subscribed: boolean; lapsed: boolean };

/** Whole local days since the last qualifying order against the limit that applies to this customer. */
export function silenceOn(
  summary: Pick<CustomerSummary, 'gapsDays' | 'lastOn' | 'subscribedUntilOn'>,
  frequency: number,
  model: Pick<ShopModel, 'lapse' | 'meanGapDays'>,
  todayOn: LocalDay,
): Silence {
  const silentDays = Math.max(0, todayOn - summary.lastOn);
  const limitDays = ownLapseLimitDays(ownGapsOf(summary.gapsDays, frequency), model);
  const subscribed = summary.subscribedUntilOn !== null && todayOn <= summary.subscribedUntilOn;
  return { silentDays, limitDays, subscribed, lapsed: silentDays > limitDays && !subscribed };
}
