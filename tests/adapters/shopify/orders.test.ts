import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderId } from '../../../web/domain/shared/ids.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';

let store: DevStore;
beforeAll(async () => {
  store = await openDevStore({ currency: 'USD', ianaTimezone: 'America/New_York', taxesIncluded: false });
});
afterAll(() => store.close());
beforeEach(() => store.resetStats());

const one = async (id: OrderId, payload?: string) => {
  const payloads = payload === undefined ? undefined : new Map([[id, payload]]);
  const order = (await store.shopify.fetchOrders([id], payloads)).get(id);
  if (!order) throw new Error(`no order ${id}`);
  return order;
};
const tea = { unitPriceMinor: 1000, quantity: 2 };
/** Two lines with a code on the order and a tax, shipping, tip. */
const rich = {
  lines: [
    { ...tea, taxMinor: 160, allocations: [{ applicationIndex: 0, amountMinor: 300 }] },
    { unitPriceMinor: 2500, giftCard: true, sellingPlan: { id: '5', name: 'Monthly' } },
  ],
  discounts: [
    { type: 'code', title: 'BACK-7Q2M', valueKind: 'amount', value: 300 },
    { type: 'manual', title: 'Friend', valueKind: 'amount', value: 0 },
  ],
  shippingMinor: 700,
  tipMinor: 150,
};

describe('one order', () => {
  it('everything Shopify states → in our words, money in minor units, ids with every digit', async () => {
    const customerId = await store.customer();
    const placed = await store.order({ ...rich, customerId, processedAt: '2026-01-02T03:04:05Z' });
    const order = await one(placed.id);
    expect(BigInt(order.orderId)).toBeGreaterThan(2n ** 53n);
    expect(order).toMatchObject({
      orderId: placed.id,
      customerId,
      processedAt: new Date('2026-01-02T03:04:05Z'),
      cancelledAt: null,
      test: false,
      currency: 'USD',
      financialStatus: 'PAID',
      fulfillment: 'none',
      origin: 'sale',
      subscriptionRenewal: false,
      b2b: false,
      taxesIncluded: false,
      taxMinor: 160,
      shippingMinor: 700,
      tipMinor: 150,
      refundedMinor: 0,
    });
    expect(order.currentTotalMinor).toBe(2000 - 300 + 160 + 2500 + 700 + 150);
    expect(order.netPaymentMinor).toBe(order.currentTotalMinor);
    expect(order.lines).toEqual([
      expect.objectContaining({
        lineId: placed.lines[0]?.id,
        quantity: 2,
        currentQuantity: 2,
        discountedMinor: 1700,
        taxMinor: 160,
        giftCard: false,
        sellingPlan: false,
      }),
      expect.objectContaining({
        quantity: 1,
        discountedMinor: 2500,
        taxMinor: 0,
        giftCard: true,
        sellingPlan: true,
      }),
    ]);
    expect(order.discounts).toEqual([
      {
        type: 'code',
        code: 'BACK-7Q2M',
        title: null,
        target: 'line_item',
        percentageBps: null,
        amountMinor: 300,
        allocatedMinor: 300,
      },
      {
        type: 'manual',
        code: null,
        title: 'Friend',
        target: 'line_item',
        percentageBps: null,
        amountMinor: 0,
        allocatedMinor: 0,
      },
    ]);
  });

  it('unknown, or the id of something else → null', async () => {
    const customerId = await store.customer();
    const ids = ['1', customerId] as OrderId[];
    expect([...(await store.shopify.fetchOrders(ids)).values()]).toEqual([null, null]);
  });

  it('a guest, a test, a B2B, a draft, a renewal → told apart', async () => {
    const company = { companyId: '1', companyName: 'Trà', locationId: '2', contactId: '3' };
    const customerId = await store.customer();
    expect(await one((await store.order({ lines: [tea] })).id)).toMatchObject({
      customerId: null,
      b2b: false,
    });
    expect(await one((await store.order({ lines: [tea], test: true })).id)).toMatchObject({ test: true });
    const b2b = await store.order({ lines: [tea], customerId, company });
    expect(await one(b2b.id)).toMatchObject({ b2b: true });
    const from = async (sourceName: string, tags: string[] = []) => {
      const { origin, subscriptionRenewal } = await one(
        (await store.order({ lines: [tea], sourceName, tags })).id,
      );
      return [origin, subscriptionRenewal];
    };
    expect(await from('web')).toEqual(['sale', false]);
    expect(await from('shopify_draft_order')).toEqual(['draft', false]);
    expect(await from('shopify_draft_order', ['Exchange Order'])).toEqual(['exchange', false]);
    expect(await from('web', ['reship'])).toEqual(['replacement', false]);
    expect(await from('web', ['stock-exchanger'])).toEqual(['sale', false]);
    expect(await from('subscription_contract_checkout_one')).toEqual(['sale', true]);
    expect(await from('294517', ['Subscription Recurring Order'])).toEqual(['sale', true]);
    expect(await from('294517', ['Subscription First Order'])).toEqual(['sale', false]);
  });

  it('partly fulfilled, partly refunded → what is left, and the refund by line', async () => {
    const placed = await store.order({ lines: [tea, { unitPriceMinor: 500 }] });
    const lineId = placed.lines[0]?.id;
    await store.control('POST', `orders/${placed.id}/fulfil`, { lines: [{ lineId, quantity: 1 }] });
    await store.control('POST', `orders/${placed.id}/refund`, { lines: [{ lineId, quantity: 1 }] });
    const order = await one(placed.id);
    expect(order).toMatchObject({
      fulfillment: 'partial',
      financialStatus: 'PARTIALLY_REFUNDED',
      refundedMinor: 1000,
    });
    expect(order.currentTotalMinor).toBe(1500);
    expect(order.lines[0]).toMatchObject({ quantity: 2, currentQuantity: 1, discountedMinor: 2000 });
    expect(order.refunds).toEqual([
      expect.objectContaining({ lineId, quantity: 1, subtotalMinor: 1000, refundedAt: expect.any(Date) }),
    ]);
  });

  it('wholly fulfilled; cancelled → said so', async () => {
    const placed = await store.order({ lines: [tea] });
    await store.control('POST', `orders/${placed.id}/fulfil`, {});
    expect(await one(placed.id)).toMatchObject({ fulfillment: 'full', cancelledAt: null });
    const other = await store.order({ lines: [tea] });
    await store.control('POST', `orders/${other.id}/cancel`, {});
    expect((await one(other.id)).cancelledAt).toBeInstanceOf(Date);
  });

  it('130 lines → every page read', async () => {
    const lines = Array.from({ length: 130 }, (_, index) => ({ unitPriceMinor: 100 + index }));
    const placed = await store.order({ lines });
    const order = await one(placed.id);
    expect(order.lines.map((line) => line.lineId)).toEqual(placed.lines.map((line) => line.id));
    expect(order.lines.map((line) => line.discountedMinor)).toEqual(lines.map((line) => line.unitPriceMinor));
    expect((await store.stats()).byOperation.OrderLinesPage).toBe(2);
  });

  it('40 lines refunded at once → every page of the refund read', async () => {
    const placed = await store.order({ lines: Array.from({ length: 40 }, () => tea) });
    const lines = placed.lines.map(({ id }) => ({ lineId: id, quantity: 1 }));
    await store.control('POST', `orders/${placed.id}/refund`, { lines });
    expect((await one(placed.id)).refunds.map((line) => line.lineId)).toEqual(
      placed.lines.map((line) => line.id),
    );
  });
});

