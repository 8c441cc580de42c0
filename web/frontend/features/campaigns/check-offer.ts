import type { OfferTerms } from '../../../contract/campaign-terms.ts';
import { type Found, found, wholeFault } from './fault.ts';
import { OFFER_RANGES } from './terms-ranges.ts';

/** What is wrong with one offer; `field` is its path, e.g. `arms.0.offers.1`. */
export function checkOffer(offer: OfferTerms, field: string): Found[] {
  return [
    ...valueFaults(offer, field),
    ...minimumFaults(offer, field),
    ...wholeFault(`${field}.validDays`, offer.validDays, OFFER_RANGES.validDays),
    ...scopeFaults(offer, field),
    ...(offer.appliesTo.oneTimePurchase || offer.appliesTo.subscription
      ? []
      : [found(`${field}.appliesTo`, 'applies')]),
  ];
}

function valueFaults({ value }: OfferTerms, field: string): Found[] {
  if (value.kind === 'amount' && value.amountMinor <= 0)
    return [found(`${field}.value.amountMinor`, 'positive')];
  if (value.kind !== 'percentage') return [];
  const { min, max } = OFFER_RANGES.percentageBps;
  const fits = value.percentageBps >= min && value.percentageBps <= max;
  return fits ? [] : [found(`${field}.value.percentageBps`, 'percent', { min: min / 100, max: max / 100 })];
}

function minimumFaults({ value, minimumSpendMinor }: OfferTerms, field: string): Found[] {
  if (minimumSpendMinor === null) return [];
  if (minimumSpendMinor <= 0) return [found(`${field}.minimumSpendMinor`, 'positive')];
  return value.kind === 'amount' && minimumSpendMinor <= value.amountMinor
    ? [found(`${field}.minimumSpendMinor`, 'minimum')]
    : [];
}

function scopeFaults({ scope, value }: OfferTerms, field: string): Found[] {
  if (value.kind === 'free_shipping' && scope.kind !== 'all') return [found(`${field}.scope`, 'shipping')];
  if (scope.kind === 'products')
    return listFaults(`${field}.scope.productIds`, scope.productIds, OFFER_RANGES.products);
  return scope.kind === 'collections'
    ? listFaults(`${field}.scope.collectionIds`, scope.collectionIds, OFFER_RANGES.collections)
    : [];
}

function listFaults(field: string, ids: readonly string[], range: { min: number; max: number }): Found[] {
  const fits = ids.length >= range.min && ids.length <= range.max && new Set(ids).size === ids.length;
  return fits ? [] : [found(field, 'list', { ...range })];
}
