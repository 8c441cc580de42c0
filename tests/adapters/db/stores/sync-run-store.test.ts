import { expect, test } from 'vitest';
import { AT, eachStore, overlapping } from './each-store.ts';

const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

eachStore((bench) => {
  test('started from several places at once → one run; another kind has its own', async () => {
    const shop = await bench.newShop();
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => bench.store.syncRuns.startOrResume(shop, 'backfill', AT)),
    );
    expect(new Set(runs.map((run) => run.runId)).size).toBe(1);
    expect(runs[0]).toEqual({
      runId: runs[0]?.runId,
      kind: 'backfill',
      state: 'running',
      progress: {},
      ordersRead: 0,
      customersRead: 0,
      ordersExpected: null,
      customersScored: 0,
      drift: {},
      windowFromAt: null,
      windowToAt: null,
      error: null,
      startedAt: AT,
      finishedAt: null,
    });
    const other = await bench.store.syncRuns.startOrResume(shop, 'reconcile', AT);
    expect(other.runId).not.toBe(runs[0]?.runId);
  });

  test('started while another start has not committed → the same run', async () => {
    const shop = await bench.newShop();
    const [first, second] = await overlapping(
      bench,
      (tx) => tx.syncRuns.startOrResume(shop, 'backfill', AT),
      () => bench.store.syncRuns.startOrResume(shop, 'backfill', later(1)),
    );
    expect(first.status).toBe('fulfilled');
    expect(second).toEqual(first);
  });

  test('progress is noted → a restart goes on from it; fields not named stay', async () => {
    const shop = await bench.newShop();
    const { runId } = await bench.store.syncRuns.startOrResume(shop, 'backfill', AT);
    await bench.store.syncRuns.update(shop, runId, {
      progress: { operationId: '9007199254740993', written: 5 },
    });
    await bench.store.syncRuns.update(shop, runId, {
      ordersRead: 5,
      customersRead: 3,
      ordersExpected: 9,
      customersScored: 2,
      drift: { healed: 1 },
      windowFromAt: later(-5),
      windowToAt: later(-1),
    });
    await bench.store.syncRuns.update(shop, runId, {});
    expect(await bench.store.syncRuns.startOrResume(shop, 'backfill', later(5))).toMatchObject({
      runId,
      progress: { operationId: '9007199254740993', written: 5 },
      ordersRead: 5,
      customersRead: 3,
      ordersExpected: 9,
      customersScored: 2,
      drift: { healed: 1 },
      windowFromAt: later(-5),
      windowToAt: later(-1),
      startedAt: AT,
    });
  });

  test('done, then one that fails → the latest is the failed one, the latest done the other; then a new one starts', async () => {
    const shop = await bench.newShop();
    expect(await bench.store.syncRuns.latest(shop, 'reconcile')).toBeNull();
    const first = await bench.store.syncRuns.startOrResume(shop, 'reconcile', AT);
    await bench.store.syncRuns.update(shop, first.runId, { state: 'done', finishedAt: later(1) });
    const second = await bench.store.syncRuns.startOrResume(shop, 'reconcile', later(2));
    await bench.store.syncRuns.update(shop, second.runId, { state: 'failed', error: 'no token' });
    expect(await bench.store.syncRuns.latest(shop, 'reconcile')).toMatchObject({
      runId: second.runId,
      error: 'no token',
    });
    expect(await bench.store.syncRuns.latestDone(shop, 'reconcile')).toMatchObject({
      runId: first.runId,
      finishedAt: later(1),
    });
    const third = await bench.store.syncRuns.startOrResume(shop, 'reconcile', later(3));
    await bench.store.syncRuns.update(shop, third.runId, { error: null });
    expect(third.runId).not.toBe(second.runId);
  });
});
