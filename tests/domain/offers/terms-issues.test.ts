import { describe, expect, it } from 'vitest';
import type { OfferTerms } from '../../../web/domain/offers/terms.ts';
import {
  OFFER_ISSUE_CODES,
  type OfferContext,
  offerIssues,
} from '../../../web/domain/offers/terms-issues.ts';
import type { CollectionId, ProductId } from '../../../web/domain/shared/ids.ts';
import { anOffer } from '../campaigns/people.ts';

const product = (id: number) => String(id) as ProductId;
const products = (count: number) => Array.from({ length: count }, (_, index) => product(index + 1));
const context: OfferContext = {
  path: 'offer',
  unknownProducts: new Set([product(9)]),
  deepestBps: 2_500,
  typical: { orderMinor: 10_000, shippingMinor: 500 },
};
const percent = (percentageBps: number): Partial<OfferTerms> => ({
  value: { kind: 'percentage', percentageBps },
});
const amount = (amountMinor: number): Partial<OfferTerms> => ({ value: { kind: 'amount', amountMinor } });

describe('an offer’s terms', () => {
  const codes = new Set<string>();
  it.each<[string, Partial<OfferTerms>, string[]]>([
    ['10 %', {}, []],
    ['1 %', percent(100), []],
    ['0 %', percent(0), ['offer.value.percentageBps']],
    ['110 %', percent(11_000), ['offer.value.percentageBps']],
    ['−10 %', percent(-1_000), ['offer.value.percentageBps']],
    ['not a number', percent(Number.NaN), ['offer.value.percentageBps']],
    ['up to the margin floor', percent(2_500), []],
    ['below the margin floor', percent(2_600), ['offer.value.percentageBps']],
    ['an amount', amount(500), []],
    ['an amount of 0', amount(0), ['offer.value.amountMinor']],
    ['half a cent', amount(0.5), ['offer.value.amountMinor']],
    ['an amount below the margin floor', amount(2_600), ['offer.value.amountMinor']],
    ['valid for no day', { validDays: 0 }, ['offer.validDays']],
    ['valid for 90 days', { validDays: 90 }, []],
    ['valid for 91 days', { validDays: 91 }, ['offer.validDays']],
    ['a minimum of 0', { minimumSpendMinor: 0 }, ['offer.minimumSpendMinor']],
    [
      'a minimum not above the amount off',
      { ...amount(500), minimumSpendMinor: 500 },
      ['offer.minimumSpendMinor'],
    ],
    ['a minimum above the amount off', { ...amount(500), minimumSpendMinor: 501 }, []],
    [
      'no kind of purchase',
      { appliesTo: { oneTimePurchase: false, subscription: false } },
      ['offer.appliesTo'],
    ],
    [
      'an unknown product',
      { scope: { kind: 'products', productIds: [product(1), product(9)] } },
      ['offer.scope.productIds.1'],
    ],
    ['no product', { scope: { kind: 'products', productIds: [] } }, ['offer.scope.productIds']],
    [
      '100 products',
      { scope: { kind: 'products', productIds: products(100).map((id) => `1${id}` as ProductId) } },
      [],
    ],
    [
      '101 products',
      { scope: { kind: 'products', productIds: products(101).map((id) => `1${id}` as ProductId) } },
      ['offer.scope.productIds'],
    ],
    [
      'one product twice',
      { scope: { kind: 'products', productIds: [product(1), product(1)] } },
      ['offer.scope.productIds'],
    ],
    ['no collection', { scope: { kind: 'collections', collectionIds: [] } }, ['offer.scope.collectionIds']],
    ['a collection', { scope: { kind: 'collections', collectionIds: ['1' as CollectionId] } }, []],
    ['what they bought before', { scope: { kind: 'bought_before' } }, []],
    ['free shipping', { value: { kind: 'free_shipping' } }, []],
    [
      'free shipping of some products',
      { value: { kind: 'free_shipping' }, scope: { kind: 'bought_before' } },
      ['offer.scope'],
    ],
  ])('%s', (_, change, expected) => {
    const issues = offerIssues(anOffer(change), context);
    expect(issues.map(({ field }) => field)).toEqual(expected);
    for (const { allowed, code } of issues) {
      expect(allowed).toBeTruthy();
      codes.add(code);
    }
  });

  it('every code of the closed list → given to one of these at least', () => {
    expect([...codes].toSorted()).toEqual([...OFFER_ISSUE_CODES].toSorted());
  });

  it('cost not known → nothing is said about the margin', () => {
    expect(offerIssues(anOffer(percent(9_000)), { ...context, deepestBps: null })).toEqual([]);
  });

  it('the allowed range is told', () => {
    expect(offerIssues(anOffer(percent(0)), context)[0]).toEqual({
      field: 'offer.value.percentageBps',
      message: 'must be from 1 % to 100 %, got 0 %',
      allowed: '1 % to 100 %',
      code: 'percent',
      params: { min: 1, max: 100 },
    });
  });
});
