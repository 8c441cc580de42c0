import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../web/use-cases/ports.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { giveHistory, happen, pick, seededRandom } from '../support/busy-shop.ts';
import { FakeShopify, fixedClock } from '../support/fake-shopify.ts';
import { Pipeline } from '../support/pipeline.ts';
import { snapshot } from '../support/pipeline-snapshot.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** The same shop twice must give the same ids, so each run has a database of its own. */
let databases: TestDatabase[];
beforeAll(async () => {
  databases = [await createTestDatabase('pglite'), await createTestDatabase('pglite')];
});
afterAll(() => Promise.all(databases.map((database) => database.close())));

const HOUR_START = '2026-03-10T09:00:00Z';
const HAPPENINGS = 60;
const MINUTE_MS = 60_000;

async function openShop(database: TestDatabase | undefined, seed: number): Promise<Pipeline> {
  if (!database) throw new Error('no database');
  const fake = new FakeShopify(`shop-${seed}.myshopify.com`, fixedClock(HOUR_START));
  giveHistory(fake, seededRandom(seed), 130);
  const pipeline = await new Pipeline(database.pool, fake).start();
  const ctx = await pipeline.ctx();
  const { rules, version } = await ctx.store.rules.current(ctx.shop.shopId);
  await saveRules(ctx, { rules: { ...rules, excludedTags: ['staff'] }, basedOn: version });
  await pipeline.runJobs();
  await pipeline.settle();
  fake.clock.set(new Date(HOUR_START));
  fake.clock.advance(60 * MINUTE_MS);
  return pipeline;
}

/** Every delivery once, at once, in order. */
async function cleanHour(pipeline: Pipeline, random: () => number): Promise<void> {
  for (let count = 0; count < HAPPENINGS; count += 1) {
    pipeline.clock.advance(MINUTE_MS);
    happen(pipeline.fake, random);
    await pipeline.settle();
  }
}

/** The same hour; deliveries come late, in any order, a fifth of them twice, some never. */
async function messyHour(pipeline: Pipeline, random: () => number, mess: () => number): Promise<number> {
  let underWay: Delivery[] = [];
  let lost = 0;
  for (let count = 0; count < HAPPENINGS; count += 1) {
    pipeline.clock.advance(MINUTE_MS);
    happen(pipeline.fake, random);
    for (const delivery of pipeline.fake.takeOutbox()) {
      const fate = mess();
      if (fate < 0.05) lost += 1;
      else underWay.push(delivery, ...(fate < 0.25 ? [delivery] : []));
    }
    if (count % 10 < 9) continue;
    const arriving = underWay.filter(() => mess() < 0.5).sort(() => mess() - 0.5);
    underWay = underWay.filter((delivery) => !arriving.includes(delivery));
    await pipeline.receive(arriving);
    await pipeline.drain();
    if (mess() < 0.5) await pipeline.runJobs();
  }
  await pipeline.receive(underWay.sort(() => mess() - 0.5));
  await pipeline.drain();
  await pipeline.runJobs();
  return lost;
}

async function night(pipeline: Pipeline): Promise<void> {
  await pipeline.settle();
  pipeline.clock.set(new Date('2026-03-11T03:00:00Z'));
  await pipeline.night();
  await pipeline.settle();
}

/** Everything the last reconciliation found. */
async function driftOf(pipeline: Pipeline): Promise<number> {
  const { shopId } = await pipeline.shop();
  const run = await pipeline.store.syncRuns.latestDone(shopId, 'reconcile');
  return Object.values(run?.drift ?? {}).reduce((sum, count) => sum + count, 0);
}

test.each([1, 2, 3])(
  'an hour shuffled, a fifth duplicated, a twentieth lost, then a reconciliation → equal to the clean hour (seed %i)',
  async (seed) => {
    const [clean, messy] = await Promise.all([openShop(databases[0], seed), openShop(databases[1], seed)]);
    await cleanHour(clean, seededRandom(seed));
    const lost = await messyHour(messy, seededRandom(seed), seededRandom(seed + 1_000));
    expect(lost).toBeGreaterThan(0);
    await night(clean);
    await night(messy);
    const expected = await snapshot(clean);
    expect(expected.customers.length).toBeGreaterThan(100);
    expect(await snapshot(messy)).toEqual(expected);
    expect(await driftOf(clean)).toBe(0);
    expect(await driftOf(messy)).toBeGreaterThan(0);
    expect(messy.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  },
  240_000,
);

test('the same delivery five times → one row, recorded once, one move', async () => {
  const pipeline = await openShop(databases[0], 9);
  const { fake } = pipeline;
  const customerId = pick([...fake.customers.keys()], seededRandom(9));
  const before = fake.calls.get('fetchOrders') ?? 0;
  fake.placeOrder(customerId);
  const [delivery] = fake.takeOutbox();
  if (!delivery) throw new Error('nothing was sent');
  await pipeline.receive([delivery, delivery]);
  await pipeline.receive([delivery, delivery, delivery]);
  await pipeline.drain();
  expect((fake.calls.get('fetchOrders') ?? 0) - before).toBe(1);
  const { rows } = await pipeline.pool.query('SELECT state, body FROM webhook_inbox WHERE webhook_id = $1', [
    delivery.webhookId,
  ]);
  expect(rows).toEqual([{ state: 'done', body: null }]);
});
