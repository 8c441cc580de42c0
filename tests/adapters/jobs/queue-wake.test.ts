import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore } from '../../../web/db/store.ts';
import type { ShopId } from '../../../web/domain/shared/ids.ts';
import { createJobQueue, type JobQueue } from '../../../web/jobs/queue.ts';
import type { Store } from '../../../web/use-cases/ports.ts';
import { jobHandlers } from '../../support/job-handlers.ts';
import { recordingLog } from '../../support/silent-log.ts';
import { eachDatabase } from '../../support/test-database.ts';

const SHOP = 1 as ShopId;
/** Longer than a test may take: what runs was not found by looking. */
const POLL_SECONDS = 600;

eachDatabase((_kind, open) => {
  describe('a queue that hardly ever looks', () => {
    let queue: JobQueue;
    let store: Store;
    const runs: string[] = [];
    const note = (name: string) => async () => {
      runs.push(name);
    };
    const handlers = jobHandlers({}, note);

    beforeAll(async () => {
      const { pool } = await open();
      queue = createJobQueue(pool, recordingLog(), POLL_SECONDS);
      await queue.start();
      store = createStore({
        pool,
        redactionKey: 'test key',
        enqueueIn: queue.enqueueIn,
        enqueued: queue.wake,
      });
      await queue.work(handlers);
    });
    afterAll(() => queue.stop(1_000));

    const timesRun = (name: string) => runs.filter((run) => run === name).length;

    // The first may be found by the worker's first look; for the second it must be woken.
    it('a job is asked for again → it runs at once', async () => {
      for (const times of [1, 2]) {
        await queue.enqueue('reconcile', { shopId: SHOP });
        await expect.poll(() => timesRun('reconcile')).toBe(times);
      }
    });

    it('a job is asked for again inside a transaction → it runs at once after the commit', async () => {
      for (const times of [1, 2]) {
        await store.transaction((tx) => tx.enqueue('sync-tags', { shopId: SHOP }));
        await expect.poll(() => timesRun('sync-tags')).toBe(times);
      }
    });

    it('the transaction fails → nobody is woken, nothing runs', async () => {
      const woken: string[] = [];
      const { pool } = await open();
      const failing = createStore({
        pool,
        redactionKey: 'test key',
        enqueueIn: async () => undefined,
        enqueued: (name) => woken.push(name),
      });
      const work = failing.transaction(async (tx) => {
        await tx.enqueue('refresh-shop', { shopId: SHOP });
        throw new RangeError('no');
      });
      await expect(work).rejects.toThrow(RangeError);
      expect(woken).toEqual([]);
    });
  });
});
