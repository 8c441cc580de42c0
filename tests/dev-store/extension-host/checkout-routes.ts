import { z } from 'zod';
import { type Markup, markup } from '../admin-frame/markup.ts';
import { placeCheckout } from '../checkout/place-checkout.ts';
import type { PricedCart } from '../checkout/price-cart.ts';
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
import { visitedShop } from '../storefront/shop-host.ts';
import { formOf, goTo } from '../storefront/visiting.ts';
import { cookiesOf, DISCOUNT, discountCookie, sessionCookie, visitsOf } from '../storefront/visits.ts';
import { type Checkout, cartOf, changeCode, checkoutSignals, checkoutsOf, priceOf } from './checkouts.ts';
import { localeOf, priceIn, requireOwnPage, surfacePage, textReply } from './pages.ts';
import { mintShopperToken } from './shopper-token.ts';
import { extensionSlot } from './slot.ts';

const lineShape = z.object({
  variantId: z.string().optional(),
  productId: z.string().optional(),
  quantity: z.int().optional(),
});
const openShape = z.strictObject({
  lines: z.array(lineShape).min(1),
  customerId: z.string().optional(),
  email: z.string().optional(),
  codes: z.array(z.string()).optional(),
  accelerated: z.boolean().optional(),
});
const changeShape = z.strictObject({
  type: z.enum(['addDiscountCode', 'removeDiscountCode']),
  code: z.string().min(1).max(255),
});

type Here = { shop: ShopState; checkout: Checkout; locale: string };

/** The checkout's pages up to the placed order, with our block on the Plus plan. */
export function checkoutPageRoutes(local: LocalShopify): Route[] {
  const enter = (request: HttpRequest): Here => {
    const shop = visitedShop(local, request);
    const checkout = checkoutsOf(local).of(shop, request.params.token ?? '');
    if (checkout === undefined) throw new HttpError(404, 'no such checkout');
    return { shop, checkout, locale: localeOf(request) };
  };
  return [
    route('POST', '/__dev/shops/:shop/checkouts', async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      const { token } = checkoutsOf(local).open(shop, openShape.parse(await readJson(request)));
      return json({ token, path: `/checkouts/${token}` }, 201);
    }),
    route('POST', '/checkout', (request) => fromCart(local, request)),
    route('GET', '/checkouts/:token', (request) => checkoutPage(local, enter(request), undefined)),
    route('POST', '/checkouts/:token/codes', async (request) => {
      requireOwnPage(request);
      const { shop, checkout, locale } = enter(request);
      const change = changeShape.parse(await readJson(request));
      const result = changeCode(local, shop, checkout, change);
      const signals = checkoutSignals(local, shop, checkout);
      return json({
        result,
        signals,
        summary: summary(shop, checkout, priceOf(local, shop, checkout), locale).html,
      });
    }),
    route('POST', '/checkouts/:token/code', (request) => enterCode(local, enter(request), request)),
    route('POST', '/checkouts/:token/place', (request) => place(local, enter(request), request)),
    route('POST', '/checkouts/:token/session-token', (request) => {
      requireOwnPage(request);
      const { shop, checkout } = enter(request);
      const { customerId } = checkout;
      const now = local.wallClock();
      return textReply(mintShopperToken(local.app, { shopDomain: shop.domain, customerId, now }));
    }),
  ];
}

/** From the storefront's cart, with the codes it carries and the one a discount link left. */
function fromCart(local: LocalShopify, request: HttpRequest): Reply {
  const shop = visitedShop(local, request);
  const visit = visitsOf(local).of(shop, request);
  if (visit.lines.size === 0) return goTo('/cart', [sessionCookie(visit)]);
  const linked = cookiesOf(request).get(DISCOUNT) ?? '';
  const { token } = checkoutsOf(local).open(shop, {
    lines: [...visit.lines].map(([variantId, quantity]) => ({ variantId, quantity })),
    customerId: visit.customerId,
    codes: linked === '' ? visit.codes : [...visit.codes, linked],
    landingSite: visit.landingSite,
  });
  return goTo(`/checkouts/${token}${languageBefore(request)}`, [sessionCookie(visit)]);
}

/** The checkout speaks the language of the storefront page before it: `/vi/cart`. */
function languageBefore(request: HttpRequest): string {
  const { referer = '' } = request.raw.headers;
  const path = URL.canParse(referer) ? new URL(referer).pathname : '/';
  const language = /^\/([a-z]{2})\//.exec(path)?.[1];
  return language === undefined ? '' : `?locale=${language}`;
}

