import { ownLapseLimitDays } from '../forecast/lapse-limit.ts';
import type { CustomerSummary } from '../orders/order.ts';
import type { ShopModel } from '../rfm/model.ts';
import { isTopInOrdersAndMoney } from '../rfm/score.ts';
import type { StageMemory } from './stage.ts';
import { ownGapsOf, type Totals } from './standing.ts';

/** What held on the day of the last occasion; two marks depend on it long after. */
export type LastPurchase = {
  limitAtLastOccasionDays: number | null;
  topWhenLastBought: boolean;
  /** The silence that the last occasion ended, if it was longer than the limit of that day; else null. */
  endedSilenceDays: number | null;
};

/**
 * Reads the memory if it is about this last occasion; otherwise the occasion is new to us and today's model is that of
 * its day. A subscription that ran meanwhile was no silence.
 */
export function lastPurchase(
  summary: CustomerSummary,
  totals: Totals,
  model: ShopModel,
  memory: StageMemory,
): LastPurchase {
  const remembered = memory.lastOccasionOn === summary.lastOccasionOn ? memory : null;
  const gap = summary.gapsDays.at(-1);
  const limit =
    gap === undefined ? null : (remembered?.limitAtLastOccasionDays ?? limitBefore(summary, totals, model));
  const silence = gap === undefined ? 0 : gap - subscribedDays(summary, gap);
  return {
    limitAtLastOccasionDays: limit,
    topWhenLastBought: remembered?.topWhenLastBought ?? isTopInOrdersAndMoney(totals, model),
    endedSilenceDays: limit !== null && silence > limit ? silence : null,
  };
}

/** The limit that applied just before the last occasion: with one occasion and one gap less. */
function limitBefore(summary: CustomerSummary, totals: Totals, model: ShopModel): number {
  return ownLapseLimitDays(ownGapsOf(summary.gapsDays.slice(0, -1), totals.frequency - 1), model);
}

/** Days of the last gap that lie under a subscription. */
function subscribedDays(summary: CustomerSummary, gap: number): number {
  if (summary.subscribedUntilOn === null) return 0;
  const gapStartOn = summary.lastOccasionOn - gap;
  return Math.min(gap, Math.max(0, summary.subscribedUntilOn - gapStartOn));
}
