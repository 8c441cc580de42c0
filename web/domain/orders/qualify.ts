import { type LocalDay, localDayOf } from '../shared/time.ts';
import type { NotQualifying, Order, OrderVerdict } from './order.ts';
import type { OrderRules } from './rule.ts';

/** `currency` is the shop's at present. */
export type JudgeContext = { rules: OrderRules; timeZone: string; currency: string; todayOn: LocalDay };

/**
 * Whether an order counts as a purchase, what it earned and on which local day (product.md section 1). The day is that
 * of `processedAt`, where imports and offline orders keep their real time. `netRevenueMinor` is 0 if it does not count, and
 * where the order is in another currency, from before the shop changed its own: amounts in two currencies have no sum.
 */
export function judgeOrder(order: Order, context: JudgeContext): OrderVerdict {
  const localOn = localDayOf(order.processedAt, context.timeZone);
  const expiresOn = provisionalUntilOn(order, localOn, context.rules);
  const notQualifying =
    reasonAgainst(order, context.rules) ??
    (expiresOn !== null && context.todayOn >= expiresOn ? 'unpaid-too-long' : null);
  const qualifies = notQualifying === null;
  return {
    qualifies,
    notQualifying,
    countsAsOccasion: qualifies && !order.subscriptionRenewal,
    netRevenueMinor: qualifies && order.currency === context.currency ? netRevenueMinor(order) : 0,
    localOn,
    revisitOn: qualifies ? expiresOn : null,
  };
}

function reasonAgainst(order: Order, rules: OrderRules): NotQualifying | null {
  if (order.customerId === null) return 'no-customer';
  if (order.test) return 'test';
  if (order.cancelledAt !== null) return 'cancelled';
  if (order.financialStatus === 'VOIDED' || order.financialStatus === 'EXPIRED') return 'void-or-expired';
  if (order.b2b && !rules.includeB2b) return 'b2b-left-out';
  if (!order.lines.some((line) => !line.giftCard && line.currentQuantity > 0)) return 'nothing-kept';
  if (order.currentTotalMinor === 0 && order.origin !== 'sale') return 'zero-total-not-sold';
  return null;
}

/** The first local day on which an unpaid, unshipped order no longer counts; null for every other order. */
function provisionalUntilOn(order: Order, localOn: LocalDay, rules: OrderRules): LocalDay | null {
  return isUnpaid(order) && order.fulfillment === 'none' ? localOn + rules.provisionalDays : null;
}

/** A null status is what Shopify gives before it knows of any payment. */
function isUnpaid(order: Order): boolean {
  const status = order.financialStatus;
  return status === 'PENDING' || status === 'AUTHORIZED' || status === null;
}

/**
 * Once paid, what was received and kept; before that, and while a rest is owed, what the customer is to pay. Gift cards
 * are money for later, not revenue. Never below 0, also when more than the total was refunded.
 */
function netRevenueMinor(order: Order): number {
  const owed = isUnpaid(order) || order.financialStatus === 'PARTIALLY_PAID';
  const kept = owed ? order.currentTotalMinor : Math.min(order.netPaymentMinor, order.currentTotalMinor);
  return Math.max(0, kept - giftCardMinor(order));
}

function giftCardMinor(order: Order): number {
  let sum = 0;
  for (const line of order.lines) {
    if (line.giftCard && line.quantity > 0)
      sum += Math.round((line.discountedMinor * line.currentQuantity) / line.quantity);
  }
  return sum;
}
