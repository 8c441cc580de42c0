import { expect, test } from 'vitest';
import { timelineOf } from '../../../../web/db/timeline-reader.ts';
import type { NewEntry } from '../../../../web/domain/loyalty/ledger.ts';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { TimelineKind, TimelineRow, TimePosition } from '../../../../web/use-cases/read-port.ts';
import { later, memberWith, sampleEntry, sampleGrant, sampleSettlement } from '../loyalty/loyalty-rows.ts';
import { AT } from '../stores/each-store.ts';
import { customerId, orderId, sampleMove, sampleStored } from '../stores/sample-rows.ts';
import { eachReader, walk } from './each-reader.ts';

const ID = customerId(7);

eachReader((bench) => {
  const timeline = (shop: ShopId, id: CustomerId, kinds: readonly TimelineKind[], limit = 50) =>
    walk(
      (after: TimePosition | null) => bench.reader.customers.timeline(shop, id, kinds, { after, limit }),
      ({ at, id: entryId }) => ({ at, id: entryId }),
    );
  const told = (rows: readonly TimelineRow[]) =>
    rows.map((row) =>
      row.kind === 'points' ? [row.points, row.cause, row.grantReason, row.orderId] : row.kind,
    );

  /** Everything that can happen to points, and what is no entry: points to come, and what was set aside and is now spent. */
  const withHistory = async () => {
    const shop = await bench.newShop();
    const { loyalty } = bench.store;
    const { accountId } = await memberWith(loyalty, shop, ID);
    const grantId = await loyalty.grant(shop, sampleGrant(accountId, { reason: 'goodwill' }));
    const refund = {
      position: 'order:1',
      seq: 2,
      from: 'available',
      to: 'issued',
      points: 30,
      cause: 'refund',
    } as const;
    const spend = { position: 'spend:4', points: 20 };
    const expiry = { position: 'expiry', from: 'available', to: 'expired' } as const;
    const entries: NewEntry[] = [
      sampleEntry({ position: 'order:1', points: 100, orderId: orderId(1) }),
      sampleEntry({ position: 'order:2', points: 40, to: 'pending', orderId: orderId(2), at: later(1) }),
      sampleEntry({ position: `grant:${grantId}`, points: 50, cause: 'grant', at: later(2) }),
      sampleEntry({ ...refund, orderId: orderId(1), at: later(3) }),
      sampleEntry({ ...spend, from: 'available', to: 'reserved', cause: 'redeem', at: later(4) }),
      sampleEntry({ ...spend, seq: 2, from: 'reserved', to: 'spent', cause: 'redeem_issued', at: later(4) }),
      sampleEntry({ ...expiry, points: 10, cause: 'expiry', at: later(5) }),
    ];
    await loyalty.settle(shop, [sampleSettlement(accountId, {}, { entries })], later(9));
    return { shop, accountId };
  };
  const HISTORY = [
    [-10, 'expiry', null, null],
    [-20, 'redeem', null, null],
    [-30, 'refund', null, orderId(1)],
    [50, 'grant', 'goodwill', null],
    [100, 'order', null, orderId(1)],
  ];

  test.for([1, 2, 50])('pages of %i → what came and went, when it did, newest first', async (limit) => {
    const { shop } = await withHistory();
    const rows = await timeline(shop, ID, ['points'], limit);
    expect(told(rows)).toEqual(HISTORY);
    expect(rows.map((row) => row.at)).toEqual([later(5), later(4), later(3), later(2), AT]);
    expect(await timeline(shop, customerId(8), ['points'], limit)).toEqual([]);
  });

  test('beside the other kinds at one instant → points after the order and the stage it led to', async () => {
    const { shop } = await withHistory();
    await bench.store.orders.put(
      shop,
      sampleStored({ orderId: orderId(1), customerId: ID, processedAt: AT, refunds: [] }),
    );
    await bench.store.customers.addMoves(shop, [sampleMove({ customerId: ID })], AT);
    for (const limit of [1, 50]) {
      const rows = await timeline(shop, ID, ['stage', 'order', 'refund', 'points'], limit);
      expect(told(rows)).toEqual([...HISTORY, 'stage', 'order']);
    }
  });

  test('merged → who stays has both histories; what only moved between the two is none', async () => {
    const { shop, accountId } = await withHistory();
    const { loyalty } = bench.store;
    const kept = await memberWith(loyalty, shop, customerId(8), 11);
    const moved = { position: 'merge:x', points: 90, cause: 'merge', at: later(8) } as const;
    const leaves = sampleEntry({ ...moved, from: 'available', to: 'moved' });
    const comes = sampleEntry({ ...moved, from: 'moved', to: 'available' });
    const pair = [
      sampleSettlement(accountId, {}, { entries: [leaves] }),
      sampleSettlement(kept.accountId, {}, { entries: [comes] }),
    ];
    await loyalty.settle(shop, pair, later(9));
    await loyalty.merge(shop, accountId, kept.accountId, later(9));
    const rows = await timeline(shop, customerId(8), ['points'], 2);
    expect(told(rows)).toHaveLength(HISTORY.length + 1);
    expect(told(rows)).toEqual(expect.arrayContaining([...HISTORY, [11, 'order', null, null]]));
  });

  test('a table full of others → read by the index of the one account', async () => {
    const { shop } = await withHistory();
    const others = Array.from({ length: 40 }, (_, n) => customerId(100 + n));
    for (const id of others) {
      const { accountId } = await memberWith(bench.store.loyalty, shop, id);
      const entries = Array.from({ length: 50 }, (_, n) => sampleEntry({ position: `order:${n + 1}` }));
      await bench.store.loyalty.settle(shop, [sampleSettlement(accountId, {}, { entries })], AT);
    }
    await bench.pool.query('ANALYZE ledger_entry');
    const seen: string[] = [];
    const spy = Object.create(bench.pool, {
      query: {
        value: (text: string, values: unknown[]) => {
          seen.push(text);
          return bench.pool.query(text, values);
        },
      },
    });
    await timelineOf(spy, { shop, customerId: ID, kinds: ['points'] }, { after: null, limit: 30 });
    const { rows } = await bench.pool.query(`EXPLAIN ${seen[0]}`, [shop, ID, null, null, 30]);
    const plan = JSON.stringify(rows);
    expect(plan).toMatch(/ledger_entry_shop_id_account_id/);
    expect(plan).not.toMatch(/Seq Scan on ledger_entry/);
  });
});
