import type { OfferTerms } from '../../domain/offers/terms.ts';
import { toGid } from '../../domain/shared/ids.ts';
import { toDecimal } from '../../domain/shared/money.ts';
import type { DiscountSpec } from '../../use-cases/offer-shopify-port.ts';

/** Shown in the merchant's list of discounts, to find ours. */
const DISCOUNT_TAG = 'encore';

/**
 * `DiscountCodeBasicInput` or, for free shipping, `DiscountCodeFreeShippingInput` of 2026-10. `usageLimit` and once per
 * customer count per code (platform facts); the segment says who may use them at all.
 */
export function toDiscountInput(spec: DiscountSpec): object {
  const { terms, currency } = spec;
  const shared = {
    title: spec.title,
    code: spec.firstCode,
    startsAt: spec.startsAt.toISOString(),
    endsAt: spec.endsAt.toISOString(),
    context: { customerSegments: { add: [spec.segmentGid] } },
    usageLimit: 1,
    appliesOncePerCustomer: true,
    combinesWith: { ...terms.combinesWith },
    tags: [DISCOUNT_TAG],
    ...minimumOf(terms, currency),
  };
  const purchase = {
    appliesOnOneTimePurchase: terms.appliesTo.oneTimePurchase,
    appliesOnSubscription: terms.appliesTo.subscription,
  };
  if (terms.value.kind === 'free_shipping') {
    // Two discounts on shipping never combine; Shopify refuses to be told they do.
    const combinesWith = { ...terms.combinesWith, shippingDiscounts: false };
    return { ...shared, ...purchase, combinesWith, destination: { all: true } };
  }
  return {
    ...shared,
    customerGets: { ...purchase, value: discountValue(terms.value, currency), items: itemsOf(terms) },
  };
}

function discountValue(
  value: Exclude<OfferTerms['value'], { kind: 'free_shipping' }>,
  currency: string,
): object {
  if (value.kind === 'percentage') return { percentage: value.percentageBps / 10_000 };
  const amount = toDecimal(value.amountMinor, currency);
  return { discountAmount: { amount, appliesOnEachItem: false } };
}

function minimumOf({ minimumSpendMinor }: OfferTerms, currency: string): object {
  if (minimumSpendMinor === null) return {};
  const greaterThanOrEqualToSubtotal = toDecimal(minimumSpendMinor, currency);
  return { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal } } };
}

function itemsOf({ scope }: OfferTerms): object {
  switch (scope.kind) {
    case 'all':
      return { all: true };
    case 'products':
      return { products: { productsToAdd: scope.productIds.map((id) => toGid('Product', id)) } };
    case 'collections':
      return { collections: { add: scope.collectionIds.map((id) => toGid('Collection', id)) } };
    case 'bought_before':
      throw new RangeError('the products bought before must be resolved before a discount is made');
  }
}
