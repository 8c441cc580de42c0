import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShopifyRewards } from '../../../web/shopify/rewards/create-shopify-rewards.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';

let store: DevStore;
beforeAll(async () => {
  store = await openDevStore({});
});
afterAll(() => store.close());

describe('gift cards', () => {
  const sell = async (title: string, giftCard: boolean) => {
    const variants = [{ priceMinor: 100_000 }];
    const product = { title, productType: 'Thẻ quà tặng', giftCard, variants };
    return String((await store.control('POST', 'products', product)).id);
  };

  it('more than a page of them, and other products of that type → the gift cards alone, each once', async () => {
    const cards: string[] = [];
    for (let i = 0; i < 260; i++) cards.push(await sell(`Card ${i}`, true));
    await sell('Paper for cards', false);
    const found = await createShopifyRewards(store.client, {}).giftCards();
    expect([...found].sort()).toEqual(cards.sort());
  });
});
