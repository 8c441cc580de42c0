import type { Order, OrderLine } from './order.ts';

/**
 * What an order's goods brought in, shop money: the units the customer keeps after all discounts, without tax, shipping,
 * tips and gift cards, less money given back without goods (product.md section 7: the first term of profit). Never below 0.
 * Whether the order counts at all is the verdict's business (qualify.ts).
 */
export function merchandiseMinor(order: Order): number {
  let kept = 0;
  for (const line of order.lines)
    if (!line.giftCard && line.quantity > 0) kept += keptMinor(line, order.taxesIncluded);
  return Math.max(0, kept - givenBackMinor(order));
}

/** A line's discounts and tax are those of all its units, so each unit carries an equal share of them. */
function keptMinor(line: OrderLine, taxesIncluded: boolean): number {
  const worth = line.discountedMinor - (taxesIncluded ? line.taxMinor : 0);
  return shareOfUnits(worth, line.currentQuantity, line.quantity);
}

/** What `units` of a line of `quantity` are worth, minor units, rounded. */
export function shareOfUnits(worthMinor: number, units: number, quantity: number): number {
  return Math.round((worthMinor * units) / quantity);
}

/**
 * Money refunded beyond the goods and shipping that were taken back. Shopify leaves the order's tax as it is then, so all of
 * it is the merchant's. What the customer still owes also lies between total and payment, but was never refunded.
 */
export function givenBackMinor(order: Order): number {
  const missing = Math.max(0, order.currentTotalMinor - order.netPaymentMinor);
  return Math.min(order.refundedMinor, missing);
}
