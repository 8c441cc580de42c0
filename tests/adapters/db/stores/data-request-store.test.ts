import { describe, expect, test } from 'vitest';
import { HELD, HELD_BY_CAMPAIGNS, HELD_BY_LOYALTY } from '../../../../web/db/privacy-reader.ts';
import { createReader } from '../../../../web/db/reader.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { AT, eachStore } from './each-store.ts';
import {
  customerId,
  day,
  sampleDataRequest,
  sampleMove,
  sampleProfile,
  sampleState,
  sampleStored,
} from './sample-rows.ts';

eachStore((bench) => {
  const read = () => createReader(bench.pool).privacy;
  const requests = (shop: ShopId) => read().requests(shop, 10);
  const newest = async (shop: ShopId) => (await requests(shop))[0];

  describe('requests', () => {
    test('the same request of Shopify twice → kept once; two without a number → both kept', async () => {
      const shop = await bench.newShop();
      const { dataRequests } = bench.store;
      for (const shopifyRequestId of ['9', '9', null, null])
        await dataRequests.add(shop, sampleDataRequest({ shopifyRequestId }));
      expect(await requests(shop)).toHaveLength(3);
    });

    test('open and answered ones → the most urgent open one first, answered ones last', async () => {
      const shop = await bench.newShop();
      const { dataRequests } = bench.store;
      for (const [number, due] of [
        ['1', '2026-03-20'],
        ['2', '2026-03-10'],
        ['3', '2026-03-15'],
      ] as const)
        await dataRequests.add(shop, sampleDataRequest({ shopifyRequestId: number, dueAt: day(due) }));
      const first = await newest(shop);
      expect(first).toMatchObject({
        ...sampleDataRequest({ shopifyRequestId: '2' }),
        dueAt: day('2026-03-10'),
      });
      expect(await dataRequests.markAnswered(shop, first?.requestId ?? '', AT)).toBe(true);
      const numbers = (await requests(shop)).map(({ shopifyRequestId }) => shopifyRequestId);
      expect(numbers).toEqual(['3', '1', '2']);
    });

    test('answered twice → the first answer’s moment stays; an unknown one → false', async () => {
      const shop = await bench.newShop();
      const { dataRequests } = bench.store;
      await dataRequests.add(shop, sampleDataRequest());
      const requestId = (await newest(shop))?.requestId ?? '';
      await dataRequests.markAnswered(shop, requestId, AT);
      expect(await dataRequests.markAnswered(shop, requestId, day('2026-05-05'))).toBe(true);
      expect(await read().request(shop, requestId)).toMatchObject({ requestId, answeredAt: AT });
      expect(await dataRequests.markAnswered(shop, '9223372036854775807', AT)).toBe(false);
    });

    test.each(['redact', 'remove'] as const)(
      '%s → the request stays, nothing in it leads to the person',
      async (way) => {
        const shop = await bench.newShop();
        const { dataRequests, customers } = bench.store;
        await dataRequests.add(shop, sampleDataRequest());
        await dataRequests.add(shop, sampleDataRequest({ shopifyRequestId: '5', customerId: customerId(8) }));
        if (way === 'redact') await customers.redact(shop, customerId(7), AT);
        else await customers.remove(shop, customerId(7));
        const [one, other] = await requests(shop);
        expect(one).toMatchObject({
          shopifyRequestId: null,
          customerId: null,
          dueAt: sampleDataRequest().dueAt,
        });
        expect(other).toMatchObject({ shopifyRequestId: '5', customerId: '8' });
      },
    );
  });

  describe('what is held of one customer', () => {
    async function fill(): Promise<ShopId> {
      const shop = await bench.newShop();
      const { store } = bench;
      await store.orders.put(shop, sampleStored());
      await store.customers.putProfiles(shop, [sampleProfile()], []);
      await store.customers.saveMany(shop, [sampleState(), sampleState({ customerId: customerId(8) })], AT);
      await store.customers.addMoves(
        shop,
        [sampleMove(), sampleMove(), sampleMove({ customerId: customerId(8) })],
        AT,
      );
      await store.tags.want(shop, [{ customerId: customerId(7), desired: ['vip'] }], AT);
      await store.tags.sent(shop, [{ customerId: customerId(7), standing: ['vip', 'at-risk'] }], AT);
      await store.dataRequests.add(shop, sampleDataRequest());
      return shop;
    }

    test('counted → the customer’s own rows and tags only', async () => {
      const shop = await fill();
      const held = (id: number) => bench.store.dataRequests.heldOf(shop, customerId(id));
      expect(await held(7)).toEqual({ facts: 1, orders: 1, stageChanges: 2, tags: 2, campaigns: 0 });
      expect(await held(8)).toEqual({ facts: 1, orders: 0, stageChanges: 1, tags: 0, campaigns: 0 });
      expect(await held(9)).toEqual({ facts: 0, orders: 0, stageChanges: 0, tags: 0, campaigns: 0 });
    });

    test('told → days and instants in ISO, ids whole, money as numbers, the lines of an order with it', async () => {
      const data = await read().heldData(await fill(), customerId(7));
      expect(data.facts).toMatchObject({
        customerId: '7',
        lastOn: '2026-01-11',
        monetaryMinor: 7_200_000,
        stage: 'repeat',
      });
      expect(data.orders).toMatchObject([
        {
          orderId: '1',
          processedAt: '2026-01-11T10:00:00.123Z',
          localOn: '2026-01-11',
          netRevenueMinor: 2_300_000,
          lines: [{ lineId: '9007199254740993', quantity: 2 }],
        },
      ]);
      expect(data.stageChanges).toHaveLength(2);
      expect(data.tags).toMatchObject({ standing: ['at-risk', 'vip'] });
      expect(data.campaigns.enrolments).toEqual([]);
      expect(data.dataRequests).toMatchObject([{ shopifyRequestId: '9007199254740997', answeredAt: null }]);
    });

    test('every table that names customers → told', async () => {
      const { rows } = await bench.pool.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'customer_id'`,
      );
      const told = [HELD, HELD_BY_CAMPAIGNS, HELD_BY_LOYALTY]
        .flatMap((parts) => Object.values<string>(parts))
        .map((from) => from.split(' ')[0]);
      expect(rows.length).toBeGreaterThan(5);
      expect(told).toEqual(expect.arrayContaining(rows.map(({ name }) => name)));
    });
  });
});
