import { markup } from '../admin-frame/markup.ts';
import { placeCheckout, previewCheckout } from '../checkout/place-checkout.ts';
import { HttpError, type HttpRequest, type Reply, type Route, route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { orderFigures } from '../state/order-figures.ts';
import { cartPage } from './cart-page.ts';
import { price } from './layout.ts';
import { formOf, goTo, showPage, type Visiting } from './visiting.ts';
import { cookiesOf, DISCOUNT, discountCookie, sessionCookie } from './visits.ts';

/** The cart and what leads out of it. */
export function cartRoutes(local: LocalShopify, enter: (request: HttpRequest) => Visiting): Route[] {
  return [
    route('GET', '/cart', (request) => showCart(local, enter(request), request, undefined)),
    route('POST', '/cart/add', (request) => changeLine(enter(request), request, (held, said) => held + said)),
    route('POST', '/cart/change', (request) => changeLine(enter(request), request, (_held, said) => said)),
    route('POST', '/cart/codes', async (request) => {
      const { visit } = enter(request);
      const code = (await formOf(request)).get('code')?.trim() ?? '';
      const known = visit.codes.some((other) => other.toUpperCase() === code.toUpperCase());
      if (code !== '' && !known) visit.codes = [...visit.codes, code];
      return goTo('/cart', [sessionCookie(visit)]);
    }),
    route('POST', '/cart/codes/remove', (request) => removeCode(enter(request), request)),
    route('POST', '/cart/place', (request) => place(local, enter(request), request)),
    route('GET', '/cart/thank-you', (request) => thankYou(enter(request))),
  ];
}

/** Codes typed in, and the one a discount link left. */
function codesOf({ visit }: Visiting, request: HttpRequest): readonly string[] {
  const linked = cookiesOf(request).get(DISCOUNT) ?? '';
  const isNew = linked !== '' && !visit.codes.some((code) => code.toUpperCase() === linked.toUpperCase());
  return isNew ? [...visit.codes, linked] : visit.codes;
}

function cartOf({ visit, customer }: Visiting, codes: readonly string[]) {
  const lines = [...visit.lines].map(([variantId, quantity]) => ({ variantId, quantity }));
  return { customerId: customer?.id, lines, codes };
}

function showCart(
  local: LocalShopify,
  visiting: Visiting,
  request: HttpRequest,
  fault: string | undefined,
): Reply {
  const { shop, visit, customer } = visiting;
  const codes = codesOf(visiting, request);
  if (visit.lines.size === 0) {
    const body = markup`<h1>Your cart</h1><p>Your cart is empty. <a href="/collections/all">See the products</a></p>
${codes.map((code) => markup`<p role="status">Discount code <strong>${code}</strong> is kept for your order.</p>`)}`;
    return showPage(visiting, { title: 'Cart', body });
  }
  const priced = previewCheckout(local.state, shop, cartOf(visiting, codes));
  const lines = [...visit.lines].flatMap(([variantId, quantity]) => {
    const variant = shop.variants.get(variantId);
    const title = shop.products.get(variant?.productId ?? '')?.title ?? 'Item';
    return [{ variantId, title, quantity, totalMinor: (variant?.priceMinor ?? 0) * quantity }];
  });
  const body = cartPage(shop, { lines, codes, priced, customer, fault });
  return showPage(visiting, { title: 'Cart', body }, fault === undefined ? 200 : 422);
}

async function changeLine(
  { shop, visit }: Visiting,
  request: HttpRequest,
  next: (held: number, said: number) => number,
): Promise<Reply> {
  const form = await formOf(request);
  const variantId = form.get('variant') ?? '';
  const said = Number(form.get('quantity') ?? 1);
  if (!shop.variants.has(variantId) || !Number.isInteger(said) || said < 0 || said > 999) {
    throw new HttpError(422, 'a cart line needs a variant of this shop and 0 to 999 units');
  }
  const quantity = next(visit.lines.get(variantId) ?? 0, said);
  if (quantity === 0) visit.lines.delete(variantId);
  else visit.lines.set(variantId, quantity);
  return goTo('/cart', [sessionCookie(visit)]);
}

async function removeCode(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { visit } = visiting;
  const unwanted = (await formOf(request)).get('code')?.toUpperCase();
  visit.codes = visit.codes.filter((code) => code.toUpperCase() !== unwanted);
  const linked = cookiesOf(request).get(DISCOUNT)?.toUpperCase();
  const forget = linked !== undefined && linked === unwanted ? [discountCookie('')] : [];
  return goTo('/cart', [sessionCookie(visit), ...forget]);
}

/** Places the order; a code that does not hold stops it, unless the buyer chose to go without. */
async function place(local: LocalShopify, visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { shop, visit } = visiting;
  if (visit.lines.size === 0) return goTo('/cart', [sessionCookie(visit)]);
  const form = await formOf(request);
  const email = form.get('email')?.trim().toLowerCase();
  if (visiting.customer === undefined && !/^\S+@\S+\.\S+$/.test(email ?? '')) {
    return showCart(local, visiting, request, 'Enter your e-mail to place the order.');
  }
  const outcome = placeCheckout(local.state, shop, {
    ...cartOf(visiting, codesOf(visiting, request)),
    email,
    payment: form.get('payment') === 'pending' ? 'pending' : 'paid',
    whenRefused: form.get('whenRefused') === 'without' ? 'without' : 'stop',
    landingSite: visit.landingSite,
  });
  if (outcome.kind === 'refused') {
    const reasons = outcome.priced.refused.map((entry) => `${entry.code}: ${entry.message}`);
    return showCart(local, visiting, request, `Your order is not placed. ${reasons.join(' ')}`);
  }
  visit.lines.clear();
  visit.codes = [];
  visit.lastOrderId = outcome.order.id;
  return goTo('/cart/thank-you', [sessionCookie(visit), discountCookie('')]);
}

function thankYou(visiting: Visiting): Reply {
  const { shop, visit } = visiting;
  const order = shop.orders.get(visit.lastOrderId ?? '');
  if (order === undefined) return goTo('/cart', [sessionCookie(visit)]);
  const figures = orderFigures(order);
  const body = markup`<h1>Thank you</h1><p role="status">Order #${order.number} is placed: ${price(figures.totalMinor, order.currency)}.</p>
${order.discounts.map((entry) => markup`<p>Discount code <strong>${entry.title}</strong> was used.</p>`)}
<p><a href="/collections/all">Back to the products</a></p>`;
  return showPage(visiting, { title: 'Thank you', body });
}
