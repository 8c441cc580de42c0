import { expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { makeReferral } from '../../../web/use-cases/make-referral.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const ROUND = Array.from({ length: 10 }, () => 250);

async function referring(): Promise<{ shop: LoyaltyShop; advocate: CustomerId }> {
  const shop = await newShop().start();
  await shop.program({ referral: { ...shop.terms().referral, on: true } });
  const advocate = await shop.member(10);
  await refresh(shop);
  return { shop, advocate };
}

async function refresh(shop: LoyaltyShop): Promise<void> {
  await shop.queue.port().enqueue('refresh-program', await shop.shop());
  await shop.runJobs();
}

/** The discount that is known to have every code. */
async function discountOf(shop: LoyaltyShop): Promise<string> {
  const run = await shop.store.syncRuns.latest((await shop.shop()).shopId, 'referral_codes');
  expect(run?.state).toBe('done');
  return String(run?.progress.gid);
}

/** Members who have passed their codes on. */
async function passOn(shop: LoyaltyShop, count: number): Promise<void> {
  const { shopId } = await shop.shop();
  const gid = await discountOf(shop);
  const { rows } = await shop.pool.query<{ referral_code: string }>(
    `INSERT INTO loyalty_account (shop_id, customer_id, joined_at, changed_at, referral_code)
      SELECT $1, 9000000 + n, $3, $3, 'REF-' || lpad(n::text, 8, '0') FROM generate_series(1, $2::int) AS n
      RETURNING referral_code`,
    [shopId, count, shop.clock.now()],
  );
  for (const { referral_code } of rows) shop.codeBook.codes.set(referral_code, gid);
}

/** How many codes each discount has. */
function held(shop: LoyaltyShop): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const gid of shop.codeBook.codes.values()) counts[gid] = (counts[gid] ?? 0) + 1;
  return counts;
}

test('the merchant deletes the referral discount → the next refresh makes another with every member’s code; one more adds nothing', async () => {
  const { shop, advocate } = await referring();
  const { code } = await makeReferral(await shop.loyalty(), { customerId: advocate });
  await passOn(shop, 260);
  const before = await discountOf(shop);
  shop.deleteReferralDiscount();
  expect(held(shop)).toEqual({});
  shop.codeBook.added.length = 0;
  await refresh(shop);
  const gid = await discountOf(shop);
  expect(gid).not.toBe(before);
  expect(held(shop)).toEqual({ [gid]: 261 });
  expect(shop.codeBook.codes.get(code)).toBe(gid);
  expect(shop.codeBook.added).toEqual([250, 11]);
  await refresh(shop);
  expect(shop.codeBook.added).toEqual([250, 11]);
});

test('Shopify tells of the deletion → every code stands again without waiting for the night', async () => {
  const { shop } = await referring();
  await passOn(shop, 3);
  const discountId = await discountOf(shop);
  shop.deleteReferralDiscount();
  shop.fake.deliver('discounts/delete', { kind: 'discount-deleted', discountId });
  await shop.settle();
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 3 });
});

test('somebody asks for a link before the deletion is known → theirs works at once, and the others’ soon', async () => {
  const { shop, advocate } = await referring();
  await passOn(shop, 3);
  shop.deleteReferralDiscount();
  const { code } = await makeReferral(await shop.loyalty(), { customerId: advocate });
  expect([...shop.codeBook.codes.keys()]).toEqual([code]);
  await shop.runJobs();
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 4 });
});

test('the process ends while codes are put back → the next goes on after those that stood, and what was made twice is no fault', async () => {
  const { shop } = await referring();
  await passOn(shop, 2_760);
  shop.deleteReferralDiscount();
  shop.codeBook.added.length = 0;
  shop.codeBook.faults = [...ROUND.map(() => 'none' as const), 'none', 'dies'];
  await expect(refresh(shop)).rejects.toThrow('the process ended');
  expect(shop.codeBook.added).toEqual([...ROUND, 250, 10]);
  await shop.queue.giveBack((await shop.shop()).shopId);
  await shop.runJobs();
  expect(shop.codeBook.added).toEqual([...ROUND, 250, 10, 250, 10]);
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 2_760 });
});

test('deleted again while codes are put back → all of them on the newest', async () => {
  const { shop } = await referring();
  await passOn(shop, 2_760);
  shop.deleteReferralDiscount();
  shop.codeBook.faults = [...ROUND.map(() => 'none' as const), 'dies'];
  await expect(refresh(shop)).rejects.toThrow('the process ended');
  shop.deleteReferralDiscount();
  await shop.queue.giveBack((await shop.shop()).shopId);
  await shop.runJobs();
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 2_760 });
});

test('Shopify is slow, then fails to make codes → waited for, then asked again; a code the shop uses elsewhere stays there', async () => {
  const { shop } = await referring();
  await passOn(shop, 4);
  shop.deleteReferralDiscount();
  shop.codeBook.codes.set('REF-00000002', 'the merchant’s own');
  shop.codeBook.faults = ['slow', 'fails'];
  await refresh(shop);
  expect(shop.paused).toEqual([1_000, 2_000]);
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 3, 'the merchant’s own': 1 });
  shop.deleteReferralDiscount();
  shop.codeBook.faults = ['fails'];
  await refresh(shop);
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 3, 'the merchant’s own': 1 });
});

test('Shopify makes none, however often it is asked → the run fails and is repeated, not taken for done', async () => {
  const { shop } = await referring();
  await passOn(shop, 2);
  shop.deleteReferralDiscount();
  shop.codeBook.faults = ['fails', 'fails', 'fails'];
  await expect(refresh(shop)).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
  await shop.queue.giveBack((await shop.shop()).shopId);
  await shop.runJobs();
  expect(held(shop)).toEqual({ [await discountOf(shop)]: 2 });
});

test.each([
  ['fails', 'SHOPIFY_REFUSED'],
  ['stuck', 'SHOPIFY_UNAVAILABLE'],
] as const)(
  'a member’s code: its creation %s → no link is given out that does not work; asked again → one',
  async (fault, error) => {
    const { shop, advocate } = await referring();
    shop.codeBook.faults = [fault];
    const ask = async () => makeReferral(await shop.loyalty(), { customerId: advocate });
    await expect(ask()).rejects.toMatchObject({ code: error });
    expect((await shop.account(advocate)).referralCode).toBeNull();
    const { code } = await ask();
    expect(shop.codeBook.codes.has(code)).toBe(true);
    expect((await shop.account(advocate)).referralCode).toBe(code);
  },
);
