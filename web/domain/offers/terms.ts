import type { CollectionId, ProductId } from '../shared/ids.ts';

/** What an offer takes off. `percentageBps`: 100 = 1 %. Amounts in minor units of the shop currency. */
export type OfferValue =
  | { kind: 'percentage'; percentageBps: number }
  | { kind: 'amount'; amountMinor: number }
  | { kind: 'free_shipping' };

/** On what it is taken off. `bought_before`: the products the recipients of one discount have bought. */
export type OfferScope =
  | { kind: 'all' }
  | { kind: 'products'; productIds: readonly ProductId[] }
  | { kind: 'collections'; collectionIds: readonly CollectionId[] }
  | { kind: 'bought_before' };

/** The merchant's terms of one offer (product.md section 5). */
export type OfferTerms = {
  value: OfferValue;
  /** Local days the code is valid, the day of issue included; it ends at the end of the last one. */
  validDays: number;
  minimumSpendMinor: number | null;
  scope: OfferScope;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  appliesTo: { oneTimePurchase: boolean; subscription: boolean };
};
