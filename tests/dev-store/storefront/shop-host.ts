import { HttpError, type HttpRequest } from '../controls/http.ts';
import { fullDomain, type LocalShopify } from '../controls/local-shopify.ts';
import type { ShopState } from '../state/shop-state.ts';

/**
 * The shop a visitor is at: `{shop}.myshopify.com` by `X-Forwarded-Host` or `Host`, or `{shop}.localhost`, which browsers
 * take to this machine by themselves, so that each shop is an origin of its own with its own cookies. Undefined: none.
 */
export function shopAtHost(local: LocalShopify, request: HttpRequest): ShopState | undefined {
  const forwarded = request.raw.headers['x-forwarded-host'];
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.raw.headers.host ?? '';
  const name = /^([a-z0-9-]+)\.(?:myshopify\.com|localhost)(?::\d+)?$/.exec(host.toLowerCase())?.[1];
  return name === undefined ? undefined : local.state.shops.get(fullDomain(name));
}

export function visitedShop(local: LocalShopify, request: HttpRequest): ShopState {
  const shop = shopAtHost(local, request);
  if (shop !== undefined) return shop;
  throw new HttpError(404, 'no shop at this host: open http://{shop}.localhost:{port}/');
}

/** The part of a redirect target that stays within the shop's own origin; anything else leads home. */
export function ownPath(target: string | null): string {
  const base = 'http://shop.invalid';
  if (target === null || !target.startsWith('/') || !URL.canParse(target, base)) return '/';
  const url = new URL(target, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
}
