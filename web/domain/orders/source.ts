import type { OrderOrigin } from './order.ts';

/** `Order.sourceName` of orders that a running subscription contract made; the order that starts one comes from a normal channel. */
const RENEWAL_SOURCES: ReadonlySet<string> = new Set([
  'subscription_contract',
  'subscription_contract_checkout_one',
]);

/** Whether Shopify's `sourceName` says that a subscription contract made the order. */
export function isRenewalSource(sourceName: string | null): boolean {
  return RENEWAL_SOURCES.has(sourceName ?? '');
}

/** Origin by `sourceName`: a completed draft order, or a sale. Exchanges and replacements do not show there. */
export function originOf(sourceName: string | null): OrderOrigin {
  return sourceName === 'shopify_draft_order' ? 'draft' : 'sale';
}
