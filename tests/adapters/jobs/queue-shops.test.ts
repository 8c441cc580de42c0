import { PgBoss } from 'pg-boss';
import { afterEach, describe, expect, it } from 'vitest';
import type { ShopId } from '../../../web/domain/shared/ids.ts';
import { createJobQueue, type JobHandlers, type JobQueue } from '../../../web/jobs/queue.ts';
import { jobHandlers } from '../../support/job-handlers.ts';
import { recordingLog } from '../../support/silent-log.ts';
import { eachDatabase, type TestDatabase } from '../../support/test-database.ts';

const SHOP = 1 as ShopId;
const OTHER = 2 as ShopId;
/** Longer than a test may take: such a queue runs what it was woken for and nothing else. */
const NEVER_LOOKS = 600;

/** Backfills that run until they are let go, with what was seen of them. */
function heldBackfills() {
  const running = new Map<ShopId, number>();
  const started: ShopId[] = [];
  const release: (() => void)[] = [];
  let mostOfOneShop = 0;
  const handlers = jobHandlers({
    backfill: async ({ shopId }) => {
      const now = (running.get(shopId) ?? 0) + 1;
      running.set(shopId, now);
      mostOfOneShop = Math.max(mostOfOneShop, now);
      started.push(shopId);
      await new Promise<void>((resolve) => {
        release.push(resolve);
      });
      running.set(shopId, (running.get(shopId) ?? 0) - 1);
    },
  });
  return { handlers, started, release, mostOfOneShop: () => mostOfOneShop };
}

eachDatabase((_kind, open) => {
  // Each starts queues: two dozen of them, some hundred statements.
  describe('jobs of several shops', { timeout: 180_000 }, () => {
    const queues: JobQueue[] = [];
    afterEach(async () => {
      for (const queue of queues.splice(0)) await queue.stop(0);
    });

    async function working(database: TestDatabase, handlers: JobHandlers, pollSeconds?: number) {
      const queue = createJobQueue(database.pool, recordingLog(), pollSeconds);
      queues.push(queue);
      await queue.start();
      await queue.work(handlers);
      return queue;
    }

    it('a job was running when the queues were counted → the next of its shop starts long before they are counted anew, never beside it', async () => {
      const database = await open();
      const seen = heldBackfills();
      const first = await working(database, seen.handlers, NEVER_LOOKS);
      await first.enqueue('backfill', { shopId: SHOP });
      await expect.poll(() => seen.started, { timeout: 60_000, interval: 20 }).toEqual([SHOP]);
      await countQueues(database);

      // Started now, this one holds the count in its memory for a minute.
      const second = await working(database, seen.handlers);
      await second.enqueue('backfill', { shopId: SHOP });
      await second.enqueue('backfill', { shopId: OTHER });
      await expect.poll(() => seen.started, { timeout: 60_000, interval: 20 }).toEqual([SHOP, OTHER]);

      for (const release of seen.release.splice(0)) release();
      // On a quiet machine half a second: it looks that often. A minute if the count were obeyed.
      await expect.poll(() => seen.started, { timeout: 30_000, interval: 20 }).toEqual([SHOP, OTHER, SHOP]);
      for (const release of seen.release) release();
      expect(seen.mostOfOneShop()).toBe(1);
    });

    it('a long job of one shop with its next one waiting → the other shop does not wait for either', async () => {
      const database = await open();
      const seen = heldBackfills();
      const queue = await working(database, seen.handlers);
      await queue.enqueue('backfill', { shopId: SHOP });
      await expect.poll(() => seen.started, { timeout: 60_000, interval: 20 }).toEqual([SHOP]);
      await queue.enqueue('backfill', { shopId: SHOP });
      await queue.enqueue('backfill', { shopId: OTHER });
      await expect.poll(() => seen.started, { timeout: 60_000, interval: 20 }).toEqual([SHOP, OTHER]);
      for (const release of seen.release) release();
    });
  });
});

/** What pg-boss does every few seconds, here at a known moment. */
async function countQueues({ pool }: TestDatabase): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values).then(flat) },
    schedule: false,
    supervise: false,
  });
  await boss.start();
  await boss.supervise('backfill');
  await boss.stop({ graceful: false, close: false });
  const { rows } = await pool.query(`SELECT singletons_active FROM pgboss.queue WHERE name = 'backfill'`);
  expect(rows, 'the count shows the running job').toEqual([{ singletons_active: [String(SHOP)] }]);
}

function flat(result: unknown): { rows: unknown[] } {
  return Array.isArray(result)
    ? { rows: result.flatMap((one) => one.rows ?? []) }
    : (result as { rows: unknown[] });
}
