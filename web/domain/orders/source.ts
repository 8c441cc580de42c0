import type { OrderOrigin } from './order.ts';

/** How an order came to be, and whether a running subscription contract made it (not the order that started the contract). */
export type OrderSource = { origin: OrderOrigin; subscriptionRenewal: boolean };

/**
 * Read from `Order.sourceName`, which apps set freely, and the order's tags. A completed draft is `shopify_draft_order`; apps
 * that exchange or replace goods say so in either. Billing attempts of contracts carry the sources `subscription_contract…`
 * (community.shopify.dev/t/23868); Recharge tags its recurring orders.
 */
export function readSource(sourceName: string | null, tags: readonly string[]): OrderSource {
  const source = sourceName?.trim().toLowerCase() ?? '';
  const words = tags.map((tag) => tag.trim().toLowerCase());
  return {
    origin: originOf(source, [source, ...words]),
    subscriptionRenewal:
      source.startsWith('subscription_contract') || words.includes('subscription recurring order'),
  };
}

function originOf(source: string, words: readonly string[]): OrderOrigin {
  if (words.some((word) => /(^|[^a-z])exchanges?([^a-z]|$)/.test(word))) return 'exchange';
  if (words.some((word) => /(^|[^a-z])(replacement|reship|reshipment)([^a-z]|$)/.test(word)))
    return 'replacement';
  return source === 'shopify_draft_order' ? 'draft' : 'sale';
}
