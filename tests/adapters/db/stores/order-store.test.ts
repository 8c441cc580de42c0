import { describe, expect, test } from 'vitest';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { collect, eachStore, overlapping } from './each-store.ts';
import { customerId, day, orderId, sampleOrder, sampleStored, sampleVerdict } from './sample-rows.ts';

eachStore((bench) => {
  const historyOf = async (shop: ShopId, id: number) =>
    (await bench.store.orders.historiesOf(shop, [customerId(id)])).get(customerId(id)) ?? [];
  describe('one order', () => {
    test('a new order → every fact comes back as it went in', async () => {
      const shop = await bench.newShop();
      const stored = sampleStored({ cancelledAt: day('2026-02-01'), orderId: orderId('9007199254740993') });
      expect(await bench.store.orders.put(shop, stored)).toEqual({ before: null, after: customerId(7) });
      expect(await collect(bench.store.orders.stream(shop, null, 10))).toEqual([stored.order]);
      expect(await historyOf(shop, 7)).toEqual([
        {
          orderId: orderId('9007199254740993'),
          processedAt: stored.order.processedAt,
          localOn: 20_464,
          qualifies: true,
          countsAsOccasion: true,
          netRevenueMinor: 2_300_000,
          subscription: true,
        },
      ]);
    });

    test('an older version arrives late → nothing is written; an equally old or newer one → overwritten, lines included', async () => {
      const shop = await bench.newShop();
      const newer = sampleOrder({ updatedAt: day('2026-01-20'), currentTotalMinor: 5 });
      await bench.store.orders.put(shop, { ...sampleStored(), order: newer });
      expect(
        await bench.store.orders.put(shop, sampleStored({ updatedAt: day('2026-01-19'), lines: [] })),
      ).toBeNull();
      expect(await collect(bench.store.orders.stream(shop, null, 10))).toEqual([newer]);
      const tie = { ...newer, currentTotalMinor: 6, lines: [], refunds: [], discounts: [] };
      expect(await bench.store.orders.put(shop, { ...sampleStored(), order: tie })).toEqual({
        before: customerId(7),
        after: customerId(7),
      });
      expect(await collect(bench.store.orders.stream(shop, null, 10))).toEqual([tie]);
    });

    test('paid and shipped by later versions → by the change that says so; kept when something is added; undone shipping is not', async () => {
      const shop = await bench.newShop();
      const milestones = async () => {
        const { rows } = await bench.pool.query(
          'SELECT paid_at, all_fulfilled_at FROM order_fact WHERE shop_id = $1',
          [shop],
        );
        return rows;
      };
      const { put, putMany } = bench.store.orders;
      const [placed, paidOn, shippedOn] = [day('2026-01-12'), day('2026-01-15'), day('2026-01-17')];
      const open = { financialStatus: 'PENDING', fulfillment: 'none', fulfilledAt: null } as const;
      await put(shop, sampleStored({ ...open, updatedAt: placed }));
      expect(await milestones()).toEqual([{ paid_at: null, all_fulfilled_at: null }]);
      await put(shop, sampleStored({ ...open, financialStatus: 'PAID', updatedAt: paidOn }));
      const shipped = { financialStatus: 'PAID', fulfillment: 'full', fulfilledAt: shippedOn } as const;
      await putMany(shop, [sampleStored({ ...shipped, updatedAt: day('2026-01-18') })]);
      const both = [{ paid_at: paidOn, all_fulfilled_at: shippedOn }];
      expect(await milestones()).toEqual(both);
      const added = { financialStatus: 'PARTIALLY_PAID', fulfillment: 'partial' } as const;
      await put(shop, sampleStored({ ...shipped, ...added, updatedAt: day('2026-01-19') }));
      expect(await milestones()).toEqual(both);
      await putMany(shop, [sampleStored({ ...open, updatedAt: day('2026-01-20') })]);
      expect(await milestones()).toEqual([{ paid_at: paidOn, all_fulfilled_at: null }]);
    });

    test('paid from the first → by the time of the order', async () => {
      const shop = await bench.newShop();
      const stored = sampleStored({ financialStatus: 'PAID', fulfillment: 'none' });
      await bench.store.orders.putMany(shop, [stored]);
      const { rows } = await bench.pool.query('SELECT paid_at FROM order_fact WHERE shop_id = $1', [shop]);
      expect(rows).toEqual([{ paid_at: stored.order.processedAt }]);
    });

    test('an order moves to another customer → both are named; a guest order has none', async () => {
      const shop = await bench.newShop();
      await bench.store.orders.put(shop, sampleStored());
      const moved = sampleStored({
        customerId: customerId('9007199254740997'),
        updatedAt: day('2026-01-13'),
      });
      expect(await bench.store.orders.put(shop, moved)).toEqual({
        before: customerId(7),
        after: customerId('9007199254740997'),
      });
      const guest = sampleStored({ customerId: null, updatedAt: day('2026-01-14') });
      expect(await bench.store.orders.put(shop, guest)).toEqual({
        before: customerId('9007199254740997'),
        after: null,
      });
    });

    test.for(['insert', 'change'])(
      'two transactions %s the same order for different customers → the second learns of the first',
      async (what) => {
        const shop = await bench.newShop();
        if (what === 'change')
          await bench.store.orders.put(shop, sampleStored({ customerId: customerId(9) }));
        const stored = (id: number) => sampleStored({ customerId: customerId(id) });
        const [, second] = await overlapping(
          bench,
          (tx) => tx.orders.put(shop, stored(1)),
          () => bench.store.orders.put(shop, stored(2)),
        );
        expect(second).toMatchObject({ value: { before: customerId(1), after: customerId(2) } });
      },
    );

    test('text the database cannot hold in a discount title → the order is stored without those characters', async () => {
      const shop = await bench.newShop();
      const discounts = sampleOrder().discounts.map((discount) => ({ ...discount, title: 'a\0b\ud800c' }));
      await bench.store.orders.put(shop, sampleStored({ discounts }));
      const [order] = await collect(bench.store.orders.stream(shop, null, 10));
      expect(order?.discounts.map(({ title }) => title)).toEqual(['ab\ufffdc']);
    });

    test('removed → it and its lines are gone, and its customer is named', async () => {
      const shop = await bench.newShop();
      await bench.store.orders.put(shop, sampleStored());
      expect(await bench.store.orders.remove(shop, orderId(1))).toBe(customerId(7));
      expect(await bench.store.orders.remove(shop, orderId(1))).toBeNull();
      expect(await bench.store.orders.count(shop)).toBe(0);
      const { rows } = await bench.pool.query('SELECT FROM order_detail WHERE shop_id = $1', [shop]);
      expect(rows).toHaveLength(0);
    });
  });

  describe('many orders', () => {
    test('a batch with an order twice, a stale one and new ones → the newest of each stands; counts what was written', async () => {
      const shop = await bench.newShop();
      const id = orderId(1);
      await bench.store.orders.put(shop, sampleStored({ orderId: orderId(2), updatedAt: day('2026-06-01') }));
      const batch = [
        sampleStored({ orderId: id, updatedAt: day('2026-01-02'), tipMinor: 2 }),
        sampleStored({ orderId: id, updatedAt: day('2026-01-03'), tipMinor: 3 }),
        sampleStored({ orderId: id, updatedAt: day('2026-01-01'), tipMinor: 1 }),
        sampleStored({ orderId: orderId(2), updatedAt: day('2026-05-01'), tipMinor: 9 }),
        sampleStored({ orderId: orderId(3), lines: [] }),
      ];
      expect(await bench.store.orders.putMany(shop, batch)).toBe(2);
      const orders = await collect(bench.store.orders.stream(shop, null, 2));
      expect(orders.map((order) => [order.orderId, order.tipMinor, order.lines.length])).toEqual([
        ['1', 3, 1],
        ['2', 3, 1],
        ['3', 3, 0],
      ]);
      expect(await bench.store.orders.putMany(shop, [])).toBe(0);
    });

    test('more orders than one write carries → all are stored and streamed in pages, ids in numeric order', async () => {
      const shop = await bench.newShop();
      const stored = Array.from({ length: 2_500 }, (_, index) =>
        sampleStored({ orderId: orderId(2_500 - index) }),
      );
      expect(await bench.store.orders.putMany(shop, stored)).toBe(2_500);
      expect(await bench.store.orders.count(shop)).toBe(2_500);
      const sizes: number[] = [];
      for await (const page of bench.store.orders.stream(shop, orderId(500), 1_000)) sizes.push(page.length);
      expect(sizes).toEqual([1_000, 1_000]);
      const ids = await collect(bench.store.orders.ids(shop));
      expect(ids).toEqual(Array.from({ length: 2_500 }, (_, index) => String(index + 1)));
    });

    test('writing while streaming → nobody waits for the other', async () => {
      const shop = await bench.newShop();
      await bench.store.orders.putMany(
        shop,
        [1, 2, 3].map((id) => sampleStored({ orderId: orderId(id) })),
      );
      for await (const [order] of bench.store.orders.stream(shop, null, 1)) {
        if (!order) continue;
        const verdict = sampleVerdict({ revisitOn: Number(order.orderId) });
        await bench.store.orders.saveVerdicts(shop, [{ ...order, verdict }]);
      }
      expect(await bench.store.orders.due(shop, 2, 10)).toHaveLength(2);
    });

    test('instants of change of some ids → those we hold; ids above 2^53 apart', async () => {
      const shop = await bench.newShop();
      const [one, two] = [orderId('9007199254740992'), orderId('9007199254740993')];
      await bench.store.orders.putMany(shop, [
        sampleStored({ orderId: one, updatedAt: day('2026-01-01') }),
        sampleStored({ orderId: two, updatedAt: day('2026-01-02') }),
      ]);
      expect(await bench.store.orders.updatedAt(shop, [one, two, orderId(5)])).toEqual(
        new Map([
          [one, day('2026-01-01')],
          [two, day('2026-01-02')],
        ]),
      );
    });
  });

  describe('verdicts', () => {
    test('due orders → those to revisit by that day, earliest first, as many as asked for', async () => {
      const shop = await bench.newShop();
      const revisit = [
        [1, 102],
        [2, 100],
        [3, null],
        [4, 101],
        [5, 103],
      ] as const;
      await bench.store.orders.putMany(
        shop,
        revisit.map(([id, revisitOn]) => sampleStored({ orderId: orderId(id) }, { revisitOn })),
      );
      const due = async (limit: number) =>
        (await bench.store.orders.due(shop, 102, limit)).map((order) => order.orderId);
      expect(await due(10)).toEqual(['2', '4', '1']);
      expect(await due(2)).toEqual(['2', '4']);
    });

    test('a verdict for the version that stands → saved; for a version replaced meanwhile → left alone', async () => {
      const shop = await bench.newShop();
      await bench.store.orders.putMany(
        shop,
        [1, 2].map((id) => sampleStored({ orderId: orderId(id) })),
      );
      const verdict = sampleVerdict({
        qualifies: false,
        notQualifying: 'unpaid-too-long',
        countsAsOccasion: false,
        netRevenueMinor: 0,
        localOn: 20_465,
        revisitOn: 7,
      });
      await bench.store.orders.saveVerdicts(shop, [
        { orderId: orderId(1), updatedAt: sampleOrder().updatedAt, verdict },
        { orderId: orderId(2), updatedAt: day('2026-01-01'), verdict },
      ]);
      const history = await historyOf(shop, 7);
      expect(history).toMatchObject([
        { orderId: '1', qualifies: false, countsAsOccasion: false, netRevenueMinor: 0, localOn: 20_465 },
        { orderId: '2', qualifies: true, netRevenueMinor: 2_300_000, localOn: 20_464 },
      ]);
      const { rows } = await bench.pool.query(
        'SELECT not_qualifying FROM order_fact WHERE shop_id = $1 ORDER BY order_id',
        [shop],
      );
      expect(rows).toEqual([{ not_qualifying: 'unpaid-too-long' }, { not_qualifying: null }]);
    });

    test('orders that depend on the rules → company orders, and unpaid ones not yet shipped', async () => {
      const shop = await bench.newShop();
      await bench.store.orders.putMany(shop, [
        sampleStored({ orderId: orderId(1), financialStatus: 'PAID', fulfillment: 'none' }),
        sampleStored({ orderId: orderId(2), financialStatus: 'PAID', fulfillment: 'full', b2b: true }),
        sampleStored({ orderId: orderId(3), financialStatus: 'PENDING', fulfillment: 'none' }),
        sampleStored({ orderId: orderId(4), financialStatus: 'AUTHORIZED', fulfillment: 'partial' }),
        sampleStored({ orderId: orderId(5), financialStatus: null, fulfillment: 'none' }),
      ]);
      const orders = await collect(bench.store.orders.streamRuleDependent(shop, 2));
      expect(orders.map((order) => order.orderId)).toEqual(['2', '3', '5']);
    });
  });

  describe('histories', () => {
    test('of some customers → each by time, absent without orders', async () => {
      const shop = await bench.newShop();
      await bench.store.orders.putMany(shop, [
        sampleStored({ orderId: orderId(1), customerId: customerId(8), processedAt: day('2026-01-03') }),
        sampleStored({ orderId: orderId(2), customerId: customerId(8), processedAt: day('2026-01-02') }),
        sampleStored({ orderId: orderId(3), customerId: customerId(9) }),
      ]);
      const histories = await bench.store.orders.historiesOf(shop, [customerId(8), customerId(7)]);
      expect([...histories].map(([id, orders]) => [id, orders.map((order) => order.orderId)])).toEqual([
        ['8', ['2', '1']],
      ]);
    });

    test('streamed over several pages → every customer whole and once, guests left out', async () => {
      const shop = await bench.newShop();
      const customerOf = (index: number) => (index < 11_000 ? 1 + Math.floor(index / 7) : 90_000);
      const stored = Array.from({ length: 21_500 }, (_, index) =>
        sampleStored({
          orderId: orderId(index + 1),
          customerId: customerId(customerOf(index)),
          lines: [],
          refunds: [],
        }),
      );
      await bench.store.orders.putMany(shop, [
        ...stored,
        sampleStored({ orderId: orderId(99_999), customerId: null }),
      ]);
      const histories = await collect(bench.store.orders.streamHistories(shop));
      const ids = histories.map((history) => history.customerId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(histories.reduce((sum, history) => sum + history.orders.length, 0)).toBe(21_500);
      expect(histories.at(-1)).toMatchObject({ customerId: '90000' });
      expect(histories.at(-1)?.orders).toHaveLength(10_500);
      expect(histories[1]?.orders.map((order) => order.orderId)).toEqual([
        '8',
        '9',
        '10',
        '11',
        '12',
        '13',
        '14',
      ]);
    });
  });

  test('anonymised → the orders stay without the person and no longer count as purchases', async () => {
    const shop = await bench.newShop();
    await bench.store.orders.putMany(
      shop,
      [1, 2].map((id) => sampleStored({ orderId: orderId(id) }, { revisitOn: 9 })),
    );
    await bench.store.orders.put(shop, sampleStored({ orderId: orderId(3), customerId: customerId(8) }));
    expect(await bench.store.orders.anonymise(shop, customerId(7))).toBe(2);
    expect(await historyOf(shop, 7)).toEqual([]);
    expect(await historyOf(shop, 8)).toHaveLength(1);
    expect(await bench.store.orders.due(shop, 99, 10)).toEqual([]);
    const { rows } = await bench.pool.query(
      'SELECT customer_id, qualifies, not_qualifying, net_revenue_minor FROM order_fact WHERE shop_id = $1 AND order_id = 1',
      [shop],
    );
    expect(rows).toEqual([
      { customer_id: null, qualifies: false, not_qualifying: 'no-customer', net_revenue_minor: '0' },
    ]);
  });
});
