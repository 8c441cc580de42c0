import { expect, test } from 'vitest';
import { milestonesOf } from '../../../../web/domain/orders/milestones.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { AT, eachStore, overlapping } from '../stores/each-store.ts';
import { customerId, day, orderId, sampleStored } from '../stores/sample-rows.ts';
import {
  later,
  memberWith,
  sampleEntry,
  sampleGrant,
  sampleRedemption,
  sampleSettlement,
} from './loyalty-rows.ts';

const ID = customerId(7);
const OTHER = customerId(8);

eachStore((bench) => {
  const member = async (points = 0) => {
    const shop = await bench.newShop();
    return { shop, ...(await memberWith(bench.store.loyalty, shop, ID, points)) };
  };
  const entriesOf = async (shop: ShopId) =>
    (await bench.pool.query('SELECT * FROM ledger_entry WHERE shop_id = $1 ORDER BY entry_id', [shop])).rows;
  const publishing = async (shop: ShopId) =>
    (await bench.store.loyalty.toPublish(shop, 10)).map((account) => account.accountId);

  test('settled → entries in the order given, numbers as the state says', async () => {
    const { shop, accountId } = await member();
    const entries = [
      sampleEntry({ orderId: orderId('9007199254740993'), programVersion: 3 }),
      sampleEntry({ position: 'expiry', from: 'available', to: 'expired', points: 30, cause: 'expiry' }),
    ];
    const tier = { key: 'plus', sinceAt: later(-9), reviewOn: 20_800, graceUntilOn: null, progress: 12 };
    const numbers = { available: 70, pending: 1, reserved: 2, debt: 3, revisitAt: later(8) };
    const state = { ...numbers, tier, nextExpiry: { at: later(8), points: 40 } };
    await bench.store.loyalty.settle(shop, [sampleSettlement(accountId, state, { entries })], later(1));
    expect(await bench.store.loyalty.find(shop, ID)).toMatchObject(state);
    expect(await entriesOf(shop)).toMatchObject([
      {
        account_id: accountId,
        position: 'order:1',
        seq: 1,
        from_book: 'issued',
        to_book: 'available',
        points: '100',
        cause: 'order',
        at: AT,
        posted_at: later(1),
        program_version: 3,
        order_id: '9007199254740993',
      },
      { position: 'expiry', points: '30' },
    ]);
  });

  test('the same entry again, later or in one call → CONFLICT, and nothing of the call is written', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const settle = (...entries: ReturnType<typeof sampleEntry>[]) =>
      loyalty.settle(shop, [sampleSettlement(accountId, { available: 999 }, { entries })], AT);
    await settle(sampleEntry());
    const [standing] = await entriesOf(shop);
    const before = await loyalty.find(shop, ID);
    await expect(settle(sampleEntry({ seq: 2 }), sampleEntry())).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(settle(sampleEntry({ seq: 5 }), sampleEntry({ seq: 5 }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await entriesOf(shop)).toEqual([standing]);
    expect(await loyalty.find(shop, ID)).toEqual(before);
  });

  test('two settle one account from the same record at once → the second waits for the lock and sees the first', async () => {
    const { shop, accountId } = await member(100);
    const spend = async (tx: Pick<typeof bench.store, 'loyalty'>) => {
      const [account] = await tx.loyalty.lockAccountsById(shop, [accountId]);
      if (!account || account.available < 60) return 'too little';
      const left = account.available - 60;
      const [record] = await tx.loyalty.records(shop, [accountId]);
      const seq = record?.posted.find(({ position }) => position === 'spend:1')?.nextSeq ?? 1;
      const entry = sampleEntry({ position: 'spend:1', seq, from: 'available', to: 'spent', points: 60 });
      await tx.loyalty.settle(
        shop,
        [sampleSettlement(accountId, { available: left }, { entries: [entry] })],
        AT,
      );
      return 'spent';
    };
    const results = await overlapping(bench, spend, () => bench.store.transaction(spend));
    expect(results.map((result) => result.status === 'fulfilled' && result.value)).toEqual([
      'spent',
      'too little',
    ]);
    expect(await bench.store.loyalty.find(shop, ID)).toMatchObject({ available: 40 });
  });

  test('tier moves named again by a later replay → each stands once', async () => {
    const { shop, accountId } = await member();
    const moves = [
      { at: AT, from: null, to: 'member', cause: 'progress' as const },
      { at: later(5), from: 'member', to: 'plus', cause: 'progress' as const },
    ];
    for (const tierMoves of [moves.slice(0, 1), moves])
      await bench.store.loyalty.settle(shop, [sampleSettlement(accountId, {}, { tierMoves })], AT);
    const { rows } = await bench.pool.query(
      'SELECT changed_at, from_tier, to_tier, cause FROM tier_change WHERE shop_id = $1 ORDER BY change_id',
      [shop],
    );
    expect(rows).toEqual([
      { changed_at: AT, from_tier: null, to_tier: 'member', cause: 'progress' },
      { changed_at: later(5), from_tier: 'member', to_tier: 'plus', cause: 'progress' },
    ]);
  });

  test('what Shopify shows changes → to be published; what it does not show → not', async () => {
    const { shop, accountId } = await member();
    const { loyalty } = bench.store;
    const publishAll = async () => {
      const accounts = await loyalty.toPublish(shop, 10);
      await loyalty.published(
        shop,
        accounts.map(({ changedAt }) => ({ accountId, published: {}, changedAt })),
        [],
      );
    };
    const tier = { key: 'plus', sinceAt: AT, reviewOn: null, graceUntilOn: null, progress: 1 };
    const base = { available: 1, pending: 1, debt: 1, tier, nextExpiry: { at: AT, points: 1 } };
    await loyalty.settle(shop, [sampleSettlement(accountId, base)], AT);
    await publishAll();
    for (const change of [{}, { reserved: 9 }, { revisitAt: later(9) }]) {
      await loyalty.settle(shop, [sampleSettlement(accountId, { ...base, ...change })], AT);
      expect(await publishing(shop), JSON.stringify(change)).toEqual([]);
    }
    const shown = [
      { available: 2 },
      { pending: 2 },
      { debt: 2 },
      { tier: { ...tier, progress: 2 } },
      { tier: null },
      { nextExpiry: { at: AT, points: 2 } },
      { nextExpiry: null },
    ];
    for (const change of shown) {
      await loyalty.settle(shop, [sampleSettlement(accountId, { ...base, ...change })], AT);
      expect(await publishing(shop), JSON.stringify(change)).toEqual([accountId]);
      expect((await loyalty.work(shop, AT)).publish).toBe(true);
      await publishAll();
      expect((await loyalty.work(shop, AT)).publish).toBe(false);
      await loyalty.settle(shop, [sampleSettlement(accountId, base)], AT);
      await publishAll();
    }
  });

  test('changed while it was being published, within one millisecond → still to be published, also when what was sent was refused', async () => {
    const { shop, accountId } = await member(1);
    const { loyalty } = bench.store;
    const [read] = await loyalty.toPublish(shop, 10);
    await loyalty.settle(shop, [sampleSettlement(accountId, { available: 2 })], AT);
    const changedAt = read?.changedAt ?? AT;
    await loyalty.published(shop, [{ accountId, published: { points: 1 }, changedAt }], []);
    const [again] = await loyalty.toPublish(shop, 10);
    expect(again).toMatchObject({ accountId, available: 2, published: { points: 1 } });
    await loyalty.published(shop, [], [{ accountId, note: 'refused', changedAt }]);
    expect(await publishing(shop)).toEqual([accountId]);
    await loyalty.published(shop, [], [{ accountId, note: 'refused', changedAt: again?.changedAt ?? AT }]);
    expect(await publishing(shop)).toEqual([]);
    await loyalty.settle(shop, [sampleSettlement(accountId, { available: 3 })], AT);
    expect(await publishing(shop)).toEqual([accountId]);
  });

  test('composed anew → to be published though no number differs, also when it was just being sent', async () => {
    const { shop, accountId } = await member(1);
    const { loyalty } = bench.store;
    const sendAll = async () => {
      const [read] = await loyalty.toPublish(shop, 10);
      return () =>
        loyalty.published(shop, [{ accountId, published: {}, changedAt: read?.changedAt ?? AT }], []);
    };
    await (await sendAll())();
    expect(await publishing(shop)).toEqual([]);
    await loyalty.republish(shop, [accountId], AT);
    expect(await publishing(shop)).toEqual([accountId]);
    const sent = await sendAll();
    await sent();
    await loyalty.republish(shop, [accountId], AT);
    await sent();
    expect(await publishing(shop)).toEqual([accountId]);
  });

  test('a merged or closed account changes → nobody is told', async () => {
    const { shop, accountId } = await member(1);
    const { loyalty } = bench.store;
    const kept = await memberWith(loyalty, shop, OTHER);
    await loyalty.merge(shop, accountId, kept.accountId, AT);
    await loyalty.settle(shop, [sampleSettlement(accountId, { available: 5 })], AT);
    expect(await publishing(shop)).toEqual([kept.accountId]);
    await loyalty.close(shop, kept.accountId, AT);
    await loyalty.settle(shop, [sampleSettlement(kept.accountId, { available: 5 })], AT);
    expect(await publishing(shop)).toEqual([]);
  });

  test('records → orders with lines and verdict, grants, redemptions and what stands by position, each to its account', async () => {
    const { shop, accountId } = await member();
    const { loyalty, orders } = bench.store;
    const other = await memberWith(loyalty, shop, OTHER, 9);
    const stored = [
      sampleStored(
        { orderId: orderId(2), processedAt: day('2026-02-01') },
        { qualifies: false, revisitOn: 9 },
      ),
      sampleStored({ orderId: orderId(1) }),
      sampleStored({ orderId: orderId(3), customerId: OTHER }),
    ];
    await orders.putMany(shop, stored);
    await loyalty.grant(shop, sampleGrant(accountId));
    await loyalty.reserve(shop, sampleRedemption(accountId));
    const entries = [
      sampleEntry(),
      sampleEntry({ seq: 2, from: 'available', to: 'issued', points: 30, cause: 'refund' }),
      sampleEntry({ position: 'spend:1', from: 'available', to: 'reserved', points: 50 }),
      sampleEntry({ position: 'spend:1', seq: 2, from: 'reserved', to: 'spent', points: 50 }),
    ];
    await loyalty.settle(
      shop,
      [sampleSettlement(accountId, { available: 20, reserved: 50 }, { entries })],
      AT,
    );
    const records = await loyalty.records(shop, [accountId, other.accountId]);
    expect(records.map((record) => record.account.accountId)).toEqual([accountId, other.accountId]);
    const [mine, theirs] = records;
    expect(mine?.orders).toEqual(
      [stored[1], stored[0]].flatMap((item) =>
        item ? [{ order: item.order, verdict: item.verdict, milestones: milestonesOf(item.order) }] : [],
      ),
    );
    expect(mine?.grants).toMatchObject([{ ...sampleGrant(accountId), undoneAt: null }]);
    expect(mine?.redemptions).toMatchObject([{ accountId, customerId: ID, state: 'reserved', points: 100 }]);
    expect(mine?.posted).toEqual([
      { position: 'order:1', standing: { issued: -70, available: 70 }, nextSeq: 3 },
      { position: 'spend:1', standing: { available: -50, reserved: 0, spent: 50 }, nextSeq: 3 },
    ]);
    expect(theirs?.orders.map(({ order }) => order.orderId)).toEqual(['3']);
    expect(theirs?.grants).toEqual([]);
    expect(await loyalty.records(shop, [])).toEqual([]);
  });

  test('records of one into whom two were merged → their orders, grants and entries too; the number of the next entry is its own', async () => {
    const shop = await bench.newShop();
    const { loyalty, orders } = bench.store;
    const ids = [ID, OTHER, customerId(9)] as const;
    const [a, b, c] = await Promise.all(ids.map((id) => memberWith(loyalty, shop, id)));
    const accounts = [a?.accountId ?? '', b?.accountId ?? '', c?.accountId ?? ''] as const;
    await orders.putMany(
      shop,
      ids.map((id, n) => sampleStored({ orderId: orderId(n + 1), customerId: id })),
    );
    for (const [n, accountId] of accounts.entries()) {
      await loyalty.grant(shop, sampleGrant(accountId, { grantKey: `g${n}`, at: later(n) }));
      const entries = [sampleEntry({ points: 10 }), ...(n === 0 ? [sampleEntry({ seq: 2, points: 5 })] : [])];
      await loyalty.settle(shop, [sampleSettlement(accountId, { available: 10 }, { entries })], AT);
    }
    const leaves = sampleEntry({
      position: 'merge:a',
      from: 'available',
      to: 'moved',
      points: 15,
      cause: 'merge',
    });
    const comes = { ...leaves, from: leaves.to, to: leaves.from };
    const pair = [
      sampleSettlement(accounts[0], {}, { entries: [leaves] }),
      sampleSettlement(accounts[1], { available: 25 }, { entries: [comes] }),
    ];
    await loyalty.settle(shop, pair, AT);
    await loyalty.merge(shop, accounts[0], accounts[1], AT);
    await loyalty.merge(shop, accounts[1], accounts[2], AT);
    const [record] = await loyalty.records(shop, [accounts[2]]);
    expect(record?.account).toMatchObject({ accountId: accounts[2], customerId: '9' });
    expect(record?.orders.map(({ order }) => order.orderId).sort()).toEqual(['1', '2', '3']);
    expect(record?.grants.map((grant) => grant.accountId).sort()).toEqual([...accounts].sort());
    const posted = new Map(record?.posted.map(({ position, ...rest }) => [position, rest]));
    expect(posted.get('order:1')).toEqual({ standing: { issued: -35, available: 35 }, nextSeq: 2 });
    expect(posted.get('merge:a')).toEqual({ standing: { available: 0, moved: 0 }, nextSeq: 1 });
  });
});
