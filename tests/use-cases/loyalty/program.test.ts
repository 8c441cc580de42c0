import { expect, test } from 'vitest';
import type { CollectionId, ProductId } from '../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { getLiability } from '../../../web/use-cases/get-liability.ts';
import { getMember } from '../../../web/use-cases/get-member.ts';
import { getProgram } from '../../../web/use-cases/get-program.ts';
import { listMembers } from '../../../web/use-cases/list-members.ts';
import { previewProgram } from '../../../web/use-cases/preview-program.ts';
import { saveProgram } from '../../../web/use-cases/save-program.ts';
import { startRecount } from '../../../web/use-cases/steps/start-recount.ts';
import { startBackfill } from '../../../web/use-cases/steps/sync-runs.ts';
import { orderLine } from '../../support/fake-shopify.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;
const EVER = { fromAt: new Date(0), beforeAt: new Date('2100-01-01') };

async function save(shop: LoyaltyShop, change = {}, basedOn = 0): Promise<number> {
  return saveProgram(await shop.loyalty(), { terms: { ...shop.terms(), ...change }, basedOn });
}

async function recount(shop: LoyaltyShop): Promise<void> {
  const { shopId } = await shop.shop();
  await shop.store.transaction((tx) => startRecount(tx, shopId, shop.clock.now()));
  await shop.runJobs();
}

test('a shop that never saved → what it would start from; bad terms → refused with every field, nothing saved', async () => {
  const shop = await newShop({ currency: 'VND' }).start();
  expect(await getProgram(await shop.loyalty())).toMatchObject({
    version: 0,
    savedAt: null,
    launchedAt: null,
    currency: 'VND',
    terms: { on: false, earn: { points: 1, perMinor: 10_000 } },
    recounting: false,
  });
  const bad = { earn: { ...shop.terms().earn, points: -1 }, expiry: { kind: 'per_lot', months: 0 } };
  await expect(save(shop, bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ field: 'earn.points' }, { field: 'expiry.months' }],
  });
  expect(await getProgram(await shop.loyalty())).toMatchObject({ version: 0 });
});

test('the editor opens → whether the shop has store credit is asked, and the theme is not read for it', async () => {
  const shop = await newShop().start();
  const credit = async () => (await getProgram(await shop.loyalty())).storeCredit;
  expect(await credit()).toBe(true);
  shop.rewards.healthFacts = { ...shop.rewards.healthFacts, storeCreditOn: false };
  expect(await credit()).toBe(false);
  shop.rewards.away = true;
  expect(await credit()).toBeNull();
  expect(shop.rewards.calls.get('health')).toBeUndefined();
});

test('points for signing up → the preview counts who could still get them: everybody who is no member yet', async () => {
  const shop = newShop();
  for (const id of [shop.fake.addCustomer(), shop.fake.addCustomer()])
    shop.fake.placeOrder(id, { totalMinor: 4_200 });
  shop.clock.advance(DAY_MS);
  await shop.start();
  const atMost = async (signUp: number) => {
    const actions = { ...shop.terms().actions, signUp };
    const terms = { ...shop.terms(), actions };
    return (await previewProgram(await shop.loyalty(), { terms })).signUpAtMost;
  };
  expect(await atMost(0)).toBeNull();
  const before = (await atMost(20)) ?? 0;
  expect(before).toBeGreaterThanOrEqual(2);
  await shop.program();
  await shop.member(40);
  expect(await atMost(20)).toBe(before);
  const { store, shop: here } = await shop.loyalty();
  expect(await store.customers.count(here.shopId)).toBe(before + 1);
});

test('two merchants save at once → the second is told', async () => {
  const shop = await newShop().start();
  expect(await save(shop)).toBe(1);
  await expect(save(shop)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await save(shop, {}, 1)).toBe(2);
});

