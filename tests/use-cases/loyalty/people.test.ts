import { expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import type { Delivery } from '../../../web/use-cases/ports.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

async function adjust(shop: LoyaltyShop, customerId: CustomerId, points: number): Promise<void> {
  const requestKey = `adjust-${points}`;
  await adjustPoints(await shop.loyalty(), { customerId, points, reason: 'goodwill', requestKey });
}

/** Two members with orders, grants and a code each; then one is merged into the other. */
async function merged(hear: (sent: Delivery[]) => readonly Delivery[][]) {
  const shop = await newShop().start();
  await shop.program();
  const [keptId, goneId] = [await shop.member(150), await shop.member(250)];
  await adjust(shop, goneId, 30);
  await adjust(shop, keptId, 7);
  await shop.redeem(goneId);
  shop.clock.advance(DAY_MS);
  shop.fake.mergeCustomers(keptId, goneId);
  for (const sent of hear(shop.fake.takeOutbox())) {
    await shop.receive(sent);
    await shop.drain();
  }
  await shop.runJobs();
  return { shop, keptId, goneId };
}

test('a merge → one balance, the ledger moved by an entry pair, heard twice it is done once', async () => {
  const { shop, keptId, goneId } = await merged((sent) => [sent, sent]);
  expect(await shop.account(keptId)).toMatchObject({ available: 150 + 7 + 250 + 30 - 100 });
  const { store, shop: here } = await shop.loyalty();
  expect((await store.loyalty.find(here.shopId, goneId))?.available ?? 0).toBe(0);
  expect(await shop.drifted()).toEqual([]);
  const { all, balanced } = await shop.books();
  expect(balanced).toBe(true);
  expect(all.moved ?? 0).toBe(0);
  expect(shop.rewards.members.get(keptId)).toMatchObject({ points: 337 });
});

test('the deletion arrives before its merge, one by one → what the clean run has', async () => {
  const { shop, keptId } = await merged((sent) => sent.toReversed().map((one) => [one]));
  expect(await shop.account(keptId)).toMatchObject({ available: 337, debt: 0 });
  expect(await shop.drifted()).toEqual([]);
  expect((await shop.books()).balanced).toBe(true);
});

test('the merged member’s code is used, an order of theirs refunded → the one account bears both', async () => {
  const { shop, keptId } = await merged((sent) => [sent]);
  const [code] = [...shop.rewards.codes.keys()];
  const amount = { percentageBps: null, amountMinor: 500, allocatedMinor: 500 };
  shop.fake.placeOrder(keptId, {
    totalMinor: 1_000,
    discounts: [{ type: 'code', code: code ?? '', title: null, target: 'line_item', ...amount }],
  });
  const dearest = [...shop.fake.orders.values()].find((order) => order.netPaymentMinor === 25_000);
  if (!dearest) throw new Error('no order of the merged member');
  shop.fake.refundOrder(dearest.orderId);
  await shop.settle();
  expect(await shop.account(keptId)).toMatchObject({ available: 337 + 10 - 250, debt: 0 });
  expect(await shop.drifted()).toEqual([]);
});

test('a redacted member → points forgotten, nobody behind the account, and a late delivery does not bring them back', async () => {
  const shop = await newShop().start();
  await shop.program();
  const customerId = await shop.member(150);
  const orderId = shop.fake.placeOrder(customerId, { totalMinor: 3_000 });
  const late = shop.fake.takeOutbox();
  const redaction = shop.fake.deliver('customers/redact', {
    kind: 'customer-redacted',
    customerId,
    orderIds: [],
  });
  shop.fake.takeOutbox();
  await shop.receive([redaction]);
  await shop.drain();
  await shop.receive(late);
  await shop.drain();
  await shop.runJobs();
  const { store, shop: here } = await shop.loyalty();
  expect(orderId).toBeDefined();
  expect(await store.loyalty.find(here.shopId, customerId)).toBeNull();
  await expect(shop.redeem(customerId)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(adjust(shop, customerId, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { all, balanced } = await shop.books();
  expect(balanced).toBe(true);
  expect(all).toMatchObject({ available: 0, forgotten: 150 });
  const kept = await shop.pool.query(
    `SELECT count(*)::int AS rows FROM loyalty_account WHERE shop_id = $1 AND customer_id IS NOT NULL`,
    [here.shopId],
  );
  expect(kept.rows).toEqual([{ rows: 0 }]);
});
