import type { OfferCost } from './outcome.ts';
import { HIGH_BREAK_EVEN, LOW_BREAK_EVEN } from './rule.ts';
import type { Verdict } from './verdict-kinds.ts';

type CostDecision = Pick<Verdict & { certainty: 'decides_on_cost' }, 'action' | 'reason'>;

/**
 * What to do where nothing can be measured: weigh what the offer gives away against what an order brings. The break-even
 * share = discount / profit before it, of the orders that used the offer. Without unit costs a smaller offer risks less.
 */
export function decideOnCost({ ordersUsed, discountMinor, profitBeforeMinor }: OfferCost): CostDecision {
  if (ordersUsed === 0 || discountMinor <= 0) {
    return { action: 'keep', reason: { code: 'costs_nothing', params: { ordersUsed } } };
  }
  if (profitBeforeMinor === null) {
    return {
      action: 'smaller_offer',
      reason: { code: 'cost_unknown', params: { ordersUsed, discountMinor } },
    };
  }
  const breakEvenShare = profitBeforeMinor > 0 ? Math.min(1, discountMinor / profitBeforeMinor) : 1;
  const params = { ordersUsed, breakEvenShare };
  if (breakEvenShare <= LOW_BREAK_EVEN) return { action: 'keep', reason: { code: 'cost_low', params } };
  if (breakEvenShare <= HIGH_BREAK_EVEN) {
    return { action: 'smaller_offer', reason: { code: 'cost_middling', params } };
  }
  return { action: 'stop', reason: { code: 'cost_high', params } };
}

/**
 * Profit of the extra orders less what the offer gave away on all its orders, minor units: the best guess where profit per
 * customer has no interval of its own. Null where unit costs are not known or nobody used the offer.
 */
export function netProfitMinor(
  extraOrders: number,
  { ordersUsed, discountMinor, profitBeforeMinor }: OfferCost,
): number | null {
  if (profitBeforeMinor === null || ordersUsed === 0) return null;
  return (extraOrders * profitBeforeMinor) / ordersUsed - discountMinor;
}