test('a launch that reaches back → the preview says what everybody gets, the program is published, members by difference', async () => {
  const shop = newShop();
  const buyers = Array.from({ length: 60 }, () => shop.fake.addCustomer());
  for (const id of buyers) shop.fake.placeOrder(id, { totalMinor: 4_200 });
  shop.clock.advance(5 * DAY_MS);
  await shop.start();
  const historyFromOn = isoToDay('2026-01-01');
  const preview = await previewProgram(await shop.loyalty(), { terms: { ...shop.terms(), historyFromOn } });
  expect(preview).toMatchObject({
    history: { customers: 60, orders: 60, points: 60 * 42, cost: { amountMinor: 60 * 42 * 5 } },
    costPer100: { amountMinor: 500 },
    giveBackBps: 500,
  });
  await save(shop, { historyFromOn });
  expect(await getProgram(await shop.loyalty())).toMatchObject({ recounting: true });
  await shop.runJobs();
  expect(await getProgram(await shop.loyalty())).toMatchObject({ recounting: false, version: 1 });
  expect(shop.rewards.programs.at(-1)).toMatchObject({ on: true, currency: 'USD', earn: { points: 1 } });
  expect([...shop.rewards.members.values()].map(({ points }) => points)).toEqual(buyers.map(() => 42));
  expect(Math.max(...shop.rewards.publishedAtOnce)).toBeLessThanOrEqual(25);
  const calls = shop.rewards.calls.get('publishMembers');
  const { shopId } = await shop.shop();
  await shop.queue.port().enqueue('publish-points', { shopId });
  await shop.runJobs();
  expect(shop.rewards.calls.get('publishMembers')).toBe(calls);
  expect(await getLiability(await shop.loyalty())).toMatchObject({
    totals: { members: 60, available: 60 * 42 },
    atMost: { amountMinor: 60 * 42 * 5 },
    balanced: true,
  });
});

test('more orders than are looked at one by one → about the same, said to be about, from few customers’ orders', async () => {
  const shop = newShop();
  const buyers = Array.from({ length: 600 }, () => shop.fake.addCustomer());
  for (const [index, id] of buyers.entries())
    for (let count = 0; count <= index % 3; count++) shop.fake.placeOrder(id, { totalMinor: 4_200 });
  shop.fake.placeOrder(null, { totalMinor: 4_200 });
  shop.clock.advance(5 * DAY_MS);
  await shop.start();
  const ctx = await shop.loyalty();
  const terms = { ...shop.terms(), historyFromOn: isoToDay('2026-01-01') };
  const exact = (await previewProgram(ctx, { terms, exactUpTo: 1_200 })).history;
  expect(exact).toMatchObject({ customers: 600, orders: 1_200, points: 1_200 * 42, sampled: false });
  const about = (await previewProgram(ctx, { terms, exactUpTo: 1_199 })).history;
  expect(about.sampled).toBe(true);
  for (const figure of ['customers', 'orders', 'points'] as const) {
    expect(about[figure] / exact[figure]).toBeGreaterThan(0.85);
    expect(about[figure] / exact[figure]).toBeLessThan(1.15);
    expect(Number(about[figure].toPrecision(2))).toBe(about[figure]);
  }
  const some = await ctx.store.orders.samplePlaced(ctx.shop.shopId, EVER, 10, 1_200);
  expect(some.length).toBeLessThan(300);
  const sampled = Map.groupBy(some, ({ customerId }) => customerId);
  for (const [customerId, orders] of sampled) {
    const all = [...shop.fake.orders.values()].filter((order) => order.customerId === customerId);
    expect(orders).toHaveLength(all.length);
  }
});

test('an excluded collection gains a product overnight, and loses it → orders earn by the list of their moment, nothing earned goes', async () => {
  const shop = await newShop().start();
  const earn = { ...shop.terms().earn, excludedCollections: ['9' as CollectionId] };
  shop.rewards.collections.set('9', []);
  await save(shop, { earn });
  const savedAt = shop.clock.now();
  await shop.runJobs();
  const customerId = shop.fake.addCustomer();
  const buy = async () => {
    const lines = [orderLine(shop.fake.nextId(), { productId: '5' as ProductId, discountedMinor: 5_000 })];
    shop.fake.placeOrder(customerId, { lines });
    await shop.settle();
    return (await shop.account(customerId)).available;
  };
  const holds = async (...products: string[]) => {
    shop.rewards.collections.set('9', products as ProductId[]);
    shop.clock.advance(DAY_MS);
    await shop.night();
  };
  expect(await buy()).toBe(50);
  await holds('5');
  expect(await shop.account(customerId)).toMatchObject({ available: 50 });
  expect(await buy()).toBe(50);
  await holds('6');
  expect(await buy()).toBe(100);
  expect(await getProgram(await shop.loyalty())).toMatchObject({ version: 1, savedAt });
  expect(await save(shop, { earn }, 1)).toBe(2);
  await recount(shop);
  expect(await shop.account(customerId)).toMatchObject({ available: 100, debt: 0 });
  expect(await shop.drifted()).toEqual([]);
});

