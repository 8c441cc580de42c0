import { expect, test } from 'vitest';
import { getLiability } from '../../../web/use-cases/get-liability.ts';
import { getProgram } from '../../../web/use-cases/get-program.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { makeReferral } from '../../../web/use-cases/make-referral.ts';
import { refreshShop } from '../../../web/use-cases/refresh-shop.ts';
import { saveProgram } from '../../../web/use-cases/save-program.ts';
import { startRecount } from '../../../web/use-cases/steps/start-recount.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

async function save(shop: LoyaltyShop, change = {}, basedOn = 0): Promise<number> {
  return saveProgram(await shop.loyalty(), { terms: { ...shop.terms(), ...change }, basedOn });
}

async function recount(shop: LoyaltyShop): Promise<void> {
  const { shopId } = await shop.shop();
  await shop.store.transaction((tx) => startRecount(tx, shopId, shop.clock.now()));
  await shop.runJobs();
}

test('the shop changes from dollars to dong → what was earned stays, orders earn by the version of their currency', async () => {
  const shop = await newShop({ currency: 'USD' }).start();
  const tiers = {
    by: 'spend' as const,
    levels: [
      { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
      { key: 'plus', name: 'Plus', threshold: 200_000, multiplierBps: 20_000 },
    ],
    graceDays: 0,
  };
  await save(shop, { tiers, referral: { ...shop.terms().referral, on: true } });
  await shop.runJobs();
  expect(shop.rewards.programs.at(-1)).toMatchObject({ on: true, rewards: [{}, {}], referral: {} });
  const customerId = shop.fake.addCustomer();
  const buy = async (totalMinor: number, currency?: string) => {
    shop.clock.advance(DAY_MS);
    shop.fake.placeOrder(customerId, { totalMinor, ...(currency && { currency }) });
    await shop.settle();
    return shop.account(customerId);
  };
  expect(await buy(150_000)).toMatchObject({ available: 1_500, debt: 0, tier: { key: 'member' } });
  shop.fake.profile = { ...shop.fake.profile, currency: 'VND' };
  await refreshShop(await shop.ctx());
  await shop.runJobs();
  const seen = async () => (await getShopper(await shop.loyalty(), { customerId })).program;
  const nothing = { on: false, rewards: [], referral: null };
  expect([shop.rewards.programs.at(-1), await seen()]).toMatchObject([nothing, nothing]);
  expect(await getProgram(await shop.loyalty())).toMatchObject({
    currency: 'VND',
    savedIn: 'USD',
    terms: { on: true },
  });
  expect((await getShopper(await shop.loyalty(), { customerId })).member).toBeNull();
  expect(await getLiability(await shop.loyalty())).toMatchObject({
    totals: { available: 1_500 },
    atMost: null,
  });
  await expect(makeReferral(await shop.loyalty(), { customerId })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  await recount(shop);
  expect(await shop.account(customerId)).toMatchObject({ available: 1_500, debt: 0 });
  expect(await buy(90_000)).toMatchObject({ available: 1_500, debt: 0 });
  // $5 off must not become ₫500 off, nor ₫50,000 off $500: nothing is redeemed until the merchant saved anew.
  await expect(shop.redeem(customerId)).rejects.toMatchObject({ code: 'CONFLICT' });
  const earn = { ...shop.terms().earn, points: 1, perMinor: 10_000 };
  shop.clock.advance(DAY_MS);
  await save(shop, { tiers, earn }, 1);
  await shop.runJobs();
  const again = { on: true, currency: 'VND', earn: { perMinor: 10_000 }, rewards: [{}, {}] };
  expect([shop.rewards.programs.at(-1), await seen()]).toMatchObject([again, again]);
  expect(await buy(100_000)).toMatchObject({
    available: 1_510,
    debt: 0,
    tier: { key: 'member', progress: 100_000 },
  });
  expect(await buy(80_000, 'USD')).toMatchObject({ available: 1_510, debt: 0 });
  expect(await shop.redeem(customerId)).toMatchObject({ state: 'issued' });
  expect(await shop.account(customerId)).toMatchObject({ available: 1_410 });
  await recount(shop);
  expect(await shop.account(customerId)).toMatchObject({
    available: 1_410,
    debt: 0,
    tier: { progress: 100_000 },
  });
  expect(await shop.drifted()).toEqual([]);
});
