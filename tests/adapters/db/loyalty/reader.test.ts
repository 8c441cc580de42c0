import { expect, test } from 'vitest';
import { memberPage } from '../../../../web/db/loyalty-member-page.ts';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyReader } from '../../../../web/use-cases/loyalty-port.ts';
import { eachReader, walk } from '../readers/each-reader.ts';
import { AT } from '../stores/each-store.ts';
import { customerId, orderId, sampleStored } from '../stores/sample-rows.ts';
import { later, memberWith, sampleEntry, sampleGrant, sampleSettlement } from './loyalty-rows.ts';

/** A step of a plan as it was run. */
type PlanNode = {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
};

/** Rows that the steps of a plan read, those they dropped included. */
function looksAt(node: PlanNode): number {
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  return (node.Plans ?? []).reduce((most, part) => Math.max(most, looksAt(part)), own);
}

const ID = customerId(7);
const MEMBERS = 60;
type Order = Parameters<LoyaltyReader['members']>[2];
type Filter = Parameters<LoyaltyReader['members']>[1];

const VALUE: Record<Order['sort'], (account: LoyaltyAccount) => number> = {
  points: (account) => account.available,
  pending: (account) => account.pending,
  joined: (account) => account.joinedAt.getTime(),
  next_expiry: (account) => account.nextExpiry?.at.getTime() ?? Number.POSITIVE_INFINITY,
};

/** A place in the middle of each list. */
const MIDDLE: Record<Order['sort'], string> = {
  points: '3',
  pending: '0',
  joined: AT.toISOString(),
  next_expiry: '',
};

