import { describe, expect, test } from 'vitest';
import { refreshShop } from '../../web/use-cases/refresh-shop.ts';
import { scoreShop } from '../../web/use-cases/score-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();
const DAY_MS = 86_400_000;

async function lastRun(pipeline: Pipeline) {
  return pipeline.store.syncRuns.latest((await pipeline.shop()).shopId, 'reconcile');
}

describe('a night', () => {
  test('everything that can be lost was lost → found, healed and counted by kind', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    const people = Array.from({ length: 6 }, () => fake.addCustomer());
    const orders = people.map((customerId) => fake.placeOrder(customerId));
    await pipeline.start();
    await pipeline.settle();
    pipeline.clock.advance(3_600_000);
    const [a, b, c, d, e] = people;
    const [, , refunded, deleted] = orders;
    if (!a || !b || !c || !d || !e || !refunded || !deleted) throw new Error('too small');
    fake.placeOrder(a);
    fake.refundOrder(refunded);
    fake.deleteOrder(deleted);
    fake.mergeCustomers(a, b);
    fake.changeCustomer(e, { tags: [] });
    fake.addCustomer();
    fake.takeOutbox();
    await pipeline.night();
    expect(await lastRun(pipeline)).toMatchObject({
      state: 'done',
      drift: {
        ordersMissing: 1,
        ordersStale: 1,
        ordersDeleted: 1,
        customersMissing: 1,
        customersStale: 1,
        customersGone: 1,
      },
    });
    expect(fake.customers.get(e)?.tags).toEqual(['encore-first-time']);
    expect(fake.customers.get(c)?.tags).toEqual([]);
    expect(fake.customers.get(d)?.tags).toEqual([]);
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(fake.orders.size);
    expect(await pipeline.store.customers.count(shopId)).toBe(fake.customers.size);
  });

  test('nothing was lost and nobody moves → no drift, no bulk list, no row written and no tag sent', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    for (const processedAt of ['2024-06-01', '2026-02-10', '2026-02-20'])
      fake.placeOrder(fake.addCustomer(), { processedAt: new Date(`${processedAt}T10:00:00Z`) });
    await pipeline.start();
    await pipeline.settle();
    await pipeline.night();
    const { shopId } = await pipeline.shop();
    const written =
      'SELECT customer_id, xmin::text, reason_code FROM customer_fact WHERE shop_id = $1 ORDER BY 1';
    const before = (await pipeline.pool.query(written, [shopId])).rows;
    expect(before.map(({ reason_code }) => reason_code)).toContain('lapsed_default');
    const bulks = fake.bulks.size;
    fake.tagCalls = [];
    pipeline.clock.advance(DAY_MS);
    await pipeline.night();
    expect((await pipeline.pool.query(written, [shopId])).rows).toEqual(before);
    expect(fake.bulks.size).toBe(bulks);
    expect(fake.tagCalls).toEqual([]);
    expect(Object.values((await lastRun(pipeline))?.drift ?? {}).every((count) => count === 0)).toBe(true);
  });

  test('a person redacted here stands in Shopify for good → one look at all ids, not one every night', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    pipeline.fake.deliver('customers/redact', { kind: 'customer-redacted', customerId, orderIds: [] });
    await pipeline.settle();
    const bulks = pipeline.fake.bulks.size;
    await pipeline.night();
    expect(pipeline.fake.bulks.size).toBe(bulks + 2);
    pipeline.clock.advance(DAY_MS);
    await pipeline.night();
    expect(pipeline.fake.bulks.size).toBe(bulks + 2);
  });

  test('Shopify is away all night → who fell silent is lapsed all the same, and the next night goes on', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    pipeline.clock.advance(200 * DAY_MS);
    pipeline.fake.away = true;
    await expect(pipeline.night()).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    const { shopId } = await pipeline.shop();
    await pipeline.queue.giveBack(shopId);
    const scoring = (await pipeline.queue.waiting(shopId)).find(({ name }) => name === 'score-shop');
    if (!scoring) throw new Error('no scoring waits');
    await pipeline.run(scoring);
    const { rows } = await pipeline.pool.query('SELECT stage FROM customer_fact WHERE shop_id = $1', [
      shopId,
    ]);
    expect(rows).toEqual([{ stage: 'lapsed' }]);
    pipeline.fake.away = false;
    await pipeline.runJobs();
    expect(await lastRun(pipeline)).toMatchObject({ state: 'done' });
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['encore-lapsed']);
  });
});

test('the night’s scoring comes while a reconciliation is at work → it leaves the night to the healed facts', async () => {
  const pipeline = newPipeline();
  const customerId = pipeline.fake.addCustomer();
  pipeline.fake.placeOrder(customerId);
  await pipeline.start();
  pipeline.clock.advance(200 * DAY_MS);
  pipeline.fake.placeOrder(customerId);
  pipeline.fake.takeOutbox();
  const ctx = await pipeline.ctx();
  await ctx.store.syncRuns.startOrResume(ctx.shop.shopId, 'reconcile', pipeline.clock.now());
  await scoreShop(ctx, { cause: 'night' });
  expect((await ctx.store.models.current(ctx.shop.shopId))?.model.asOfOn).toBe(20513);
  await pipeline.night();
  expect((await ctx.store.models.current(ctx.shop.shopId))?.model.asOfOn).toBe(20713);
  const { rows } = await pipeline.pool.query(
    'SELECT from_stage, to_stage FROM stage_change WHERE shop_id = $1',
    [ctx.shop.shopId],
  );
  expect(rows.map(({ to_stage }) => to_stage)).toEqual(['first_time', 'vip']);
});

