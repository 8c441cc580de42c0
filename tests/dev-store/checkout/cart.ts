import { compareIds } from '../state/ordered-index.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';

/** What a buyer puts in: a variant, or a product for its first variant. */
export interface CartLineInput {
  readonly variantId?: string | undefined;
  readonly productId?: string | undefined;
  readonly quantity?: number | undefined;
  readonly sellingPlan?: { readonly id: string; readonly name: string } | undefined;
}

export interface CartLine {
  readonly variantId: string;
  readonly productId: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly giftCard: boolean;
  readonly sellingPlan: { readonly id: string; readonly name: string } | null;
}

/** Who buys: a customer of the shop, or a guest by e-mail. Shopify knows a customer by the e-mail alone. */
export interface Buyer {
  readonly customer: CustomerRecord | null;
  readonly email: string | null;
  readonly countryCode: string | null;
}

export interface Cart {
  readonly lines: readonly CartLine[];
  readonly buyer: Buyer;
  /** 0 where nothing is shipped. */
  readonly shippingMinor: number;
}

/** A cart of what the shop sells; throws for what it does not sell. */
export function makeCart(shop: ShopState, inputs: readonly CartLineInput[], buyer: Buyer): Cart {
  if (inputs.length === 0) throw new Error('the cart is empty');
  const lines = inputs.map((input) => makeCartLine(shop, input));
  const isShipped = lines.some((line) => !line.giftCard);
  return { lines, buyer, shippingMinor: isShipped ? shop.shippingRateMinor : 0 };
}

function makeCartLine(shop: ShopState, input: CartLineInput): CartLine {
  const product = shop.products.get(input.productId ?? '');
  const variant = input.variantId === undefined ? product?.variants[0] : shop.variants.get(input.variantId);
  const sold = variant === undefined ? undefined : shop.products.get(variant.productId);
  if (variant === undefined || sold === undefined) {
    throw new Error(
      `the shop does not sell ${input.variantId ?? input.productId ?? 'a line without a product'}`,
    );
  }
  const quantity = input.quantity ?? 1;
  if (!Number.isSafeInteger(quantity) || quantity < 1)
    throw new Error(`a line needs whole units, not ${quantity}`);
  return {
    variantId: variant.id,
    productId: sold.id,
    title: sold.title,
    quantity,
    unitPriceMinor: variant.priceMinor,
    giftCard: sold.giftCard,
    sellingPlan: input.sellingPlan ?? null,
  };
}

/** The buyer behind an id or an e-mail; an unknown id is an error, an unknown e-mail is somebody new. */
export function findBuyer(
  shop: ShopState,
  who: {
    readonly customerId?: string | undefined;
    readonly email?: string | undefined;
    readonly guest?: boolean | undefined;
  },
): Buyer {
  const email = who.email?.trim().toLowerCase() ?? null;
  if (who.guest === true) return { customer: null, email, countryCode: shop.countryCode };
  const byId = who.customerId === undefined ? undefined : shop.customers.get(who.customerId);
  if (who.customerId !== undefined && byId === undefined) throw new Error(`no customer ${who.customerId}`);
  const customer = byId ?? (email === null ? undefined : shop.customersByEmail.get(email)) ?? null;
  return {
    customer,
    email: customer?.email ?? email,
    countryCode: customer?.countryCode ?? shop.countryCode,
  };
}

/** Collections a product is in. */
export function collectionsOf(shop: ShopState, productId: string): readonly string[] {
  const held = [...shop.collections.values()].filter((entry) => entry.productIds.includes(productId));
  return held.map((entry) => entry.id).sort(compareIds);
}
