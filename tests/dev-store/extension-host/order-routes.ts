import { type Markup, markup } from '../admin-frame/markup.ts';
import { HttpError, type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { lineNetMinor, orderFigures } from '../state/order-figures.ts';
import type { OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { visitedShop } from '../storefront/shop-host.ts';
import { goTo } from '../storefront/visiting.ts';
import { visitsOf } from '../storefront/visits.ts';
import { accountNav } from './account-routes.ts';
import { boughtSignals, moneyOf } from './bought-signals.ts';
import { checkoutsOf } from './checkouts.ts';
import { localeOf, priceIn, requireOwnPage, surfacePage, textReply } from './pages.ts';
import { mintShopperToken } from './shopper-token.ts';
import { extensionSlot } from './slot.ts';

/** The thank-you page of a checkout and the order status page of an order. */
export function orderPageRoutes(local: LocalShopify): Route[] {
  return [
    route('GET', '/checkouts/:token/thank-you', (request) => thankYou(local, request)),
    route('GET', '/orders/:order', (request) => orderStatus(local, request)),
    route('POST', '/orders/:order/session-token', (request) => {
      requireOwnPage(request);
      const { shop, customerId } = enterOrder(local, request);
      const now = local.wallClock();
      return textReply(mintShopperToken(local.app, { shopDomain: shop.domain, customerId, now }));
    }),
  ];
}

function orderSignals(shop: ShopState, order: OrderRecord): Record<string, unknown> {
  return {
    ...boughtSignals(shop, order.lines, order.discounts),
    'cost.totalAmount': moneyOf(orderFigures(order).totalMinor, order.currency),
  };
}

function thankYou(local: LocalShopify, request: HttpRequest): Reply {
  const shop = visitedShop(local, request);
  const locale = localeOf(request);
  const checkout = checkoutsOf(local).of(shop, request.params.token ?? '');
  const order = shop.orders.get(checkout?.orderId ?? '');
  if (checkout === undefined || order === undefined) return goTo('/cart', []);
  const block = extensionSlot(local, {
    shop,
    target: 'purchase.thank-you.block.render',
    locale,
    customerId: checkout.customerId,
    signals: {
      ...orderSignals(shop, order),
      orderConfirmation: {
        order: { id: `gid://shopify/OrderIdentity/${order.id}` },
        number: `N${order.number}`,
        isFirstOrder: false,
      },
    },
    values: {},
    methods: ['sessionToken.get', 'storage.read', 'storage.write'],
    tokenUrl: `/checkouts/${checkout.token}/session-token`,
  });
  const body = markup`<h1>Thank you</h1><div class="columns"><div>${block}<p><a href="/orders/${order.id}?locale=${locale}">Order status</a></p></div>
<div><section class="card" aria-label="Order summary">${orderTable(order, locale)}</section></div></div>`;
  return surfacePage(shop, { title: 'Thank you', locale, body });
}

type SeenOrder = { shop: ShopState; order: OrderRecord; customerId: string | undefined };

/** Seen by the customer who is logged in, and by the browser that placed it, which is nobody until it logs in. */
function enterOrder(local: LocalShopify, request: HttpRequest): SeenOrder {
  const shop = visitedShop(local, request);
  const visit = visitsOf(local).of(shop, request);
  const order = shop.orders.get(request.params.order ?? '');
  const isOwn = order?.customerId !== null && order?.customerId === visit.customerId;
  if (order === undefined || !(isOwn || visit.lastOrderId === order.id))
    throw new HttpError(404, 'no such order');
  return { shop, order, customerId: isOwn ? visit.customerId : undefined };
}

function orderStatus(local: LocalShopify, request: HttpRequest): Reply {
  const { shop, order, customerId } = enterOrder(local, request);
  const locale = localeOf(request);
  const block = extensionSlot(local, {
    shop,
    target: 'customer-account.order-status.block.render',
    locale,
    customerId,
    signals: {
      ...orderSignals(shop, order),
      order: {
        id: `gid://shopify/Order/${order.id}`,
        name: `#${order.number}`,
        processedAt: new Date(order.processedAt).toISOString(),
        ...(order.cancelledAt === null ? {} : { cancelledAt: new Date(order.cancelledAt).toISOString() }),
      },
      authenticationState: customerId === undefined ? 'pre_authenticated' : 'fully_authenticated',
    },
    values: {},
    methods: ['sessionToken.get', 'storage.read', 'storage.write', 'requireLogin'],
    tokenUrl: `/orders/${order.id}/session-token`,
  });
  const body = markup`<h1>Order #${order.number}</h1><div class="columns"><div>${block}</div>
<div><section class="card" aria-label="Order summary">${orderTable(order, locale)}</section></div></div>`;
  const nav = customerId === undefined ? {} : { nav: accountNav(locale) };
  return surfacePage(shop, { title: `Order #${order.number}`, locale, body, ...nav });
}

function orderTable(order: OrderRecord, locale: string): Markup {
  const money = (minor: number): string => priceIn(locale, minor, order.currency);
  const figures = orderFigures(order);
  const row = (label: string, minor: number): Markup =>
    markup`<tr><th scope="row">${label}</th><td class="money">${money(minor)}</td></tr>`;
  return markup`<p>Order #${order.number}</p><table><tbody>${order.lines.map((line) => row(`${line.title} × ${line.quantity}`, lineNetMinor(line)))}
${row('Shipping', figures.shippingMinor)}<tr class="total"><th scope="row">Total</th><td class="money">${money(figures.totalMinor)}</td></tr></tbody></table>`;
}
