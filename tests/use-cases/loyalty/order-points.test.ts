import { expect, test } from 'vitest';
import type { CustomerId, OrderId } from '../../../web/domain/shared/ids.ts';
import { getOrderPoints } from '../../../web/use-cases/get-order-points.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const NOT_FOUND = { code: 'NOT_FOUND' };

async function launched(): Promise<LoyaltyShop> {
  const shop = await newShop().start();
  await shop.program();
  return shop;
}

/** A member and the order they became one by. */
async function buyer(shop: LoyaltyShop, points: number) {
  const customerId = shop.fake.addCustomer();
  const orderId = shop.fake.placeOrder(customerId, { totalMinor: points * 100 });
  await shop.settle();
  return { customerId, orderId };
}

const ask = async (shop: LoyaltyShop, customerId: CustomerId, orderId: OrderId) =>
  getOrderPoints(await shop.loyalty(), { customerId, orderId });

test('more than a hundred orders came after it → an order still says what it brought', async () => {
  const shop = await launched();
  const { customerId, orderId } = await buyer(shop, 70);
  for (let n = 0; n < 101; n += 1) {
    shop.clock.advance(60_000);
    shop.fake.placeOrder(customerId, { totalMinor: 100 });
  }
  await shop.settle();
  expect(await ask(shop, customerId, orderId)).toMatchObject({ points: 70, state: 'earned' });
});

test('the order brought points on top of others → its own, and all that its customer has with it', async () => {
  const shop = await launched();
  const { customerId } = await buyer(shop, 20);
  const orderId = shop.fake.placeOrder(customerId, { totalMinor: 14_900 });
  await shop.settle();
  expect(await ask(shop, customerId, orderId)).toMatchObject({
    points: 149,
    state: 'earned',
    member: { points: 169, debtPoints: 0 },
  });
});

test('refunded in full → its points were taken back', async () => {
  const shop = await launched();
  const { customerId, orderId } = await buyer(shop, 70);
  shop.fake.refundOrder(orderId);
  await shop.settle();
  expect(await ask(shop, customerId, orderId)).toMatchObject({
    points: 0,
    state: 'taken_back',
    member: { points: 0 },
  });
});

test('an order over nothing → it never had any points', async () => {
  const shop = await launched();
  const { customerId } = await buyer(shop, 70);
  const orderId = shop.fake.placeOrder(customerId, { totalMinor: 0 });
  await shop.settle();
  expect(await ask(shop, customerId, orderId)).toMatchObject({ points: 0, state: 'none' });
});

test('an order of somebody else, or none that is known → not found', async () => {
  const shop = await launched();
  const [own, foreign] = [await buyer(shop, 70), await buyer(shop, 80)];
  await expect(ask(shop, own.customerId, foreign.orderId)).rejects.toMatchObject(NOT_FOUND);
  await expect(ask(shop, own.customerId, '4711' as OrderId)).rejects.toMatchObject(NOT_FOUND);
});

test('the order’s customer was merged into another → it is that one’s order', async () => {
  const shop = await launched();
  const [kept, gone] = [await buyer(shop, 70), await buyer(shop, 80)];
  shop.fake.mergeCustomers(kept.customerId, gone.customerId);
  await shop.settle();
  expect(await ask(shop, kept.customerId, gone.orderId)).toMatchObject({
    points: 80,
    state: 'earned',
    member: { points: 150 },
  });
  await expect(ask(shop, gone.customerId, gone.orderId)).rejects.toMatchObject(NOT_FOUND);
});

test('the customer was redacted → their order is nobody’s', async () => {
  const shop = await launched();
  const { customerId, orderId } = await buyer(shop, 70);
  const redaction = { kind: 'customer-redacted', customerId, orderIds: [] } as const;
  await shop.receive([shop.fake.deliver('customers/redact', redaction)]);
  await shop.drain();
  await expect(ask(shop, customerId, orderId)).rejects.toMatchObject(NOT_FOUND);
});
