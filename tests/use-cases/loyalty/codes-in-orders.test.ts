import { expect, test } from 'vitest';
import type { OrderDiscount } from '../../../web/domain/orders/order.ts';
import type { CustomerId, OrderId } from '../../../web/domain/shared/ids.ts';
import { makeReferral } from '../../../web/use-cases/make-referral.ts';
import { returnRedemption } from '../../../web/use-cases/return-redemption.ts';
import { startBackfill } from '../../../web/use-cases/steps/sync-runs.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

async function memberWithCode(): Promise<{ shop: LoyaltyShop; customerId: CustomerId; code: string }> {
  const shop = await newShop().start();
  await shop.program();
  const customerId = await shop.member(150);
  const { code } = await shop.redeem(customerId);
  return { shop, customerId, code: code?.code ?? '' };
}

function withCode(code: string): { discounts: OrderDiscount[] } {
  const amount = { percentageBps: null, amountMinor: 500, allocatedMinor: 500 };
  return { discounts: [{ type: 'code', code, title: null, target: 'line_item', ...amount }] };
}

/** An order that takes the code, in whatever case it was typed. */
function orderWith(shop: LoyaltyShop, customerId: CustomerId, code: string): OrderId {
  shop.rewards.use(code);
  return shop.fake.placeOrder(customerId, { totalMinor: 2_000, ...withCode(code.toLowerCase()) });
}

async function stateOf(shop: LoyaltyShop): Promise<string[]> {
  const { shopId } = await shop.shop();
  const { rows } = await shop.pool.query<{ state: string }>(
    'SELECT state FROM loyalty_redemption WHERE shop_id = $1 ORDER BY redemption_id',
    [shopId],
  );
  return rows.map(({ state }) => state);
}

async function endCodes(shop: LoyaltyShop): Promise<void> {
  const { shopId } = await shop.shop();
  await shop.queue.port().enqueue('settle-redemptions', { shopId });
  await shop.runJobs();
}

test('an order carries the code → used, and it stays spent after its end', async () => {
  const { shop, customerId, code } = await memberWithCode();
  orderWith(shop, customerId, code);
  await shop.settle();
  shop.clock.advance(40 * DAY_MS);
  await endCodes(shop);
  expect(await stateOf(shop)).toEqual(['used']);
  expect(await shop.account(customerId)).toMatchObject({ available: 70 });
});

test('that order is cancelled and another one takes the code → it is paid for again', async () => {
  const { shop, customerId, code } = await memberWithCode();
  const first = orderWith(shop, customerId, code);
  await shop.settle();
  shop.fake.cancelOrder(first);
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 150 });
  shop.clock.advance(DAY_MS);
  const second = shop.fake.placeOrder(customerId, { totalMinor: 2_000, ...withCode(code) });
  await shop.settle();
  shop.fake.changeOrder(first, {});
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 70 });
  shop.fake.cancelOrder(second);
  await shop.settle();
  expect(await shop.account(customerId)).toMatchObject({ available: 150 });
  expect(await shop.drifted()).toEqual([]);
});

test.each(['cancelled', 'deleted'])(
  'another order takes the code and is told of before the first is %s → that one pays, once; both gone → the points are back',
  async (what) => {
    const { shop, customerId, code } = await memberWithCode();
    const first = orderWith(shop, customerId, code);
    await shop.settle();
    if (what === 'cancelled') shop.fake.cancelOrder(first);
    else shop.fake.deleteOrder(first);
    const cancellation = shop.fake.takeOutbox();
    shop.clock.advance(DAY_MS);
    const second = shop.fake.placeOrder(customerId, { totalMinor: 2_000, ...withCode(code) });
    await shop.settle();
    await shop.receive(cancellation);
    await shop.drain();
    await shop.runJobs();
    expect(await stateOf(shop)).toEqual(['used']);
    expect(await shop.account(customerId)).toMatchObject({ available: 70 });
    shop.fake.cancelOrder(second);
    await shop.settle();
    expect(await stateOf(shop)).toEqual(['returned']);
    expect(await shop.account(customerId)).toMatchObject({ available: 150 });
    expect(await shop.drifted()).toEqual([]);
  },
);

