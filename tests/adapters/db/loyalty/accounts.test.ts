import { expect, test } from 'vitest';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import { AT, collect, eachStore, overlapping } from '../stores/each-store.ts';
import { customerId, orderId, sampleStored } from '../stores/sample-rows.ts';
import { later, memberWith, sampleEntry, sampleGrant, sampleSettlement } from './loyalty-rows.ts';

/** The first has fewer digits, so that text would sort it last. */
const IDS = [customerId(9), customerId(77), customerId('9007199254740993')] as const;

eachStore((bench) => {
  const open = async (ids: readonly CustomerId[] = IDS) => {
    const shop = await bench.newShop();
    return { shop, accounts: await bench.store.loyalty.lockAccounts(shop, ids, { open: AT }) };
  };
  const idOf = async (shop: ShopId, id: CustomerId) =>
    (await bench.store.loyalty.find(shop, id))?.accountId ?? '';

  test('unknown customers → opened with nothing, by ascending id, once', async () => {
    const { shop, accounts } = await open([...IDS].reverse());
    expect(accounts.map((account) => account.customerId)).toEqual(IDS);
    expect(accounts[0]).toEqual({
      accountId: expect.any(String),
      customerId: '9',
      mergedInto: null,
      joinedAt: AT,
      closedAt: null,
      available: 0,
      pending: 0,
      reserved: 0,
      debt: 0,
      tier: null,
      nextExpiry: null,
      revisitAt: null,
      referralCode: null,
    });
    const again = await bench.store.loyalty.lockAccounts(shop, IDS, { open: later(9) });
    expect(again).toEqual(accounts);
    const byId = accounts.map((account) => account.accountId);
    expect(await bench.store.loyalty.lockAccountsById(shop, byId)).toHaveLength(3);
  });

  test('unknown customers are skipped → none is opened', async () => {
    const shop = await bench.newShop();
    expect(await bench.store.loyalty.lockAccounts(shop, IDS, 'skip')).toEqual([]);
    expect(await bench.store.loyalty.find(shop, IDS[0])).toBeNull();
  });

  test('a redacted person → not opened, the others are', async () => {
    const shop = await bench.newShop();
    await bench.store.customers.redact(shop, IDS[1], AT);
    const accounts = await bench.store.loyalty.lockAccounts(shop, IDS, { open: AT });
    expect(accounts.map((account) => account.customerId)).toEqual([IDS[0], IDS[2]]);
  });

  test('many open the same customers at once → one account each', async () => {
    const shop = await bench.newShop();
    const orders = [IDS, [...IDS].reverse()];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        bench.store.transaction((tx) => tx.loyalty.lockAccounts(shop, orders[n % 2] ?? IDS, { open: AT })),
      ),
    );
    const { rows } = await bench.pool.query('SELECT FROM loyalty_account WHERE shop_id = $1', [shop]);
    expect(rows).toHaveLength(3);
  });

  test('a referral code → found in any case, given once, to one member', async () => {
    const { shop, accounts } = await open();
    const { loyalty } = bench.store;
    const [one, two] = accounts.map((account) => account.accountId);
    expect(await loyalty.setReferralCode(shop, one ?? '', 'Lan-7k')).toBe(true);
    expect(await loyalty.setReferralCode(shop, one ?? '', 'OTHER')).toBe(false);
    expect(await loyalty.setReferralCode(shop, two ?? '', 'LAN-7K')).toBe(false);
    expect(await loyalty.byReferralCode(shop, 'lan-7K')).toMatchObject({ accountId: one });
    expect(await loyalty.byReferralCode(shop, 'OTHER')).toBeNull();
  });

  test('everybody’s referral codes → in pages, each once, of this shop alone', async () => {
    const { shop, accounts } = await open();
    const other = await open();
    const { loyalty } = bench.store;
    for (const [place, { accountId }] of accounts.slice(0, 3).entries())
      await loyalty.setReferralCode(shop, accountId, `REF-${3 - place}`);
    await loyalty.setReferralCode(other.shop, other.accounts[0]?.accountId ?? '', 'REF-0');
    const first = await loyalty.referralCodes(shop, null, 2);
    expect(first).toEqual(['REF-1', 'REF-2']);
    expect(await loyalty.referralCodes(shop, first.at(-1) ?? null, 2)).toEqual(['REF-3']);
    expect(await loyalty.referralCodes(shop, 'REF-3', 2)).toEqual([]);
  });

  test('everybody with an order or an account → once each, in batches by id', async () => {
    const { shop } = await open([customerId(5), customerId(30)]);
    const buyers = [5, 6, 7, 100].flatMap((buyer) =>
      [buyer * 10, buyer * 10 + 1].map((id) => ({ buyer, id })),
    );
    await bench.store.orders.putMany(
      shop,
      buyers.map(({ buyer, id }) => sampleStored({ orderId: orderId(id), customerId: customerId(buyer) })),
    );
    await bench.store.orders.put(shop, sampleStored({ orderId: orderId(9), customerId: null }));
    for (const batch of [1, 2, 10])
      expect(await collect(bench.store.loyalty.streamCustomers(shop, batch))).toEqual([
        '5',
        '6',
        '7',
        '30',
        '100',
      ]);
  });

  test('due by time → by account after a place; merged, closed and later ones are not', async () => {
    const { shop, accounts } = await open([1, 2, 3, 4, 5].map(customerId));
    const { loyalty } = bench.store;
    const ids = accounts.map((account) => account.accountId);
    const [a = '', b = '', c = '', d = '', e = ''] = ids;
    await loyalty.settle(
      shop,
      ids.map((id) => sampleSettlement(id, { revisitAt: later(id === c ? 9 : 1) })),
      AT,
    );
    await loyalty.merge(shop, d, a, AT);
    await loyalty.close(shop, e, AT);
    expect(await loyalty.dueAccounts(shop, later(0), null, 10)).toEqual([]);
    const due = (accountId: string, days: number) => ({ accountId, revisitAt: later(days) });
    expect(await loyalty.dueAccounts(shop, later(1), null, 10)).toEqual([due(a, 1), due(b, 1)]);
    expect(await loyalty.dueAccounts(shop, later(9), due(a, 1), 1)).toEqual([due(b, 1)]);
    expect(await loyalty.dueAccounts(shop, later(9), due(b, 1), 10)).toEqual([due(c, 9)]);
    expect((await loyalty.work(shop, later(1))).settle).toBe(true);
    expect((await loyalty.work(shop, later(0))).settle).toBe(false);
  });

  test('merged twice over → all stand in the last, one step deep; a circle is refused, a repetition is nothing', async () => {
    const { shop, accounts } = await open();
    const { loyalty } = bench.store;
    const [a = '', b = '', c = ''] = accounts.map((account) => account.accountId);
    await loyalty.setReferralCode(shop, a, 'FIRST');
    await loyalty.addReferral(shop, {
      orderId: orderId(1),
      accountId: c,
      friendId: IDS[0],
      state: 'held',
      reason: null,
      dueAt: AT,
    });
    await loyalty.merge(shop, a, b, AT);
    await loyalty.merge(shop, a, b, AT);
    await expect(loyalty.merge(shop, b, a, AT)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(loyalty.merge(shop, b, b, AT)).rejects.toMatchObject({ code: 'CONFLICT' });
    await loyalty.merge(shop, b, c, AT);
    await expect(loyalty.merge(shop, c, a, AT)).rejects.toMatchObject({ code: 'CONFLICT' });
    const into = (await loyalty.lockAccountsById(shop, [a, b, c])).map((account) => account.mergedInto);
    expect(into).toEqual([c, c, null]);
    expect(await loyalty.byReferralCode(shop, 'FIRST')).toMatchObject({ accountId: c });
    expect(await loyalty.dueReferrals(shop, AT, 9)).toEqual([
      { orderId: '1', accountId: c, friendId: IDS[2] },
    ]);
  });

  test.each(['redact', 'remove'] as const)(
    '%s of a member with points, into whom another was merged → nothing leads to either, what stood is forgotten, books balance',
    async (way) => {
      const shop = await bench.newShop();
      const { store } = bench;
      const gone = await memberWith(store.loyalty, shop, IDS[0], 0);
      const { accountId } = await memberWith(store.loyalty, shop, IDS[2], 70);
      await store.loyalty.merge(shop, gone.accountId, accountId, AT);
      const more = [
        sampleEntry({ position: 'spend:1', from: 'available', to: 'reserved', points: 20 }),
        sampleEntry({ position: 'order:2', from: 'issued', to: 'pending', points: 5 }),
      ];
      const state = { available: 50, reserved: 20, pending: 5, revisitAt: AT };
      await store.loyalty.settle(shop, [sampleSettlement(accountId, state, { entries: more })], AT);
      await store.loyalty.setReferralCode(shop, accountId, 'GONE');
      await store.flow.add(
        shop,
        [{ kind: 'tier_changed', eventKey: 'k', customerId: IDS[2], payload: {} }],
        AT,
      );
      const friend = { orderId: orderId(1), accountId, friendId: IDS[2], reason: null, dueAt: null } as const;
      await store.loyalty.addReferral(shop, { ...friend, state: 'held' });
      await store.loyalty.grant(shop, sampleGrant(accountId, { grantKey: `sign_up:${IDS[2]}` }));
      if (way === 'redact') await store.customers.redact(shop, IDS[2], AT);
      else await store.customers.remove(shop, IDS[2]);
      const tables = ['loyalty_account', 'ledger_entry', 'loyalty_grant', 'loyalty_referral', 'flow_event'];
      for (const table of tables) {
        const { rows } = await bench.pool.query<{ text: string }>(
          `SELECT to_jsonb(t)::text AS text FROM ${table} t WHERE shop_id = $1`,
          [shop],
        );
        for (const { text } of rows) expect(text, table).not.toContain(IDS[2]);
      }
      const closed = await store.loyalty.lockAccountsById(shop, [accountId]);
      expect(closed).toMatchObject([
        { customerId: null, available: 0, reserved: 0, pending: 0, referralCode: null },
      ]);
      expect(closed[0]?.closedAt).not.toBeNull();
      const { rows } = await bench.pool.query<{ forgotten: string }>(
        `SELECT sum(CASE WHEN to_book = 'forgotten' THEN points ELSE 0 END) AS forgotten FROM ledger_entry WHERE shop_id = $1`,
        [shop],
      );
      expect(rows).toEqual([{ forgotten: '75' }]);
      expect(await idOf(shop, IDS[0])).toBe('');
    },
  );

  test('closed by the rules before the person goes → nothing is forgotten twice', async () => {
    const shop = await bench.newShop();
    const { accountId } = await memberWith(bench.store.loyalty, shop, IDS[0], 70);
    const entries = [
      sampleEntry({ position: 'erasure', from: 'available', to: 'forgotten', points: 70, cause: 'erasure' }),
    ];
    await bench.store.loyalty.settle(shop, [sampleSettlement(accountId, {}, { entries })], AT);
    await bench.store.loyalty.grant(shop, sampleGrant(accountId, { grantKey: `sign_up:${IDS[0]}` }));
    await bench.store.loyalty.close(shop, accountId, AT);
    await bench.store.customers.redact(shop, IDS[0], AT);
    const { rows } = await bench.pool.query('SELECT FROM ledger_entry WHERE shop_id = $1', [shop]);
    expect(rows).toHaveLength(2);
    const [record] = await bench.store.loyalty.records(shop, [accountId]);
    expect(record?.grants[0]?.grantKey).toMatch(/^forgotten:/);
  });

  test('points are posted while the member is being erased → all of them forgotten, the books balanced', async () => {
    const shop = await bench.newShop();
    const { accountId } = await memberWith(bench.store.loyalty, shop, IDS[0], 100);
    const more = [sampleEntry({ position: 'grant:7', points: 30, cause: 'grant' })];
    const [posted, erased] = await overlapping(
      bench,
      async (tx) => {
        await tx.loyalty.lockAccountsById(shop, [accountId]);
        await tx.loyalty.settle(
          shop,
          [sampleSettlement(accountId, { available: 130 }, { entries: more })],
          later(1),
        );
      },
      () => bench.store.customers.redact(shop, IDS[0], later(2)),
    );
    expect([posted.status, erased.status]).toEqual(['fulfilled', 'fulfilled']);
    const { rows } = await bench.pool.query(
      `SELECT sum(points) FILTER (WHERE to_book = 'forgotten')::int AS forgotten FROM ledger_entry WHERE account_id = $1`,
      [accountId],
    );
    expect(rows).toEqual([{ forgotten: 130 }]);
  });
});
