import { createHmac } from 'node:crypto';

/** Who a storefront request is forwarded for. `customerId` null: nobody is logged in. */
export type ProxyFacts = { shopDomain: string; customerId: string | null; pathPrefix: string; nowMs: number };

/**
 * The query the app receives: what the page asked, then Shopify's own parameters, then the signature: HMAC-SHA256 in hex over
 * all parameters, sorted by name, each `name=values` (several joined by commas), without anything between them.
 */
export function signedQuery(asked: URLSearchParams, facts: ProxyFacts, secret: string): string {
  const query = new URLSearchParams(asked);
  query.append('shop', facts.shopDomain);
  query.append('logged_in_customer_id', facts.customerId ?? '');
  query.append('path_prefix', facts.pathPrefix);
  query.append('timestamp', String(Math.floor(facts.nowMs / 1000)));
  query.append('signature', proxySignature(query, secret));
  return query.toString();
}

function proxySignature(query: URLSearchParams, secret: string): string {
  const names = [...new Set(query.keys())].sort();
  const message = names.map((name) => `${name}=${query.getAll(name).join(',')}`).join('');
  return createHmac('sha256', secret).update(message).digest('hex');
}