test('orders that only a backfill brought → their code is used, their referral waits, and counting again changes nothing', async () => {
  const { shop, customerId, code } = await memberWithCode();
  await shop.program({ referral: { ...shop.terms().referral, on: true } });
  const advocate = await shop.member(10);
  const referral = await makeReferral(await shop.loyalty(), { customerId: advocate });
  orderWith(shop, customerId, code);
  const friend = await shop.member(10);
  shop.fake.placeOrder(friend, withCode(referral.code));
  shop.fake.takeOutbox();
  const { shopId } = await shop.shop();
  for (let count = 0; count < 2; count++) {
    await shop.store.transaction((tx) => startBackfill(tx, shopId, shop.clock.now()));
    await shop.runJobs();
    expect(await stateOf(shop)).toEqual(['used']);
    expect(await shop.account(customerId)).toMatchObject({ available: 70 });
  }
  const { reader } = await shop.loyalty();
  const { accountId } = await shop.account(advocate);
  expect(await reader.loyalty.referralCounts(shopId, accountId)).toMatchObject({ held: 1 });
  expect(await shop.drifted()).toEqual([]);
});

test('that order is cancelled → the points are back for 30 days at least', async () => {
  const { shop, customerId, code } = await memberWithCode();
  const orderId = orderWith(shop, customerId, code);
  await shop.settle();
  shop.clock.advance(DAY_MS);
  shop.fake.cancelOrder(orderId);
  await shop.settle();
  expect(await stateOf(shop)).toEqual(['returned']);
  expect(await shop.account(customerId)).toMatchObject({ available: 150, debt: 0 });
  expect(await shop.drifted()).toEqual([]);
});

test('heard of late, when the points would have ended → back, with 30 days from then on', async () => {
  const { shop, customerId, code } = await memberWithCode();
  const orderId = orderWith(shop, customerId, code);
  await shop.settle();
  shop.fake.cancelOrder(orderId);
  const cancellation = shop.fake.takeOutbox();
  shop.clock.advance(3_000 * DAY_MS);
  await shop.receive(cancellation);
  await shop.drain();
  const due = async () => {
    await shop.queue.port().enqueue('settle-points', { shopId: (await shop.shop()).shopId });
    await shop.runJobs();
    return (await shop.account(customerId)).available;
  };
  expect(await due()).toBe(100);
  shop.clock.advance(29 * DAY_MS);
  expect(await due()).toBe(100);
  shop.clock.advance(2 * DAY_MS);
  expect(await due()).toBe(0);
  expect(await shop.drifted()).toEqual([]);
});

test('undone before its end → back with the end they had', async () => {
  const shop = await newShop().start();
  await shop.program({ expiry: { kind: 'per_lot', months: 1 } });
  const customerId = await shop.member(150);
  const code = (await shop.redeem(customerId)).code?.code ?? '';
  const endsAt = (await shop.account(customerId)).nextExpiry?.at;
  shop.clock.advance(20 * DAY_MS);
  const { store, shop: here } = await shop.loyalty();
  const [redemption] = await store.loyalty.redemptionsByCode(here.shopId, [code]);
  await returnRedemption(await shop.loyalty(), {
    customerId,
    redemptionId: redemption?.redemptionId ?? '',
  });
  expect(await stateOf(shop)).toEqual(['returned']);
  expect(await shop.account(customerId)).toMatchObject({
    available: 150,
    nextExpiry: { at: endsAt, points: 150 },
  });
});

