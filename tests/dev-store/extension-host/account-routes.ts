import { type Markup, markup } from '../admin-frame/markup.ts';
import { HttpError, type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { visitedShop } from '../storefront/shop-host.ts';
import { goTo } from '../storefront/visiting.ts';
import { visitsOf } from '../storefront/visits.ts';
import { extensionFor } from './extension-files.ts';
import { localeOf, requireOwnPage, surfacePage, textReply } from './pages.ts';
import { mintShopperToken } from './shopper-token.ts';
import { extensionSlot } from './slot.ts';

/** The customer account: orders, profile with our block, and our full page. Whoever is not logged in is sent to do so. */
export function accountPageRoutes(local: LocalShopify): Route[] {
  return [
    route('GET', '/account/orders', (request) => inAccount(local, request, ordersPage)),
    route('GET', '/account/profile', (request) => inAccount(local, request, profilePage(local))),
    route('GET', '/account/pages/:handle', (request) => inAccount(local, request, fullPage(local, request))),
    route('POST', '/account/session-token', (request) => {
      requireOwnPage(request);
      const shop = visitedShop(local, request);
      const { customerId } = visitsOf(local).of(shop, request);
      if (customerId === undefined) throw new HttpError(403, 'nobody is logged in');
      const now = local.wallClock();
      return textReply(mintShopperToken(local.app, { shopDomain: shop.domain, customerId, now }));
    }),
  ];
}

type Account = { shop: ShopState; customer: CustomerRecord; locale: string };

function inAccount(
  local: LocalShopify,
  request: HttpRequest,
  draw: (account: Account) => { title: string; body: Markup },
): Reply {
  const shop = visitedShop(local, request);
  const customer = shop.customers.get(visitsOf(local).of(shop, request).customerId ?? '');
  if (customer === undefined) return goTo('/account/login', [], 302);
  const locale = localeOf(request);
  return surfacePage(shop, { ...draw({ shop, customer, locale }), locale, nav: accountNav(locale) });
}

/** The account's own links; ours is offered because its page allows direct linking. */
export function accountNav(locale: string): Markup {
  const ours = extensionFor('customer-account.page.render');
  return markup`<nav aria-label="Account"><a href="/account/orders?locale=${locale}">Orders</a> <a href="/account/profile?locale=${locale}">Profile</a>
${ours === undefined ? null : markup` <a href="/account/pages/${ours.handle}?locale=${locale}">Points</a>`}</nav>`;
}

function ordersPage({ shop, customer, locale }: Account) {
  const orders = shop.ordersByCustomer.get(customer.id) ?? [];
  const body = markup`<h1>Orders</h1><ul>${orders.map((order) => markup`<li><a href="/orders/${order.id}?locale=${locale}">Order #${order.number}</a></li>`)}</ul>`;
  return { title: 'Orders', body };
}

const accountSlot = (local: LocalShopify, { shop, customer, locale }: Account, target: string): Markup =>
  extensionSlot(local, {
    shop,
    target,
    locale,
    customerId: customer.id,
    signals: {
      'authenticatedAccount.customer': { id: `gid://shopify/Customer/${customer.id}` },
      'authenticatedAccount.purchasingCompany': undefined,
    },
    values: {},
    methods: ['sessionToken.get', 'storage.read', 'storage.write'],
    tokenUrl: '/account/session-token',
  });

const profilePage = (local: LocalShopify) => (account: Account) => ({
  title: 'Profile',
  body: markup`<h1>Profile</h1><div class="columns"><div>${accountSlot(local, account, 'customer-account.profile.block.render')}</div>
<div><section class="card" aria-label="Contact"><p>${account.customer.email ?? ''}</p></section></div></div>`,
});

const fullPage = (local: LocalShopify, request: HttpRequest) => (account: Account) => {
  if (extensionFor('customer-account.page.render')?.handle !== request.params.handle)
    throw new HttpError(404, 'no such page');
  return { title: 'Points', body: accountSlot(local, account, 'customer-account.page.render') };
};
