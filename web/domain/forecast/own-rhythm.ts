import type { ShopModel } from '../rfm/model.ts';
import type { LocalDay } from '../shared/time.ts';
import { MIN_GAPS_TO_EXPECT, OWN_GAP_PRIOR } from './rule.ts';

/** How many finished gaps between occasions a customer has, and their sum in days. */
export type FinishedGaps = { gapsCount: number; gapsSumDays: number };

/** (k·g + Σgaps)/(k + n), days: the customer's mean gap, drawn to the shop's mean g as if k more gaps had been that long. */
export function ownGapDays(own: FinishedGaps, model: Pick<ShopModel, 'meanGapDays'>): number {
  return (OWN_GAP_PRIOR * model.meanGapDays + own.gapsSumDays) / (OWN_GAP_PRIOR + own.gapsCount);
}

/**
 * The local day around which the next order is to be expected: the customer's own gap after their last occasion, rounded to
 * a day. It may lie in the past. Null below 2 finished gaps, where only the shop would speak.
 */
export function expectedOrderOn(
  own: FinishedGaps & { lastOccasionOn: LocalDay },
  model: Pick<ShopModel, 'meanGapDays'>,
): LocalDay | null {
  if (own.gapsCount < MIN_GAPS_TO_EXPECT) return null;
  return own.lastOccasionOn + Math.round(ownGapDays(own, model));
}
