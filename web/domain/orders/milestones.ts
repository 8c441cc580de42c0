import type { Order } from './order.ts';

/**
 * When an order first came to a state that points wait for. Shopify tells the present state only, so the store remembers: an edit
 * that leaves a part unpaid or unshipped does not undo what was reached (web/db/order-statements.ts).
 */
export type Milestones = {
  paidAt: Date | null;
  /** When all of it had been shipped. */
  allFulfilledAt: Date | null;
};

/** Milestones as far as the order alone tells them: of one that was never known otherwise. */
export function milestonesOf(order: Order): Milestones {
  const { processedAt, fulfilledAt, fulfillment } = order;
  return {
    paidAt: isPaid(order) ? processedAt : null,
    allFulfilledAt: fulfillment === 'full' ? (fulfilledAt ?? processedAt) : null,
  };
}

/** What was refunded had been paid. */
function isPaid({ financialStatus }: Order): boolean {
  return (
    financialStatus === 'PAID' || financialStatus === 'PARTIALLY_REFUNDED' || financialStatus === 'REFUNDED'
  );
}
