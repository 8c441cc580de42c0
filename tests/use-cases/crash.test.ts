import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../web/use-cases/ports.ts';
import { Crash, CrashingPorts } from '../support/crashing-ports.ts';
import { FakeShopify, fixedClock } from '../support/fake-shopify.ts';
import { Pipeline } from '../support/pipeline.ts';
import { snapshot } from '../support/pipeline-snapshot.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('pglite');
});
afterAll(() => database.close());

const LEASE_OVER_MS = 6 * 60_000;
/** Every step is a place to die; one run in three is enough to meet each kind of them. */
const STRIDE = 3;

function smallShop(domain: string): FakeShopify {
  const fake = new FakeShopify(domain, fixedClock('2026-01-05T08:00:00Z'));
  fake.bulkPolls = 1;
  const people = Array.from({ length: 9 }, () => fake.addCustomer());
  people.forEach((customerId, count) => {
    fake.placeOrder(customerId, { totalMinor: 1_000 * (count + 1) });
  });
  fake.clock.set(new Date('2026-02-20T08:00:00Z'));
  for (const customerId of people.slice(4)) fake.placeOrder(customerId, { totalMinor: 7_000 });
  fake.clock.set(new Date('2026-03-01T08:00:00Z'));
  fake.takeOutbox();
  return fake;
}

/** What happens in the shop once Encore is installed: an order, a refund, a merge, and a deletion nobody tells us of. */
function live(fake: FakeShopify): Delivery[] {
  fake.clock.set(new Date('2026-03-01T10:00:00Z'));
  const [first, second, third] = [...fake.customers.keys()];
  const orders = [...fake.orders.keys()];
  const [, , refunded, lost] = orders;
  if (!first || !second || !third || !refunded || !lost) throw new Error('the shop is too small');
  fake.placeOrder(first);
  fake.refundOrder(refunded);
  fake.mergeCustomers(third, second);
  const sent = fake.takeOutbox();
  fake.deleteOrder(lost);
  fake.takeOutbox();
  return sent;
}

/** A worker's day, in parts that a restarted process begins again. */
async function runDay(
  pipeline: Pipeline,
  attempt: (part: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await attempt(async () => {
    await pipeline.install();
    await pipeline.runJobs();
  });
  const sent = live(pipeline.fake);
  await attempt(() => pipeline.receive(sent));
  await attempt(async () => {
    await pipeline.drain();
    await pipeline.runJobs();
  });
  const echoes = pipeline.fake.takeOutbox();
  await attempt(() => pipeline.receive(echoes));
  await attempt(async () => {
    await pipeline.drain();
    await pipeline.night();
  });
}

/** The same day with one death; after it a new process starts, once the dead one's leases are over. */
async function runDayWithDeath(pipeline: Pipeline, dieBefore: number): Promise<number> {
  const ports = new CrashingPorts(dieBefore);
  pipeline.wrap = ports.wrap();
  const alive = pipeline.wrap;
  await runDay(pipeline, async (part) => {
    try {
      await part();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      pipeline.wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
      const shop = await pipeline.store.shops.findByDomain(pipeline.fake.domain);
      if (shop) await pipeline.queue.giveBack(shop.shopId);
      pipeline.clock.advance(LEASE_OVER_MS);
      await part();
    }
  });
  pipeline.wrap = alive;
  return ports.steps;
}

test('the process dies before any step of a day → after the restart everything is as on an undisturbed day', async () => {
  const undisturbed = new Pipeline(database.pool, smallShop('undisturbed.myshopify.com'));
  const steps = await runDayWithDeath(undisturbed, Number.POSITIVE_INFINITY);
  undisturbed.wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
  const expected = await snapshot(undisturbed);
  expect(steps).toBeGreaterThan(200);
  expect(expected.tags).toHaveLength(7);
  for (let step = 1; step <= steps; step += STRIDE) {
    const pipeline = new Pipeline(database.pool, smallShop(`died-before-${step}.myshopify.com`));
    await runDayWithDeath(pipeline, step);
    pipeline.wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
    expect(await snapshot(pipeline), `died before step ${step}`).toEqual(expected);
  }
}, 600_000);
