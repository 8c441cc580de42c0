import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OfferTerms } from '../../../web/domain/offers/terms.ts';
import type { ProductId } from '../../../web/domain/shared/ids.ts';
import { createShopifyOffers } from '../../../web/shopify/offers/create-shopify-offers.ts';
import type { DiscountSpec, ShopifyOffers } from '../../../web/use-cases/ports.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';

let store: DevStore;
let offers: ShopifyOffers;
let segmentGid: string;
beforeAll(async () => {
  store = await openDevStore({});
  offers = createShopifyOffers(store.client, {});
  segmentGid = await offers.ensureSegment('Open offers', "customer_tags CONTAINS 'encore-offer'");
  await store.control('POST', 'delays', { segmentMs: 0, bulkCreationMs: 0, codeDeletionMs: 0 });
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
});

const DAY_MS = 86_400_000;
let made = 0;

function spec(changes: Partial<OfferTerms> = {}, rest: Partial<DiscountSpec> = {}): DiscountSpec {
  made += 1;
  return {
    title: `Encore ${made}.1.0.0 2026-12-31`,
    terms: {
      value: { kind: 'percentage', percentageBps: 1_250 },
      validDays: 14,
      minimumSpendMinor: null,
      scope: { kind: 'all' },
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
      appliesTo: { oneTimePurchase: true, subscription: false },
      ...changes,
    },
    currency: 'VND',
    startsAt: new Date(),
    endsAt: new Date(Date.now() + 14 * DAY_MS),
    segmentGid,
    firstCode: `BACK-FIRST${made}`,
    ...rest,
  };
}

async function make(
  changes: Partial<OfferTerms> = {},
): Promise<{ gid: string; first: string; title: string }> {
  const asked = spec(changes);
  const outcome = await offers.createDiscount(asked);
  if (outcome.outcome !== 'made') throw new Error(JSON.stringify(outcome));
  return { gid: outcome.gid, first: asked.firstCode, title: asked.title };
}

type Standing = { title: string; status: string; endsAt: string; codes: { code: string }[] };
const standing = async (gid: string) =>
  (await store.control('GET', `discounts/${encodeURIComponent(gid)}`)) as unknown as Standing;
const codesOf = async (gid: string) => (await standing(gid)).codes.map(({ code }) => code).sort();
const fault = (kind: string, operation: string) => store.dev('POST', 'faults', { kind, operation });

describe('a discount', () => {
  it.each([
    ['a share', { value: { kind: 'percentage', percentageBps: 1_250 } }],
    [
      'an amount with a minimum',
      { value: { kind: 'amount', amountMinor: 50_000 }, minimumSpendMinor: 300_000 },
    ],
    ['free shipping', { value: { kind: 'free_shipping' } }],
  ] as const)('of %s → stands with its first code and its end', async (_name, terms) => {
    const { gid, first, title } = await make(terms);
    expect(await standing(gid)).toMatchObject({ title, status: 'ACTIVE', codes: [{ code: first }] });
    const again = await offers.discountOfCode(first.toLowerCase());
    expect(again).toEqual({ gid, title });
  });

  it('on products → limited to them; a product that is none → refused with the field', async () => {
    const { id } = await store.control('POST', 'products', {
      title: 'Tea',
      variants: [{ priceMinor: 1_000 }],
    });
    const scope = { kind: 'products', productIds: [String(id) as ProductId] } as const;
    await make({ scope });
    const unknown = { kind: 'products', productIds: ['123' as ProductId] } as const;
    const outcome = await offers.createDiscount(spec({ scope: unknown }));
    expect(outcome).toMatchObject({ outcome: 'refused', field: expect.stringMatching(/./) });
  });

  it('with terms Shopify will not have → refused with field and words', async () => {
    const outcome = await offers.createDiscount(
      spec({}, { endsAt: new Date(Date.now() - DAY_MS), startsAt: new Date() }),
    );
    expect(outcome).toEqual({
      outcome: 'refused',
      field: expect.stringContaining('endsAt'),
      message: expect.stringMatching(/./),
    });
  });

  it('whose first code the merchant uses → code_taken, nothing made', async () => {
    const { first } = await make();
    const outcome = await offers.createDiscount(spec({}, { firstCode: first }));
    expect(outcome).toEqual({ outcome: 'code_taken' });
  });

  it.each(['drop-after', '504-after'])(
    'made, the answer lost (%s) → found again by its code, made once',
    async (kind) => {
      await fault(kind, 'DiscountCreate');
      const asked = spec();
      const outcome = await offers.createDiscount(asked);
      expect(outcome.outcome).toBe('made');
      const all = (await store.control('GET', 'discounts')) as unknown as Standing[];
      expect(all.filter(({ title }) => title === asked.title)).toHaveLength(1);
    },
  );

  it('its end moved → moved for both kinds; gone → told so', async () => {
    const endsAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 20 * DAY_MS);
    for (const value of [{ kind: 'percentage', percentageBps: 500 }, { kind: 'free_shipping' }] as const) {
      const { gid } = await make({ value });
      const { terms } = spec({ value });
      expect(await offers.setDiscountEnd(gid, terms, endsAt)).toBe('done');
      expect(Date.parse((await standing(gid)).endsAt)).toBe(endsAt.getTime());
      await offers.deleteDiscount(gid);
      expect(await offers.setDiscountEnd(gid, terms, endsAt)).toBe('gone');
    }
  });

  it('deleted twice → gone, no error', async () => {
    const { gid, first } = await make();
    await offers.deleteDiscount(gid);
    await offers.deleteDiscount(gid);
    expect(await offers.discountOfCode(first)).toBeNull();
  });
});

