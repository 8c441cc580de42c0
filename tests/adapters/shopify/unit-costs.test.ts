import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId, type VariantId } from '../../../web/domain/shared/ids.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { collect } from './support/fixtures.ts';

/** As many ids as no shop here has, from one on. */
const unknownIds = (count: number) =>
  Array.from({ length: count }, (_, index) => String(index + 1) as VariantId);

let store: DevStore;
const sold = new Set<VariantId>();
beforeAll(async () => {
  store = await openDevStore({ currency: 'THB', ianaTimezone: 'Asia/Bangkok', seed: { customers: 60 } });
  const since = new Date(0);
  for (const changed of await collect(store.shopify.ordersUpdatedBetween(since, new Date(4e12)))) {
    const orders = await store.shopify.fetchOrders(changed.map(({ orderId }) => orderId));
    for (const order of orders.values())
      for (const line of order?.lines ?? []) if (line.variantId && !line.giftCard) sold.add(line.variantId);
  }
});
afterAll(() => store.close());

describe('unit costs', () => {
  it('of what was sold, an unknown variant and something else → in minor units; null without cost or variant', async () => {
    const customer = (await store.customer()) as string;
    const elsewhere = [...unknownIds(2), parseId<VariantId>(customer)].filter((id) => id !== null);
    const costs = await store.shopify.fetchUnitCosts([...sold, ...elsewhere, ...sold]);
    expect([...costs.keys()]).toEqual([...sold, ...elsewhere]);
    for (const id of elsewhere) expect(costs.get(id)).toBeNull();
    const known = [...sold].flatMap((id) => costs.get(id) ?? []);
    expect(known.length).toBeGreaterThan(10);
    // 45 % of a price in whole baht, of which the cheapest is 147.
    for (const { unitCostMinor, currency } of known) {
      expect(currency).toBe('THB');
      expect(unitCostMinor % 45).toBe(0);
      expect(unitCostMinor).toBeGreaterThanOrEqual(147 * 45);
    }
  });

  it('600 variants → at most 250 a call, none above 1000 points', async () => {
    await store.resetStats();
    await store.shopify.fetchUnitCosts(unknownIds(600));
    expect((await store.stats()).byOperation).toEqual({ UnitCosts: 3 });
  });

  it('products were not granted → FORBIDDEN, and no variant is taken to have no cost', async () => {
    await store.control('POST', 'scopes', { scopes: ['read_orders', 'read_customers'] });
    await expect(store.shopify.fetchUnitCosts([...sold])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