test('a recount that is cut off → goes on after the last customers counted', async () => {
  const shop = newShop();
  for (let count = 0; count < 450; count++)
    shop.fake.placeOrder(shop.fake.addCustomer(), { totalMinor: 1_000 });
  shop.clock.advance(DAY_MS);
  await shop.start();
  await save(shop, { historyFromOn: isoToDay('2026-01-01') });
  const { shopId } = await shop.shop();
  let transactions = 0;
  const wrap = shop.wrap;
  shop.wrap = {
    ...wrap,
    store: (store) => ({
      ...store,
      transaction: (work) => {
        transactions += 1;
        return transactions === 2 ? Promise.reject(new Error('killed')) : store.transaction(work);
      },
    }),
  };
  const job = { id: 0, name: 'recount-points', payload: { shopId }, startAfter: shop.clock.now() } as const;
  await expect(shop.run(job)).rejects.toThrow('killed');
  transactions = 2;
  await shop.run(job);
  // 450 customers are three batches; the first is not counted again.
  expect(transactions).toBe(4);
  shop.wrap = wrap;
  expect(await getLiability(await shop.loyalty())).toMatchObject({
    totals: { members: 450, available: 4_500 },
  });
});

test('the whole history is read anew after the launch → everybody is counted by what it brought, newcomers become members', async () => {
  const shop = await newShop().start();
  await save(shop, { historyFromOn: isoToDay('2026-01-01') });
  await shop.runJobs();
  const known = await shop.member(10);
  const lost = shop.fake.addCustomer();
  shop.fake.placeOrder(known, { totalMinor: 2_500 });
  shop.fake.placeOrder(lost, { totalMinor: 3_000 });
  shop.fake.takeOutbox();
  expect(await shop.account(known)).toMatchObject({ available: 10 });
  const { shopId } = await shop.shop();
  await shop.store.transaction((tx) => startBackfill(tx, shopId, shop.clock.now()));
  await shop.runJobs();
  expect(await shop.account(known)).toMatchObject({ available: 35 });
  expect(await shop.account(lost)).toMatchObject({ available: 30 });
  expect(shop.rewards.members.get(lost)).toMatchObject({ points: 30 });
  expect(await getProgram(await shop.loyalty())).toMatchObject({ recounting: false });
  expect(await shop.drifted()).toEqual([]);
});

test('an order of before the launch → its points count from the launch and name the day it was placed', async () => {
  const shop = newShop();
  const buyer = shop.fake.addCustomer();
  const placedAt = shop.clock.now();
  shop.fake.placeOrder(buyer, { totalMinor: 4_200 });
  shop.clock.advance(5 * DAY_MS);
  await shop.start();
  await save(shop, { historyFromOn: isoToDay('2026-01-01') });
  await shop.runJobs();
  const { lots } = await getMember(await shop.loyalty(), buyer);
  expect(lots).toMatchObject([{ points: 42, from: 'order', orderedAt: placedAt, at: shop.clock.now() }]);
});

test('members with names, filters and pages; one member with lots and redemptions', async () => {
  const shop = await newShop().start();
  await shop.program();
  const ids = [await shop.member(10), await shop.member(300), await shop.member(200)];
  const [, rich] = ids;
  if (!rich) throw new Error('nobody is rich');
  await shop.redeem(rich);
  const order = { sort: 'points', direction: 'desc' } as const;
  const ask = async (after: { value: string; accountId: string } | null) =>
    listMembers(await shop.loyalty(), { filter: {}, order, search: null, after, limit: 2 });
  const first = await ask(null);
  expect(first.members.map(({ points }) => points)).toEqual([200, 200]);
  const second = await ask(first.next);
  expect(second.members.map(({ points, customerId }) => [points, customerId])).toEqual([[10, ids[0]]]);
  expect(second.next).toBeNull();
  const detail = await getMember(await shop.loyalty(), rich);
  expect(detail).toMatchObject({
    member: { points: 200 },
    lots: [{ points: 200, from: 'order', orderedAt: shop.clock.now() }],
    redemptions: [{ state: 'issued', points: 100 }],
    referral: { code: null, held: 0 },
  });
});
