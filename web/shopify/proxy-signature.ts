import { AppError } from '../domain/shared/errors.ts';
import { type CustomerId, parseId } from '../domain/shared/ids.ts';
import type { ShopifyApi } from './shopify-app.ts';

/** Who asks through the app proxy: the shop whose storefront it is, and who is logged in there; null = a guest. */
export type ProxyCaller = { shop: string; customerId: CustomerId | null };

export type ProxyCheck =
  | { valid: true; caller: ProxyCaller }
  | {
      valid: false;
      reason: 'unsigned' | 'bad-signature-or-stale' | 'repeated-parameter' | 'foreign-shop' | 'bad-customer';
    };

/** Shopify adds each of these once; a second one is somebody else's. */
const ONCE = ['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp', 'signature'];

/**
 * Checks a request that Shopify's app proxy forwarded: HMAC-SHA256 over the sorted query with the app's secret, at most 90 s old
 * (shopify.dev, Authenticate app proxies). `rawQuery` is the query string as it came, without `?`: express parses it away.
 * Only then is `logged_in_customer_id` Shopify's word.
 */
export async function checkProxyQuery(api: ShopifyApi, rawQuery: string): Promise<ProxyCheck> {
  const query = new URLSearchParams(rawQuery);
  if (ONCE.some((name) => query.getAll(name).length > 1))
    return { valid: false, reason: 'repeated-parameter' };
  if (!query.get('signature')) return { valid: false, reason: 'unsigned' };
  const signed = await api.utils.validateHmac(query, { signator: 'appProxy' }).catch(() => false);
  if (!signed) return { valid: false, reason: 'bad-signature-or-stale' };
  const shop = api.utils.sanitizeShop(query.get('shop') ?? '');
  if (!shop?.endsWith('.myshopify.com')) return { valid: false, reason: 'foreign-shop' };
  const loggedIn = query.get('logged_in_customer_id') ?? '';
  const customerId = loggedIn === '' ? null : parseId<CustomerId>(loggedIn);
  if (loggedIn !== '' && (customerId === null || customerId !== loggedIn))
    return { valid: false, reason: 'bad-customer' };
  return { valid: true, caller: { shop, customerId } };
}

/** Who asks. @throws AppError UNAUTHORIZED with the reason; the query itself is never repeated */
export async function requireProxyCaller(api: ShopifyApi, rawQuery: string): Promise<ProxyCaller> {
  const check = await checkProxyQuery(api, rawQuery);
  if (check.valid) return check.caller;
  throw new AppError('UNAUTHORIZED', `the app-proxy request was refused: ${check.reason}`);
}