eachReader((bench) => {
  /** Members with few different numbers, so that many are equal; some joined together, some never expire. */
  const fill = async (): Promise<ShopId> => {
    const shop = await bench.newShop();
    const { loyalty } = bench.store;
    for (let n = 0; n < MEMBERS; n += 1) {
      const open = later(n % 5);
      const [account] = await loyalty.lockAccounts(shop, [customerId(n + 1)], { open });
      const tier =
        n % 3 === 0 ? { key: 'plus', sinceAt: AT, reviewOn: null, graceUntilOn: null, progress: n } : null;
      const state = {
        available: (n * 7) % 11,
        pending: n % 4,
        debt: n % 10 === 0 ? 5 : 0,
        tier,
        nextExpiry: n % 2 === 0 ? { at: later(n % 6), points: 1 } : null,
      };
      await loyalty.settle(shop, [sampleSettlement(account?.accountId ?? '', state)], AT);
    }
    const kept = await loyalty.find(shop, customerId(1));
    const gone = await loyalty.find(shop, customerId(2));
    const closed = await loyalty.find(shop, customerId(3));
    await loyalty.merge(shop, gone?.accountId ?? '', kept?.accountId ?? '', AT);
    await loyalty.close(shop, closed?.accountId ?? '', AT);
    return shop;
  };
  const pagesOf = (shop: ShopId, filter: Filter, order: Order, limit: number) =>
    walk<Awaited<ReturnType<LoyaltyReader['members']>>[number], { value: string; accountId: string }>(
      (after) => bench.reader.loyalty.members(shop, filter, order, { after, limit }),
      ({ position, accountId }) => ({ value: position, accountId }),
    );
  let shop: ShopId;
  const filled = async () => {
    shop ??= await fill();
    const rows = await pagesOf(shop, {}, { sort: 'joined', direction: 'asc' }, 1_000);
    const all = rows.map(({ position: _position, ...account }): LoyaltyAccount => account);
    return { shop, all: all.sort((one, other) => Number(one.accountId) - Number(other.accountId)) };
  };

  test('the whole list → everybody who stands: not the merged, not the erased', async () => {
    const { all } = await filled();
    expect(all).toHaveLength(MEMBERS - 2);
    expect(all[0]).toEqual(await bench.store.loyalty.find(shop, customerId(1)));
  });

  const orders = (['points', 'pending', 'next_expiry', 'joined'] as const).flatMap((sort) =>
    (['asc', 'desc'] as const).map((direction) => ({ sort, direction })),
  );
  test.for(orders)('members by $sort $direction, page by page → as one sort of all', async (order) => {
    const { all } = await filled();
    const sign = order.direction === 'asc' ? 1 : -1;
    const compare = (one: LoyaltyAccount, other: LoyaltyAccount) => {
      const [a, b] = [VALUE[order.sort](one), VALUE[order.sort](other)];
      return sign * (a === b ? Number(one.accountId) - Number(other.accountId) : a < b ? -1 : 1);
    };
    const expected = all.toSorted(compare).map((account) => account.accountId);
    for (const limit of [1, 7, 100])
      expect((await pagesOf(shop, {}, order, limit)).map((row) => row.accountId)).toEqual(expected);
  });

  const filters: { what: string; filter: Filter; holds: (account: LoyaltyAccount) => boolean }[] = [
    { what: 'a tier', filter: { tier: 'plus' }, holds: (account) => account.tier?.key === 'plus' },
    {
      what: 'points that end soon',
      filter: { expiringBefore: later(3) },
      holds: ({ nextExpiry }) => nextExpiry !== null && nextExpiry.at <= later(3),
    },
    { what: 'debt', filter: { withDebt: true }, holds: (account) => account.debt > 0 },
    {
      what: 'customers',
      filter: { ids: [customerId(2), customerId(5), customerId(6)] },
      holds: ({ customerId: id }) => id === '5' || id === '6',
    },
  ];
  test.for(filters)('members with $what → those and no others, in every order', async ({ filter, holds }) => {
    const { all } = await filled();
    const expected = all.filter(holds).map((account) => account.accountId);
    expect(expected.length).toBeGreaterThan(1);
    for (const order of orders) {
      const rows = await pagesOf(shop, filter, order, 4);
      expect(rows.map((row) => row.accountId).sort()).toEqual(expected.toSorted());
    }
  });

  const withHistory = async () => {
    const home = await bench.newShop();
    const { loyalty } = bench.store;
    const { accountId } = await memberWith(loyalty, home, ID);
    const grantId = await loyalty.grant(home, sampleGrant(accountId));
    const post = (minutes: number, ...entries: ReturnType<typeof sampleEntry>[]) =>
      loyalty.settle(home, [sampleSettlement(accountId, {}, { entries })], later(minutes));
    await post(
      0,
      sampleEntry({ points: 100, orderId: orderId(1), position: 'order:1' }),
      sampleEntry({ points: 40, to: 'pending', orderId: orderId(2), position: 'order:2' }),
    );
    await post(
      1,
      sampleEntry({ position: `grant:${grantId}`, points: 50, cause: 'grant', programVersion: null }),
    );
    const refund = { from: 'available', to: 'issued', cause: 'refund', orderId: orderId(1), seq: 2 } as const;
    await post(2, sampleEntry({ ...refund, points: 30 }));
    await post(
      3,
      sampleEntry({
        position: 'spend:4',
        from: 'available',
        to: 'reserved',
        points: 20,
        cause: 'redeem',
        orderId: orderId(1),
      }),
    );
    return { home, accountId };
  };

  const orderOf = (owner: CustomerId, id: number) =>
    sampleStored({ orderId: orderId(id), customerId: owner });

  const pointsOf = (home: ShopId, asking: CustomerId, id: number) =>
    bench.reader.loyalty.orderPoints(home, { customerId: asking, orderId: orderId(id) });

  test('the ledger of a member → newest first with the balance after each, in pages; a redemption is one line', async () => {
    const { home, accountId } = await withHistory();
    const issued = { from: 'reserved', to: 'spent', cause: 'redeem_issued', seq: 2 } as const;
    const entries = [sampleEntry({ ...issued, position: 'spend:4', points: 20 })];
    await bench.store.loyalty.settle(home, [sampleSettlement(accountId, {}, { entries })], later(4));
    const rows = await walk<Awaited<ReturnType<LoyaltyReader['ledger']>>[number], { at: Date; id: string }>(
      (after) => bench.reader.loyalty.ledger(home, accountId, { after, limit: 2 }),
      ({ postedAt, entryId }) => ({ at: postedAt, id: entryId }),
    );
    const told = rows.map((row) => [
      row.position.split(':')[0],
      row.points,
      row.pendingPoints,
      row.balanceAfter,
    ]);
    expect(told).toEqual([
      ['spend', -20, 0, 100],
      ['order', -30, 0, 120],
      ['grant', 50, 0, 150],
      ['order', 0, 40, 100],
      ['order', 100, 0, 100],
    ]);
    expect(rows[2]).toMatchObject({
      grantReason: 'sign_up',
      cause: 'grant',
      orderId: null,
      at: AT,
      postedAt: later(1),
    });
    expect(rows[1]).toMatchObject({ grantReason: null, cause: 'refund', orderId: '1', programVersion: 1 });
  });

  test('merged → the ledger of the one who stays has both, ending at the joint balance', async () => {
    const { home, accountId } = await withHistory();
    const { loyalty } = bench.store;
    const kept = await memberWith(loyalty, home, customerId(8), 11);
    const leaves = sampleEntry({
      position: 'merge:x',
      from: 'available',
      to: 'moved',
      points: 100,
      cause: 'merge',
    });
    const comes = { ...leaves, from: leaves.to, to: leaves.from };
    const pair = [
      sampleSettlement(accountId, {}, { entries: [leaves] }),
      sampleSettlement(kept.accountId, {}, { entries: [comes] }),
    ];
    await loyalty.settle(home, pair, later(9));
    await loyalty.merge(home, accountId, kept.accountId, later(9));
    const rows = await bench.reader.loyalty.ledger(home, kept.accountId, { after: null, limit: 50 });
    expect(rows).toHaveLength(8);
    expect(rows[0]?.balanceAfter).toBe(111);
    // The order is the kept one's now; its entries stay where they were posted.
    await bench.store.orders.put(home, orderOf(customerId(8), 1));
    expect(await pointsOf(home, customerId(8), 1)).toEqual({ points: 70, pending: 0, brought: 100 });
    expect(await pointsOf(home, ID, 1)).toBeNull();
  });

  test('points of an order → what it brought and what is to come, not what was spent for it', async () => {
    const { home } = await withHistory();
    for (const id of [1, 2, 3]) await bench.store.orders.put(home, orderOf(ID, id));
    expect(await pointsOf(home, ID, 1)).toEqual({ points: 70, pending: 0, brought: 100 });
    expect(await pointsOf(home, ID, 2)).toEqual({ points: 0, pending: 40, brought: 0 });
    expect(await pointsOf(home, ID, 3)).toEqual({ points: 0, pending: 0, brought: 0 });
  });

  test('points of an order → told to its customer only; to nobody where it is not known or they were erased', async () => {
    const { home } = await withHistory();
    expect(await pointsOf(home, ID, 1)).toBeNull();
    await bench.store.orders.put(home, orderOf(ID, 1));
    expect(await pointsOf(home, ID, 1)).toEqual({ points: 70, pending: 0, brought: 100 });
    expect(await pointsOf(home, customerId(8), 1)).toBeNull();
    await bench.store.orders.anonymise(home, ID);
    expect(await pointsOf(home, ID, 1)).toBeNull();
  });

  test('referrals of a member → counted by how they stand', async () => {
    const { home, accountId } = await withHistory();
    const states = ['held', 'held', 'refused'] as const;
    for (const [n, state] of states.entries()) {
      const referral = { orderId: orderId(n + 1), accountId, friendId: ID, reason: null, dueAt: null };
      await bench.store.loyalty.addReferral(home, { ...referral, state });
    }
    await bench.store.loyalty.decideReferral(home, orderId(1), {
      state: 'paid',
      reason: null,
      dueAt: null,
      at: AT,
    });
    expect(await bench.reader.loyalty.referralCounts(home, accountId)).toEqual({
      held: 1,
      paid: 1,
      refused: 1,
    });
  });

  /** Members of whom only the numbers matter. */
  const crowd = (home: ShopId, from: number, count: number) =>
    bench.pool.query(
      `INSERT INTO loyalty_account (shop_id, customer_id, joined_at, changed_at, available, tier_key)
       SELECT $1, n, $4, $4, n % 2, CASE WHEN n % 4 = 0 THEN 'plus' END FROM generate_series($2::int, $2::int + $3::int - 1) AS n`,
      [home, from, count, AT],
    );

  test('few of many owe points → the list by points is by what they owe; no order looks at the others', async () => {
    const home = await bench.newShop();
    await crowd(home, 1, 10_000);
    await bench.pool.query(
      `UPDATE loyalty_account SET available = 0, debt = 1 + customer_id % 7 WHERE shop_id = $1 AND customer_id % 500 = 0`,
      [home],
    );
    await bench.pool.query('ANALYZE loyalty_account');
    const filter = { withDebt: true };
    for (const direction of ['asc', 'desc'] as const) {
      const rows = await pagesOf(home, filter, { sort: 'points', direction }, 3);
      const owed = rows.map(({ debt }) => debt);
      expect(owed).toHaveLength(20);
      expect(owed).toEqual(owed.toSorted((one, other) => (direction === 'asc' ? one - other : other - one)));
    }
    for (const order of orders) {
      const middle = { value: MIDDLE[order.sort], accountId: '1' };
      for (const at of [
        { after: null, limit: 5 },
        { after: middle, limit: 5 },
      ]) {
        const { text, values } = memberPage(home, filter, order, at);
        const { rows } = await bench.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
          `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
          values,
        );
        const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
        expect(plan && looksAt(plan.Plan), JSON.stringify([order, plan])).toBeLessThanOrEqual(100);
      }
    }
  });

  test('sums of a small shop → of now; accounts and ledger told apart, so that a difference would show', async () => {
    const { home } = await withHistory();
    const { loyalty } = bench.store;
    const id: CustomerId = customerId(50);
    const { accountId } = await memberWith(loyalty, home, id, 10);
    const entries = [
      sampleEntry({ position: 'spend:9', from: 'available', to: 'spent', points: 3 }),
      sampleEntry({ position: 'expiry', from: 'available', to: 'expired', points: 2 }),
      sampleEntry({ position: 'erasure', from: 'available', to: 'forgotten', points: 1 }),
    ];
    await loyalty.settle(home, [sampleSettlement(accountId, { available: 4, debt: 6 }, { entries })], AT);
    await crowd(home, 1_000, 8);
    expect(await bench.reader.loyalty.totals(home)).toEqual({
      asOf: null,
      members: 10,
      withPoints: 5,
      available: 8,
      pending: 0,
      reserved: 0,
      debt: 6,
      issued: 170,
      spent: 3,
      expired: 2,
      forgotten: 1,
      tiers: [{ key: 'plus', members: 2 }],
    });
  });

  test('sums of a large shop → of now while none are kept, then those kept', async () => {
    const home = await bench.newShop();
    await crowd(home, 1, 19_999);
    await bench.store.loyalty.refreshTotals(home, AT);
    expect(await bench.reader.loyalty.totals(home)).toMatchObject({ asOf: null, members: 19_999 });
    await crowd(home, 20_000, 1);
    expect(await bench.reader.loyalty.totals(home)).toMatchObject({ asOf: AT, members: 19_999 });
    await bench.store.loyalty.refreshTotals(home, later(9));
    const totals = await bench.reader.loyalty.totals(home);
    expect(totals).toMatchObject({ asOf: later(9), members: 20_000, available: 10_000 });
  });
});