function checkoutPage(local: LocalShopify, here: Here, fault: string | undefined): Reply {
  const { shop, checkout, locale } = here;
  if (checkout.orderId !== undefined)
    return goTo(`/checkouts/${checkout.token}/thank-you?locale=${locale}`, []);
  const base = `/checkouts/${checkout.token}`;
  const priced = priceOf(local, shop, checkout);
  const block = extensionSlot(local, {
    shop,
    target: 'purchase.checkout.block.render',
    locale,
    customerId: checkout.customerId,
    signals: checkoutSignals(local, shop, checkout),
    values: { shop: { id: `gid://shopify/Shop/${shop.id}`, name: shop.name, myshopifyDomain: shop.domain } },
    methods: ['sessionToken.get', 'applyDiscountCodeChange', 'storage.read', 'storage.write'],
    tokenUrl: `${base}/session-token`,
    codesUrl: `${base}/codes?locale=${locale}`,
  });
  const body = markup`<h1>Checkout</h1><div class="columns"><div>
${fault === undefined ? null : markup`<p role="alert">${fault}</p>`}
${shop.plan === 'plus' ? block : null}
${payForm(shop, checkout, locale)}</div>
<div><section class="card" aria-label="Order summary"><div data-checkout-summary>${summary(shop, checkout, priced, locale)}</div>
<form class="inline" method="post" action="${base}/code?locale=${locale}" style="margin-top:16px"><label>Discount code <input name="code" autocomplete="off" required maxlength="255"></label><button class="quiet">Apply</button></form></section></div></div>`;
  return surfacePage(shop, { title: 'Checkout', locale, body }, fault === undefined ? 200 : 422);
}

function payForm(shop: ShopState, checkout: Checkout, locale: string): Markup {
  const customer = shop.customers.get(checkout.customerId ?? '');
  const who =
    customer === undefined
      ? markup`<p><label>E-mail <input type="email" name="email" autocomplete="email" required value="${checkout.email ?? ''}"></label></p>`
      : markup`<p>${customer.email ?? `Customer ${customer.id}`}</p>`;
  return markup`<form method="post" action="/checkouts/${checkout.token}/place?locale=${locale}"><fieldset><legend>Contact and payment</legend>${who}
<p><label><input type="radio" name="payment" value="paid" checked> Pay now</label><br><label><input type="radio" name="payment" value="pending"> Cash on delivery</label></p>
<p><button>Place order</button></p></fieldset></form>`;
}

function summary(shop: ShopState, checkout: Checkout, priced: PricedCart, locale: string): Markup {
  const money = (minor: number): string => priceIn(locale, minor, shop.currency);
  const row = (label: string, minor: number): Markup =>
    markup`<tr><th scope="row">${label}</th><td class="money">${money(minor)}</td></tr>`;
  const { lines } = cartOf(shop, checkout);
  return markup`<table><tbody>${lines.map((line) => row(`${line.title} × ${line.quantity}`, line.unitPriceMinor * line.quantity))}</tbody>
<tbody>${priced.applied.map((entry) => row(`Discount ${entry.code}`, -entry.amountMinor))}${row('Shipping', priced.shippingMinor)}
<tr class="total"><th scope="row">Total</th><td class="money" data-total>${money(priced.totalMinor)}</td></tr></tbody></table>`;
}

async function enterCode(local: LocalShopify, here: Here, request: HttpRequest): Promise<Reply> {
  const code = (await formOf(request)).get('code')?.trim() ?? '';
  const { shop, checkout, locale } = here;
  const result = changeCode(local, shop, checkout, { type: 'addDiscountCode', code });
  if (result.type === 'error') return checkoutPage(local, here, `${code}: ${result.message}`);
  return goTo(`/checkouts/${checkout.token}?locale=${locale}`, []);
}

/** Places the order as the cart page does; a code that no longer holds stops it. */
async function place(local: LocalShopify, here: Here, request: HttpRequest): Promise<Reply> {
  const { shop, checkout, locale } = here;
  const thanks = `/checkouts/${checkout.token}/thank-you?locale=${locale}`;
  if (checkout.orderId !== undefined) return goTo(thanks, []);
  const form = await formOf(request);
  if (checkout.customerId === undefined) checkout.email = form.get('email')?.trim().toLowerCase();
  const outcome = placeCheckout(local.state, shop, {
    ...checkout,
    payment: form.get('payment') === 'pending' ? 'pending' : 'paid',
    whenRefused: 'stop',
  });
  if (outcome.kind === 'refused') {
    const reasons = outcome.priced.refused.map((entry) => `${entry.code}: ${entry.message}`);
    return checkoutPage(local, here, `Your order is not placed. ${reasons.join(' ')}`);
  }
  checkout.orderId = outcome.order.id;
  const visit = visitsOf(local).of(shop, request);
  visit.lines.clear();
  visit.codes = [];
  visit.lastOrderId = outcome.order.id;
  return goTo(thanks, [sessionCookie(visit), discountCookie('')]);
}
