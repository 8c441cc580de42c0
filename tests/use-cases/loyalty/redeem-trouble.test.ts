import { describe, expect, test } from 'vitest';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import type { RewardCodeSpec } from '../../../web/use-cases/reward-shopify-port.ts';
import type { RewardFault } from '../../support/fake-rewards.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const MINUTE_MS = 60_000;

async function memberWith(points: number): Promise<{ shop: LoyaltyShop; customerId: CustomerId }> {
  const shop = await newShop().start();
  await shop.program();
  return { shop, customerId: await shop.member(points) };
}

/** What is redeemed is spent or reserved exactly where Shopify has something for it; everything else can be spent. */
async function expectConserved(shop: LoyaltyShop, customerId: CustomerId, points: number): Promise<void> {
  const account = await shop.account(customerId);
  const made = shop.rewards.openCodesOf(customerId).length + shop.rewards.credits.length;
  expect(account.available).toBe(points - made * 100);
  expect(account.reserved).toBe(0);
  expect(await shop.drifted()).toEqual([]);
  const { all, balanced } = await shop.books();
  expect(balanced).toBe(true);
  expect(all.spent ?? 0).toBe(made * 100);
}

/** Until no redemption waits any more. */
async function lookUp(shop: LoyaltyShop): Promise<void> {
  const { shopId } = await shop.shop();
  for (let round = 0; round < 15; round++) {
    shop.clock.advance(MINUTE_MS);
    await shop.queue.port().enqueue('settle-redemptions', { shopId });
    await shop.runJobs();
  }
}

test('a redemption → one code bound to the member, points spent, one call to Shopify', async () => {
  const { shop, customerId } = await memberWith(120);
  const answer = await shop.redeem(customerId);
  expect(answer).toMatchObject({ state: 'issued', points: { points: 20 } });
  expect(shop.rewards.openCodesOf(customerId)).toMatchObject([{ code: answer.code?.code }]);
  expect([...shop.rewards.calls]).toEqual([
    ['publishProgram', 1],
    ['publishMembers', 1],
    ['createCode', 1],
  ]);
  await expectConserved(shop, customerId, 120);
});

test('the same request twice → one code, the same answer', async () => {
  const { shop, customerId } = await memberWith(250);
  const first = await shop.redeem(customerId);
  expect(await shop.redeem(customerId)).toEqual(first);
  await expectConserved(shop, customerId, 250);
});

test('too few points, a reward that is not offered, nobody → refused, and nothing is asked of Shopify', async () => {
  const { shop, customerId } = await memberWith(99);
  const stranger = shop.fake.addCustomer();
  for (const asked of [
    shop.redeem(customerId),
    shop.redeem(customerId, 'request-2', 'no such reward'),
    shop.redeem(stranger),
  ])
    await expect(asked).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(shop.rewards.calls.has('createCode')).toBe(false);
  await expectConserved(shop, customerId, 99);
});

describe.each(['five', 'credit'])('reward %s', (rewardId) => {
  test.each<[RewardFault, number]>([
    ['refused', 0],
    ['throttled', 0],
    ['lost_before', 0],
    ['lost_after', 1],
    ['twice', 1],
  ])('Shopify: %s → points conserved, %i made, and settled without anybody', async (fault, made) => {
    const { shop, customerId } = await memberWith(120);
    shop.rewards.faults = [fault];
    const answer = await shop.redeem(customerId, 'request-1', rewardId).catch((error: unknown) => error);
    if (fault === 'refused') expect(answer).toMatchObject({ code: 'SHOPIFY_REFUSED' });
    if (fault === 'throttled') expect(answer).toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    if (fault === 'lost_before') expect(answer).toMatchObject({ state: 'pending', code: null, credit: null });
    if (made === 1) expect(answer).toMatchObject({ state: 'issued' });
    if (fault === 'lost_before') expect(await shop.account(customerId)).toMatchObject({ reserved: 100 });
    await lookUp(shop);
    expect(shop.rewards.codes.size + shop.rewards.credits.length).toBe(made);
    await expectConserved(shop, customerId, 120);
  });

  test('the answer is lost and Shopify is away for the look-up → reserved until it can be looked up', async () => {
    const { shop, customerId } = await memberWith(120);
    shop.rewards.faults = ['lost_after'];
    shop.wrapRewards = (given) => ({
      ...given,
      findCode: () => Promise.reject(new AppError('SHOPIFY_UNAVAILABLE', 'away')),
      creditsSince: () => Promise.reject(new AppError('SHOPIFY_UNAVAILABLE', 'away')),
    });
    expect(await shop.redeem(customerId, 'request-1', rewardId)).toMatchObject({ state: 'pending' });
    expect(await shop.account(customerId)).toMatchObject({ available: 20, reserved: 100 });
    // A second tap learns no more than that: an error would read as an end.
    expect(await shop.redeem(customerId, 'request-1', rewardId)).toMatchObject({ state: 'pending' });
    expect(await shop.account(customerId)).toMatchObject({ available: 20, reserved: 100 });
    shop.wrapRewards = (given) => given;
    await lookUp(shop);
    expect(shop.rewards.codes.size + shop.rewards.credits.length).toBe(1);
    await expectConserved(shop, customerId, 120);
  });
});

