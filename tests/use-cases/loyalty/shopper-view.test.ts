import { expect, test } from 'vitest';
import { getCustomerBlock } from '../../../web/use-cases/get-customer-block.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';

const newShop = newLoyaltyShops();
const DAY_MS = 86_400_000;

test('points ended and no job has come by since → neither the shopper nor the merchant is shown them', async () => {
  const shop = await newShop().start();
  await shop.program({ expiry: { kind: 'per_lot', months: 12 } });
  const customerId = await shop.member(150);
  const view = async () => (await getShopper(await shop.loyalty(), { customerId })).member;
  expect(await view()).toMatchObject({ points: 150, expiring: { points: 150 } });
  shop.clock.advance(400 * DAY_MS);
  expect(await view()).toMatchObject({ points: 0, expiring: null, history: [{ what: 'expiry' }, {}] });
  expect((await getCustomerBlock(await shop.loyalty(), { customerId })).points).toMatchObject({ points: 0 });
  expect(await shop.drifted()).toEqual([]);
});

test('the merchant looks first → the same', async () => {
  const shop = await newShop().start();
  await shop.program({ expiry: { kind: 'per_lot', months: 12 } });
  const customerId = await shop.member(150);
  shop.clock.advance(400 * DAY_MS);
  expect((await getCustomerBlock(await shop.loyalty(), { customerId })).points).toMatchObject({ points: 0 });
});

test('a code has ended and was not taken back yet → not among those that can be used', async () => {
  const shop = await newShop().start();
  await shop.program({ expiry: { kind: 'never' } });
  const customerId = await shop.member(150);
  const { code } = await shop.redeem(customerId);
  const codes = async () => (await getShopper(await shop.loyalty(), { customerId })).member?.codes;
  expect(await codes()).toMatchObject([{ code: code?.code }]);
  shop.clock.advance(Date.parse(code?.endsAt ?? '') - shop.clock.now().getTime() + 1_000);
  expect(await codes()).toEqual([]);
});
