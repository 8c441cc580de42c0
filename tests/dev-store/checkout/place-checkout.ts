import { upsertCustomer } from '../state/customers.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import { placeOrder } from '../state/orders.ts';
import type { CustomerRecord, OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { type Buyer, type CartLineInput, findBuyer, makeCart } from './cart.ts';
import { type PricedCart, priceCart } from './price-cart.ts';

/** What a buyer checks out with. */
export interface CheckoutRequest {
  readonly customerId?: string | undefined;
  readonly email?: string | undefined;
  /** Leaves no customer behind, even with an e-mail. */
  readonly guest?: boolean | undefined;
  readonly lines: readonly CartLineInput[];
  readonly codes: readonly string[];
  readonly payment: 'paid' | 'pending';
  /** What becomes of the order when a code is refused: `stop` places none. */
  readonly whenRefused: 'stop' | 'without';
  readonly landingSite?: string | undefined;
}

export type CheckoutOutcome =
  | { readonly kind: 'refused'; readonly priced: PricedCart }
  | { readonly kind: 'placed'; readonly priced: PricedCart; readonly order: OrderRecord };

/** Prices a cart for a buyer without placing anything. */
export function previewCheckout(
  state: DevStoreState,
  shop: ShopState,
  request: Pick<CheckoutRequest, 'customerId' | 'email' | 'guest' | 'lines' | 'codes'>,
): PricedCart {
  const cart = makeCart(shop, request.lines, findBuyer(shop, request));
  return priceCart(state, shop, cart, request.codes);
}

/** Checks the codes at the moment of placing, as Shopify does, and places the order with what they take off. */
export function placeCheckout(
  state: DevStoreState,
  shop: ShopState,
  request: CheckoutRequest,
): CheckoutOutcome {
  const buyer = findBuyer(shop, request);
  const cart = makeCart(shop, request.lines, buyer);
  const priced = priceCart(state, shop, cart, request.codes);
  if (priced.refused.length > 0 && request.whenRefused === 'stop') return { kind: 'refused', priced };
  const customer = request.guest === true ? null : customerOf(state, shop, buyer);
  const order = placeOrder(state, shop, {
    customerId: customer?.id ?? null,
    email: buyer.email,
    lines: cart.lines.map((line, index) => ({
      title: line.title,
      productId: line.productId,
      variantId: line.variantId,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      giftCard: line.giftCard,
      sellingPlan: line.sellingPlan,
      taxMinor: priced.lineTaxMinor[index] ?? 0,
      allocations: priced.lineAllocations[index] ?? [],
    })),
    discounts: priced.applications,
    shippingTitle: cart.shippingMinor > 0 ? 'Standard' : null,
    shippingMinor: cart.shippingMinor,
    shippingTaxMinor: priced.shippingTaxMinor,
    shippingAllocations: priced.shippingAllocations,
    payment: request.payment,
    countryCode: buyer.countryCode,
    landingSite: request.landingSite ?? null,
  });
  return { kind: 'placed', priced, order };
}

/** A checkout makes a customer of an e-mail it has not seen before. */
function customerOf(state: DevStoreState, shop: ShopState, buyer: Buyer): CustomerRecord {
  if (buyer.customer !== null) return buyer.customer;
  if (buyer.email === null) throw new Error('a checkout needs a customerId, an email or guest: true');
  return upsertCustomer(state, shop, { email: buyer.email, countryCode: buyer.countryCode });
}
