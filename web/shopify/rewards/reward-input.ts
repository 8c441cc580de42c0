import { toGid } from '../../domain/shared/ids.ts';
import { toDecimal } from '../../domain/shared/money.ts';
import type { RewardCodeSpec } from '../../use-cases/reward-shopify-port.ts';

/** Shown in the merchant's list of discounts, to find ours. */
const DISCOUNT_TAG = 'encore';

/** A decimal of Shopify's input with at least one place: 1250 in VND is "1250.0", in USD "12.50". */
export function toShopAmount(amountMinor: number, currency: string): string {
  const decimal = toDecimal(amountMinor, currency);
  return decimal.includes('.') ? decimal : `${decimal}.0`;
}

/** What takes off: `percentage` is a share (0.15 = 15 %), an amount counts once over what it covers. */
export function valueInput(
  value: { kind: 'percentage'; percentageBps: number } | { kind: 'amount'; amountMinor: number },
  currency: string,
): object {
  if (value.kind === 'percentage') return { percentage: value.percentageBps / 10_000 };
  return { discountAmount: { amount: toShopAmount(value.amountMinor, currency), appliesOnEachItem: false } };
}

/** The least a cart must hold; an empty one takes a standing minimum away. */
export function minimumInput(minimumSpendMinor: number | null, currency: string): object | null {
  if (minimumSpendMinor === null) return null;
  return { subtotal: { greaterThanOrEqualToSubtotal: toShopAmount(minimumSpendMinor, currency) } };
}

/** What the value of a reward comes to at Shopify. `amount` with `productId`: one unit of that product. */
export type CodeValue =
  | { kind: 'free_shipping' }
  | { kind: 'percentage'; percentageBps: number }
  | { kind: 'amount'; amountMinor: number; productId?: string };

/**
 * `DiscountCodeBasicInput` or, for free shipping, `DiscountCodeFreeShippingInput` of 2026-10: bound to the member, usable
 * once, on one-time purchases (a code on subscriptions needs a cycle limit of its own).
 */
export function toRewardInput(spec: RewardCodeSpec, value: CodeValue): object {
  const { currency } = spec;
  const shared = {
    title: spec.title,
    code: spec.code,
    startsAt: spec.startsAt.toISOString(),
    endsAt: spec.endsAt.toISOString(),
    context: { customers: { add: [toGid('Customer', spec.customerId)] } },
    usageLimit: 1,
    appliesOncePerCustomer: true,
    combinesWith: { ...spec.combinesWith },
    tags: [DISCOUNT_TAG],
    ...(spec.minimumSpendMinor === null
      ? {}
      : { minimumRequirement: minimumInput(spec.minimumSpendMinor, currency) }),
  };
  const purchase = { appliesOnOneTimePurchase: true, appliesOnSubscription: false };
  if (value.kind === 'free_shipping') {
    // Two discounts on shipping never combine; Shopify refuses to be told they do.
    const combinesWith = { ...spec.combinesWith, shippingDiscounts: false };
    return { ...shared, ...purchase, combinesWith, destination: { all: true } };
  }
  const items =
    value.kind === 'amount' && value.productId !== undefined
      ? { products: { productsToAdd: [toGid('Product', value.productId)] } }
      : { all: true };
  return { ...shared, customerGets: { ...purchase, value: valueInput(value, currency), items } };
}
