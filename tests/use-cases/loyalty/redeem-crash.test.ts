import { expect, test } from 'vitest';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { returnRedemption } from '../../../web/use-cases/return-redemption.ts';
import { Crash, CrashingPorts } from '../../support/crashing-ports.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const MINUTE_MS = 60_000;

/** A redemption by a process that dies before its n-th step; true while it died. */
async function redeemAndDie(shop: LoyaltyShop, customerId: CustomerId, rewardId: string, step: number) {
  const ports = new CrashingPorts(step);
  shop.wrap = ports.wrap();
  shop.wrapRewards = (port) => ports.around(port);
  const died = await shop.redeem(customerId, `request-${step}`, rewardId).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Crash || error instanceof AppError) return error instanceof Crash;
      throw error;
    },
  );
  shop.wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
  shop.wrapRewards = (port) => port;
  return died;
}

async function nextProcess(shop: LoyaltyShop): Promise<void> {
  const { shopId } = await shop.shop();
  for (let round = 0; round < 12; round++) {
    shop.clock.advance(MINUTE_MS);
    await shop.queue.port().enqueue('settle-redemptions', { shopId });
    await shop.runJobs();
  }
}

test.each(['five', 'credit'])(
  'reward %s: a kill between any two calls → what Shopify has is spent, all else can be spent, nothing is free',
  async (rewardId) => {
    const shop = await newShop().start();
    await shop.program();
    const customerId = await shop.member(10_000);
    let step = 1;
    for (let died = true; died; step++) died = await redeemAndDie(shop, customerId, rewardId, step);
    expect(step).toBeGreaterThan(12);
    await nextProcess(shop);
    const made = shop.rewards.codes.size + shop.rewards.credits.length;
    expect(made).toBeGreaterThan(1);
    expect(await shop.account(customerId)).toMatchObject({ available: 10_000 - made * 100, reserved: 0 });
    expect((await shop.books()).all).toMatchObject({ spent: made * 100 });
    expect(await shop.drifted()).toEqual([]);
  },
);

test('a kill between any two calls of ending unused codes → each gives its points back once', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = await shop.member(1_000);
  for (let count = 0; count < 4; count++) await shop.redeem(customerId, `request-${count}`);
  shop.clock.advance(40 * 24 * 60 * MINUTE_MS);
  const { shopId } = await shop.shop();
  const [job] = [
    { id: 0, name: 'settle-redemptions', payload: { shopId }, startAfter: shop.clock.now() } as const,
  ];
  for (let step = 1; step < 60; step++) {
    const ports = new CrashingPorts(step);
    shop.wrap = ports.wrap();
    shop.wrapRewards = (port) => ports.around(port);
    const died = await shop.run(job).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        return true;
      },
    );
    shop.wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
    shop.wrapRewards = (port) => port;
    if (!died) break;
  }
  expect(shop.rewards.codes.size).toBe(0);
  expect(await shop.account(customerId)).toMatchObject({ available: 1_000, reserved: 0 });
  expect((await shop.books()).all.spent ?? 0).toBe(0);
  expect(await shop.drifted()).toEqual([]);
});

test('a shop that lets codes lapse: a kill between any two calls of a return → the job finishes it, the points come back', async () => {
  const shop = await newShop().start();
  await shop.program({ returnUnusedCodes: false });
  const customerId = await shop.member(1_000);
  const { shopId } = await shop.shop();
  let died = true;
  let deleted = 0;
  for (let step = 1; died; step++) {
    const { redemptionId } = await shop.redeem(customerId, `request-${step}`);
    const ports = new CrashingPorts(step);
    shop.wrap = ports.wrap();
    shop.wrapRewards = (port) => ports.around(port);
    const giveBack = async () => returnRedemption(await shop.loyalty(), { customerId, redemptionId });
    died = await giveBack().then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        return true;
      },
    );
    shop.wrap = { store: (store) => store, shopify: (shopify) => shopify, queue: (queue) => queue };
    shop.wrapRewards = (port) => port;
    const standing = await shop.store.loyalty.redemption(shopId, redemptionId);
    if (standing?.state === 'returning' && shop.rewards.codes.size === 0) deleted += 1;
    shop.clock.advance(2 * MINUTE_MS);
    await shop.queue.port().enqueue('settle-redemptions', { shopId });
    await shop.runJobs();
    // One that died before anything was noted is asked for again.
    if (standing?.state === 'issued') await giveBack();
    expect(await shop.account(customerId)).toMatchObject({ available: 1_000, reserved: 0 });
  }
  expect(deleted).toBeGreaterThan(0);
  expect(shop.rewards.codes.size).toBe(0);
  expect(await shop.drifted()).toEqual([]);
});