describe('more codes', () => {
  it('added, some of them taken → each told apart by its own words, the others stand', async () => {
    const { first: foreign } = await make();
    const { gid, first } = await make();
    const creation = await offers.addCodes(gid, ['BACK-A', 'BACK-B', foreign]);
    expect(creation).not.toBeNull();
    const found = (await offers.codeCreations([creation ?? ''])).get(creation ?? '');
    expect(found).toEqual({
      done: true,
      failed: [{ code: foreign, taken: true, message: expect.stringContaining('must be unique') }],
    });
    expect(await codesOf(gid)).toEqual(['BACK-A', 'BACK-B', first].sort());
  });

  it('added again after a lost answer → all are taken, and those of this discount are told to be held', async () => {
    const { gid, first } = await make();
    const { first: foreign } = await make();
    await offers.addCodes(gid, ['BACK-C', 'BACK-D']);
    const second = await offers.addCodes(gid, ['BACK-C', 'BACK-D']);
    const found = (await offers.codeCreations([second ?? ''])).get(second ?? '');
    expect(found?.failed.map(({ code, taken }) => [code, taken])).toEqual([
      ['BACK-C', true],
      ['BACK-D', true],
    ]);
    const asked = ['BACK-C', 'BACK-D', foreign, 'BACK-NOBODY', first];
    expect(await offers.codesHeld(gid, asked)).toEqual(new Set(['BACK-C', 'BACK-D', first]));
  });

  it('still on their way → not done; an unknown creation is absent', async () => {
    await store.control('POST', 'delays', { bulkCreationMs: 600_000 });
    const { gid } = await make();
    const creation = (await offers.addCodes(gid, ['BACK-E'])) ?? '';
    expect((await offers.codeCreations([creation])).get(creation)).toEqual({ done: false, failed: [] });
    const nobody = 'gid://shopify/DiscountRedeemCodeBulkCreation/1';
    expect((await offers.codeCreations([nobody])).has(nobody)).toBe(false);
    await store.control('POST', 'delays', { bulkCreationMs: 0 });
  });

  it('to a discount the merchant deleted → null', async () => {
    const { gid } = await make();
    await offers.deleteDiscount(gid);
    expect(await offers.addCodes(gid, ['BACK-F'])).toBeNull();
  });

  it('taken off, 60 of 61, with one that is not there → the one that was not named stays; again → nothing', async () => {
    const { gid, first } = await make();
    const codes = Array.from({ length: 60 }, (_, i) => `BACK-R${i}`);
    await offers.addCodes(gid, codes);
    await offers.removeCodes(gid, [...codes, 'BACK-NOT-THERE']);
    expect(await codesOf(gid)).toEqual([first]);
    await offers.removeCodes(gid, codes);
    await offers.deleteDiscount(gid);
    await offers.removeCodes(gid, [first]);
  });
});
