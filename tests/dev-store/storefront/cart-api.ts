import { HttpError, type HttpRequest, json, type Reply, type Route, readJson } from '../controls/http.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import { codesOf, judgedCart, sameCode } from './cart-of.ts';
import { formOf, pageRoutes } from './visiting.ts';
import { discountCookie, sessionCookie, type Visiting } from './visits.ts';

/** The Ajax cart of Shopify's themes: `/cart.js`, `/cart/add.js`, `/cart/change.js`, `/cart/update.js`. */
export function cartApiRoutes(local: LocalShopify): Route[] {
  const post = (path: string, handle: Parameters<typeof pageRoutes>[3]) =>
    pageRoutes(local, 'POST', path, handle);
  return [
    ...pageRoutes(local, 'GET', '/cart.js', (visiting, request) =>
      cartReply(visiting, codesOf(visiting, request)),
    ),
    ...post('/cart/add.js', add),
    ...post('/cart/change.js', change),
    ...post('/cart/update.js', update),
  ];
}

/** A cart as JSON. `discount_codes` says of each code whether the cart meets its terms. */
function cartReply(visiting: Visiting, codes: readonly string[], cookies: readonly string[] = []): Reply {
  const { visit } = visiting;
  const { cart, priced } = judgedCart(visiting, codes);
  const applicable = (code: string) => priced?.applied.some((entry) => sameCode(entry.code, code)) ?? false;
  const items = cart.items.map(({ product, ...item }) => ({
    ...item,
    product_title: (product as { title: string }).title,
  }));
  const { taxes_included: _liquidOnly, currency, discount_applications: _same, ...sums } = cart;
  const reply = json({
    token: visit.token,
    note: null,
    attributes: {},
    ...sums,
    items,
    currency: currency.iso_code,
    discount_codes: codes.map((code) => ({ code, applicable: applicable(code) })),
  });
  return { ...reply, headers: { ...reply.headers, 'set-cookie': [sessionCookie(visit), ...cookies] } };
}

/** JSON or a form, by its content type. */
async function bodyOf(request: HttpRequest): Promise<Record<string, unknown>> {
  if (!(request.raw.headers['content-type'] ?? '').includes('json'))
    return Object.fromEntries(await formOf(request));
  const body = await readJson(request);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function setLine({ shop, visit }: Visiting, variantId: string, quantity: number): void {
  if (!shop.variants.has(variantId)) throw new HttpError(404, `Cannot find variant ${variantId}`);
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > 999)
    throw new HttpError(422, 'quantity must be a whole number from 0 to 999');
  if (quantity === 0) visit.lines.delete(variantId);
  else visit.lines.set(variantId, quantity);
}

async function add(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const body = await bodyOf(request);
  const items = Array.isArray(body.items) ? (body.items as Record<string, unknown>[]) : [body];
  for (const { id, quantity } of items) {
    const held = visiting.visit.lines.get(String(id)) ?? 0;
    setLine(visiting, String(id), held + Number(quantity ?? 1));
  }
  return cartReply(visiting, codesOf(visiting, request));
}

async function change(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { id, quantity } = await bodyOf(request);
  // A line's key is its variant and its place; both are taken.
  setLine(visiting, String(id).replace(/:.*$/, ''), Number(quantity ?? 0));
  return cartReply(visiting, codesOf(visiting, request));
}

/** `updates` sets quantities by variant; `discount` is the whole list of codes, comma-separated, empty = none. */
async function update(visiting: Visiting, request: HttpRequest): Promise<Reply> {
  const { updates, discount } = await bodyOf(request);
  if (typeof updates === 'object' && updates !== null) {
    for (const [variantId, quantity] of Object.entries(updates))
      setLine(visiting, variantId, Number(quantity));
  }
  if (typeof discount !== 'string') return cartReply(visiting, codesOf(visiting, request));
  const codes = discount.split(',').flatMap((code) => (code.trim() === '' ? [] : [code.trim()]));
  visiting.visit.codes = codes;
  return cartReply(visiting, codes, [discountCookie('')]);
}
