import type { OfferTerms, OfferValue } from './terms.ts';

/** A shop's typical order, minor units of the shop currency; null = not known. */
export type TypicalOrder = { orderMinor: number | null; shippingMinor: number | null };

/**
 * How deep an offer is, in basis points of a typical order, so that kinds compare; null = cannot be told. An amount is never
 * deeper than the whole order; free shipping is as deep as the shop's usual shipping.
 */
export function offerDepthBps(value: OfferValue, typical: TypicalOrder): number | null {
  switch (value.kind) {
    case 'percentage':
      return value.percentageBps;
    case 'amount':
      return shareBps(value.amountMinor, typical.orderMinor);
    case 'free_shipping':
      return typical.shippingMinor === null ? null : shareBps(typical.shippingMinor, typical.orderMinor);
  }
}

/**
 * How deep the discount was that an order redeemed, in basis points of what it would have cost; null = there was none.
 * Both in minor units of the shop currency, without shipping.
 */
export function redeemedDepthBps(discountMinor: number, paidMinor: number): number | null {
  const before = discountMinor + paidMinor;
  return discountMinor <= 0 || before <= 0 ? null : shareBps(discountMinor, before);
}

/** The deepest offer of one arm; null = none, or none that can be compared. */
export function deepestOfferBps(
  offers: readonly (OfferTerms | null)[],
  typical: TypicalOrder,
): number | null {
  const depths = offers.flatMap((offer) => (offer ? (offerDepthBps(offer.value, typical) ?? []) : []));
  return depths.length === 0 ? null : Math.max(...depths);
}

function shareBps(partMinor: number, wholeMinor: number | null): number | null {
  if (wholeMinor === null || wholeMinor <= 0) return null;
  return Math.min(10_000, Math.round((partMinor / wholeMinor) * 10_000));
}
