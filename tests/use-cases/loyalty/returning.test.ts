import { expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { getMember } from '../../../web/use-cases/get-member.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { returnRedemption } from '../../../web/use-cases/return-redemption.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** A member with 150 points who spent 100 of them on a code, in a shop that lets unused codes lapse. */
async function memberWithCode() {
  const shop = await newShop().start();
  await shop.program({ returnUnusedCodes: false, expiry: { kind: 'never' } });
  const customerId = await shop.member(150);
  const { code, redemptionId } = await shop.redeem(customerId);
  if (!code) throw new Error('the code was made');
  return { shop, customerId, redemptionId, code };
}
type Held = Awaited<ReturnType<typeof memberWithCode>>;

const giveBack = async ({ shop, customerId, redemptionId }: Held) =>
  returnRedemption(await shop.loyalty(), { customerId, redemptionId });

/** The process that returns the code dies before it asks Shopify. */
async function begin(held: Held): Promise<void> {
  const { shop } = held;
  const killed = new Error('killed');
  shop.wrapRewards = (port) => ({ ...port, removeCode: () => Promise.reject(killed) });
  await expect(giveBack(held)).rejects.toBe(killed);
  shop.wrapRewards = (port) => port;
}

async function work(shop: LoyaltyShop, afterMs: number): Promise<void> {
  shop.clock.advance(afterMs);
  await shop.queue.port().enqueue('settle-redemptions', { shopId: (await shop.shop()).shopId });
  await shop.runJobs();
}

async function stateOf({ shop, redemptionId }: Held) {
  const { store, shop: here } = await shop.loyalty();
  return (await store.loyalty.redemption(here.shopId, redemptionId))?.state;
}

async function points(shop: LoyaltyShop, customerId: CustomerId): Promise<number> {
  expect(await shop.drifted()).toEqual([]);
  return (await shop.account(customerId)).available;
}

test('a return is cut off → returning: a code as before and no points yet; asked for again it is finished at once', async () => {
  const held = await memberWithCode();
  const { shop, customerId, redemptionId, code } = held;
  await begin(held);
  expect(await stateOf(held)).toBe('returning');
  expect(await points(shop, customerId)).toBe(50);
  const { member } = await getShopper(await shop.loyalty(), { customerId });
  expect(member?.codes).toMatchObject([{ redemptionId, code: code.code }]);
  expect(await shop.redeem(customerId)).toMatchObject({ state: 'issued', code: { code: code.code } });
  const { redemptions } = await getMember(await shop.loyalty(), customerId);
  expect(redemptions).toMatchObject([{ redemptionId, state: 'returning' }]);
  expect(await giveBack(held)).toMatchObject({ points: { points: 150 } });
  expect(await stateOf(held)).toBe('returned');
  expect(shop.rewards.codes.size).toBe(0);
});

test('nobody asks again → the job gives the points back a minute later, and not before', async () => {
  const held = await memberWithCode();
  await begin(held);
  await work(held.shop, MINUTE_MS - 1);
  expect(await stateOf(held)).toBe('returning');
  await work(held.shop, 1);
  expect(await stateOf(held)).toBe('returned');
  expect(await points(held.shop, held.customerId)).toBe(150);
});

test('cut off in the last minute of the code, and the job comes after its end → given back, not lapsed', async () => {
  const held = await memberWithCode();
  const { shop, code } = held;
  shop.clock.advance(Date.parse(code.endsAt) - shop.clock.now().getTime() - 1_000);
  await begin(held);
  await work(shop, DAY_MS);
  expect(await stateOf(held)).toBe('returned');
  expect(await points(shop, held.customerId)).toBe(150);
});

test('an order took the code meanwhile and is late → no return goes on: it can lapse, and the order uses it', async () => {
  const held = await memberWithCode();
  const { shop, customerId, code } = held;
  await begin(held);
  shop.rewards.use(code.code);
  await work(shop, MINUTE_MS);
  expect(await stateOf(held)).toBe('issued');
  const amount = { percentageBps: null, amountMinor: 500, allocatedMinor: 500 };
  const discount = { type: 'code', code: code.code, title: null, target: 'line_item', ...amount } as const;
  shop.fake.placeOrder(customerId, { totalMinor: 2_000, discounts: [discount] });
  await shop.settle();
  expect(await stateOf(held)).toBe('used');
  expect(await points(shop, customerId)).toBe(50 + 20);
});

test('an order with the code is here before the return is finished → used, and the job changes nothing', async () => {
  const held = await memberWithCode();
  const { shop, customerId, code } = held;
  await begin(held);
  shop.rewards.use(code.code);
  const amount = { percentageBps: null, amountMinor: 500, allocatedMinor: 500 };
  const discount = { type: 'code', code: code.code, title: null, target: 'line_item', ...amount } as const;
  shop.fake.placeOrder(customerId, { totalMinor: 2_000, discounts: [discount] });
  await shop.settle();
  expect(await stateOf(held)).toBe('used');
  await work(shop, DAY_MS);
  expect(await stateOf(held)).toBe('used');
  expect(await points(shop, customerId)).toBe(50 + 20);
});

test('a return begins while the job lets the code lapse → it does not lapse, its points come back', async () => {
  const held = await memberWithCode();
  const { shop } = held;
  const port = shop.rewards.port();
  let begun = false;
  shop.wrapRewards = (given) => ({
    ...given,
    removeCode: async (gid: string) => {
      if (!begun) {
        begun = true;
        await begin(held);
      }
      return port.removeCode(gid);
    },
  });
  await work(shop, 40 * DAY_MS);
  expect(await stateOf(held)).toBe('returning');
  await work(shop, MINUTE_MS);
  expect(await stateOf(held)).toBe('returned');
  expect(await points(shop, held.customerId)).toBe(150);
});
