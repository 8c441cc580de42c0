import { expect, test } from 'vitest';
import { createReader } from '../../../../web/db/reader.ts';
import { AT, collect, eachStore } from '../stores/each-store.ts';
import { customerId } from '../stores/sample-rows.ts';
import { later, memberWith, sampleGrant } from './loyalty-rows.ts';

eachStore((bench) => {
  const members = async (count: number) => {
    const shop = await bench.newShop();
    const ids = Array.from({ length: count }, (_, n) => customerId(n + 1));
    const accounts = await bench.store.loyalty.lockAccounts(shop, ids, { open: AT });
    return { shop, accountIds: accounts.map((account) => account.accountId) };
  };

  test('the same key again → null, and the first stands; taken away and without an end are kept as well', async () => {
    const { shop, accountIds } = await members(1);
    const [accountId = ''] = accountIds;
    const { loyalty } = bench.store;
    const grantId = await loyalty.grant(shop, sampleGrant(accountId));
    expect(grantId).toEqual(expect.any(String));
    expect(await loyalty.grant(shop, sampleGrant(accountId, { points: 999 }))).toBeNull();
    const taken = sampleGrant(accountId, {
      grantKey: 'adjust:1',
      points: -20,
      reason: 'goodwill',
      expiresAt: null,
    });
    await loyalty.grant(shop, taken);
    const [record] = await loyalty.records(shop, [accountId]);
    expect(record?.grants).toEqual([
      { ...sampleGrant(accountId), grantId, undoneAt: null },
      { ...taken, grantId: expect.any(String), undoneAt: null },
    ]);
  });

  test('many, some of which stand → only the new ones are counted; a key twice in one call → once', async () => {
    const { shop, accountIds } = await members(1);
    const [accountId = ''] = accountIds;
    const grants = Array.from({ length: 2_500 }, (_, n) => sampleGrant(accountId, { grantKey: `file:${n}` }));
    const { loyalty } = bench.store;
    await loyalty.grant(shop, sampleGrant(accountId, { grantKey: 'file:7' }));
    expect(await loyalty.grantMany(shop, [...grants, sampleGrant(accountId, { grantKey: 'file:0' })])).toBe(
      2_499,
    );
    expect(await loyalty.grantMany(shop, grants)).toBe(0);
  });

  test('a file is undone → its grants are, others are not, a second time is refused', async () => {
    const { shop, accountIds } = await members(3);
    const [a = '', b = '', c = ''] = accountIds;
    const { loyalty } = bench.store;
    const batchId = await loyalty.addBatch(shop, {
      kind: 'import',
      rows: 2,
      points: 100,
      at: AT,
      fileName: 'điểm.csv',
    });
    const other = await loyalty.addBatch(shop, {
      kind: 'adjust',
      rows: 1,
      points: -5,
      at: later(1),
      fileName: null,
    });
    const grants = [
      sampleGrant(a, { grantKey: 'f:1', batchId }),
      sampleGrant(b, { grantKey: 'f:2', batchId }),
      sampleGrant(b, { grantKey: 'f:3', batchId: other }),
      sampleGrant(c, { grantKey: 'hand' }),
    ];
    await loyalty.grantMany(shop, grants);
    await loyalty.finishBatch(shop, batchId);
    expect(await loyalty.undoBatch(shop, batchId, later(5))).toBe('undone');
    expect(await loyalty.undoBatch(shop, batchId, later(6))).toBe('was_undone');
    const records = await loyalty.records(shop, accountIds);
    const undone = records.flatMap((record) =>
      record.grants.map(({ grantKey, undoneAt }) => [grantKey, undoneAt]),
    );
    expect(undone).toEqual([
      ['f:1', later(5)],
      ['f:2', later(5)],
      ['f:3', null],
      ['hand', null],
    ]);
    await loyalty.finishBatch(shop, batchId);
    expect(await createReader(bench.pool).loyalty.batches(shop, 10)).toEqual([
      {
        batchId: other,
        kind: 'adjust',
        state: 'running',
        rows: 1,
        points: -5,
        createdAt: later(1),
        undoneAt: null,
        fileName: null,
      },
      {
        batchId,
        kind: 'import',
        state: 'undone',
        rows: 2,
        points: 100,
        createdAt: AT,
        undoneAt: later(5),
        fileName: 'điểm.csv',
      },
    ]);
    expect(await collect(loyalty.accountsOfBatch(shop, batchId))).toEqual([a, b]);
  });

  test('the accounts of a long file → each once, in batches; one that was merged since → the one it stands in', async () => {
    const { shop, accountIds } = await members(1_100);
    const { loyalty } = bench.store;
    const batchId = await loyalty.addBatch(shop, {
      kind: 'import',
      rows: 2_200,
      points: 1,
      at: AT,
      fileName: null,
    });
    const grants = [...accountIds, ...accountIds].map((accountId, n) =>
      sampleGrant(accountId, { grantKey: `f:${n}`, batchId }),
    );
    await loyalty.grantMany(shop, grants);
    expect(await collect(loyalty.accountsOfBatch(shop, batchId))).toEqual(accountIds);
    const kept = await memberWith(loyalty, shop, customerId(99_999));
    await loyalty.merge(shop, accountIds[0] ?? '', kept.accountId, AT);
    expect((await collect(loyalty.accountsOfBatch(shop, batchId)))[0]).toBe(kept.accountId);
  });
});
