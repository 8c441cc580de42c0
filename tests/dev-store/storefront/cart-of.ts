import { previewCheckout } from '../checkout/place-checkout.ts';
import type { PricedCart } from '../checkout/price-cart.ts';
import type { HttpRequest } from '../controls/http.ts';
import { cartObject } from '../theme/cart-objects.ts';
import { cookiesOf, DISCOUNT, type Visiting } from './visits.ts';

export const sameCode = (one: string, other: string): boolean => one.toUpperCase() === other.toUpperCase();

/** Codes typed in, and the one a discount link left. */
export function codesOf({ visit }: Visiting, request: HttpRequest): readonly string[] {
  const linked = cookiesOf(request).get(DISCOUNT) ?? '';
  const isNew = linked !== '' && !visit.codes.some((code) => sameCode(code, linked));
  return isNew ? [...visit.codes, linked] : visit.codes;
}

/** What is put to the checkout. */
export function orderOf({ visit, customer }: Visiting, codes: readonly string[]) {
  const lines = [...visit.lines].map(([variantId, quantity]) => ({ variantId, quantity }));
  return { customerId: customer?.id, lines, codes };
}

/** The cart with its codes judged as of now: as Liquid and the Ajax API see it. An empty cart has no price. */
export function judgedCart(visiting: Visiting, codes: readonly string[]) {
  const { local, shop, visit, root } = visiting;
  const lines = [...visit.lines].map(([variantId, quantity]) => ({ variantId, quantity }));
  const priced: PricedCart | null =
    lines.length === 0 ? null : previewCheckout(local.state, shop, orderOf(visiting, codes));
  return { priced, cart: cartObject(shop, lines, priced, root) };
}
