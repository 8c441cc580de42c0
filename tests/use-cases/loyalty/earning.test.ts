import { expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { runBatch } from '../../../web/use-cases/run-batch.ts';
import { saveProgram } from '../../../web/use-cases/save-program.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

test('an order of a shop without a program → nobody becomes a member', async () => {
  const shop = await newShop().start();
  const customerId = shop.fake.addCustomer();
  shop.fake.placeOrder(customerId);
  await shop.settle();
  const { store, shop: here } = await shop.loyalty();
  expect(await store.loyalty.find(here.shopId, customerId)).toBeNull();
});

test('a paid order → its points can be spent and Shopify shows them', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = await shop.member(57);
  expect(await shop.account(customerId)).toMatchObject({ available: 57, pending: 0 });
  expect(shop.rewards.members.get(customerId)).toMatchObject({ points: 57 });
  expect(await shop.books()).toMatchObject({ all: { issued: -57, available: 57 }, balanced: true });
});

test('an unpaid order → points to come, which are there once it is paid', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = shop.fake.addCustomer();
  const orderId = shop.fake.placeOrder(customerId, { financialStatus: 'PENDING', netPaymentMinor: 0 });
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 0, pending: 50 });
  shop.clock.advance(DAY_MS);
  shop.fake.changeOrder(orderId, { financialStatus: 'PAID', netPaymentMinor: 5_000 }, 'orders/paid');
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 50, pending: 0 });
  expect(await shop.drifted()).toEqual([]);
});

test('a refund after the points were spent → a debt, paid from the next order', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = shop.fake.addCustomer();
  const orderId = shop.fake.placeOrder(customerId, { totalMinor: 12_000 });
  await shop.settle();
  await shop.redeem(customerId);
  expect(await shop.account(customerId)).toMatchObject({ available: 20, debt: 0 });
  shop.clock.advance(DAY_MS);
  shop.fake.refundOrder(orderId);
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 0, debt: 100 });
  expect(shop.rewards.members.get(customerId)).toMatchObject({ points: 0, debtPoints: 100 });
  shop.clock.advance(DAY_MS);
  shop.fake.placeOrder(customerId, { totalMinor: 13_000 });
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 30, debt: 0 });
  expect((await shop.books()).balanced).toBe(true);
  expect(await shop.drifted()).toEqual([]);
});

test('a program with points for signing up → once for who becomes a member after the launch', async () => {
  const shop = await newShop().start();
  await shop.program({ actions: { signUp: 25, birthday: 0, review: 0 } });
  shop.clock.advance(DAY_MS);
  const customerId = await shop.member(10);
  expect(await shop.account(customerId)).toMatchObject({ available: 35 });
  shop.clock.advance(DAY_MS);
  shop.fake.placeOrder(customerId, { totalMinor: 1_000 });
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 45 });
});

test.each<[string, (shop: LoyaltyShop, customerId: CustomerId) => Promise<unknown>]>([
  [
    'an adjustment',
    async (shop, customerId) =>
      adjustPoints(await shop.loyalty(), {
        customerId,
        points: 5,
        reason: 'goodwill',
        requestKey: 'request-1',
      }),
  ],
  [
    'an import',
    async (shop, customerId) =>
      runBatch(await shop.loyalty(), {
        kind: 'import',
        rows: [{ line: 1, cells: [customerId, '5'] }],
        mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
        header: false,
        reason: 'other',
        dryRun: false,
        fileName: null,
        requestKey: 'request-1',
      }),
  ],
  [
    'an order from before the launch that is sent out now',
    async (shop, customerId) => {
      shop.fake.changeOrder(shop.fake.placeOrder(customerId, { processedAt: new Date('2026-01-05') }), {});
      await shop.settle();
    },
  ],
])('a member by %s → no points for signing up, later neither', async (_what, happen) => {
  const shop = await newShop().start();
  await shop.program({ actions: { signUp: 25, birthday: 0, review: 0 } });
  shop.clock.advance(DAY_MS);
  const customerId = shop.fake.addCustomer();
  await shop.settle();
  await happen(shop, customerId);
  const { available } = await shop.account(customerId);
  shop.clock.advance(DAY_MS);
  shop.fake.placeOrder(customerId, { totalMinor: 1_000 });
  await shop.settle();
  await getShopper(await shop.loyalty(), { customerId });
  expect(await shop.account(customerId)).toMatchObject({ available: available + 10 });
  const { shopId } = await shop.shop();
  const grants = await shop.pool.query(
    "SELECT FROM loyalty_grant WHERE shop_id = $1 AND reason = 'sign_up'",
    [shopId],
  );
  expect(grants.rows).toEqual([]);
});

test('members by a recount that reaches back → no points for signing up; who logs in for the first time → points', async () => {
  const shop = newShop();
  const bought = shop.fake.addCustomer();
  shop.fake.placeOrder(bought, { totalMinor: 1_000 });
  await shop.start();
  const stranger = shop.fake.addCustomer();
  await shop.settle();
  shop.clock.advance(DAY_MS);
  const terms = { ...shop.terms(), historyFromOn: isoToDay('2026-01-01') };
  const actions = { signUp: 25, birthday: 0, review: 0 };
  await saveProgram(await shop.loyalty(), { terms: { ...terms, actions }, basedOn: 0 });
  await shop.runJobs();
  for (const customerId of [bought, stranger]) await getShopper(await shop.loyalty(), { customerId });
  expect(await shop.account(bought)).toMatchObject({ available: 10 });
  expect(await shop.account(stranger)).toMatchObject({ available: 25 });
});

test('points that end while nobody orders → the clock settles them, and only those accounts', async () => {
  const shop = await newShop().start();
  await shop.program({ expiry: { kind: 'per_lot', months: 1 } });
  const customerId = await shop.member(40);
  const { store, shop: here } = await shop.loyalty();
  expect(await store.loyalty.work(here.shopId, shop.clock.now())).toMatchObject({ settle: false });
  shop.clock.advance(40 * DAY_MS);
  expect(await store.loyalty.work(here.shopId, shop.clock.now())).toMatchObject({ settle: true });
  await shop.queue.port().enqueue('settle-points', { shopId: here.shopId });
  await shop.runJobs();
  expect(await shop.account(customerId)).toMatchObject({ available: 0, revisitAt: null });
  expect(await shop.books()).toMatchObject({ all: { issued: -40, expired: 40 }, balanced: true });
});

test('the same deliveries twice and in another order → what the clean run has', async () => {
  const settle = async (scramble: (sent: unknown[]) => unknown[]) => {
    const shop = await newShop().start();
    await shop.program();
    const customerId = shop.fake.addCustomer();
    const first = shop.fake.placeOrder(customerId, { totalMinor: 12_000 });
    shop.clock.advance(DAY_MS);
    shop.fake.placeOrder(customerId, { totalMinor: 4_000 });
    shop.clock.advance(DAY_MS);
    shop.fake.refundOrder(first);
    const sent = shop.fake.takeOutbox();
    for (const one of scramble([...sent]) as typeof sent) {
      await shop.receive([one]);
      await shop.drain();
    }
    await shop.runJobs();
    const account = await shop.account(customerId);
    return { available: account.available, debt: account.debt, books: await shop.books() };
  };
  const clean = await settle((sent) => sent);
  const messy = await settle((sent) => [...sent.toReversed(), ...sent]);
  expect(messy.available).toBe(40);
  expect(messy).toEqual(clean);
});
