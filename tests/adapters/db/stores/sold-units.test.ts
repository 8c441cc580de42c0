import { expect, test } from 'vitest';
import type { OrderLine } from '../../../../web/domain/orders/order.ts';
import type { LineId, VariantId } from '../../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../../web/domain/shared/time.ts';
import { seededRandom } from '../../../support/busy-shop.ts';
import { AT, eachStore } from './each-store.ts';
import { orderId, sampleModel, sampleStored } from './sample-rows.ts';

const TODAY = isoToDay('2026-05-20');

eachStore((bench) => {
  test('random sales of half a year → the last 90 days summed by whether the cost is known, line by line', async () => {
    const random = seededRandom(5);
    const { store } = bench;
    const shop = await bench.newShop();
    await store.shops.saveProfile(shop, { name: 'S', currency: 'VND', timeZone: 'UTC', scopes: [] });
    const costs = new Map([1, 2, 3].map((variant) => [String(variant) as VariantId, variant * 1_000]));
    const known = [...costs].map(([variantId, unitCostMinor]) => ({
      variantId,
      cost: { unitCostMinor, currency: 'VND' },
    }));
    const inDollars = { variantId: '4' as VariantId, cost: { unitCostMinor: 5, currency: 'USD' } };
    await store.costs.putMany(shop, [...known, inDollars], AT);

    const sums = { known: { price: 0, cost: 0 }, unknown: 0 };
    const orders = Array.from({ length: 200 }, (_, index) => {
      const localOn = TODAY - Math.floor(random() * 180);
      const qualifies = random() < 0.9;
      const taxesIncluded = random() < 0.5;
      const currency = random() < 0.9 ? 'VND' : 'USD';
      const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, (_line, n): OrderLine => {
        const quantity = 1 + Math.floor(random() * 4);
        return {
          lineId: String(index * 10 + n) as LineId,
          productId: null,
          variantId: random() < 0.1 ? null : (String(1 + Math.floor(random() * 5)) as VariantId),
          quantity,
          currentQuantity: Math.floor(random() * (quantity + 1)),
          discountedMinor: Math.floor(random() * 100_000),
          taxMinor: Math.floor(random() * 5_000),
          giftCard: random() < 0.1,
          sellingPlan: false,
        };
      });
      const counts = qualifies && currency === 'VND' && localOn >= TODAY - 90;
      for (const line of counts ? lines : []) {
        if (line.giftCard || line.currentQuantity === 0) continue;
        const worth = line.discountedMinor - (taxesIncluded ? line.taxMinor : 0);
        const price = Math.round((worth * line.currentQuantity) / line.quantity);
        const cost = line.variantId === null ? undefined : costs.get(line.variantId);
        if (cost === undefined) sums.unknown += price;
        else {
          sums.known.price += price;
          sums.known.cost += cost * line.currentQuantity;
        }
      }
      const processedAt = new Date(localOn * 86_400_000 + 36_000_000);
      const order = { orderId: orderId(index + 1), processedAt, currency, taxesIncluded, lines, refunds: [] };
      return sampleStored(order, { qualifies, localOn });
    });
    await store.orders.putMany(shop, orders);
    const audience = await store.campaignAudience.compute(shop, TODAY, sampleModel());
    expect(audience.sold).toEqual([
      { priceMinor: sums.known.price, unitCostMinor: sums.known.cost },
      { priceMinor: sums.unknown, unitCostMinor: null },
    ]);
    await store.campaignAudience.save(shop, audience, AT);
    expect((await store.campaignAudience.read(shop))?.sold).toEqual(audience.sold);
  });

  test('a shop that sold nothing → nothing to hold a floor against', async () => {
    const shop = await bench.newShop();
    expect((await bench.store.campaignAudience.compute(shop, TODAY, sampleModel())).sold).toEqual([]);
  });
});
