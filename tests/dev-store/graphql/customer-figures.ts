import { financialStatus, orderFigures } from '../state/order-figures.ts';
import type { CustomerRecord, OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';

const DAY_MS = 86_400_000;

/** Orders in a customer's lifetime figures: all but tests. Cancelled ones count: nothing documented leaves them out. */
export function countedOrders(shop: ShopState, customer: CustomerRecord): readonly OrderRecord[] {
  return shop.ordersOf(customer.id).filter((order) => !order.test);
}

/** Lifetime net payments in the shop's currency. */
export function amountSpentMinor(shop: ShopState, customer: CustomerRecord): number {
  const counted = countedOrders(shop, customer).filter((order) => order.currency === shop.currency);
  return counted.reduce((total, order) => total + Math.max(0, orderFigures(order).netPaymentMinor), 0);
}

/**
 * A plausible group, not Shopify's rule, which is unpublished: by days since the last paid order and the number of
 * them. Null for a customer who came within the last day, as new ones are at Shopify until its nightly run.
 */
export function rfmGroup(shop: ShopState, customer: CustomerRecord, now: number): string | null {
  if (now - customer.createdAt < DAY_MS) return null;
  const paid = countedOrders(shop, customer).filter((order) => financialStatus(order) !== 'VOIDED');
  const last = paid.at(-1);
  if (last === undefined) return 'PROSPECTS';
  const days = (now - last.processedAt) / DAY_MS;
  const count = paid.length;
  if (days <= 30) return count === 1 ? 'NEW' : count <= 3 ? 'PROMISING' : count <= 6 ? 'ACTIVE' : 'CHAMPIONS';
  if (days <= 90) return count === 1 ? 'PROMISING' : count <= 4 ? 'ACTIVE' : 'LOYAL';
  if (days <= 180) return count === 1 ? 'ALMOST_LOST' : count <= 4 ? 'NEEDS_ATTENTION' : 'AT_RISK';
  return count >= 5 ? 'PREVIOUSLY_LOYAL' : 'DORMANT';
}
