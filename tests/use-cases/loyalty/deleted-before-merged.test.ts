import { describe, expect, test } from 'vitest';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { adjustPoints } from '../../../web/use-cases/adjust-points.ts';
import { keepHouse } from '../../../web/use-cases/keep-house.ts';
import { makeReferral } from '../../../web/use-cases/make-referral.ts';
import type { Delivery } from '../../../web/use-cases/ports.ts';
import type { LoyaltyShop } from '../../support/loyalty-shop.ts';
import { newLoyaltyShops } from '../../support/loyalty-shops.ts';
import { eachDatabase } from '../../support/test-database.ts';

const DAY_MS = 86_400_000;
const ARRIVALS = {
  'merge, then deletion': (sent: Delivery[]) => sent,
  'deletion, then merge': (sent: Delivery[]) => sent.toReversed(),
};

eachDatabase((kind) => {
  const newShop = newLoyaltyShops(kind);

  async function launched(): Promise<LoyaltyShop> {
    const shop = await newShop().start();
    const { referral } = shop.terms();
    await shop.program({ referral: { ...referral, on: true, advocatePoints: 75, holdDays: 14 } });
    return shop;
  }

  /** A customer who never bought, with points given by hand. */
  async function given(shop: LoyaltyShop, points: number): Promise<CustomerId> {
    const customerId = shop.fake.addCustomer();
    await shop.settle();
    const requestKey = `given-${customerId}`;
    await adjustPoints(await shop.loyalty(), { customerId, points, reason: 'goodwill', requestKey });
    await shop.runJobs();
    return customerId;
  }

  /** One by one, with whatever each asks for done before the next. */
  async function hear(shop: LoyaltyShop, deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) {
      await shop.receive([delivery]);
      await shop.drain();
      await shop.runJobs();
    }
  }

  async function expectWhole(shop: LoyaltyShop): Promise<void> {
    expect(await shop.drifted()).toEqual([]);
    const { all, balanced } = await shop.books();
    expect(balanced).toBe(true);
    expect(all.moved ?? 0).toBe(0);
  }

  async function referral(shop: LoyaltyShop, customerId: CustomerId): Promise<string> {
    return (await makeReferral(await shop.loyalty(), { customerId })).code;
  }

  async function leadsTo(shop: LoyaltyShop, code: string): Promise<CustomerId | null> {
    const { store, shop: here } = await shop.loyalty();
    return (await store.loyalty.byReferralCode(here.shopId, code))?.customerId ?? null;
  }

  describe.each(Object.entries(ARRIVALS))('%s', (_name, arrival) => {
    test.each([0, 50])(
      'the member had bought for %i points → the kept one has all of them',
      async (bought) => {
        const shop = await launched();
        const keptId = await shop.member(7);
        const goneId = bought > 0 ? await shop.member(bought) : await given(shop, 500);
        shop.clock.advance(DAY_MS);
        shop.fake.mergeCustomers(keptId, goneId);
        await hear(shop, arrival(shop.fake.takeOutbox()));
        expect(await shop.account(keptId)).toMatchObject({ available: 7 + (bought || 500), debt: 0 });
        expect(shop.rewards.members.get(keptId)).toMatchObject({ points: 7 + (bought || 500) });
        const { store, shop: here } = await shop.loyalty();
        expect(await store.loyalty.find(here.shopId, goneId)).toBeNull();
        await expectWhole(shop);
      },
    );

    test.each([true, false])('the kept one has a code: %s → the merged one’s leads there', async (hasOwn) => {
      const shop = await launched();
      const keptId = await shop.member(7);
      const goneId = await given(shop, 500);
      const code = await referral(shop, goneId);
      const own = hasOwn ? await referral(shop, keptId) : code;
      shop.fake.mergeCustomers(keptId, goneId);
      await hear(shop, arrival(shop.fake.takeOutbox()));
      expect(await leadsTo(shop, code)).toBe(keptId);
      expect(await leadsTo(shop, own)).toBe(keptId);
      expect(await referral(shop, keptId)).toBe(own);
      await expectWhole(shop);
    });
  });

  test('a friend’s order with the code of a member who was merged away → pays whom they were merged into', async () => {
    const shop = await launched();
    const [keptId, goneId] = [await shop.member(7), await given(shop, 500)];
    const code = await referral(shop, goneId);
    await referral(shop, keptId);
    shop.fake.mergeCustomers(keptId, goneId);
    await shop.settle();
    const amount = { percentageBps: 1_000, amountMinor: null, allocatedMinor: 100 };
    shop.fake.placeOrder(shop.fake.addCustomer(), {
      discounts: [{ type: 'code', code, title: null, target: 'line_item', ...amount }],
      deliveredAt: shop.clock.now(),
    });
    await shop.settle();
    shop.clock.advance(15 * DAY_MS);
    await shop.queue.port().enqueue('settle-points', { shopId: (await shop.shop()).shopId });
    await shop.runJobs();
    expect(await shop.account(keptId)).toMatchObject({ available: 7 + 500 + 75 });
  });

  test('a deletion whose merge never comes → shown nowhere, forgotten after 30 days, not before', async () => {
    const shop = await launched();
    const goneId = await given(shop, 500);
    const told = shop.rewards.calls.get('publishMembers');
    shop.fake.deleteCustomer(goneId);
    await shop.settle();
    const ctx = await shop.loyalty();
    const order = { sort: 'points', direction: 'desc' } as const;
    const page = { after: null, limit: 10 };
    expect(await ctx.reader.loyalty.members(ctx.shop.shopId, {}, order, page)).toEqual([]);
    expect(shop.rewards.calls.get('publishMembers')).toBe(told);
    shop.clock.advance(29 * DAY_MS);
    await keepHouse(ctx);
    expect(await shop.account(goneId)).toMatchObject({ available: 500, closedAt: null });
    shop.clock.advance(2 * DAY_MS);
    await keepHouse(ctx);
    expect(await ctx.store.loyalty.find(ctx.shop.shopId, goneId)).toBeNull();
    expect((await shop.books()).all).toMatchObject({ available: 0, forgotten: 500 });
    await expectWhole(shop);
  });

  test('redacted while the merge is waited for → forgotten at once; the merge that comes later brings nothing back', async () => {
    const shop = await launched();
    const [keptId, goneId] = [await shop.member(7), await given(shop, 500)];
    shop.fake.mergeCustomers(keptId, goneId);
    const [merge, ...others] = shop.fake.takeOutbox();
    await hear(shop, others);
    const redacted = { kind: 'customer-redacted', customerId: goneId, orderIds: [] } as const;
    const redaction = shop.fake.deliver('customers/redact', redacted);
    shop.fake.takeOutbox();
    await hear(shop, [redaction]);
    expect((await shop.books()).all).toMatchObject({ available: 7, forgotten: 500 });
    if (merge) await hear(shop, [merge]);
    expect(await shop.account(keptId)).toMatchObject({ available: 7 });
    await expectWhole(shop);
  });

  test('Shopify knows the customer after all → a member again by the next housekeeping, and kept', async () => {
    const shop = await launched();
    const customerId = await given(shop, 500);
    const { store, shop: here } = await shop.loyalty();
    await store.loyalty.leave(here.shopId, customerId, shop.clock.now());
    shop.clock.advance(40 * DAY_MS);
    await keepHouse(await shop.loyalty());
    expect(await shop.account(customerId)).toMatchObject({ available: 500 });
    expect(await store.loyalty.toPublish(here.shopId, 5)).toMatchObject([{ customerId }]);
  });
});
