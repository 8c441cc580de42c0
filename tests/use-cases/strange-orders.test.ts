import { describe, expect, test } from 'vitest';
import type { Order } from '../../web/domain/orders/order.ts';
import type { CustomerId, LineId } from '../../web/domain/shared/ids.ts';
import { getHome } from '../../web/use-cases/get-home.ts';
import { refreshShop } from '../../web/use-cases/refresh-shop.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { orderLine } from '../support/fake-shopify.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();

async function factOf(pipeline: Pipeline, customerId: CustomerId) {
  const { shopId } = await pipeline.shop();
  const { rows } = await pipeline.pool.query(
    'SELECT orders_count, frequency, monetary_minor::int AS monetary, last_on, gaps_days, stage FROM customer_fact WHERE shop_id = $1 AND customer_id = $2',
    [shopId, customerId],
  );
  return rows[0];
}

const COUNTS = { orders_count: 2, frequency: 2 };
const ALONE = { orders_count: 1, frequency: 1, monetary: 5_000, stage: 'first_time' };
const LINE = '1' as LineId;

const STRANGE: [string, Partial<Order> & { totalMinor?: number }, object][] = [
  ['a test order', { test: true }, ALONE],
  ['a cancelled order', { cancelledAt: new Date('2026-03-02T00:00:00Z') }, ALONE],
  ['a voided order', { financialStatus: 'VOIDED' }, ALONE],
  ['a gift card alone', { lines: [orderLine(LINE, { discountedMinor: 5_000, giftCard: true })] }, ALONE],
  ['an exchange with nothing to pay', { totalMinor: 0, origin: 'exchange' }, ALONE],
  ['an order of a company', { b2b: true }, ALONE],
  ['a free order', { totalMinor: 0 }, { ...COUNTS, monetary: 5_000 }],
  [
    'cash on delivery, unpaid',
    { financialStatus: 'PENDING', fulfillment: 'none', netPaymentMinor: 0 },
    { ...COUNTS, monetary: 10_000 },
  ],
  [
    'more refunded than paid',
    { netPaymentMinor: -900, currentTotalMinor: 4_000 },
    { ...COUNTS, monetary: 5_000 },
  ],
  ['a renewal', { subscriptionRenewal: true }, { orders_count: 2, frequency: 1, monetary: 10_000 }],
];

describe('a second order by webhook', () => {
  test.each(STRANGE)('%s → the customer counts what product.md counts', async (_name, order, expected) => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    pipeline.clock.advance(30 * 3_600_000);
    pipeline.fake.placeOrder(customerId, order);
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject(expected);
  });

  test('a guest order → kept, nobody is scored for it', async () => {
    const pipeline = await newPipeline().start();
    const orderId = pipeline.fake.placeOrder(null);
    await pipeline.settle();
    const { shopId } = await pipeline.shop();
    const { rows } = await pipeline.pool.query(
      'SELECT order_id, not_qualifying FROM order_fact WHERE shop_id = $1',
      [shopId],
    );
    expect(rows).toEqual([{ order_id: orderId, not_qualifying: 'no-customer' }]);
    expect(await pipeline.store.customers.count(shopId)).toBe(0);
  });

  test('unpaid and unshipped for 30 days → the night takes it back, payment brings it again', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    const orderId = pipeline.fake.placeOrder(customerId, { financialStatus: 'PENDING', fulfillment: 'none' });
    await pipeline.start();
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['encore-first-time']);
    pipeline.clock.advance(31 * 86_400_000);
    await pipeline.night();
    expect(await factOf(pipeline, customerId)).toMatchObject({ orders_count: 0, stage: null });
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual([]);
    pipeline.fake.changeOrder(orderId, { financialStatus: 'PAID' }, 'orders/paid');
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject({ orders_count: 1, stage: 'first_time' });
  });
});