test('an order came between two counts of a night without a sweep → the next night does not list all ids for it', async () => {
  const pipeline = newPipeline();
  const customerId = pipeline.fake.addCustomer();
  pipeline.fake.placeOrder(customerId);
  await pipeline.start();
  await pipeline.settle();
  const asItIs = pipeline.wrap;
  let late = 1;
  pipeline.wrap = {
    ...asItIs,
    shopify: (shopify) => ({
      ...shopify,
      countCustomers: async () => {
        const count = await shopify.countCustomers();
        if (late-- > 0) pipeline.fake.placeOrder(pipeline.fake.addCustomer());
        return count;
      },
    }),
  };
  const bulks = pipeline.fake.bulks.size;
  await pipeline.night();
  pipeline.wrap = asItIs;
  await pipeline.settle();
  pipeline.clock.advance(DAY_MS);
  await pipeline.night();
  expect(late).toBe(0);
  expect(pipeline.fake.bulks.size).toBe(bulks);
});

describe('the shop changed and its delivery was lost', () => {
  test('another time zone → after the night every order stands on its new day', async () => {
    const pipeline = newPipeline({}, '2026-01-05T20:00:00Z');
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    pipeline.clock.set(new Date('2026-01-06T05:00:00Z'));
    await pipeline.start();
    await pipeline.settle();
    const { shopId } = await pipeline.shop();
    const days = async () => {
      const { rows } = await pipeline.pool.query('SELECT local_on FROM order_fact WHERE shop_id = $1', [
        shopId,
      ]);
      return rows.map(({ local_on }) => local_on);
    };
    expect(await days()).toEqual([20458]);
    pipeline.fake.profile = { ...pipeline.fake.profile, timeZone: 'Asia/Ho_Chi_Minh' };
    pipeline.clock.advance(DAY_MS);
    await pipeline.night();
    expect((await pipeline.shop()).timeZone).toBe('Asia/Ho_Chi_Minh');
    expect(await days()).toEqual([20459]);
    expect(await lastRun(pipeline)).toMatchObject({ state: 'done' });
  });

  test('the scope of all orders came → the whole history is pulled, and the night after reconciles', async () => {
    const pipeline = newPipeline({ scopes: ['read_orders', 'read_customers', 'write_customers'] });
    const { fake } = pipeline;
    fake.placeOrder(fake.addCustomer(), { createdAt: new Date('2025-06-01T00:00:00Z') });
    await pipeline.start();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(0);
    fake.profile = { ...fake.profile, scopes: [...fake.profile.scopes, 'read_all_orders'] };
    await pipeline.night();
    expect(await pipeline.store.orders.count(shopId)).toBe(1);
    pipeline.clock.advance(DAY_MS);
    await pipeline.night();
    expect(await lastRun(pipeline)).toMatchObject({ state: 'done' });
  });
});

describe('the backfill', () => {
  test('the history is asked for anew while a job reads it → the new run starts at the beginning and reads all', async () => {
    const pipeline = newPipeline({ scopes: ['read_orders', 'read_customers', 'write_customers'] });
    const { fake } = pipeline;
    fake.placeOrder(fake.addCustomer(), { createdAt: new Date('2025-06-01T00:00:00Z') });
    fake.placeOrder(fake.addCustomer());
    const asItIs = pipeline.wrap;
    pipeline.wrap = {
      ...asItIs,
      shopify: (shopify) => ({
        ...shopify,
        async *readBulkOrders(url, skip) {
          yield* shopify.readBulkOrders(url, skip);
          pipeline.wrap = asItIs;
          fake.profile = { ...fake.profile, scopes: [...fake.profile.scopes, 'read_all_orders'] };
          await refreshShop(await pipeline.ctx());
        },
      }),
    };
    await pipeline.start();
    const { shopId, state } = await pipeline.shop();
    expect(state).toBe('active');
    expect(await pipeline.store.orders.count(shopId)).toBe(2);
    expect(fake.bulks.size).toBe(4);
    expect(await pipeline.store.syncRuns.latest(shopId, 'backfill')).toMatchObject({
      state: 'done',
      ordersRead: 2,
    });
  });

  test('Shopify loses a bulk query → asked for again', async () => {
    const pipeline = newPipeline();
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    const start = pipeline.fake.startBulk.bind(pipeline.fake);
    let losses = 1;
    pipeline.fake.startBulk = (kind) => {
      const id = start(kind);
      const bulk = pipeline.fake.bulks.get(id);
      if (bulk && kind === 'orders' && losses > 0) {
        losses -= 1;
        bulk.lost = true;
      }
      return id;
    };
    await pipeline.start();
    expect((await pipeline.shop()).state).toBe('active');
    expect(pipeline.fake.bulks.size).toBe(3);
  });

  test('a day later at night a lost backfill job is taken up again', async () => {
    const pipeline = newPipeline();
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.install();
    const { shopId } = await pipeline.shop();
    for (const job of await pipeline.queue.waiting(shopId)) await pipeline.queue.finish(job.id);
    await pipeline.night();
    expect((await pipeline.shop()).state).toBe('active');
  });
});
