import { type HttpRequest, html, json, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { isLanguage, LANGUAGES, rootOf } from '../theme/page-objects.ts';
import { type PageRequest, renderPage, renderSections } from '../theme/render-page.ts';
import { judgedCart } from './cart-of.ts';
import { visitedShop } from './shop-host.ts';
import { sessionCookie, type Visiting, visitsOf } from './visits.ts';

/** Who asks, at which shop, in which language: that of the address, `/vi/…`, else the shop's first. */
export function enter(local: LocalShopify, request: HttpRequest): Visiting {
  const shop = visitedShop(local, request);
  const visit = visitsOf(local).of(shop, request);
  const { language: asked } = request.params;
  const language = isLanguage(asked) ? asked : LANGUAGES[0];
  const customer = shop.customers.get(visit.customerId ?? '');
  return { local, shop, visit, customer, language, root: rootOf(language), url: request.url };
}

/** A route of the shop's pages, in its first language and under the prefix of each other. */
export function pageRoutes(
  local: LocalShopify,
  method: Route['method'],
  path: string,
  handle: (visiting: Visiting, request: HttpRequest) => Reply | Promise<Reply>,
): Route[] {
  const answer = (request: HttpRequest) => handle(enter(local, request), request);
  const plain = route(method, path, answer);
  const others = LANGUAGES.slice(1).join('|');
  const rest = path === '/' ? '/?$' : plain.pattern.source.slice(1);
  return [plain, { method, pattern: new RegExp(`^/(?<language>${others})${rest}`), handle: answer }];
}

export type ShownPage = Pick<PageRequest, 'template' | 'title'> &
  Partial<Pick<PageRequest, 'objects' | 'local'>>;

/** A page with the cookie that knows the browser again; with `?sections=` the sections it names, as JSON. */
export function showPage(visiting: Visiting, page: ShownPage, status = 200): Reply {
  const { local, shop, visit, customer, language, url } = visiting;
  const objects = { cart: judgedCart(visiting, visit.codes).cart, ...page.objects };
  const request: PageRequest = { local: {}, ...page, objects, shop, customer, language, path: url.pathname };
  const ids = url.searchParams.get('sections');
  const reply =
    ids === null
      ? html(renderPage(local, request), status)
      : json(renderSections(local, request, ids.split(',').slice(0, 5)), status);
  return { ...reply, headers: { ...reply.headers, 'set-cookie': sessionCookie(visit) } };
}

export function goTo(path: string, cookies: readonly string[], status = 303): Reply {
  return { status, headers: { location: path, 'set-cookie': [...cookies] } };
}

export async function formOf(request: HttpRequest): Promise<URLSearchParams> {
  return new URLSearchParams((await request.body(64 * 1024)).toString('utf8'));
}
