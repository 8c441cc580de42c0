import { describe, expect, test } from 'vitest';
import { AppError } from '../../web/domain/shared/errors.ts';
import type { CustomerId, OrderId } from '../../web/domain/shared/ids.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();
const HOUR_MS = 3_600_000;

const SHAPE = () => new AppError('SHOPIFY_REFUSED', 'an answer of another shape');
const MONEY = () => new RangeError('"1e3" is no amount');

/** From now on the answer for these ids cannot be used, nor that for any batch they are in. */
function spoil(pipeline: Pipeline, ids: readonly string[], fault: () => Error): void {
  const check = (asked: readonly string[]) => {
    if (asked.some((id) => ids.includes(id))) throw fault();
  };
  pipeline.wrap = {
    ...pipeline.wrap,
    shopify: (shopify) => ({
      ...shopify,
      fetchOrders: async (asked, payloads) => {
        check(asked);
        return shopify.fetchOrders(asked, payloads);
      },
      fetchCustomers: async (asked) => {
        check(asked);
        return shopify.fetchCustomers(asked);
      },
    }),
  };
}

async function shopOf(people: number): Promise<{ pipeline: Pipeline; customers: CustomerId[] }> {
  const pipeline = newPipeline();
  const customers = Array.from({ length: people }, () => pipeline.fake.addCustomer());
  for (const customerId of customers) pipeline.fake.placeOrder(customerId);
  await pipeline.start();
  await pipeline.settle();
  pipeline.clock.advance(HOUR_MS);
  return { pipeline, customers };
}

async function unfinished(pipeline: Pipeline) {
  const { rows } = await pipeline.pool.query<{ state: string; attempts: number; body: string }>(
    `SELECT state, attempts, body FROM webhook_inbox WHERE shop_id = $1 AND state IN ('pending', 'failed')`,
    [(await pipeline.shop()).shopId],
  );
  return rows;
}

describe('one answer of Shopify cannot be used', () => {
  test.each([
    ['another shape', SHAPE],
    ['money in no form we know', MONEY],
  ])('an order, %s → it alone uses up its attempts, all others are recorded at once', async (_, fault) => {
    const { pipeline, customers } = await shopOf(20);
    const placed = customers.map((customerId) => pipeline.fake.placeOrder(customerId));
    const [, bad = '' as OrderId] = placed;
    spoil(pipeline, [bad], fault);
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(39);
    expect(await unfinished(pipeline)).toEqual([
      { state: 'pending', attempts: 1, body: expect.stringContaining(bad) },
    ]);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      pipeline.clock.advance(HOUR_MS);
      await pipeline.drain();
    }
    expect(await unfinished(pipeline)).toMatchObject([{ state: 'failed', attempts: 12 }]);
  });

  test('a customer → its own deliveries wait, the others are recorded', async () => {
    const { pipeline, customers } = await shopOf(5);
    for (const customerId of customers) pipeline.fake.changeCustomer(customerId, { country: 'TH' });
    const [bad = '' as CustomerId] = customers;
    spoil(pipeline, [bad], SHAPE);
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();
    expect(await unfinished(pipeline)).toMatchObject([{ body: expect.stringContaining(bad) }]);
    const { shopId } = await pipeline.shop();
    const mirrors = await pipeline.store.customers.mirrors(shopId, customers);
    expect([...mirrors.values()].map(({ country }) => country).sort()).toEqual([
      'TH',
      'TH',
      'TH',
      'TH',
      'VN',
    ]);
  });

  test('nothing can be read at all → a bounded number of questions, not one for each', async () => {
    const { pipeline, customers } = await shopOf(60);
    const placed = customers.map((customerId) => pipeline.fake.placeOrder(customerId));
    let asked = 0;
    spoil(pipeline, placed, () => {
      asked += 1;
      return SHAPE();
    });
    await pipeline.receive(pipeline.fake.takeOutbox());
    await pipeline.drain();
    expect(asked).toBeLessThan(30);
    expect(await unfinished(pipeline)).toHaveLength(60);
  });

  test('at night → the others are healed, the bad one is counted and named in the log, the run ends', async () => {
    const { pipeline, customers } = await shopOf(4);
    const placed = customers.map((customerId) => pipeline.fake.placeOrder(customerId));
    pipeline.fake.takeOutbox();
    const [bad = '' as OrderId] = placed;
    spoil(pipeline, [bad], MONEY);
    await pipeline.night();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.orders.count(shopId)).toBe(7);
    const run = await pipeline.store.syncRuns.latest(shopId, 'reconcile');
    expect(run).toMatchObject({ state: 'done', drift: { ordersMissing: 3 } });
    expect(run?.drift.unreadable).toBeGreaterThan(0);
    expect(pipeline.log.lines).toContainEqual({
      level: 'error',
      message: 'an answer of Shopify could not be read',
      fields: expect.objectContaining({ kind: 'order', ids: [bad] }),
    });
  });

  test('at night a page of changed customers → the list of all ids finds who changed', async () => {
    const { pipeline, customers } = await shopOf(3);
    const [changed = '' as CustomerId] = customers;
    pipeline.fake.changeCustomer(changed, { country: 'TH' });
    pipeline.fake.takeOutbox();
    pipeline.wrap = {
      ...pipeline.wrap,
      shopify: (shopify) => ({
        ...shopify,
        customersUpdatedBetween: () => ({
          [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(MONEY()) }),
        }),
      }),
    };
    await pipeline.night();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.syncRuns.latest(shopId, 'reconcile')).toMatchObject({
      state: 'done',
      drift: { customersStale: 1 },
    });
    const mirrors = await pipeline.store.customers.mirrors(shopId, [changed]);
    expect(mirrors.get(changed)?.country).toBe('TH');
  });
});
