import { expect, test } from 'vitest';
import type { Order } from '../../../web/domain/orders/order.ts';
import { AppError } from '../../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { makeReferral } from '../../../web/use-cases/make-referral.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

async function withReferral({ hidesOld = false } = {}): Promise<{
  shop: LoyaltyShop;
  advocate: CustomerId;
  code: string;
}> {
  const shop = newShop();
  if (hidesOld) {
    const scopes = shop.fake.profile.scopes.filter((scope) => scope !== 'read_all_orders');
    shop.fake.profile = { ...shop.fake.profile, scopes };
  }
  await shop.start();
  await shop.program({ referral: { ...shop.terms().referral, on: true, advocatePoints: 75, holdDays: 14 } });
  const advocate = await shop.member(10);
  const { code } = await makeReferral(await shop.loyalty(), { customerId: advocate });
  return { shop, advocate, code };
}

function friendOrder(shop: LoyaltyShop, friend: CustomerId, code: string, change: Partial<Order> = {}) {
  const amount = { percentageBps: 1_000, amountMinor: null, allocatedMinor: 100 };
  return shop.fake.placeOrder(friend, {
    discounts: [{ type: 'code', code, title: null, target: 'line_item', ...amount }],
    deliveredAt: shop.clock.now(),
    ...change,
  });
}

async function afterDays(shop: LoyaltyShop, days: number): Promise<void> {
  shop.clock.advance(days * DAY_MS);
  const { store, shop: here } = await shop.loyalty();
  if ((await store.loyalty.work(here.shopId, shop.clock.now())).settle)
    await shop.queue.port().enqueue('settle-points', { shopId: here.shopId });
  await shop.runJobs();
}

async function referrals(shop: LoyaltyShop): Promise<{ state: string; reason: string | null }[]> {
  const { shopId } = await shop.shop();
  const { rows } = await shop.pool.query<{ state: string; reason: string | null }>(
    'SELECT state, reason FROM loyalty_referral WHERE shop_id = $1',
    [shopId],
  );
  return rows;
}

test('a member asks for the code twice → one code, on the one discount; a friend uses it and keeps the order → paid after the hold', async () => {
  const { shop, advocate, code } = await withReferral();
  const again = await makeReferral(await shop.loyalty(), { customerId: advocate });
  expect(again).toEqual({ code, url: `https://${shop.fake.domain}/discount/${code}?redirect=%2F` });
  expect(shop.codeBook.codes.size).toBe(1);
  friendOrder(shop, shop.fake.addCustomer(), code);
  await shop.settle();
  await afterDays(shop, 13);
  expect(await shop.account(advocate)).toMatchObject({ available: 10 });
  await afterDays(shop, 2);
  expect(await shop.account(advocate)).toMatchObject({ available: 85 });
  expect(await referrals(shop)).toEqual([{ state: 'paid', reason: null }]);
});

test.each<[string, (shop: LoyaltyShop, advocate: CustomerId, code: string) => void, string]>([
  ['one’s own code', (shop, advocate, code) => void friendOrder(shop, advocate, code), 'self'],
  [
    'a friend who bought before',
    (shop, _advocate, code) => {
      const friend = shop.fake.addCustomer();
      shop.fake.placeOrder(friend);
      shop.clock.advance(DAY_MS);
      friendOrder(shop, friend, code);
    },
    'not_first_order',
  ],
  [
    'the same person under an alias',
    (shop, advocate, code) => {
      const friend = shop.fake.addCustomer();
      shop.rewards.traitsOf.set(advocate, { email: 'an.nguyen@gmail.com' });
      shop.rewards.traitsOf.set(friend, { email: 'annguyen+2@googlemail.com' });
      friendOrder(shop, friend, code);
    },
    'same_email',
  ],
  [
    'an order that was cancelled',
    (shop, _advocate, code) => {
      const orderId = friendOrder(shop, shop.fake.addCustomer(), code);
      shop.clock.advance(DAY_MS);
      shop.fake.cancelOrder(orderId);
    },
    'cancelled',
  ],
])('%s → nothing is paid, and why', async (_what, happen, reason) => {
  const { shop, advocate, code } = await withReferral();
  const before = (await shop.account(advocate)).available;
  happen(shop, advocate, code);
  await shop.settle();
  const earned = (await shop.account(advocate)).available - before;
  await afterDays(shop, 20);
  expect(await referrals(shop)).toEqual([{ state: 'refused', reason }]);
  expect((await shop.account(advocate)).available).toBe(before + earned);
});

