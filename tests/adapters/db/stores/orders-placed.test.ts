import { expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { collect, eachStore } from './each-store.ts';
import { customerId, orderId, sampleOrder, sampleProfile, sampleStored } from './sample-rows.ts';

eachStore((bench) => {
  const placed = { fromAt: new Date('2026-01-10T00:00:00Z'), beforeAt: new Date('2026-02-10T00:00:00Z') };
  const know = (shop: ShopId, orders: readonly (readonly [id: number, at: string, buyer: number | null])[]) =>
    bench.store.orders.putMany(
      shop,
      orders.map(([id, at, buyer]) =>
        sampleStored({
          orderId: orderId(id),
          processedAt: new Date(at),
          customerId: buyer === null ? null : customerId(buyer),
        }),
      ),
    );

  test('orders around a range → those of customers within it, by when they were placed, page by page, none twice', async () => {
    const shop = await bench.newShop();
    await know(shop, [
      [1, '2026-02-09T23:59:59.999Z', 7],
      [2, '2026-02-10T00:00:00.000Z', 7],
      [3, '2026-01-10T00:00:00.000Z', 8],
      [4, '2026-01-09T23:59:59.999Z', 8],
      [5, '2026-01-20T00:00:00.000Z', null],
      [6, '2026-01-20T00:00:00.000Z', 7],
      [7, '2026-01-20T00:00:00.000Z', 9],
      [8, '2026-01-20T00:00:00.000Z', 8],
    ]);
    for (const batch of [1, 2, 3, 10]) {
      const sizes: number[] = [];
      const ids: string[] = [];
      for await (const page of bench.store.orders.streamPlaced(shop, placed, batch)) {
        sizes.push(page.length);
        ids.push(...page.map((order) => order.orderId));
      }
      expect(ids, `${batch} at once`).toEqual(['3', '6', '7', '8', '1']);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(batch);
    }
    const [first] = await collect(bench.store.orders.streamPlaced(shop, placed, 10));
    expect(first).toEqual(
      sampleOrder({ orderId: orderId(3), processedAt: placed.fromAt, customerId: customerId(8) }),
    );
    expect(await bench.store.orders.countPlaced(shop, placed)).toBe(5);
  });

  test('one customer in so many → all their orders within the range and none beyond', async () => {
    const shop = await bench.newShop();
    const buyers = Array.from({ length: 40 }, (_, n) => n + 1);
    const profiles = buyers.map((id) => sampleProfile({ customerId: customerId(id) }));
    await bench.store.customers.putProfiles(shop, profiles, []);
    await know(
      shop,
      buyers.flatMap((buyer) => [
        [buyer * 10, '2026-01-15T00:00:00Z', buyer] as const,
        [buyer * 10 + 1, '2026-02-01T00:00:00Z', buyer] as const,
        [buyer * 10 + 2, '2025-02-01T00:00:00Z', buyer] as const,
      ]),
    );
    const some = await bench.store.orders.samplePlaced(shop, placed, 4, 1_000);
    const people = new Set(some.map((order) => order.customerId));
    expect(people.size).toBeGreaterThan(2);
    expect(people.size).toBeLessThan(25);
    expect(some).toHaveLength(2 * people.size);
    for (const order of some) expect(order.processedAt >= placed.fromAt).toBe(true);
    expect(await bench.store.orders.samplePlaced(shop, placed, 1, 1_000)).toHaveLength(2 * buyers.length);
    expect(await bench.store.orders.samplePlaced(shop, placed, 1, 3)).toHaveLength(3);
  });
});
