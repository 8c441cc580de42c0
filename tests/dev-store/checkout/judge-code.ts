import { segmentTest } from '../graphql/segment-members.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import { settleCodes } from '../state/discount-codes.ts';
import type { DiscountRecord, RedeemCodeRecord } from '../state/discount-records.ts';
import { discountStatus } from '../state/discounts.ts';
import type { ShopState } from '../state/shop-state.ts';
import { type Buyer, type Cart, type CartLine, collectionsOf } from './cart.ts';

/** Why a code is not taken; the words a buyer reads stand beside it. */
export type RefusalReason =
  | 'NOT_FOUND'
  | 'NOT_YET_ACTIVE'
  | 'EXPIRED'
  | 'USAGE_LIMIT_REACHED'
  | 'CUSTOMER_UNKNOWN'
  | 'CUSTOMER_NOT_ELIGIBLE'
  | 'ALREADY_USED'
  | 'NO_ELIGIBLE_ITEMS'
  | 'MINIMUM_SUBTOTAL'
  | 'MINIMUM_QUANTITY'
  | 'NO_ELIGIBLE_SHIPPING'
  | 'NOT_COMBINABLE'
  | 'TOO_MANY_CODES';

export interface CodeRefusal {
  readonly code: string;
  readonly reason: RefusalReason;
  readonly message: string;
}

/** A code that holds for this buyer and cart by itself; whether it goes with the others is decided later. */
export interface GoodCode {
  readonly code: RedeemCodeRecord;
  readonly discount: DiscountRecord;
  /** Indexes of the cart's lines it covers; for shipping all lines that count to its minimum. */
  readonly lines: readonly number[];
}

export type Verdict =
  | { readonly ok: true; readonly good: GoodCode }
  | { readonly ok: false; readonly refusal: CodeRefusal };

const WORDS: Readonly<Record<RefusalReason, string>> = {
  NOT_FOUND: 'Enter a valid discount code.',
  NOT_YET_ACTIVE: 'This discount code is not active yet.',
  EXPIRED: 'This discount code has expired.',
  USAGE_LIMIT_REACHED: 'This discount code has reached its usage limit.',
  CUSTOMER_UNKNOWN: 'This discount code is for certain customers. Log in or enter your e-mail first.',
  CUSTOMER_NOT_ELIGIBLE: 'This discount code is not available to you.',
  ALREADY_USED: 'You have already used this discount code.',
  NO_ELIGIBLE_ITEMS: 'This discount code does not apply to the items in your cart.',
  MINIMUM_SUBTOTAL: 'Your cart does not reach the minimum amount of this discount code.',
  MINIMUM_QUANTITY: 'Your cart does not hold enough items for this discount code.',
  NO_ELIGIBLE_SHIPPING: 'This discount code does not apply to your shipping.',
  NOT_COMBINABLE: 'This discount code cannot be combined with the others in your cart.',
  TOO_MANY_CODES: 'Your cart holds too many discount codes.',
};

export function refusal(code: string, reason: RefusalReason): CodeRefusal {
  return { code, reason, message: WORDS[reason] };
}

/** Judges one code for one buyer and cart, by everything but the other codes. */
export function judgeCode(state: DevStoreState, shop: ShopState, cart: Cart, text: string): Verdict {
  settleCodes(state, shop);
  const code = shop.discountBook.codeByText(text.trim());
  const discount = code === undefined ? undefined : shop.discountBook.discounts.get(code.discountId);
  if (code === undefined || discount === undefined) return { ok: false, refusal: refusal(text, 'NOT_FOUND') };
  const lines = coveredLines(shop, cart, discount);
  const reason =
    periodFault(discount, state.clock.now()) ??
    usageFault(shop, discount, code, cart.buyer) ??
    buyerFault(state, shop, discount, cart.buyer) ??
    itemsFault(cart, discount, lines);
  if (reason !== undefined) return { ok: false, refusal: refusal(code.code, reason) };
  return { ok: true, good: { code, discount, lines } };
}

function periodFault({ settings }: DiscountRecord, now: number): RefusalReason | undefined {
  const status = discountStatus(settings, now);
  if (status === 'ACTIVE') return undefined;
  return status === 'EXPIRED' ? 'EXPIRED' : 'NOT_YET_ACTIVE';
}

