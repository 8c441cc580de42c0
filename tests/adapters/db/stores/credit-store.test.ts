import { expect, test } from 'vitest';
import {
  later,
  launched,
  sampleCredit,
  sampleEnrolment,
  sampleFigures,
  sampleMessage,
} from './campaign-rows.ts';
import { AT, eachStore } from './each-store.ts';
import { customerId, orderId, sampleOrder, sampleStored } from './sample-rows.ts';

eachStore((bench) => {
  const open = async () => {
    const shop = await bench.newShop();
    const campaignId = await launched(bench.store, shop);
    const [row] = await bench.store.enrolments.enrol(shop, [sampleEnrolment(campaignId)]);
    const [message] = row ? await bench.store.messages.add(shop, [sampleMessage(row)]) : [];
    if (!row || !message) throw new Error('one was enrolled');
    return { shop, row, message, key: { campaignId, version: 1 } };
  };

  test('a link is followed → told of its owner since then; of no message, not at all', async () => {
    const { shop, row, message } = await open();
    const { credits } = bench.store;
    expect(await credits.addFollow(shop, message.messageId, later(5))).toBe(true);
    expect(await credits.addFollow(shop, '99999', later(5))).toBe(false);
    const { enrolmentId, campaignId, version } = row;
    expect(await credits.follows(shop, [customerId(7), customerId(8)], later(5))).toEqual([
      { customerId: '7', enrolmentId, campaignId, version, at: later(5) },
    ]);
    expect(await credits.follows(shop, [customerId(7)], later(6))).toEqual([]);
    expect(await credits.follows(shop, [customerId(8)], AT)).toEqual([]);
  });

  test('an order is credited, again with other facts, then not → one credit, replaced, gone', async () => {
    const { shop, row, key } = await open();
    const { credits, campaignResults } = bench.store;
    const credit = sampleCredit(row);
    await credits.put(shop, credit.orderId, credit);
    await credits.put(shop, credit.orderId, { ...credit, basis: 'link', revenueMinor: 5, discountMinor: 0 });
    expect(await campaignResults.touched(shop, key)).toEqual({
      orders: 1,
      revenueMinor: 5,
      discountMinor: 0,
      byBasis: [{ basis: 'link', orders: 1, revenueMinor: 5, discountMinor: 0 }],
    });
    await credits.put(shop, credit.orderId, null);
    expect(await campaignResults.touched(shop, key)).toMatchObject({ orders: 0, byBasis: [] });
  });

  test('who came back → newest first, page by page, with what they bought', async () => {
    const { shop, row, key } = await open();
    const { credits, campaignResults } = bench.store;
    for (const [id, minute] of [
      [1, 5],
      [2, 9],
      [3, 5],
    ] as const) {
      const credit = sampleCredit(row, { orderId: orderId(id), orderedAt: later(minute) });
      await credits.put(shop, credit.orderId, credit);
    }
    const lines = sampleOrder().lines.map((line) => ({
      ...line,
      productId: '11' as typeof line.productId,
      variantId: null,
    }));
    await bench.store.orders.put(shop, sampleStored({ orderId: orderId(2), lines }));
    const first = await campaignResults.cameBack(shop, key, { after: null, limit: 2 });
    expect(first).toEqual([
      {
        orderId: '2',
        customerId: '7',
        orderedAt: later(9),
        revenueMinor: 2_300_000,
        discountMinor: 266_667,
        basis: 'code',
        items: [{ productId: '11', variantId: null, quantity: 2 }],
      },
      expect.objectContaining({ orderId: '3', items: [] }),
    ]);
    const rest = await campaignResults.cameBack(shop, key, { after: first[1] ?? null, limit: 2 });
    expect(rest.map((order) => order.orderId)).toEqual(['1']);
    const other = { ...key, version: 2 };
    expect(await campaignResults.cameBack(shop, other, { after: null, limit: 2 })).toEqual([]);
  });

  test('skipped steps → counted by reason, most first', async () => {
    const { shop, row, key } = await open();
    const skip = (step: number, reason: 'bought' | 'excluded') =>
      sampleMessage(row, { step, state: 'skipped', reason });
    await bench.store.messages.add(shop, [skip(1, 'excluded'), skip(2, 'bought'), skip(3, 'bought')]);
    expect(await bench.store.campaignResults.skipReasons(shop, key)).toEqual([
      { reason: 'bought', count: 2 },
      { reason: 'excluded', count: 1 },
    ]);
  });

  test('orders with any code → against all that count since then', async () => {
    const { shop } = await open();
    const at = (minute: number, id: number) => ({ orderId: orderId(id), processedAt: later(minute) });
    const automatic = sampleOrder().discounts.map((one) => ({ ...one, type: 'automatic' as const }));
    await bench.store.orders.putMany(shop, [
      sampleStored(at(-1, 1)),
      sampleStored(at(0, 2)),
      sampleStored({ ...at(1, 3), discounts: automatic }),
      sampleStored({ ...at(2, 4), discounts: [...automatic, ...sampleOrder().discounts] }),
      sampleStored(at(3, 5), { qualifies: false }),
    ]);
    expect(await bench.store.campaignResults.codeUse(shop, AT)).toEqual({ orders: 3, withCode: 2 });
  });

  test('the cap declared before launch → the 99.5th percentile of what buyers spent in those days', async () => {
    const { shop } = await open();
    const { campaignResults, shops, orders } = bench.store;
    expect(await campaignResults.spendCap(shop, AT, 30)).toBeNull();
    await shops.saveProfile(shop, { name: '', currency: 'VND', timeZone: 'UTC', scopes: [] });
    const spent = (id: number, of: number, netRevenueMinor: number, minute: number, currency = 'VND') =>
      sampleStored(
        { orderId: orderId(id), customerId: customerId(of), processedAt: later(minute), currency },
        { netRevenueMinor },
      );
    await orders.putMany(shop, [
      spent(1, 1, 100, -10),
      spent(2, 1, 200, -20),
      spent(3, 2, 100, -30),
      spent(4, 3, 9_999_999, 10),
      spent(5, 4, 9_999_999, -40 * 1_440),
      spent(6, 5, 9_999_999, -10, 'USD'),
    ]);
    expect(await campaignResults.spendCap(shop, AT, 30)).toBe(299);
  });

  test('figures of a day are kept → the newest with its series, lists and days without', async () => {
    const { shop, key } = await open();
    const { campaignResults } = bench.store;
    const { series, ...summary } = sampleFigures;
    const all = { campaignId: 0, version: 0 };
    expect(await campaignResults.newest(shop, key)).toBeNull();
    const later2 = { ...sampleFigures, skipped: [] };
    await campaignResults.saveDay(shop, key, 20_600, sampleFigures, AT);
    await campaignResults.saveDay(shop, key, 20_601, sampleFigures, AT);
    await campaignResults.saveDay(shop, key, 20_601, later2, later(1));
    await campaignResults.saveDay(shop, all, 20_601, sampleFigures, AT);
    const newest = { dayOn: 20_601, computedAt: later(1) };
    expect(await campaignResults.newest(shop, key)).toEqual({ ...later2, ...newest });
    expect(await campaignResults.newestOfAll(shop)).toEqual([
      { ...all, ...summary, dayOn: 20_601, computedAt: AT },
      { ...key, ...summary, skipped: [], ...newest },
    ]);
    expect(await campaignResults.days(shop, key)).toEqual([
      { ...summary, dayOn: 20_600, computedAt: AT },
      { ...summary, skipped: [], ...newest },
    ]);
    const { rows } = await bench.pool.query<{ held: boolean }>(
      `SELECT outcome ? 'series' AS held FROM campaign_day WHERE shop_id = $1 AND campaign_id = $2 ORDER BY day_on`,
      [shop, key.campaignId],
    );
    expect(rows.map((one) => one.held)).toEqual([false, true]);
    expect(series).toHaveLength(1);
  });
});
