import { expect, test } from 'vitest';
import type { CollectionId, ProductId } from '../../../web/domain/shared/ids.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { saveProgram } from '../../../web/use-cases/save-program.ts';
import { orderLine } from '../../support/fake-shopify.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;
const products = (...ids: string[]) => ids as ProductId[];

async function save(shop: LoyaltyShop, change = {}): Promise<void> {
  const earn = { ...shop.terms().earn, excludedCollections: ['9' as CollectionId], ...change };
  await saveProgram(await shop.loyalty(), { terms: { ...shop.terms(), earn }, basedOn: 0 });
  await shop.runJobs();
}

const published = (shop: LoyaltyShop) => shop.rewards.programs.at(-1)?.earn;
const asked = async (shop: LoyaltyShop) =>
  (await getShopper(await shop.loyalty(), { customerId: null })).program.earn;

test('products left out, those of collections, gift cards → published and told to extensions by name, and anew each night', async () => {
  const shop = await newShop().start();
  shop.rewards.collections.set('9', products('5', '6'));
  shop.rewards.giftCardIds = products('70');
  await save(shop, { excludedProducts: products('3', '5') });
  const named = (earn: (typeof shop.rewards.programs)[number]['earn'] | undefined) => ({
    ...earn,
    excludedProducts: [...(earn?.excludedProducts ?? [])].sort(),
  });
  expect(named(published(shop))).toMatchObject({
    excludedProducts: ['3', '5', '6', '70'],
    excludedSieve: null,
  });
  expect(named(await asked(shop))).toEqual(named(published(shop)));
  shop.rewards.collections.set('9', products('8'));
  shop.rewards.giftCardIds = products('70', '71');
  shop.clock.advance(DAY_MS);
  await shop.night();
  expect(named(published(shop))).toMatchObject({ excludedProducts: ['3', '5', '70', '71', '8'] });
  expect(named(await asked(shop))).toEqual(named(published(shop)));
});

test('a gift card on the list → other goods of its order earn as before', async () => {
  const shop = await newShop().start();
  shop.rewards.giftCardIds = products('70');
  await save(shop);
  const customerId = shop.fake.addCustomer();
  const line = (productId: string, giftCard: boolean) =>
    orderLine(shop.fake.nextId(), { productId: productId as ProductId, discountedMinor: 5_000, giftCard });
  shop.fake.placeOrder(customerId, { lines: [line('70', true), line('5', false)] });
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 50 });
});

test('more than can be named → a sieve, the same in the metafield and for extensions', async () => {
  const shop = await newShop().start();
  shop.rewards.collections.set('9', products(...Array.from({ length: 501 }, (_, i) => String(7_000 + i))));
  await save(shop);
  expect(published(shop)).toMatchObject({ excludedProducts: [], excludedSieve: expect.any(String) });
  expect(await asked(shop)).toEqual(published(shop));
});

test('a shop that never saved a program → published as off once its history is read, so that offers can be shown', async () => {
  const shop = await newShop({ currency: 'VND' }).start();
  expect(shop.rewards.programs).toHaveLength(1);
  expect(shop.rewards.programs.at(-1)).toMatchObject({
    on: false,
    currency: 'VND',
    rewards: [],
    referral: null,
  });
  expect(shop.rewards.calls.get('giftCards')).toBeUndefined();
  expect(shop.rewards.calls.get('endReferralDiscount')).toBeUndefined();
});
