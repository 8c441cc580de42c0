import { createHmac } from 'node:crypto';
import { API_KEY, API_SECRET } from './app-identity.ts';

/** A query as Shopify's app proxy signs it; what is not given is right. */
export function proxyQuery(
  shop: string,
  customerId: string | null,
  { secret = API_SECRET, ageSeconds = 0 }: { secret?: string; ageSeconds?: number } = {},
): string {
  const pairs = {
    shop,
    logged_in_customer_id: customerId ?? '',
    path_prefix: '/apps/encore',
    timestamp: String(Math.floor(Date.now() / 1000) - ageSeconds),
  };
  const text = Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('');
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return new URLSearchParams({ ...pairs, signature }).toString();
}

/** A session token of a checkout or account extension: no issuer, the customer's global id as its subject. */
export function shopperToken(shop: string, customerId: string | null, secret = API_SECRET): string {
  const now = Math.floor(Date.now() / 1000);
  const sub = customerId === null ? {} : { sub: `gid://shopify/Customer/${customerId}` };
  const claims = { dest: shop, aud: API_KEY, exp: now + 60, nbf: now, iat: now, jti: String(now), ...sub };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
