import { placeCheckout } from '../checkout/place-checkout.ts';
import { HttpError, type HttpRequest, type Reply, type Route } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { orderFigures } from '../state/order-figures.ts';
import { moneyText, toHundredths } from '../theme/liquid-engine.ts';
import { codesOf, judgedCart, orderOf, sameCode } from './cart-of.ts';
import { formOf, goTo, pageRoutes, showPage } from './visiting.ts';
import { cookiesOf, DISCOUNT, discountCookie, sessionCookie, type Visiting } from './visits.ts';

/** The cart and what leads out of it. */
export function cartRoutes(local: LocalShopify): Route[] {
  const post = (path: string, handle: Parameters<typeof pageRoutes>[3]) =>
    pageRoutes(local, 'POST', path, handle);
  return [
    ...pageRoutes(local, 'GET', '/cart', (visiting, request) => showCart(visiting, request, undefined)),
    ...post('/cart/add', (visiting, request) => changeLine(visiting, request, (held, said) => held + said)),
    ...post('/cart/change', (visiting, request) => changeLine(visiting, request, (_held, said) => said)),
    ...post('/cart/codes', async ({ visit, root }, request) => {
      const code = (await formOf(request)).get('code')?.trim() ?? '';
      const known = visit.codes.some((other) => sameCode(other, code));
      if (code !== '' && !known) visit.codes = [...visit.codes, code];
      return goTo(`${root}cart`, [sessionCookie(visit)]);
    }),
    ...post('/cart/codes/remove', removeCode),
    ...post('/cart/place', place),
    ...pageRoutes(local, 'GET', '/cart/thank-you', thankYou),
  ];
}

/** The cart with its codes, what each does or why it does not, and the order form. */
function showCart(visiting: Visiting, request: HttpRequest, fault: string | undefined): Reply {
  const { shop } = visiting;
  const codes = codesOf(visiting, request);
  const { priced, cart } = judgedCart(visiting, codes);
  const cents = (minor: number) => toHundredths(minor, shop.currency);
  const judged = codes.map((code) => {
    const refused = priced?.refused.find((entry) => sameCode(entry.code, code));
    return { code, reason: refused?.reason ?? null, message: refused?.message ?? null };
  });
  const local = {
    fault: fault ?? null,
    codes: judged,
    applied: (priced?.applied ?? []).map((entry) => ({
      code: entry.code,
      amount: -cents(entry.amountMinor),
    })),
    shipping: cents(priced?.shippingMinor ?? 0),
    tax: cents(priced?.taxMinor ?? 0),
    total: cents(priced?.totalMinor ?? 0),
    refused: (priced?.refused.length ?? 0) > 0,
  };
  return showPage(
    visiting,
    { template: 'cart', title: 'Cart', objects: { cart }, local },
    fault === undefined ? 200 : 422,
  );
}

/** Both our shelf's field `variant` and the `id` of Shopify's product forms name a variant. */
async function changeLine(
  { shop, visit, root }: Visiting,
  request: HttpRequest,
  next: (held: number, said: number) => number,
): Promise<Reply> {
  const form = await formOf(request);
  const variantId = form.get('variant') ?? form.get('id') ?? '';
  const said = Number(form.get('quantity') ?? 1);
  if (!shop.variants.has(variantId) || !Number.isInteger(said) || said < 0 || said > 999) {
    throw new HttpError(422, 'a cart line needs a variant of this shop and 0 to 999 units');
  }
  const quantity = next(visit.lines.get(variantId) ?? 0, said);
  if (quantity === 0) visit.lines.delete(variantId);
  else visit.lines.set(variantId, quantity);
  return goTo(`${root}cart`, [sessionCookie(visit)]);
}

async function removeCode({ visit, root }: Visiting, request: HttpRequest): Promise<Reply> {
  const unwanted = (await formOf(request)).get('code') ?? '';
  visit.codes = visit.codes.filter((code) => !sameCode(code, unwanted));
  const linked = cookiesOf(request).get(DISCOUNT) ?? '';
  const forget = linked !== '' && sameCode(linked, unwanted) ? [discountCookie('')] : [];
  return goTo(`${root}cart`, [sessionCookie(visit), ...forget]);
}

/** Places the order; a code that does not hold stops it, unless the buyer chose to go without. */
async function place(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { local, shop, visit, root } = visiting;
  if (visit.lines.size === 0) return goTo(`${root}cart`, [sessionCookie(visit)]);
  const form = await formOf(request);
  const email = form.get('email')?.trim().toLowerCase();
  if (visiting.customer === undefined && !/^\S+@\S+\.\S+$/.test(email ?? '')) {
    return showCart(visiting, request, 'Enter your e-mail to place the order.');
  }
  const outcome = placeCheckout(local.state, shop, {
    ...orderOf(visiting, codesOf(visiting, request)),
    email,
    payment: form.get('payment') === 'pending' ? 'pending' : 'paid',
    whenRefused: form.get('whenRefused') === 'without' ? 'without' : 'stop',
    landingSite: visit.landingSite,
  });
  if (outcome.kind === 'refused') {
    const reasons = outcome.priced.refused.map((entry) => `${entry.code}: ${entry.message}`);
    return showCart(visiting, request, `Your order is not placed. ${reasons.join(' ')}`);
  }
  visit.lines.clear();
  visit.codes = [];
  visit.lastOrderId = outcome.order.id;
  return goTo(`${root}cart/thank-you`, [sessionCookie(visit), discountCookie('')]);
}

function thankYou(visiting: Visiting): Reply {
  const { shop, visit, root, language } = visiting;
  const order = shop.orders.get(visit.lastOrderId ?? '');
  if (order === undefined) return goTo(`${root}cart`, [sessionCookie(visit)]);
  const total = moneyText(
    toHundredths(orderFigures(order).totalMinor, order.currency),
    order.currency,
    language,
  );
  const local = { number: order.number, total, discounts: order.discounts.map((entry) => entry.title) };
  return showPage(visiting, { template: 'thank-you', title: 'Thank you', local });
}
