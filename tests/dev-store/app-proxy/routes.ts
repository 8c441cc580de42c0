import { HttpError, type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { visitedShop } from '../storefront/shop-host.ts';
import { visitsOf } from '../storefront/visits.ts';
import { signedQuery } from './sign.ts';

/** How long an app may take to answer a page. */
const PATIENCE_MS = 10_000;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
/** What belongs to one connection only, or is nobody's business: cookies neither reach the app nor come from it. */
const DROPPED = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
  'upgrade',
  'x-forwarded-host',
]);

/** Addresses of a shop that answer what the app answers, as `[app_proxy]` of its TOML says. */
export function appProxyRoutes(local: LocalShopify): Route[] {
  const { appProxy } = local.manifest;
  if (appProxy === null) return [];
  const base = `/${appProxy.prefix}/${appProxy.subpath}`;
  return METHODS.flatMap((method) => [
    route(method, base, (request) => forward(local, request)),
    route(method, `${base}/*rest`, (request) => forward(local, request)),
  ]);
}

/** Signed as of real time, because the app checks it against its own clock. */
async function forward(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const shop = visitedShop(local, request);
  const { appProxy } = local.manifest;
  if (appProxy === null || local.installations.of(shop.domain)?.installed !== true)
    throw new HttpError(404, `no app answers on ${shop.domain}`);
  const { customerId } = visitsOf(local).of(shop, request);
  const facts = {
    shopDomain: shop.domain,
    // A customer who was deleted or redacted is logged out.
    customerId: shop.customers.has(customerId ?? '') ? (customerId ?? null) : null,
    pathPrefix: `/${appProxy.prefix}/${appProxy.subpath}`,
    nowMs: local.wallClock(),
  };
  const query = signedQuery(request.url.searchParams, facts, local.app.clientSecret);
  const rest = request.params.rest === undefined ? '' : `/${request.params.rest}`;
  // The TOML names the app's public address; a local app answers the same path where it runs.
  const target = `${local.appUrl}${new URL(appProxy.url).pathname.replace(/\/$/, '')}${rest}?${query}`;
  return ask(target, request);
}

async function ask(target: string, request: HttpRequest): Promise<Reply> {
  const given = Object.entries(request.raw.headers).flatMap(([name, value]) =>
    DROPPED.has(name) || value === undefined
      ? []
      : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  );
  const body = request.method === 'GET' ? null : await request.body();
  try {
    const answer = await fetch(target, {
      method: request.raw.method ?? request.method,
      headers: Object.fromEntries(given),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === null ? {} : { body: new Uint8Array(body) }),
    });
    const headers = [...answer.headers].filter(([name]) => !DROPPED.has(name));
    return {
      status: answer.status,
      headers: Object.fromEntries(headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new HttpError(
      late ? 504 : 502,
      late ? 'the app did not answer in time' : 'the app cannot be reached',
    );
  }
}