describe('the local day', () => {
  test('two orders around midnight in Ho Chi Minh City, 7 hours apart, in đồng → two days there, one in UTC', async () => {
    const pipeline = newPipeline({ timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND' });
    const customerId = pipeline.fake.addCustomer();
    await pipeline.start();
    pipeline.clock.set(new Date('2026-03-05T12:00:00Z'));
    pipeline.fake.placeOrder(customerId, { totalMinor: 2_400_000 });
    pipeline.clock.set(new Date('2026-03-05T19:00:00Z'));
    pipeline.fake.placeOrder(customerId, { totalMinor: 100_000 });
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject({
      frequency: 2,
      monetary: 2_500_000,
      gaps_days: [1],
    });
  });

  test('New York, the day the clocks go forward → 23 hours are one local day', async () => {
    const pipeline = newPipeline({ timeZone: 'America/New_York' });
    const customerId = pipeline.fake.addCustomer();
    await pipeline.start();
    pipeline.clock.set(new Date('2026-03-08T05:00:00Z'));
    pipeline.fake.placeOrder(customerId);
    pipeline.clock.set(new Date('2026-03-09T03:59:00Z'));
    pipeline.fake.placeOrder(customerId);
    pipeline.clock.set(new Date('2026-03-09T10:00:00Z'));
    pipeline.fake.placeOrder(customerId);
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject({
      orders_count: 3,
      frequency: 2,
      gaps_days: [1],
    });
  });

  test('the merchant moves the shop to another time zone → every day is made again', async () => {
    const pipeline = newPipeline({ timeZone: 'UTC' });
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId, { processedAt: new Date('2026-02-10T12:00:00Z') });
    pipeline.fake.placeOrder(customerId, { processedAt: new Date('2026-02-10T19:00:00Z') });
    await pipeline.start();
    expect(await factOf(pipeline, customerId)).toMatchObject({ frequency: 1 });
    pipeline.fake.profile = { ...pipeline.fake.profile, timeZone: 'Asia/Ho_Chi_Minh' };
    pipeline.fake.deliver('shop/update', { kind: 'shop-changed' });
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject({ frequency: 2, stage: 'vip' });
  });

  test('the shop changes its currency → purchases stay, and only money of the present currency is summed up', async () => {
    const pipeline = newPipeline({ currency: 'VND' });
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId, {
      processedAt: new Date('2026-02-01T12:00:00Z'),
      totalMinor: 250_000,
    });
    await pipeline.start();
    expect(await factOf(pipeline, customerId)).toMatchObject({ frequency: 1, monetary: 250_000 });
    pipeline.fake.profile = { ...pipeline.fake.profile, currency: 'USD' };
    pipeline.fake.deliver('shop/update', { kind: 'shop-changed' });
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject({ frequency: 1, monetary: 0 });
    pipeline.fake.placeOrder(customerId, {
      processedAt: new Date('2026-02-10T12:00:00Z'),
      totalMinor: 1_200,
    });
    await pipeline.settle();
    expect(await factOf(pipeline, customerId)).toMatchObject({ frequency: 2, monetary: 1_200 });
    await pipeline.night();
    expect(await getHome(await pipeline.readCtx())).toMatchObject({ sync: { ordersInOtherCurrency: 1 } });
  });

  test('changed rules wait to be applied when the zone moves → every day is made again all the same', async () => {
    const pipeline = newPipeline({ timeZone: 'UTC' });
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId, { processedAt: new Date('2026-02-10T12:00:00Z') });
    pipeline.fake.placeOrder(customerId, { processedAt: new Date('2026-02-10T19:00:00Z') });
    await pipeline.start();
    const ctx = await pipeline.ctx();
    const { version, rules } = await ctx.store.rules.current(ctx.shop.shopId);
    await saveRules(ctx, { rules: { ...rules, topPercentile: 0.8 }, basedOn: version });
    pipeline.fake.profile = { ...pipeline.fake.profile, timeZone: 'Asia/Ho_Chi_Minh' };
    await refreshShop(ctx);
    await pipeline.runJobs();
    expect(await factOf(pipeline, customerId)).toMatchObject({ frequency: 2 });
  });
});

describe('60 days of history', () => {
  test('no read_all_orders → Shopify’s own totals count, limits are 180 days and stages provisional', async () => {
    const pipeline = newPipeline({ scopes: ['read_orders', 'read_customers'] });
    const old = pipeline.fake.addCustomer({ shopifyOrders: 6, shopifySpentMinor: 90_000 });
    const fresh = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(old);
    pipeline.fake.placeOrder(fresh);
    await pipeline.start();
    const { shopId } = await pipeline.shop();
    const current = await pipeline.store.models.current(shopId);
    expect(current?.model).toMatchObject({
      provisional: true,
      lapse: { oneOccasionDays: 180, laterDays: 180, source: 'cut-history' },
    });
    expect(await factOf(pipeline, old)).toMatchObject({ frequency: 1, stage: 'vip' });
    expect(await factOf(pipeline, fresh)).toMatchObject({ stage: 'first_time' });
    pipeline.clock.advance(5 * 86_400_000);
    pipeline.fake.changeCustomer(fresh, { shopifyOrders: 2 });
    await pipeline.settle();
    expect(await factOf(pipeline, fresh)).toMatchObject({ frequency: 1, stage: 'repeat' });
  });

  test('orders older than 60 days are no longer shown → a reconciliation keeps them; the scope granted → all is read', async () => {
    const pipeline = newPipeline({ scopes: ['read_orders', 'read_customers'] });
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    pipeline.clock.advance(70 * 86_400_000);
    await pipeline.night();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(1);
    pipeline.fake.profile = {
      ...pipeline.fake.profile,
      scopes: ['read_orders', 'read_all_orders', 'read_customers'],
    };
    pipeline.fake.deliver('app/scopes_update', { kind: 'shop-changed' });
    await pipeline.settle();
    expect((await pipeline.store.models.current(shopId))?.model.provisional).toBe(false);
    expect(await pipeline.store.syncRuns.latest(shopId, 'backfill')).toMatchObject({
      state: 'done',
      ordersRead: 1,
    });
  });
});