test('that order is deleted → the points are back', async () => {
  const { shop, customerId, code } = await memberWithCode();
  const orderId = orderWith(shop, customerId, code);
  await shop.settle();
  shop.fake.deleteOrder(orderId);
  await shop.settle();
  expect(await stateOf(shop)).toEqual(['returned']);
  expect(await shop.account(customerId)).toMatchObject({ available: 150 });
});

test('the code ends unused → its points come back and Shopify has it no more; in a shop that gives nothing back it lapses', async () => {
  const { shop, customerId } = await memberWithCode();
  shop.clock.advance(40 * DAY_MS);
  await endCodes(shop);
  expect(await stateOf(shop)).toEqual(['returned']);
  expect(shop.rewards.codes.size).toBe(0);
  expect(await shop.account(customerId)).toMatchObject({ available: 150 });

  const other = await memberWithCode();
  await other.shop.program({ returnUnusedCodes: false });
  other.shop.clock.advance(40 * DAY_MS);
  await endCodes(other.shop);
  expect(await stateOf(other.shop)).toEqual(['lapsed']);
  expect(await other.shop.account(other.customerId)).toMatchObject({ available: 50 });
});

test('the code was used but its order is late → nothing comes back, and the order ends it', async () => {
  const { shop, customerId, code } = await memberWithCode();
  orderWith(shop, customerId, code);
  const late = shop.fake.takeOutbox();
  shop.clock.advance(40 * DAY_MS);
  await endCodes(shop);
  expect(await stateOf(shop)).toEqual(['issued']);
  await shop.receive(late);
  await shop.drain();
  expect(await stateOf(shop)).toEqual(['used']);
  expect(await shop.account(customerId)).toMatchObject({ available: 70 });
});

test('points given back, then an order that had taken the code becomes known → they are spent after all', async () => {
  const { shop, customerId, code } = await memberWithCode();
  shop.clock.advance(40 * DAY_MS);
  await endCodes(shop);
  expect(await stateOf(shop)).toEqual(['returned']);
  shop.fake.placeOrder(customerId, { totalMinor: 2_000, ...withCode(code) });
  await shop.settle();
  expect(await stateOf(shop)).toEqual(['used']);
  expect(await shop.account(customerId)).toMatchObject({ available: 70 });
});

test('a code that an order took is asked back in a shop that lets codes lapse → nothing is begun, it lapses or is used as ever', async () => {
  const { shop, customerId, code } = await memberWithCode();
  await shop.program({ returnUnusedCodes: false });
  const { store, shop: here } = await shop.loyalty();
  const [before] = await store.loyalty.redemptionsByCode(here.shopId, [code]);
  shop.rewards.use(code);
  const asked = { customerId, redemptionId: before?.redemptionId ?? '' };
  await expect(returnRedemption(await shop.loyalty(), asked)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await store.loyalty.redemptionsByCode(here.shopId, [code])).toEqual([before]);
});

test('the shopper gives an unused code back → points at once; used, foreign or unknown → refused', async () => {
  const { shop, customerId, code } = await memberWithCode();
  const stranger = await shop.member(10);
  const { store, shop: here } = await shop.loyalty();
  const [redemption] = await store.loyalty.redemptionsByCode(here.shopId, [code]);
  const redemptionId = redemption?.redemptionId ?? '';
  const asked = async (who: CustomerId | null, id = redemptionId) =>
    returnRedemption(await shop.loyalty(), { customerId: who, redemptionId: id });
  await expect(asked(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(asked(customerId, '999999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  shop.rewards.use(code);
  await expect(asked(customerId)).rejects.toMatchObject({ code: 'CONFLICT' });
  const standing = shop.rewards.codes.get(code.toUpperCase());
  if (standing) standing.used = false;
  expect(await asked(customerId)).toMatchObject({ points: { points: 150 } });
  expect(await asked(customerId)).toMatchObject({ points: { points: 150 } });
  expect(shop.rewards.codes.size).toBe(0);
  expect((await shop.books()).all.spent ?? 0).toBe(0);
});