describe('on its way', () => {
  const act = (id: OrderId, verb: string, body: object = {}) =>
    store.control('POST', `orders/${id}/${verb}`, body as Record<string, unknown>);
  const later = async (days: number) => {
    await store.dev('POST', 'clock', { advanceMs: days * 86_400_000 });
  };

  it('two parcels → shipped with the last, delivered once both have arrived', async () => {
    const placed = await store.order({ lines: [tea] });
    const lines = [{ lineId: placed.lines[0]?.id, quantity: 1 }];
    expect(await one(placed.id)).toMatchObject({ fulfilledAt: null, deliveredAt: null });
    await act(placed.id, 'fulfil', { lines, deliveredAt: '2026-03-04T05:06:07Z' });
    const first = await one(placed.id);
    expect(first).toMatchObject({ fulfillment: 'partial', deliveredAt: new Date('2026-03-04T05:06:07Z') });
    await later(2);
    await act(placed.id, 'fulfil');
    const second = await one(placed.id);
    expect(second.deliveredAt).toBeNull();
    expect((second.fulfilledAt?.getTime() ?? 0) - (first.fulfilledAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(
      2 * 86_400_000,
    );
    await act(placed.id, 'deliver', { deliveredAt: '2026-03-09T05:06:07Z' });
    expect(await one(placed.id)).toMatchObject({
      fulfillment: 'full',
      fulfilledAt: second.fulfilledAt,
      deliveredAt: new Date('2026-03-09T05:06:07Z'),
    });
    const hint = store.shopify.readDelivery(
      'fulfillments/update',
      await store.lastBody('fulfillments/update'),
    );
    expect(hint).toEqual({ kind: 'order', orderId: placed.id, wholeOrder: false });
  });

  it('a return asked for, under way, closed or declined → open only while something is to be done', async () => {
    const placed = await store.order({ lines: [tea] });
    const open = async () => (await one(placed.id)).returnOpen;
    expect(await open()).toBe(false);
    await act(placed.id, 'return', { status: 'REQUESTED' });
    expect(await open()).toBe(true);
    await act(placed.id, 'return', { status: 'OPEN' });
    expect(await open()).toBe(true);
    await act(placed.id, 'return', { status: 'CLOSED' });
    expect(await open()).toBe(false);
    await act(placed.id, 'return', { status: 'REQUESTED' });
    await act(placed.id, 'return', { status: 'DECLINED' });
    expect(await open()).toBe(false);
  });
});

describe('discounts', () => {
  /** A code of 12.5 % on two of three lines, one that lets shipping go free, and an automatic amount over all lines. */
  const discounted = {
    lines: [
      { ...tea, allocations: [{ applicationIndex: 0, amountMinor: 250 }] },
      {
        unitPriceMinor: 4000,
        allocations: [
          { applicationIndex: 0, amountMinor: 500 },
          { applicationIndex: 2, amountMinor: 1000 },
        ],
      },
      { unitPriceMinor: 500 },
    ],
    discounts: [
      { type: 'code', title: 'TWELVE', valueKind: 'percentage', value: 12.5 },
      { type: 'code', title: 'FREE', valueKind: 'percentage', value: 100, target: 'SHIPPING_LINE' },
      { type: 'automatic', title: 'Ten off', valueKind: 'amount', value: 1000 },
    ],
    shippingTitle: 'Standard',
    shippingMinor: 700,
    shippingAllocations: [{ applicationIndex: 1, amountMinor: 700 }],
  };

  it('each with its depth, and what it took off lines and shipping; the delivery says the same', async () => {
    const placed = await store.order(discounted);
    const order = await one(placed.id);
    expect(order.discounts).toMatchObject([
      { code: 'TWELVE', target: 'line_item', percentageBps: 1250, amountMinor: null, allocatedMinor: 750 },
      { code: 'FREE', target: 'shipping_line', percentageBps: 10_000, allocatedMinor: 700 },
      { title: 'Ten off', percentageBps: null, amountMinor: 1000, allocatedMinor: 1000 },
    ]);
    const body = await store.lastBody('orders/create');
    await store.resetStats();
    expect(await one(placed.id, body)).toEqual(order);
    expect((await store.stats()).byOperation).toEqual({ OrdersLight: 1 });
  });

  it('units refunded since → what the discount took off stays', async () => {
    const placed = await store.order(discounted);
    const lines = [{ lineId: placed.lines[1]?.id, quantity: 1 }];
    await store.control('POST', `orders/${placed.id}/refund`, { lines });
    const taken = (await one(placed.id)).discounts.map(({ allocatedMinor }) => allocatedMinor);
    expect(taken).toEqual([750, 700, 1000]);
  });

  it('more discounts and lines than come at once → all pages, each allocation with its discount', async () => {
    const lines = Array.from({ length: 24 }, (_, index) => ({
      unitPriceMinor: 1000,
      allocations: [{ applicationIndex: index % 8, amountMinor: index + 1 }],
    }));
    const discounts = Array.from({ length: 8 }, (_, index) => ({
      type: 'code',
      title: `C${index}`,
      valueKind: 'percentage',
      value: index,
    }));
    const order = await one((await store.order({ lines, discounts })).id);
    expect(order.discounts.map(({ code, allocatedMinor }) => [code, allocatedMinor])).toEqual(
      discounts.map(({ title }, index) => [title, index + 1 + (index + 9) + (index + 17)]),
    );
    expect((await store.stats()).byOperation).toMatchObject({ OrderDiscountsPage: 1, OrderLinesPage: 1 });
  });

  it('an amount where the buyer pays in another currency → the body is not believed, Shopify is asked', async () => {
    const placed = await store.order({ ...discounted, presentmentCurrency: 'EUR', presentmentRate: 0.5 });
    const body = await store.lastBody('orders/create');
    const whole = await one(placed.id);
    expect(whole.discounts[2]).toMatchObject({ amountMinor: 1000, allocatedMinor: 1000 });
    await store.resetStats();
    expect(await one(placed.id, body)).toEqual(whole);
    expect((await store.stats()).byOperation).toEqual({ OrdersWhole: 1 });
  });
});

describe('many orders', () => {
  it('150 ids, some twice → each once, in few calls that each stay under 1000 points', async () => {
    const placed = await Promise.all(Array.from({ length: 150 }, () => store.order({ lines: [tea] })));
    const ids = placed.map(({ id }) => id);
    await store.resetStats();
    const orders = await store.shopify.fetchOrders([...ids, ...ids]);
    expect([...orders.keys()]).toEqual(ids);
    const { calls } = await store.stats();
    expect(calls).toBeLessThanOrEqual(12);
  });
});

describe('with the webhook body', () => {
  it('it tells the same → the same order as without it, in one light call', async () => {
    const placed = await store.order(rich);
    const body = await store.lastBody('orders/create');
    const whole = await one(placed.id);
    await store.resetStats();
    expect(await one(placed.id, body)).toEqual(whole);
    expect((await store.stats()).byOperation).toEqual({ OrdersLight: 1 });
  });

  it('refunds in the body → the same as fetched', async () => {
    const placed = await store.order(rich);
    const lineId = placed.lines[0]?.id;
    await store.control('POST', `orders/${placed.id}/refund`, { lines: [{ lineId, quantity: 1 }] });
    const body = await store.lastBody('orders/updated');
    const whole = await one(placed.id);
    expect(whole.refunds.length).toBe(1);
    await store.resetStats();
    expect(await one(placed.id, body)).toEqual(whole);
    expect((await store.stats()).byOperation).toEqual({ OrdersLight: 1 });
  });

  it('it is older than what stands → fetched whole', async () => {
    await store.dev('POST', 'clock', { advanceMs: 5000 });
    const placed = await store.order({ lines: [tea] });
    const body = await store.lastBody('orders/create');
    await store.dev('POST', 'clock', { advanceMs: 5000 });
    const quantities = [{ lineId: placed.lines[0]?.id, quantity: 1 }];
    await store.control('POST', `orders/${placed.id}/edit`, { quantities });
    const order = await one(placed.id, body);
    expect(order.lines[0]?.currentQuantity).toBe(1);
    expect((await store.stats()).byOperation).toMatchObject({ OrdersLight: 1, OrdersWhole: 1 });
  });

  it.each([
    ['another quantity left', (text: string) => text.replace('"current_quantity":2', '"current_quantity":1')],
    [
      'a line less',
      (text: string) =>
        text.replace(/"line_items":\[.*?\}\],"payment_terms"/, '"line_items":[],"payment_terms"'),
    ],
    ['another order', (text: string) => text.replace(/"id":(\d+)/, '"id":1')],
    [
      'a refund that is not there',
      (text: string) =>
        text.replace(
          '"refunds":[]',
          '"refunds":[{"id":1,"created_at":"2026-01-01T00:00:00Z","refund_line_items":[]}]',
        ),
    ],
    ['no JSON', () => '{'],
  ])('of the same second but with %s → not believed', async (_case, forge) => {
    const placed = await store.order({ lines: [tea] });
    const body = await store.lastBody('orders/create');
    const forged = forge(body);
    expect(forged).not.toBe(body);
    expect(await one(placed.id, forged)).toEqual(await one(placed.id));
  });

  it('an order that is gone → null', async () => {
    const placed = await store.order({ lines: [tea] });
    const body = await store.lastBody('orders/create');
    await store.control('DELETE', `orders/${placed.id}`);
    expect(
      (await store.shopify.fetchOrders([placed.id], new Map([[placed.id, body]]))).get(placed.id),
    ).toBeNull();
  });
});

describe('currencies', () => {
  it('đồng without decimals, buyer paid in dollars → đồng', async () => {
    const vnd = await openDevStore({ currency: 'VND', presentmentCurrencies: ['VND', 'USD'] });
    const placed = await vnd.order({
      lines: [{ unitPriceMinor: 250_000, quantity: 3 }],
      presentmentCurrency: 'USD',
      presentmentRate: 0.00004,
    });
    const order = (await vnd.shopify.fetchOrders([placed.id])).get(placed.id);
    expect(order).toMatchObject({ currency: 'VND', currentTotalMinor: 750_000, netPaymentMinor: 750_000 });
    expect(order?.lines[0]?.discountedMinor).toBe(750_000);
    const body = await vnd.lastBody('orders/create');
    expect((await vnd.shopify.fetchOrders([placed.id], new Map([[placed.id, body]]))).get(placed.id)).toEqual(
      order,
    );
    await vnd.close();
  });
});
