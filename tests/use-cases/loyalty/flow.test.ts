import { expect, test } from 'vitest';
import { givePoints } from '../../../web/use-cases/give-points.ts';
import { saveFlowTriggers } from '../../../web/use-cases/save-flow-triggers.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

test('a run of the Flow action twice → points once, the same answer; out of range → refused with the range', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = await shop.member(10);
  const run = async (runId: string, points: number) =>
    givePoints(await shop.loyalty(), { runId, customerId, event: 'custom', points });
  expect(await run('run-1', 40)).toEqual({ given: 40, balance: 50 });
  expect(await run('run-1', 40)).toEqual({ given: 40, balance: 50 });
  await expect(run('run-2', -51)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    issues: [{ field: 'points' }],
  });
  expect(await shop.account(customerId)).toMatchObject({ available: 50 });
});

test('a birthday and reviews by Flow → the points of the program, a birthday once a year of the shop, each review once', async () => {
  const shop = await newShop().start();
  await shop.program({ actions: { signUp: 0, birthday: 30, review: 7 } });
  const customerId = await shop.member(10);
  const run = async (runId: string, event: 'birthday' | 'review' | 'custom', points: number | null = null) =>
    givePoints(await shop.loyalty(), { runId, customerId, event, points });
  expect(await run('run-1', 'birthday')).toEqual({ given: 30, balance: 40 });
  expect(await run('run-2', 'birthday')).toEqual({ given: 0, balance: 40 });
  expect(await run('run-2', 'birthday')).toEqual({ given: 0, balance: 40 });
  expect(await run('run-3', 'review')).toEqual({ given: 7, balance: 47 });
  expect(await run('run-3', 'review')).toEqual({ given: 7, balance: 47 });
  expect(await run('run-4', 'review', 9)).toEqual({ given: 9, balance: 56 });
  shop.clock.advance(306 * DAY_MS);
  expect(await run('run-5', 'birthday', 50)).toEqual({ given: 50, balance: 106 });
  const { store, shop: here } = await shop.loyalty();
  const { accountId } = await shop.account(customerId);
  const [record] = await store.transaction((tx) => tx.loyalty.records(here.shopId, [accountId]));
  const given = record?.grants.map(({ grantKey, reason, points }) => [grantKey, reason, points]);
  expect(given).toEqual([
    [`birthday:${customerId}:2026`, 'birthday', 30],
    ['review:run-3', 'review', 7],
    ['review:run-4', 'review', 9],
    [`birthday:${customerId}:2027`, 'birthday', 50],
  ]);
});

test('an event the program gives nothing for, one of the merchant’s own without points → refused with what is missing', async () => {
  const shop = await newShop().start();
  await shop.program({ actions: { signUp: 0, birthday: 0, review: 5 } });
  const customerId = await shop.member(10);
  for (const event of ['birthday', 'custom'] as const)
    await expect(
      givePoints(await shop.loyalty(), { runId: `run-${event}`, customerId, event, points: null }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', issues: [{ field: 'points' }] });
  expect(await shop.account(customerId)).toMatchObject({ available: 10 });
});

test('triggers the merchant wants → Flow is told of stage, points and tier, once each; the others are not', async () => {
  const shop = await newShop().start();
  const tiers = {
    by: 'points',
    graceDays: 30,
    levels: [
      { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
      { key: 'plus', name: 'Plus', threshold: 100, multiplierBps: 12_000 },
    ],
  } as const;
  await shop.program({ tiers });
  const early = await shop.member(5);
  expect(shop.told).toEqual([]);
  const all = { stage_changed: true, points_changed: true, tier_changed: true };
  await saveFlowTriggers(await shop.loyalty(), all);
  shop.clock.advance(DAY_MS);
  shop.fake.placeOrder(early, { totalMinor: 15_000 });
  const sent = shop.fake.takeOutbox();
  await shop.receive(sent);
  await shop.drain();
  await shop.runJobs();
  await shop.receive(sent);
  await shop.settle();
  expect(shop.told.map(({ handle }) => handle).sort()).toEqual([
    'encore-points-changed',
    'encore-stage-changed',
    'encore-tier-changed',
  ]);
  const told = Object.fromEntries(shop.told.map(({ handle, payload }) => [handle, payload]));
  expect(told['encore-points-changed']).toMatchObject({ customer_id: early, Points: 155, Change: 150 });
  expect(told['encore-tier-changed']).toMatchObject({ Tier: 'Plus', 'Earlier tier': 'Member' });
  expect(told['encore-stage-changed']).toMatchObject({ Stage: 'vip', 'Earlier stage': 'first_time' });
});
