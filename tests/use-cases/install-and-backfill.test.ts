import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installShop } from '../../web/use-cases/install-shop.ts';
import { FakeShopify, fixedClock } from '../support/fake-shopify.ts';
import { Pipeline } from '../support/pipeline.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let shops = 0;
beforeAll(async () => {
  database = await createTestDatabase('pglite');
});
afterAll(() => database.close());

function newPipeline(change: ConstructorParameters<typeof FakeShopify>[2] = {}): Pipeline {
  shops += 1;
  const clock = fixedClock('2026-03-01T03:00:00Z');
  return new Pipeline(database.pool, new FakeShopify(`shop-${shops}.myshopify.com`, clock, change));
}

describe('install', () => {
  test('ten first requests at once → one wins, one backfill waits', async () => {
    const pipeline = newPipeline();
    await pipeline.queue.create();
    const input = { domain: pipeline.fake.domain, scopes: ['read_orders'] };
    const { store, clock } = pipeline;
    await Promise.all(Array.from({ length: 10 }, () => installShop({ store, clock }, input)));
    const shop = await pipeline.shop();
    expect(shop.state).toBe('installing');
    expect((await pipeline.queue.waiting(shop.shopId)).map(({ name }) => name)).toEqual(['backfill']);
  });

  test('a shop with a history → facts, stages and tags stand, the run is done, the shop active', async () => {
    const pipeline = newPipeline();
    const { fake, clock } = pipeline;
    clock.set(new Date('2026-01-10T10:00:00Z'));
    const once = fake.addCustomer();
    const twice = fake.addCustomer({ tags: ['wholesale-eu'] });
    const gone = fake.addCustomer();
    fake.placeOrder(once, { totalMinor: 1_000 });
    fake.placeOrder(twice, { totalMinor: 9_000 });
    fake.placeOrder(gone, { processedAt: new Date('2024-01-01T00:00:00Z') });
    clock.set(new Date('2026-02-10T10:00:00Z'));
    fake.placeOrder(twice, { totalMinor: 9_000 });
    clock.set(new Date('2026-03-01T03:00:00Z'));
    await pipeline.start();
    expect((await pipeline.shop()).state).toBe('active');
    expect(fake.customers.get(once)?.tags).toEqual(['encore-first-time']);
    expect(fake.customers.get(twice)?.tags).toEqual(['wholesale-eu', 'encore-vip']);
    expect(fake.customers.get(gone)?.tags).toEqual(['encore-lapsed']);
    const run = await pipeline.store.syncRuns.latest((await pipeline.shop()).shopId, 'backfill');
    expect(run).toMatchObject({
      state: 'done',
      ordersRead: 4,
      ordersExpected: 4,
      customersRead: 3,
      customersScored: 3,
    });
  });
});
