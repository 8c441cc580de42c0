import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { createShopifyRewards } from '../../../web/shopify/rewards/create-shopify-rewards.ts';
import type { ShopifyRewards } from '../../../web/use-cases/reward-shopify-port.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';

let store: DevStore;
let rewards: ShopifyRewards;
beforeAll(async () => {
  store = await openDevStore({});
  rewards = createShopifyRewards(store.client, {});
});
afterAll(() => store.close());

describe('traits', () => {
  it('of somebody with everything, of somebody with nothing, of nobody → each as they stand', async () => {
    const full = await store.customer({
      email: 'linh@example.com',
      phone: '+84901234567',
      countryCode: 'VN',
      city: 'Huế',
      address1: '12 Lê Lợi',
      zip: '530000',
    });
    await store.order({ customerId: full, lines: [{ title: 'Tea', quantity: 1, unitPriceMinor: 1_000 }] });
    const townOnly = await store.customer({ countryCode: 'VN', city: 'Huế' });
    const nobody = '123' as CustomerId;
    const found = await rewards.traits([full, townOnly, nobody]);
    expect(found.get(full)).toEqual({
      customerId: full,
      email: 'linh@example.com',
      phone: '+84901234567',
      address: '12 Lê Lợi, Huế, 530000, VN',
      ordersCount: 1,
    });
    expect(found.get(townOnly)).toEqual({
      customerId: townOnly,
      email: null,
      phone: null,
      address: null,
      ordersCount: 0,
    });
    expect(found.get(nobody)).toBeNull();
  });
});

describe('customers by e-mail', () => {
  it('50 addresses in other letters, one unknown, one that is none, one twice → those that stand, by the text given', async () => {
    const ids = new Map<string, CustomerId>();
    for (let i = 0; i < 48; i++)
      ids.set(`Buyer.${i}@Example.com`, await store.customer({ email: `buyer.${i}@example.com` }));
    const asked = [...ids.keys(), 'nobody@example.com', 'x" OR email:*', 'buyer.1@example.com'];
    const found = await rewards.customersByEmail(asked);
    const first = ids.get('Buyer.1@Example.com') as CustomerId;
    expect(found).toEqual(new Map([...ids, ['buyer.1@example.com', first]]));
  });

  it('none → nothing asked', async () => {
    await store.resetStats();
    expect(await rewards.customersByEmail([])).toEqual(new Map());
    expect((await store.stats()).calls).toBe(0);
  });
});

describe('products of collections', () => {
  it('300 in one, some of them in another, one that is gone → each once', async () => {
    const productIds: string[] = [];
    for (let i = 0; i < 300; i++)
      productIds.push(
        String(
          (await store.control('POST', 'products', { title: `P${i}`, variants: [{ priceMinor: 1 }] })).id,
        ),
      );
    const many = await store.control('POST', 'collections', { title: 'Many', productIds });
    const few = await store.control('POST', 'collections', {
      title: 'Few',
      productIds: productIds.slice(0, 2),
    });
    const found = await rewards.productsOfCollections([String(many.id), String(few.id), '123']);
    expect(found).toEqual(productIds);
  });
});
