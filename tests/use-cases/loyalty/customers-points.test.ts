import { expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { listCustomers } from '../../../web/use-cases/list-customers.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const NEWEST = {
  filter: {},
  order: { sort: 'last_order', direction: 'desc' },
  search: null,
  after: null,
  limit: 50,
} as const;

const pointsOf = async (shop: LoyaltyShop, search: string | null = null) =>
  (await listCustomers(await shop.readCtx(), { ...NEWEST, search })).points;

function buyer(shop: LoyaltyShop): CustomerId {
  const customerId = shop.fake.addCustomer();
  shop.fake.placeOrder(customerId, { totalMinor: 4_200 });
  return customerId;
}

test('no program was ever on → no points; launched → those who can spend some, found by a search too; switched off → still', async () => {
  const shop = newShop();
  const early = buyer(shop);
  await shop.start();
  expect(await pointsOf(shop)).toBeNull();
  await shop.program();
  expect(await pointsOf(shop)).toEqual(new Map());
  shop.clock.advance(60_000);
  const late = buyer(shop);
  await shop.settle();
  expect(await pointsOf(shop)).toEqual(new Map([[late, 42]]));
  shop.fake.searchHits.set('mai', [late, early]);
  expect(await pointsOf(shop, 'mai')).toEqual(new Map([[late, 42]]));
  expect(await pointsOf(shop, 'nobody')).toEqual(new Map());
  await shop.program({ on: false });
  expect(await pointsOf(shop)).toEqual(new Map([[late, 42]]));
});

test('two shops → each sees the points of its own members only', async () => {
  const [one, other] = [await newShop().start(), await newShop().start()];
  await one.program();
  await other.program();
  const customerId = await one.member(10);
  expect([...((await pointsOf(one)) ?? [])]).toEqual([[customerId, 10]]);
  expect((await pointsOf(other))?.size).toBe(0);
});
