import { strikesAfter } from '../controls/faults.ts';
import {
  HttpError,
  type HttpRequest,
  json,
  type Reply,
  type Route,
  readJson,
  route,
} from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { Installation } from './installations.ts';
import { answerTokenRequest } from './oauth-endpoint.ts';

/** The shop a request is for: `X-Forwarded-Host`, else `Host`, must be `{shop}.myshopify.com`; undefined otherwise. */
export function shopDomainOf(request: HttpRequest): string | undefined {
  const forwarded = request.raw.headers['x-forwarded-host'];
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.raw.headers.host ?? '';
  const name = host.split(':')[0]?.toLowerCase() ?? '';
  return name.endsWith('.myshopify.com') ? name : undefined;
}

/** The shop and installation a request is for; 404 as Shopify answers for a shop that does not exist. */
export function shopOf(
  local: LocalShopify,
  request: HttpRequest,
): { shop: ShopState; installation: Installation } {
  const domain = shopDomainOf(request);
  if (domain === undefined) throw new HttpError(404, 'Not Found');
  try {
    return local.shop(domain);
  } catch {
    throw new HttpError(404, 'Not Found');
  }
}

/** `POST /admin/oauth/access_token`, JSON or form. */
export function tokenRoutes(local: LocalShopify): Route[] {
  return [route('POST', '/admin/oauth/access_token', (request) => exchange(local, request))];
}

async function exchange(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { shop, installation } = shopOf(local, request);
  if (installation.frozen) return json({ errors: 'Unavailable Shop' }, 402);
  const isForm = request.raw.headers['content-type']?.includes('x-www-form-urlencoded') ?? false;
  const body = isForm
    ? Object.fromEntries(new URLSearchParams((await request.body()).toString('utf8')))
    : await readJson(request);
  const { app, tokens, clock, wallClock } = local;
  const fault = local.faults.take({ shopDomain: shop.domain, names: ['oauth'] });
  if (fault && !strikesAfter(fault.kind)) return failed(fault.kind);
  const answer = answerTokenRequest({ app, tokens, clock, wallClock }, installation, body);
  const stats = local.stats.of(shop.domain);
  if (answer.status === 200) {
    if (typeof body === 'object' && body !== null && 'refresh_token' in body) stats.tokenRefreshes++;
    else stats.tokenExchanges++;
  }
  return fault ? { status: 500, drop: true } : json(answer.body, answer.status);
}

function failed(kind: string): Reply {
  return kind === 'drop-before' || kind === 'throttle'
    ? { status: 500, drop: true }
    : json({ errors: 'Internal Server Error' }, Number(kind));
}
