import { expect, test } from 'vitest';
import type { LineId, VariantId } from '../../../../web/domain/shared/ids.ts';
import type { StoredOrder } from '../../../../web/use-cases/store-port.ts';
import { AT, collect, eachStore } from './each-store.ts';
import { day, orderId, sampleOrder, sampleStored } from './sample-rows.ts';

const variant = (id: number | string) => String(id) as VariantId;
const cost = (id: number | string, unitCostMinor: number | null, currency = 'VND') => ({
  variantId: variant(id),
  cost: unitCostMinor === null ? null : { unitCostMinor, currency },
});
/** An order of these variants, one line each; null = a line of no variant. */
function sold(
  id: number,
  on: string,
  variants: readonly (number | string | null)[],
  giftCard = false,
): StoredOrder {
  const [line] = sampleOrder().lines;
  if (!line) throw new Error('the sample has no line');
  const lines = variants.map((variantId, index) => ({
    ...line,
    lineId: String(index + 1) as LineId,
    variantId: variantId === null ? null : variant(variantId),
    giftCard,
  }));
  return sampleStored({ orderId: orderId(id), processedAt: day(on), lines });
}

eachStore((bench) => {
  const since = { soldSince: day('2026-01-01'), seenSince: AT };

  test('costs, one above 2^53, one unknown to Shopify → come back; never asked for → absent', async () => {
    const shop = await bench.newShop();
    const { costs } = bench.store;
    const written = [cost('9007199254740993', 120_000), cost(2, 1_25, 'USD'), cost(3, null)];
    await costs.putMany(shop, [cost(2, 9), ...written], AT);
    const found = await costs.ofVariants(shop, ['9007199254740993', 2, 3, 4].map(variant));
    expect(found).toEqual(new Map(written.map((one) => [one.variantId, { ...one, seenAt: AT }])));
    await costs.putMany(shop, [], AT);
  });

  test('seen again later → replaced; an answer from before that comes in late → not', async () => {
    const shop = await bench.newShop();
    const { costs } = bench.store;
    await costs.putMany(shop, [cost(1, 100)], day('2026-02-02'));
    await costs.putMany(shop, [cost(1, 50)], day('2026-02-01'));
    expect((await costs.ofVariants(shop, [variant(1)])).get(variant(1))).toMatchObject(cost(1, 100));
    await costs.putMany(shop, [cost(1, null)], day('2026-02-03'));
    expect([...(await costs.ofVariants(shop, [variant(1)])).values()]).toEqual([
      { ...cost(1, null), seenAt: day('2026-02-03') },
    ]);
  });

  test('stale variants → sold since then, no gift card, not asked for since', async () => {
    const shop = await bench.newShop();
    const { costs, orders } = bench.store;
    await orders.putMany(shop, [
      sold(1, '2025-12-31', [1]),
      sold(2, '2026-01-01', [2, '9007199254740993', null]),
      sold(3, '2026-01-02', [2, 3, 4]),
      sold(4, '2026-01-03', [5], true),
    ]);
    await costs.putMany(shop, [cost(3, 1)], AT);
    await costs.putMany(shop, [cost(4, 1)], new Date(AT.getTime() - 1));
    expect(await collect(costs.streamStale(shop, since))).toEqual([2, 4, '9007199254740993'].map(variant));
  });

  test('more orders than a page → every variant comes, and none again once its cost is put', async () => {
    const shop = await bench.newShop();
    const { costs, orders } = bench.store;
    // All at one instant: the order id alone tells the pages apart.
    const many = Array.from({ length: 4_100 }, (_, index) => sold(index + 1, '2026-01-05', [7, 100 + index]));
    await orders.putMany(shop, many);
    const seen: VariantId[] = [];
    for await (const variants of costs.streamStale(shop, since)) {
      seen.push(...variants);
      await costs.putMany(
        shop,
        variants.map((variantId) => ({ variantId, cost: null })),
        AT,
      );
    }
    expect(seen).toHaveLength(4_101);
    expect(new Set(seen)).toEqual(new Set([7, ...many.map((_, index) => 100 + index)].map(variant)));
    expect(await collect(costs.streamStale(shop, since))).toEqual([]);
  });
});
