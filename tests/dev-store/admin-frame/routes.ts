import { mintSessionToken } from '../auth/session-token.ts';
import { HttpError, type HttpRequest, html, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { ShopState } from '../state/shop-state.ts';
import { homeOf } from '../storefront/routes.ts';
import { shopAtHost } from '../storefront/shop-host.ts';
import { type BrowserScript, browserScript } from './browser-script.ts';
import { customerPageRoutes } from './customer-page.ts';
import { frameUrl } from './frame-url.ts';
import { type Layout, layout, locales, storeHandle } from './layout.ts';
import { customerList, type ListRequest, orderList } from './lists.ts';
import { type Markup, markup } from './markup.ts';

/** The local admin: shops, customers with their tags, orders, and the page that frames the app. */
export function adminPageRoutes(local: LocalShopify): Route[] {
  const script = (name: BrowserScript): Route =>
    route('GET', `/${name}`, () => ({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' },
      body: browserScript(name),
    }));
  return [
    script('app-bridge.js'),
    script('frame-host.js'),
    // The root of a shop's own host is its storefront, that of this server the list of shops.
    route('GET', '/', (request) =>
      shopAtHost(local, request) === undefined ? shopsPage(local, request) : homeOf(local, request),
    ),
    route('GET', '/store/:shop', (request) => homePage(local, request)),
    route('GET', '/store/:shop/customers', (request) => listPage(local, request, 'customers')),
    ...customerPageRoutes(local),
    route('GET', '/store/:shop/orders', (request) => listPage(local, request, 'orders')),
    route('POST', '/store/:shop/apps/:app/install', (request) => approve(local, request)),
    route('POST', '/store/:shop/session-token/:frame', (request) => sessionToken(local, request)),
    route('GET', '/store/:shop/apps/:app', (request) => appPage(local, request)),
    route('GET', '/store/:shop/apps/:app/*path', (request) => appPage(local, request)),
  ];
}

function shopsPage(local: LocalShopify, request: HttpRequest): Reply {
  const locale = localeOf(request);
  const rows = [...local.state.shops.values()].map((shop) => {
    const installed = local.installations.of(shop.domain)?.installed ?? false;
    return markup`<tr><td><a href="/store/${storeHandle(shop.domain)}?locale=${locale}">${shop.name}</a></td><td>${shop.domain}</td>
<td class="number">${shop.customers.size}</td><td class="number">${shop.orders.size}</td><td>${installed ? 'installed' : 'not installed'}</td></tr>`;
  });
  const body = markup`<h1>Shops</h1><div class="card"><table><thead><tr><th>Shop</th><th>Domain</th><th class="number">Customers</th>
<th class="number">Orders</th><th>${local.manifest.name}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return page(local, request, undefined, { title: 'Local Shopify', current: 'home', body });
}

function homePage(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  const base = `/store/${storeHandle(shop.domain)}`;
  const body = markup`<h1>${shop.name}</h1><div class="card"><p>${shop.domain} · ${shop.currency} · ${shop.ianaTimezone} · plan ${shop.plan}</p>
<p>${shop.customers.size} customers, ${shop.orders.size} orders. ${local.manifest.name} is ${installation.installed ? 'installed' : 'not installed'}.</p>
<p><a class="button" href="${base}/apps/${local.manifest.handle}?locale=${localeOf(request)}">Open ${local.manifest.name}</a></p></div>`;
  return page(local, request, shop, { title: shop.name, current: 'home', body });
}

function listPage(local: LocalShopify, request: HttpRequest, which: 'customers' | 'orders'): Reply {
  const { shop } = local.shop(request.params.shop ?? '');
  const { searchParams } = request.url;
  const list: ListRequest = {
    query: searchParams.get('q') ?? '',
    page: Math.max(1, Number(searchParams.get('page') ?? 1) || 1),
    locale: localeOf(request),
    appHandle: local.manifest.handle,
  };
  const body = which === 'customers' ? customerList(shop, list) : orderList(shop, list);
  return page(local, request, shop, {
    title: which === 'customers' ? 'Customers' : 'Orders',
    current: which,
    body,
  });
}

/** The framed app; where it is not installed, the consent page of a managed installation. */
function appPage(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  const { name, handle } = local.manifest;
  // The app answers to its handle and, shorter, to its name.
  if (request.params.app !== handle && request.params.app !== name.toLowerCase())
    throw new HttpError(404, `no app ${request.params.app}`);
  if (!installation.installed) {
    const scopes = local.installations.approvable(installation).map((scope) => markup`<li>${scope}</li>`);
    const body = markup`<div style="padding:20px 24px"><h1>Install ${name}</h1><div class="card"><p>${name} asks for:</p><ul>${scopes}</ul>
<form method="post" action="/store/${storeHandle(shop.domain)}/apps/${handle}/install"><button>Install</button></form></div></div>`;
    return page(local, request, shop, { title: `Install ${name}`, current: 'app', body });
  }
  const frame = local.openFrame(shop.domain);
  const inner = new URLSearchParams(request.url.search);
  inner.delete('locale');
  const path = `/${request.params.path ?? ''}${inner.size > 0 ? `?${inner}` : ''}`;
  const visit = { ...frame, locale: localeOf(request), path, now: local.wallClock() };
  const base = `/store/${storeHandle(shop.domain)}/apps/${request.params.app}`;
  const body = markup`<iframe data-app title="${name}" src="${frameUrl(local.app, local.appUrl, visit)}" data-app-origin="${new URL(local.appUrl).origin}"
 data-token-url="/store/${storeHandle(shop.domain)}/session-token/${frame.id}" data-base="${base}" allow="clipboard-write"></iframe>`;
  return page(local, request, shop, { title: name, current: 'app', body });
}

function approve(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  local.installations.install(installation);
  return {
    status: 303,
    headers: { location: `/store/${storeHandle(shop.domain)}/apps/${request.params.app}` },
  };
}

/** A fresh session token for an open frame of this shop; other sites cannot read it, for no origin but ours may. */
function sessionToken(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, installation } = local.shop(request.params.shop ?? '');
  const frame = local.frame(request.params.frame ?? '');
  const isStranger =
    request.raw.headers['sec-fetch-site'] !== undefined &&
    request.raw.headers['sec-fetch-site'] !== 'same-origin';
  if (frame?.shopDomain !== shop.domain || !installation.installed || isStranger)
    throw new HttpError(403, 'no such frame');
  const { userId, sid } = frame;
  const token = mintSessionToken(local.app, { shopDomain: shop.domain, userId, sid, now: local.wallClock() });
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: token };
}

function page(
  local: LocalShopify,
  request: HttpRequest,
  shop: ShopState | undefined,
  part: { title: string; current: Layout['current']; body: Markup },
): Reply {
  const { name, handle } = local.manifest;
  const shown = { ...part, locale: localeOf(request), shop, origin: local.url };
  return html(layout({ ...shown, appName: name, appHandle: handle }));
}

function localeOf(request: HttpRequest): string {
  const asked = request.url.searchParams.get('locale');
  return locales.find(([code]) => code === asked)?.[0] ?? 'en';
}
