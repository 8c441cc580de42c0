import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { createShopifyRewards } from '../../../web/shopify/rewards/create-shopify-rewards.ts';
import type { ShopifyRewards } from '../../../web/use-cases/reward-shopify-port.ts';
import { type DevStore, openDevStore } from './support/dev-store.ts';
import { SHOP } from './support/fixtures.ts';

let store: DevStore;
let rewards: ShopifyRewards;
beforeAll(async () => {
  store = await openDevStore({ presentmentCurrencies: ['VND', 'USD'] });
  rewards = createShopifyRewards(store.client, { deadlineMs: 60 });
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.dev('DELETE', 'faults');
});

type Account = {
  currency: string;
  balanceMinor: number;
  transactions: { id: string; amountMinor: number; expiresAt: string | null; notified: boolean }[];
};
const accounts = async (customerId: CustomerId) =>
  (await store.control('GET', `customers/${customerId}/store-credit`)) as unknown as Account[];
const fault = (kind: string, times = 1) =>
  store.dev('POST', 'faults', { kind, operation: 'StoreCredit', times, delayMs: 1 });
const longAgo = new Date(0);

describe('store credit', () => {
  it('in VND and USD → an account each, exact, with its end; Shopify tells the customer', async () => {
    const customer = await store.customer();
    const endsAt = new Date('2099-01-01T00:00:00Z');
    const first = await rewards.credit(customer, 50_000, 'VND', endsAt);
    await rewards.credit(customer, 1_250, 'USD', null);
    expect(first).toEqual({
      outcome: 'credited',
      transactionGid: expect.stringMatching(/^gid:\/\/shopify\/StoreCreditAccountCreditTransaction\/\d+$/),
    });
    expect(await accounts(customer)).toMatchObject([
      {
        currency: 'VND',
        balanceMinor: 50_000,
        transactions: [{ expiresAt: endsAt.toISOString(), notified: true }],
      },
      { currency: 'USD', balanceMinor: 1_250, transactions: [{ expiresAt: null }] },
    ]);
  });

  it.each([
    ['nothing', 0, 'VND', null, 'positive'],
    ['more than an account may hold', 100_000_001, 'VND', null, 'credit limit'],
    ['an end that is past', 10, 'VND', new Date('2020-01-01'), 'future'],
    ['a currency the shop does not sell in', 10, 'EUR', null, 'not currently supported'],
  ] as const)(
    'of %s → refused in Shopify’s words, no credit',
    async (_name, amount, currency, end, words) => {
      const customer = await store.customer();
      const outcome = await rewards.credit(customer, amount, currency, end);
      expect(outcome).toEqual({ outcome: 'refused', message: expect.stringContaining(words) });
      expect(await accounts(customer)).toEqual([]);
    },
  );

  it('for somebody whom Shopify does not know → refused; their credits → none', async () => {
    const nobody = '123' as CustomerId;
    expect(await rewards.credit(nobody, 10, 'VND', null)).toMatchObject({ outcome: 'refused' });
    expect(await rewards.creditsSince(nobody, longAgo, 'VND')).toEqual([]);
  });

  it.each(['drop-after', '504-after'])(
    '%s: given, the answer lost → lost, asked once, found in the account',
    async (kind) => {
      const customer = await store.customer();
      await fault(kind);
      const before = new Date();
      await store.resetStats();
      expect(await rewards.credit(customer, 70_000, 'VND', null)).toEqual({ outcome: 'lost' });
      expect((await store.stats()).byOperation.StoreCredit).toBe(1);
      const found = await rewards.creditsSince(customer, before, 'VND');
      expect(found).toEqual([
        { transactionGid: expect.any(String), amountMinor: 70_000, at: expect.any(Date) },
      ]);
    },
  );

  it.each(['drop-before', 'hang-before', '500', '503'])(
    '%s: not given, which nobody can know → lost, not in the account',
    async (kind) => {
      const customer = await store.customer();
      await fault(kind);
      expect(await rewards.credit(customer, 70_000, 'VND', null)).toEqual({ outcome: 'lost' });
      expect(await rewards.creditsSince(customer, longAgo, 'VND')).toEqual([]);
    },
  );

  it('throttled until the deadline → SHOPIFY_UNAVAILABLE, nothing given', async () => {
    const customer = await store.customer();
    await fault('throttle', 1_000);
    await expect(rewards.credit(customer, 1, 'VND', null)).rejects.toMatchObject({
      code: 'SHOPIFY_UNAVAILABLE',
    });
    expect(await accounts(customer)).toEqual([]);
  });

  it('without the scope → FORBIDDEN, nothing given', async () => {
    const customer = await store.customer();
    const { scopes } = (await store.dev('GET', `shops/${SHOP}`)) as { scopes: string[] };
    const fewer = scopes.filter((scope) => !scope.includes('store_credit'));
    await store.control('POST', 'scopes', { scopes: fewer });
    await expect(rewards.credit(customer, 1, 'VND', null)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await store.control('POST', 'scopes', { scopes });
    expect(await accounts(customer)).toEqual([]);
  });
});

describe('credits since', () => {
  it('120 credits among debits and another currency → all of the currency, newest first', async () => {
    const customer = await store.customer();
    const give = (amountMinor: number, currency = 'VND') =>
      store.control('POST', `customers/${customer}/store-credit`, { amountMinor, currency });
    for (let i = 1; i <= 120; i++) await give(i);
    await give(-1_000);
    await give(999, 'USD');
    const found = await rewards.creditsSince(customer, longAgo, 'VND');
    expect(found.map(({ amountMinor }) => amountMinor)).toEqual(
      Array.from({ length: 120 }, (_, i) => 120 - i),
    );
  });

  it('some before and some after a moment → those after it, the second itself included', async () => {
    const customer = await store.customer();
    await store.control('POST', `customers/${customer}/store-credit`, { amountMinor: 1 });
    await store.dev('POST', 'clock', { advanceMs: 60_000 });
    const { now } = (await store.dev('GET', 'clock')) as { now: string };
    await store.control('POST', `customers/${customer}/store-credit`, { amountMinor: 2 });
    const found = await rewards.creditsSince(customer, new Date(now), 'VND');
    expect(found.map(({ amountMinor }) => amountMinor)).toEqual([2]);
  });
});
