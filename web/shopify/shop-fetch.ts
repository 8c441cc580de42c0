import { AsyncLocalStorage } from 'node:async_hooks';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';

/** Where `https://{shop}` stands: null in production, the origin of a stand-in otherwise. */
export type ApiOrigin = string | null;

const route = new AsyncLocalStorage<{ apiOrigin: ApiOrigin; signal: AbortSignal }>();

/**
 * A request to the shop, sent to the shop itself or, with an origin set, to that origin with the shop in `x-forwarded-host`.
 * Redirects are refused: Shopify's Admin API gives none, and one would carry the token elsewhere.
 */
export function shopFetch(apiOrigin: ApiOrigin, url: string, init: RequestInit): Promise<Response> {
  const target = new URL(url);
  if (apiOrigin === null) return fetch(target, { ...init, redirect: 'error' });
  const headers = new Headers(init.headers);
  headers.set('x-forwarded-host', target.host);
  return fetch(new URL(target.pathname + target.search, apiOrigin), { ...init, headers, redirect: 'error' });
}

/** Lets the library's own requests inside `work` (token exchange, refresh) go where ours go, for at most `timeoutMs`. */
export function withRoute<T>(apiOrigin: ApiOrigin, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  return route.run({ apiOrigin, signal: AbortSignal.timeout(timeoutMs) }, work);
}

/** Called once, after the library's node adapter has set its own fetch. The library offers one fetch for the whole process. */
export function installLibraryFetch(): void {
  setAbstractFetchFunc((input, init) => {
    const here = route.getStore();
    const url = input instanceof Request ? input.url : String(input);
    return shopFetch(here?.apiOrigin ?? null, url, { ...init, signal: here?.signal ?? null });
  });
}
