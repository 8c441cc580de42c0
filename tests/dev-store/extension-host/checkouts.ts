import { randomUUID } from 'node:crypto';
import { type CartLineInput, findBuyer, makeCart } from '../checkout/cart.ts';
import { type PricedCart, priceCart } from '../checkout/price-cart.ts';
import type { LocalShopify } from '../controls/local-shopify.ts';
import type { ShopState } from '../state/shop-state.ts';
import { boughtSignals, moneyOf } from './bought-signals.ts';

/** What a checkout is opened with: from the cart, or by a test. */
export type CheckoutInput = {
  lines: readonly CartLineInput[];
  customerId?: string | undefined;
  email?: string | undefined;
  codes?: readonly string[] | undefined;
  landingSite?: string | undefined;
  /** Paid by a wallet's own sheet: codes can no longer change. */
  accelerated?: boolean | undefined;
};

/** One open checkout. It lives as long as the process. */
export type Checkout = {
  readonly token: string;
  readonly shopDomain: string;
  readonly lines: readonly CartLineInput[];
  /** Logged in; a known e-mail alone makes nobody. */
  readonly customerId: string | undefined;
  email: string | undefined;
  codes: readonly string[];
  readonly landingSite: string | undefined;
  readonly accelerated: boolean;
  orderId: string | undefined;
};

class Checkouts {
  readonly #byToken = new Map<string, Checkout>();

  open(shop: ShopState, input: CheckoutInput): Checkout {
    const checkout: Checkout = {
      token: randomUUID(),
      shopDomain: shop.domain,
      lines: input.lines,
      customerId: input.customerId,
      email: input.email,
      codes: input.codes ?? [],
      landingSite: input.landingSite,
      accelerated: input.accelerated ?? false,
      orderId: undefined,
    };
    this.#byToken.set(checkout.token, checkout);
    return checkout;
  }

  of(shop: ShopState, token: string): Checkout | undefined {
    const checkout = this.#byToken.get(token);
    return checkout?.shopDomain === shop.domain ? checkout : undefined;
  }
}

const books = new WeakMap<LocalShopify, Checkouts>();

/** The open checkouts of one local Shopify: `checkoutsOf(local).open(shop, …)`, then `/checkouts/{token}`. */
export function checkoutsOf(local: LocalShopify): Checkouts {
  const known = books.get(local) ?? new Checkouts();
  books.set(local, known);
  return known;
}

export function cartOf(shop: ShopState, checkout: Checkout) {
  return makeCart(shop, checkout.lines, findBuyer(shop, checkout));
}

export function priceOf(local: LocalShopify, shop: ShopState, checkout: Checkout): PricedCart {
  return priceCart(local.state, shop, cartOf(shop, checkout), checkout.codes);
}

/** What an extension in the checkout reads and what follows each change of a code. */
export function checkoutSignals(
  local: LocalShopify,
  shop: ShopState,
  checkout: Checkout,
): Record<string, unknown> {
  const priced = priceOf(local, shop, checkout);
  const lines = cartOf(shop, checkout).lines.map((line, index) => ({
    ...line,
    id: String(index + 1),
    allocations: priced.lineAllocations[index] ?? [],
  }));
  const customer = shop.customers.get(checkout.customerId ?? '');
  return {
    ...boughtSignals(shop, lines, priced.applications),
    'cost.subtotalAmount': moneyOf(priced.subtotalMinor, shop.currency),
    'cost.totalAmount': moneyOf(priced.totalMinor, shop.currency),
    instructions: { discounts: { canUpdateDiscountCodes: !checkout.accelerated } },
    'buyerIdentity.customer':
      customer === undefined
        ? undefined
        : { id: `gid://shopify/Customer/${customer.id}`, email: customer.email },
  };
}

export type CodeChange = { type: 'addDiscountCode' | 'removeDiscountCode'; code: string };

/** The checkout's own judgement: a code that does not hold changes nothing. */
export function changeCode(
  local: LocalShopify,
  shop: ShopState,
  checkout: Checkout,
  { type, code }: CodeChange,
): { type: 'success' } | { type: 'error'; message: string } {
  if (checkout.accelerated)
    return { type: 'error', message: 'Discount codes cannot change in this checkout.' };
  const isSame = (other: string): boolean => other.toUpperCase() === code.toUpperCase();
  const others = checkout.codes.filter((other) => !isSame(other));
  if (type === 'removeDiscountCode') {
    checkout.codes = others;
    return { type: 'success' };
  }
  const tried = priceOf(local, shop, { ...checkout, codes: [...others, code] });
  const refusal = tried.refused.find((entry) => isSame(entry.code));
  if (refusal !== undefined) return { type: 'error', message: refusal.message };
  checkout.codes = tried.applied.map((entry) => entry.code);
  return { type: 'success' };
}