test('the code is used by another discount of the merchant’s → another code of the same redemption, one made, theirs untouched', async () => {
  const { shop, customerId } = await memberWith(120);
  const theirs: string[] = [];
  const asked: string[] = [];
  shop.wrapRewards = (given) => ({
    ...given,
    createCode: async (spec: RewardCodeSpec) => {
      asked.push(spec.code);
      // The merchant made theirs with the very code that is asked for first.
      if (asked.length === 1) {
        const made = await shop.rewards.port().createCode({ ...spec, title: 'The merchant’s own' });
        if (made.outcome === 'made') theirs.push(made.gid);
      }
      return shop.rewards.port().createCode(spec);
    },
  });
  const answer = await shop.redeem(customerId);
  const [first, second] = asked;
  expect(asked).toHaveLength(2);
  expect(second).not.toBe(first);
  expect(answer).toMatchObject({ state: 'issued', code: { code: second } });
  expect([...shop.rewards.codes.keys()].sort()).toEqual(asked.map((code) => code.toUpperCase()).sort());
  expect(shop.rewards.codes.get((first ?? '').toUpperCase())?.gid).toBe(theirs[0]);
  expect(await shop.account(customerId)).toMatchObject({ available: 20, reserved: 0 });
});

test('200 redemptions of one balance at once → one wins, the balance is never below 0', async () => {
  const { shop, customerId } = await memberWith(150);
  const asked = Array.from({ length: 200 }, (_, count) => shop.redeem(customerId, `request-${count}`));
  const answers = await Promise.allSettled(asked);
  const won = answers.filter(({ status }) => status === 'fulfilled');
  const lost = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
  expect(won).toHaveLength(1);
  expect(new Set(lost)).toEqual(new Set(['CONFLICT']));
  expect(shop.rewards.codes.size).toBe(1);
  await expectConserved(shop, customerId, 150);
});

test('what Shopify says of one redemption cannot be used → the others are settled, and it is asked again later', async () => {
  const { shop, customerId } = await memberWith(120);
  const other = await shop.member(120);
  shop.rewards.faults = ['lost_before', 'lost_before'];
  const first = await shop.redeem(customerId);
  shop.clock.advance(1_000);
  await shop.redeem(other);
  const { store, shop: here } = await shop.loyalty();
  const { code } = (await store.loyalty.redemption(here.shopId, first.redemptionId)) ?? {};
  const port = shop.rewards.port();
  shop.wrapRewards = (given) => ({
    ...given,
    findCode: (asked: string) =>
      asked === code
        ? Promise.reject(new AppError('SHOPIFY_REFUSED', 'an answer of another shape'))
        : port.findCode(asked),
  });
  await lookUp(shop);
  expect(await shop.account(other)).toMatchObject({ available: 120, reserved: 0 });
  expect(await shop.account(customerId)).toMatchObject({ available: 20, reserved: 100 });
  shop.wrapRewards = (given) => given;
  shop.clock.advance(60 * MINUTE_MS);
  await lookUp(shop);
  await expectConserved(shop, customerId, 120);
});

test('credit is answered after its points were given back → they are spent after all', async () => {
  const { shop, customerId } = await memberWith(120);
  const port = shop.rewards.port();
  const { shopId } = await shop.shop();
  shop.wrapRewards = (given) => ({
    ...given,
    credit: async (...asked: Parameters<typeof port.credit>) => {
      shop.clock.advance(11 * MINUTE_MS);
      await shop.queue.port().enqueue('settle-redemptions', { shopId });
      await shop.runJobs();
      expect(await shop.account(customerId)).toMatchObject({ available: 120, reserved: 0 });
      return port.credit(...asked);
    },
  });
  const answer = await shop.redeem(customerId, 'request-1', 'credit');
  expect(answer).toMatchObject({ state: 'issued', credit: { amountMinor: 500 }, points: { points: 20 } });
  await expectConserved(shop, customerId, 120);
});

test('credit was not made, and the merchant gives as much by hand a day later → the points come back', async () => {
  const { shop, customerId } = await memberWith(120);
  shop.rewards.faults = ['lost_before'];
  await shop.redeem(customerId, 'request-1', 'credit');
  shop.clock.advance(24 * 60 * MINUTE_MS);
  await shop.rewards.port().credit(customerId, 500, 'USD', null);
  await lookUp(shop);
  expect(await shop.account(customerId)).toMatchObject({ available: 120, reserved: 0 });
  expect(await shop.drifted()).toEqual([]);
});

test('a lost redemption takes the credit of one that is being answered → each is known by its own in the end', async () => {
  const { shop, customerId } = await memberWith(220);
  shop.rewards.faults = ['lost_before'];
  await shop.redeem(customerId, 'request-1', 'credit');
  const port = shop.rewards.port();
  const { shopId } = await shop.shop();
  shop.wrapRewards = (given) => ({
    ...given,
    credit: async (...asked: Parameters<typeof port.credit>) => {
      const answer = await port.credit(...asked);
      shop.clock.advance(MINUTE_MS);
      await shop.queue.port().enqueue('settle-redemptions', { shopId });
      await shop.runJobs();
      expect((await shop.books()).all).toMatchObject({ spent: 100, reserved: 100 });
      return answer;
    },
  });
  await shop.redeem(customerId, 'request-2', 'credit');
  shop.wrapRewards = (given) => given;
  const { store } = await shop.loyalty();
  const { accountId } = await shop.account(customerId);
  const held = async () => {
    const [record] = await store.transaction((tx) => tx.loyalty.records(shopId, [accountId]));
    return record?.redemptions.map(({ state, creditGid }) => [state, creditGid]);
  };
  const gid = shop.rewards.credits[0]?.transactionGid;
  expect(await held()).toEqual([
    ['unknown', null],
    ['used', gid],
  ]);
  await lookUp(shop);
  expect(await held()).toEqual([
    ['released', null],
    ['used', gid],
  ]);
  await expectConserved(shop, customerId, 220);
});
