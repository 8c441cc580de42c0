import { beforeAll, expect, test } from 'vitest';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import type { Delivery } from '../../../web/use-cases/ports.ts';
import { saveProgram } from '../../../web/use-cases/save-program.ts';
import { sceneNow } from '../../../web/use-cases/steps/loyalty-scene.ts';
import { replayRecord } from '../../../web/use-cases/steps/replay-record.ts';
import { giveHistory, happen, pick, seededRandom } from '../../support/busy-shop.ts';
import { FakeShopify, fixedClock } from '../../support/fake-shopify.ts';
import { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { eachDatabase, type TestDatabase } from '../../support/test-database.ts';

const HAPPENINGS = 80;
const MINUTE_MS = 60_000;
const TIERS = {
  by: 'points',
  graceDays: 30,
  levels: [
    { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
    { key: 'plus', name: 'Plus', threshold: 150, multiplierBps: 12_500 },
  ],
} as const;

/** A shop whose history earned points, some of them spent, some given by hand. */
async function openShop(database: TestDatabase | undefined, seed: number): Promise<LoyaltyShop> {
  if (!database) throw new Error('no database');
  const fake = new FakeShopify(`shop-${seed}.myshopify.com`, fixedClock('2026-03-10T08:00:00Z'));
  giveHistory(fake, seededRandom(seed), 60);
  const shop = await new LoyaltyShop(database.pool, fake).start();
  const terms = { ...shop.terms(), tiers: TIERS, historyFromOn: isoToDay('2024-01-01') };
  await saveProgram(await shop.loyalty(), { terms, basedOn: 0 });
  await shop.runJobs();
  const random = seededRandom(seed + 7);
  const buyers = [...new Set([...fake.orders.values()].flatMap(({ customerId }) => customerId ?? []))].sort();
  for (let count = 0; count < 25; count++) {
    const customerId = pick(buyers, random);
    const requestKey = `request-${count}`;
    if (random() < 0.4)
      await adjustPoints(await shop.loyalty(), {
        customerId,
        points: 20 + count,
        reason: 'goodwill',
        requestKey,
      });
    else await shop.redeem(customerId, requestKey).catch(() => undefined);
  }
  await shop.settle();
  fake.clock.set(new Date('2026-03-10T09:00:00Z'));
  return shop;
}

async function cleanHour(shop: LoyaltyShop, random: () => number): Promise<void> {
  for (let count = 0; count < HAPPENINGS; count += 1) {
    shop.clock.advance(MINUTE_MS);
    happen(shop.fake, random);
    await shop.settle();
  }
}

/** The same hour; deliveries come late, in any order, a third of them twice, some never. */
async function messyHour(shop: LoyaltyShop, random: () => number, mess: () => number): Promise<void> {
  let underWay: Delivery[] = [];
  for (let count = 0; count < HAPPENINGS; count += 1) {
    shop.clock.advance(MINUTE_MS);
    happen(shop.fake, random);
    for (const delivery of shop.fake.takeOutbox()) {
      const fate = mess();
      if (fate >= 0.05) underWay.push(delivery, ...(fate < 0.35 ? [delivery] : []));
    }
    if (count % 10 < 9) continue;
    const arriving = underWay.filter(() => mess() < 0.5).sort(() => mess() - 0.5);
    underWay = underWay.filter((delivery) => !arriving.includes(delivery));
    await shop.receive(arriving);
    await shop.drain();
  }
  await shop.receive(underWay.sort(() => mess() - 0.5));
  await shop.drain();
  await shop.runJobs();
}

/** Balances, tiers and open lots of everybody, and what Shopify shows of them. */
async function picture(shop: LoyaltyShop): Promise<unknown[]> {
  const ctx = await shop.loyalty();
  const scene = await sceneNow(ctx, ctx.store);
  if (!scene) throw new Error('never launched');
  const ids = [...shop.fake.customers.keys()].sort();
  const people: unknown[] = [];
  for (const customerId of ids) {
    const account = await ctx.store.loyalty.find(ctx.shop.shopId, customerId);
    if (!account) continue;
    const [record] = await ctx.store.loyalty.records(ctx.shop.shopId, [account.accountId]);
    const { available, pending, reserved, debt, tier, nextExpiry, revisitAt } = account;
    const lots = record ? replayRecord(record, scene).state.lots : [];
    // Whoever's only order came and went unheard is no member in one run and one without points in the other.
    if (available + pending + reserved + debt + lots.length === 0) continue;
    const points = { available, pending, reserved, debt, tier: tier?.key, nextExpiry, revisitAt };
    people.push({ customerId, ...points, lots, shown: shop.rewards.members.get(customerId) });
  }
  return people;
}

eachDatabase((_kind, open) => {
  /** The same shop twice must give the same ids, so each run has a database of its own. */
  let databases: TestDatabase[];
  beforeAll(async () => {
    databases = [await open(), await open()];
  });

  test.each([1, 2, 3, 4])(
    'an hour shuffled, a third duplicated, a twentieth lost, then a night → balances and open lots equal the clean hour’s (seed %i)',
    async (seed) => {
      const [clean, messy] = await Promise.all([openShop(databases[0], seed), openShop(databases[1], seed)]);
      expect(await picture(messy)).toEqual(await picture(clean));
      await cleanHour(clean, seededRandom(seed));
      await messyHour(messy, seededRandom(seed), seededRandom(seed + 1_000));
      for (const shop of [clean, messy]) {
        await shop.settle();
        shop.clock.set(new Date('2026-03-11T03:00:00Z'));
        await shop.night();
        await shop.settle();
        expect(await shop.drifted()).toEqual([]);
        expect((await shop.books()).balanced).toBe(true);
      }
      const expected = await picture(clean);
      expect(expected.length).toBeGreaterThan(40);
      expect(await picture(messy)).toEqual(expected);
    },
    240_000,
  );
});
