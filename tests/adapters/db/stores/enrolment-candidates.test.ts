import { expect, test } from 'vitest';
import type { Mark, Stage } from '../../../../web/domain/lifecycle/stage.ts';
import type { OrderDiscount, OrderLine } from '../../../../web/domain/orders/order.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { CandidateQuery } from '../../../../web/use-cases/enrolment-port.ts';
import { anyCandidate, launched, sampleEnrolment } from './campaign-rows.ts';
import { AT, collect, eachStore } from './each-store.ts';
import {
  customerId,
  day,
  orderId,
  sampleDecision,
  sampleOrder,
  sampleProfile,
  sampleState,
  sampleStored,
  sampleSummary,
} from './sample-rows.ts';

type Known = {
  id: number;
  stage?: Stage;
  marks?: Mark[];
  lastOn?: number;
  occasionOn?: number;
  spent?: number;
};

eachStore((bench) => {
  const know = (shop: ShopId, people: readonly Known[]) =>
    bench.store.customers.saveMany(
      shop,
      people.map(({ id, stage = 'lapsed', marks = [], lastOn = 20_464, occasionOn = lastOn, spent = 100 }) =>
        sampleState({
          customerId: customerId(id),
          summary: sampleSummary({ lastOn, lastOccasionOn: occasionOn, monetaryMinor: spent }),
          decision: { ...sampleDecision, stage, marks },
        }),
      ),
      AT,
    );
  const found = async (shop: ShopId, query: Partial<CandidateQuery>, batch = 2) => {
    const asked = { ...anyCandidate, ...query };
    const rows = await collect(bench.store.enrolments.candidates(shop, asked, batch));
    expect(await bench.store.enrolments.countCandidates(shop, asked)).toBe(rows.length);
    return rows.map((row) => Number(row.customerId));
  };

  test('a customer with a profile and a travelling order → all that rules ask for', async () => {
    const shop = await bench.newShop();
    await bench.store.orders.put(shop, sampleStored({ processedAt: day('2026-01-11') }));
    await bench.store.orders.put(
      shop,
      sampleStored({
        orderId: orderId(2),
        processedAt: day('2026-01-05'),
        fulfilledAt: null,
        returnOpen: false,
      }),
    );
    await bench.store.customers.putProfiles(shop, [sampleProfile({ tags: ['x'] })], ['x']);
    await know(shop, [{ id: 7, stage: 'repeat', marks: ['at_risk'] }]);
    const row = {
      customerId: '7',
      stage: 'repeat',
      marks: ['at_risk'],
      frequency: 3,
      monetaryMinor: 100,
      lastOn: 20_464,
      lastOccasionOn: 20_464,
      stageSinceAt: AT,
      lapseLimitDays: 114,
      subscribedUntilOn: 20_500,
      excluded: true,
      country: 'VN',
      locale: 'vi-VN',
      emailConsent: 'SUBSCRIBED',
      smsConsent: null,
      lastOrder: { fulfilledAt: day('2026-01-13'), deliveredAt: day('2026-01-14'), returnOpen: true },
      lastRedeemedBps: 1_000,
      points: null,
    };
    expect(await collect(bench.store.enrolments.candidates(shop, anyCandidate, 10))).toEqual([row]);
    const of = await bench.store.enrolments.candidatesOf(shop, [customerId(7), customerId(8)]);
    expect(of).toEqual(new Map([['7', row]]));
  });

  test('several stages, in batches → by the last order, either way round, nobody twice', async () => {
    const shop = await bench.newShop();
    const stages = ['lapsed', 'vip', 'repeat', 'first_time'] as const;
    const people = Array.from({ length: 23 }, (_, n) => ({
      id: n + 1,
      stage: stages[n % 4] ?? 'vip',
      lastOn: 20_400 + ((n * 7) % 5),
    }));
    await know(shop, people);
    const expected = people.toSorted((a, b) => a.lastOn - b.lastOn || a.id - b.id).map(({ id }) => id);
    expect(await found(shop, {}, 4)).toEqual(expected);
    expect(await found(shop, { newestFirst: true }, 4)).toEqual(expected.toReversed());
    expect(await found(shop, { stages: ['vip'] }, 1)).toEqual(
      expected.filter((id) => people[id - 1]?.stage === 'vip'),
    );
  });

  test('each condition → leaves out whom it does not fit', async () => {
    const shop = await bench.newShop();
    await know(shop, [
      { id: 1, lastOn: 100, spent: 50 },
      { id: 2, lastOn: 200, occasionOn: 150, spent: 500 },
      { id: 3, lastOn: 300, spent: 5_000, marks: ['long_gone', 'top_going_quiet'] },
    ]);
    await bench.store.customers.putProfiles(shop, [sampleProfile({ customerId: customerId(2) })], []);
    expect(await found(shop, { marks: ['top_going_quiet'] })).toEqual([3]);
    expect(await found(shop, { lastOccasionFromOn: 150 })).toEqual([2, 3]);
    expect(await found(shop, { lastOccasionToOn: 150 })).toEqual([1, 2]);
    expect(await found(shop, { lastOccasionFromOn: 151, lastOccasionToOn: 299 })).toEqual([]);
    expect(await found(shop, { lastFromOn: 200, lastToOn: 299 })).toEqual([2]);
    expect(
      await found(shop, { lastOccasionFromOn: Number.MIN_SAFE_INTEGER, lastToOn: Number.MAX_SAFE_INTEGER }),
    ).toEqual([1, 2, 3]);
    expect(await found(shop, { countries: ['TH', 'VN'] })).toEqual([2]);
    expect(await found(shop, { minSpentMinor: 500 })).toEqual([2, 3]);
    expect(await found(shop, { frequency: 3 })).toEqual([1, 2, 3]);
    expect(await found(shop, { frequency: 1 })).toEqual([]);
    expect(await found(shop, { stages: [] })).toEqual([]);
  });

  test('enrolled for an occasion → left out until the next one', async () => {
    const shop = await bench.newShop();
    const campaignId = await launched(bench.store, shop);
    const other = await launched(bench.store, shop);
    await know(shop, [{ id: 7, occasionOn: 20_000 }, { id: 8 }]);
    await bench.store.enrolments.enrol(shop, [sampleEnrolment(campaignId)]);
    expect(await found(shop, { campaignId, notEnrolled: true })).toEqual([8]);
    expect(await found(shop, { campaignId: other, notEnrolled: true })).toEqual([7, 8]);
    await know(shop, [{ id: 7, occasionOn: 20_300 }]);
    expect(await found(shop, { campaignId, notEnrolled: true })).toEqual([7, 8]);
  });

  test('codes redeemed → the depth of the newest that took something off the goods', async () => {
    const shop = await bench.newShop();
    const line = (minor: number): OrderLine[] =>
      sampleOrder()
        .lines.slice(0, 1)
        .map((one) => ({ ...one, discountedMinor: minor }));
    const off = (minor: number, change: Partial<OrderDiscount> = {}): OrderDiscount[] =>
      sampleOrder().discounts.map((one) => ({ ...one, allocatedMinor: minor, ...change }));
    const orders = [
      { orderId: orderId(1), processedAt: day('2026-01-01'), lines: line(900), discounts: off(300) },
      { orderId: orderId(2), processedAt: day('2026-01-02'), lines: line(750), discounts: off(250) },
      { orderId: orderId(3), processedAt: day('2026-01-03'), lines: line(1), discounts: off(0) },
      {
        orderId: orderId(4),
        processedAt: day('2026-01-04'),
        lines: line(1),
        discounts: off(9, { type: 'automatic' }),
      },
      {
        orderId: orderId(5),
        processedAt: day('2026-01-05'),
        lines: line(1),
        discounts: off(9, { target: 'shipping_line' }),
      },
    ];
    for (const order of orders) await bench.store.orders.put(shop, sampleStored(order));
    const unpaid = { orderId: orderId(6), processedAt: day('2026-01-06'), discounts: off(9) };
    await bench.store.orders.put(shop, sampleStored(unpaid, { qualifies: false }));
    await know(shop, [{ id: 7 }, { id: 8 }]);
    const of = await bench.store.enrolments.candidatesOf(shop, [customerId(7), customerId(8)]);
    expect(of.get(customerId(7))?.lastRedeemedBps).toBe(2_500);
    expect(of.get(customerId(8))).toMatchObject({ lastRedeemedBps: null, lastOrder: null });
  });

  test('what they last bought → the dearest kept goods of the newest order that counts', async () => {
    const shop = await bench.newShop();
    const [sample] = sampleOrder().lines;
    if (!sample) throw new Error('the sample order has a line');
    const lines = (
      [
        ['11', 50, 1, false],
        ['12', 90, 1, false],
        ['13', 99, 0, false],
        ['14', 999, 1, true],
        ['9007199254740993', 70, 1, false],
        ['11', 80, 1, false],
      ] as const
    ).map(([productId, discountedMinor, currentQuantity, giftCard]) => ({
      ...sample,
      productId: productId as OrderLine['productId'],
      discountedMinor,
      currentQuantity,
      giftCard,
    }));
    await bench.store.orders.put(shop, sampleStored({ lines }));
    await bench.store.orders.put(
      shop,
      sampleStored({ orderId: orderId(2), processedAt: day('2026-02-01') }, { qualifies: false }),
    );
    const asked = [customerId(7), customerId(8)];
    expect(await bench.store.enrolments.lastProducts(shop, asked, 3)).toEqual(
      new Map([['7', ['12', '11', '9007199254740993']]]),
    );
    expect((await bench.store.enrolments.lastProducts(shop, asked, 1)).get(customerId(7))).toEqual(['12']);
  });
});
