import { expect, test } from 'vitest';
import { getCustomerBlock } from '../../../web/use-cases/get-customer-block.ts';
import { getLedger } from '../../../web/use-cases/get-ledger.ts';
import { getShopper } from '../../../web/use-cases/get-shopper.ts';
import { returnRedemption } from '../../../web/use-cases/return-redemption.ts';
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

test('a reward redeemed, another given back → one deduction each and one return, in the history and in the ledger', async () => {
  const shop = await newShop().start();
  await shop.program({ expiry: { kind: 'never' } });
  const customerId = await shop.member(250);
  const told = async () => {
    const ctx = await shop.loyalty();
    const { entries } = await getLedger(ctx, { customerId, after: null, limit: 50 });
    const history = (await getShopper(ctx, { customerId })).member?.history ?? [];
    expect(history.map(({ at, points }) => [at, points])).toEqual(
      entries.map(({ at, points }) => [at.toISOString(), points]),
    );
    return entries.map(({ cause, points, balanceAfter }) => [cause, points, balanceAfter]);
  };
  const [earned] = await told();
  const [{ orderedAt } = { orderedAt: null }] =
    (await getShopper(await shop.loyalty(), { customerId })).member?.history ?? [];
  expect(orderedAt).not.toBeNull();
  const value = shop.terms().rewards[0]?.value;
  expect(value?.kind).toBe('amount');
  const setAsideAt = shop.clock.now();
  await shop.redeem(customerId);
  const redeemed = ['redeem', -100, 150];
  expect(await told()).toEqual([redeemed, earned]);
  const [line] = (await getShopper(await shop.loyalty(), { customerId })).member?.history ?? [];
  expect(line?.at).toBe(setAsideAt.toISOString());
  shop.clock.advance(DAY_MS);
  const { redemptionId } = await shop.redeem(customerId, 'request-2');
  await returnRedemption(await shop.loyalty(), { customerId, redemptionId });
  expect(await told()).toEqual([['redeem_back', 100, 150], ['redeem', -100, 50], redeemed, earned]);
  const lines = (await getShopper(await shop.loyalty(), { customerId })).member?.history ?? [];
  expect(lines.map(({ what, reward, orderedAt }) => [what, reward?.value, orderedAt ?? null])).toEqual([
    ['redeem_back', value, null],
    ['redeem', value, null],
    ['redeem', value, null],
    ['order', undefined, orderedAt],
  ]);
  const { all, balanced } = await shop.books();
  expect({ spent: all.spent, reserved: all.reserved ?? 0, balanced }).toEqual({
    spent: 100,
    reserved: 0,
    balanced: true,
  });
});
