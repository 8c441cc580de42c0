import type { ShopModel } from '../rfm/model.ts';
import type { LocalDay } from '../shared/time.ts';
import { VIP_GRACE_DAYS, type VipRules } from './rule.ts';
import type { StageMemory } from './stage.ts';
import type { Totals } from './standing.ts';

/** Whether a customer who is not lapsed is VIP: by reaching the line, by keeping it, or no longer since today's decision. */
export type VipState = { vip: 'entered' | 'kept' | 'left' | 'no'; belowSinceOn: LocalDay | null };

/**
 * VIP from the enter thresholds in frequency and money at once; once VIP, kept down to the keep thresholds, and below
 * them for 30 more days. Too few occasions end it at once: then it was never earned (product.md section 3).
 */
export function vipOn(
  totals: Totals,
  shop: { model: Pick<ShopModel, 'vip'>; rules: Pick<VipRules, 'vipMinOccasions'> },
  memory: Pick<StageMemory, 'stage' | 'vipBelowSinceOn'>,
  todayOn: LocalDay,
): VipState {
  const { vip } = shop.model;
  const reaches = (frequency: number, monetaryMinor: number) =>
    totals.frequency >= frequency && totals.monetaryMinor >= monetaryMinor;
  if (totals.frequency < shop.rules.vipMinOccasions) return { vip: 'no', belowSinceOn: null };
  if (reaches(vip.enterFrequency, vip.enterMonetaryMinor)) return { vip: 'entered', belowSinceOn: null };
  if (memory.stage !== 'vip') return { vip: 'no', belowSinceOn: null };
  if (reaches(vip.keepFrequency, vip.keepMonetaryMinor)) return { vip: 'kept', belowSinceOn: null };
  const belowSinceOn = memory.vipBelowSinceOn ?? todayOn;
  if (todayOn - belowSinceOn >= VIP_GRACE_DAYS) return { vip: 'left', belowSinceOn: null };
  return { vip: 'kept', belowSinceOn };
}