/** Both limits count per redeem code; an order that was cancelled or deleted later gives no use back. */
function usageFault(
  shop: ShopState,
  { settings }: DiscountRecord,
  code: RedeemCodeRecord,
  buyer: Buyer,
): RefusalReason | undefined {
  const uses = shop.discountBook.redemptionsOf(code.id);
  if (settings.usageLimit !== null && uses.length >= settings.usageLimit) return 'USAGE_LIMIT_REACHED';
  if (!settings.appliesOncePerCustomer) return undefined;
  if (buyer.customer === null && buyer.email === null) return 'CUSTOMER_UNKNOWN';
  const mine = uses.some(
    ({ order }) =>
      (buyer.customer !== null && order.customerId === buyer.customer.id) ||
      (buyer.email !== null && order.email?.toLowerCase() === buyer.email),
  );
  return mine ? 'ALREADY_USED' : undefined;
}

/** Segments hold whom they held `segmentLagMs` ago: who was tagged just now is not yet in. */
function buyerFault(
  state: DevStoreState,
  shop: ShopState,
  { settings: { context } }: DiscountRecord,
  { customer, email }: Buyer,
): RefusalReason | undefined {
  if (context.kind === 'all') return undefined;
  if (customer === null) return email === null ? 'CUSTOMER_UNKNOWN' : 'CUSTOMER_NOT_ELIGIBLE';
  const belongs =
    context.kind === 'customers'
      ? context.ids.includes(customer.id)
      : context.ids.some((id) => {
          const segment = shop.segments.get(id);
          return segment !== undefined && segmentTest(state, shop, segment.query)(customer);
        });
  return belongs ? undefined : 'CUSTOMER_NOT_ELIGIBLE';
}

/** Gift cards are never discounted and count to no minimum. */
function coveredLines(shop: ShopState, { lines }: Cart, { settings }: DiscountRecord): readonly number[] {
  const { terms } = settings;
  const isBoughtRight = (line: CartLine): boolean =>
    line.sellingPlan === null ? settings.appliesOnOneTimePurchase : settings.appliesOnSubscription;
  const isEntitled = (line: CartLine): boolean => {
    if (terms.kind === 'freeShipping' || terms.items.kind === 'all') return true;
    const { items } = terms;
    if (items.kind === 'products') {
      return items.productIds.includes(line.productId) || items.variantIds.includes(line.variantId);
    }
    return collectionsOf(shop, line.productId).some((id) => items.collectionIds.includes(id));
  };
  return lines.flatMap((line, index) =>
    !line.giftCard && isBoughtRight(line) && isEntitled(line) ? [index] : [],
  );
}

/** The minimum counts covered lines at their full price here; once product discounts are known it is asked again. */
function itemsFault(
  cart: Cart,
  discount: DiscountRecord,
  covered: readonly number[],
): RefusalReason | undefined {
  if (covered.length === 0) return 'NO_ELIGIBLE_ITEMS';
  const short = minimumFault(cart, discount, covered, () => 0);
  if (short !== undefined) return short;
  const { terms } = discount.settings;
  if (terms.kind !== 'freeShipping') return undefined;
  return isShippingCovered(cart, terms) ? undefined : 'NO_ELIGIBLE_SHIPPING';
}

/** What the covered lines lack to the minimum when `taken` is already off each of them. */
export function minimumFault(
  { lines }: Cart,
  { settings: { minimum } }: DiscountRecord,
  covered: readonly number[],
  taken: (index: number) => number,
): RefusalReason | undefined {
  if (minimum === null) return undefined;
  const sum = (value: (line: CartLine, index: number) => number): number =>
    covered.reduce((total, index) => {
      const line = lines[index];
      return line === undefined ? total : total + value(line, index);
    }, 0);
  if (minimum.kind === 'quantity') {
    return sum((line) => line.quantity) < minimum.quantity ? 'MINIMUM_QUANTITY' : undefined;
  }
  const subtotal = sum((line, index) => line.unitPriceMinor * line.quantity - taken(index));
  return subtotal < minimum.amountMinor ? 'MINIMUM_SUBTOTAL' : undefined;
}

function isShippingCovered(
  { shippingMinor, buyer }: Cart,
  terms: Extract<DiscountRecord['settings']['terms'], { kind: 'freeShipping' }>,
): boolean {
  if (shippingMinor === 0) return false;
  if (terms.maximumShippingMinor !== null && shippingMinor > terms.maximumShippingMinor) return false;
  const { destination } = terms;
  if (destination === null || destination.includeRestOfWorld) return true;
  return buyer.countryCode !== null && destination.countries.includes(buyer.countryCode);
}