test.each<[string, { hidesOld: boolean }, (shop: LoyaltyShop, friend: CustomerId) => void]>([
  [
    'cancelled',
    { hidesOld: false },
    (shop, friend) => {
      const orderId = shop.fake.placeOrder(friend);
      shop.clock.advance(DAY_MS);
      shop.fake.cancelOrder(orderId);
    },
  ],
  ['only a test', { hidesOld: false }, (shop, friend) => void shop.fake.placeOrder(friend, { test: true })],
  [
    'cancelled, where Shopify hides old orders',
    { hidesOld: true },
    (shop, friend) => {
      shop.rewards.traitsOf.set(friend, { ordersCount: 2 });
      const orderId = shop.fake.placeOrder(friend);
      shop.clock.advance(DAY_MS);
      shop.fake.cancelOrder(orderId);
    },
  ],
])('a friend’s order before was %s → the first that counts is this one: paid', async (_what, how, before) => {
  const { shop, advocate, code } = await withReferral(how);
  const friend = shop.fake.addCustomer();
  before(shop, friend);
  shop.clock.advance(DAY_MS);
  friendOrder(shop, friend, code);
  await shop.settle();
  await afterDays(shop, 15);
  expect(await referrals(shop)).toEqual([{ state: 'paid', reason: null }]);
  expect(await shop.account(advocate)).toMatchObject({ available: 85 });
});

test.each(['order', 'people'])(
  'what Shopify says of one friend’s %s cannot be used → the others are paid, that one is asked for again',
  async (what) => {
    const { shop, advocate, code } = await withReferral();
    const [bad, good] = [shop.fake.addCustomer(), shop.fake.addCustomer()];
    const orderId = friendOrder(shop, bad, code);
    friendOrder(shop, good, code);
    await shop.settle();
    const unreadable = new AppError('SHOPIFY_REFUSED', 'an answer of another shape');
    const port = shop.rewards.port();
    const { shopify } = shop.wrap;
    if (what === 'order')
      shop.wrap.shopify = (given) => ({
        ...given,
        fetchOrders: (ids) => (ids.includes(orderId) ? Promise.reject(unreadable) : given.fetchOrders(ids)),
      });
    else
      shop.wrapRewards = (given) => ({
        ...given,
        traits: (ids: readonly CustomerId[]) =>
          ids.includes(bad) ? Promise.reject(unreadable) : port.traits(ids),
      });
    await afterDays(shop, 15);
    expect(await shop.account(advocate)).toMatchObject({ available: 85 });
    shop.wrap.shopify = shopify;
    shop.wrapRewards = (given) => given;
    await afterDays(shop, 2);
    expect(await shop.account(advocate)).toMatchObject({ available: 160 });
  },
);

test.each([
  ['referring is switched off', { referral: 'off' }],
  ['the program is switched off', { on: false }],
] as const)('%s → friends’ codes end; switched on again → they work again', async (_what, change) => {
  const { shop } = await withReferral();
  const { referral } = { referral: { ...shop.terms().referral, on: true } };
  const refresh = async () => {
    await shop.queue.port().enqueue('refresh-program', await shop.shop());
    await shop.runJobs();
  };
  await refresh();
  expect(shop.rewards.referralEnded).toEqual([]);
  await shop.program('on' in change ? { on: false } : { referral: { ...referral, on: false } });
  await refresh();
  expect(shop.rewards.referralEnded).toHaveLength(1);
  const made = shop.rewards.calls.get('ensureReferralDiscount') ?? 0;
  await shop.program({ referral });
  await refresh();
  expect(shop.rewards.calls.get('ensureReferralDiscount')).toBe(made + 1);
});

test('a hold longer than Shopify shows orders → judged by the order as we hold it', async () => {
  const { shop, advocate, code } = await withReferral({ hidesOld: true });
  const { referral } = shop.terms();
  await shop.program({ referral: { ...referral, on: true, advocatePoints: 75, holdDays: 70 } });
  friendOrder(shop, shop.fake.addCustomer(), code);
  await shop.settle();
  await afterDays(shop, 71);
  expect(await referrals(shop)).toEqual([{ state: 'paid', reason: null }]);
  expect(await shop.account(advocate)).toMatchObject({ available: 85 });
});

test('a friend who bought before Shopify shows orders → nothing is paid', async () => {
  const { shop, code } = await withReferral({ hidesOld: true });
  const friend = shop.fake.addCustomer();
  shop.rewards.traitsOf.set(friend, { ordersCount: 4 });
  friendOrder(shop, friend, code);
  await shop.settle();
  await afterDays(shop, 15);
  expect(await referrals(shop)).toEqual([{ state: 'refused', reason: 'not_first_order' }]);
});

test('an order that has not left → held on until it was delivered long enough', async () => {
  const { shop, advocate, code } = await withReferral();
  const friend = shop.fake.addCustomer();
  const orderId = friendOrder(shop, friend, code, {
    fulfillment: 'none',
    fulfilledAt: null,
    deliveredAt: null,
  });
  await shop.settle();
  await afterDays(shop, 15);
  expect(await referrals(shop)).toMatchObject([{ state: 'held' }]);
  const now = shop.clock.now();
  shop.fake.changeOrder(orderId, { fulfillment: 'full', fulfilledAt: now, deliveredAt: now });
  await shop.settle();
  for (let day = 0; day < 16; day++) await afterDays(shop, 1);
  expect(await referrals(shop)).toMatchObject([{ state: 'paid' }]);
  expect(await shop.account(advocate)).toMatchObject({ available: 85 });
});
