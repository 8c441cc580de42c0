import type { ProgramTerms } from '../../web/contract/loyalty.ts';
import { DEFAULT_RULES } from '../../web/domain/rules.ts';
import { dayToIso, localDayOf } from '../../web/domain/shared/time.ts';
import type { OrderFacts } from '../dev-store/controls/order-facts.ts';

/** What of a program decides about an order's points; the recount knows no tiers. */
export type EarnTerms = Pick<ProgramTerms, 'earn' | 'bonuses'>;
export type Points = { earned: number; pending: number };

const PLAIN_BPS = 10_000;
const PAID = new Set(['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED']);
const NEVER_PAID = new Set(['VOIDED', 'EXPIRED']);
const UNPAID = new Set(['PENDING', 'AUTHORIZED']);

/**
 * What one order brings its customer as it stands now, where points are earned at payment and every past order earns: read off
 * product.md sections 1 and 8 with nothing of the app's own rules.
 */
export function pointsOfOrder(
  order: OrderFacts,
  { earn, bonuses }: EarnTerms,
  { timeZone, now }: { timeZone: string; now: Date },
): Points {
  const placedOn = localDayOf(new Date(order.processedAt), timeZone);
  if (!counts(order, localDayOf(now, timeZone) - placedOn)) return { earned: 0, pending: 0 };
  const iso = dayToIso(placedOn);
  const running = bonuses.filter(({ fromOn, toOn }) => fromOn <= iso && iso <= toOn);
  const bonusBps = Math.max(PLAIN_BPS, ...running.map(({ multiplierBps }) => multiplierBps));
  const points = Math.floor((keptMinor(order) * earn.points * bonusBps) / (earn.perMinor * PLAIN_BPS));
  return PAID.has(order.financialStatus) ? { earned: points, pending: 0 } : { earned: 0, pending: points };
}

/** Points per customer, of all orders. */
export function pointsByCustomer(
  orders: readonly OrderFacts[],
  terms: EarnTerms,
  when: { timeZone: string; now: Date },
): Map<string, Points> {
  const totals = new Map<string, Points>();
  for (const order of orders) {
    if (order.customerId === null) continue;
    const before = totals.get(order.customerId) ?? { earned: 0, pending: 0 };
    const { earned, pending } = pointsOfOrder(order, terms, when);
    totals.set(order.customerId, { earned: before.earned + earned, pending: before.pending + pending });
  }
  return totals;
}

/** Whether it is a purchase of a private customer that stands. */
function counts(order: OrderFacts, ageDays: number): boolean {
  const { customerId, test, cancelledAt, b2b, financialStatus: status } = order;
  if (customerId === null || test || cancelledAt !== null || b2b || NEVER_PAID.has(status)) return false;
  if (!order.lines.some((line) => !line.giftCard && line.currentQuantity > 0)) return false;
  if (order.sourceName === 'shopify_draft_order' && order.currentTotalMinor === 0) return false;
  const unshipped = order.fulfillmentStatus === 'UNFULFILLED';
  return !(UNPAID.has(status) && unshipped && ageDays >= DEFAULT_RULES.provisionalDays);
}

/** Goods the customer keeps at the price that was paid, less money that came back without goods. */
function keptMinor(order: OrderFacts): number {
  let kept = 0;
  for (const { giftCard, discountedMinor, currentQuantity, quantity } of order.lines)
    if (!giftCard && quantity > 0 && discountedMinor > 0)
      kept += Math.round((discountedMinor * currentQuantity) / quantity);
  const unpaid = Math.max(0, order.currentTotalMinor - order.netPaymentMinor);
  return Math.max(0, kept - Math.min(order.refundedMinor, unpaid));
}
