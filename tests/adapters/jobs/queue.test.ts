import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShopId } from '../../../web/domain/shared/ids.ts';
import { createJobQueue, type JobQueue } from '../../../web/jobs/queue.ts';
import { jobHandlers } from '../../support/job-handlers.ts';
import { recordingLog } from '../../support/silent-log.ts';
import { eachDatabase, type TestDatabase } from '../../support/test-database.ts';

const SHOP = 1 as ShopId;
const OTHER = 2 as ShopId;

eachDatabase((_kind, open) => {
  describe('job queue', () => {
    let database: TestDatabase;
    let queue: JobQueue;
    const runs: string[] = [];
    let failures = 0;
    let block: Promise<void> = Promise.resolve();

    const note = (name: string) => async (payload: object) => {
      runs.push(`${name} ${'shopId' in payload ? payload.shopId : ''}`.trim());
    };
    const handlers = jobHandlers(
      {
        backfill: async ({ shopId }) => {
          runs.push(`backfill ${shopId}`);
          await block;
        },
        reconcile: async ({ shopId }) => {
          if (failures-- > 0) throw new Error('Shopify is away');
          runs.push(`reconcile ${shopId}`);
        },
      },
      note,
    );

    beforeAll(async () => {
      database = await open();
      queue = createJobQueue(database.pool, recordingLog());
      await queue.start();
    });
    afterAll(async () => {
      await queue.stop(1000);
    });

    async function until(condition: () => boolean): Promise<void> {
      await expect.poll(condition, { timeout: 60_000, interval: 20 }).toBe(true);
    }

    it('jobs asked for three times while none ran → one run a shop', async () => {
      for (let i = 0; i < 3; i++) await queue.enqueue('sync-tags', { shopId: SHOP });
      await queue.enqueue('sync-tags', { shopId: OTHER });
      await queue.work(handlers);
      await until(() => runs.includes('sync-tags 1') && runs.includes('sync-tags 2'));
      await queue.enqueue('housekeeping', {});
      await until(() => runs.includes('housekeeping'));
      expect(runs.filter((run) => run === 'sync-tags 1')).toHaveLength(1);
    });

    it('a job asked for while the same one runs → runs once more afterwards, never twice at once', async () => {
      let release: () => void = () => undefined;
      block = new Promise((resolve) => {
        release = resolve;
      });
      await queue.enqueue('backfill', { shopId: SHOP });
      await until(() => runs.includes('backfill 1'));
      await queue.enqueue('backfill', { shopId: SHOP });
      await queue.enqueue('backfill', { shopId: SHOP });
      await queue.enqueue('housekeeping', {});
      await until(() => runs.filter((run) => run === 'housekeeping').length === 2);
      expect(runs.filter((run) => run === 'backfill 1')).toHaveLength(1);
      release();
      await until(() => runs.filter((run) => run === 'backfill 1').length === 2);
    });

    it('a job that fails → is tried again', async () => {
      failures = 1;
      await queue.enqueue('reconcile', { shopId: SHOP });
      await until(() => runs.includes('reconcile 1'));
      expect(failures).toBe(-1);
    });

    it('a job enqueued in a transaction that rolls back → never runs; in one that commits → runs', async () => {
      const client = await database.pool.connect();
      const sql = (text: string, values?: unknown[]) => client.query(text, values);
      await client.query('BEGIN');
      await queue.enqueueIn(sql, 'refresh-shop', { shopId: OTHER });
      await client.query('ROLLBACK');
      await client.query('BEGIN');
      await queue.enqueueIn(sql, 'refresh-shop', { shopId: SHOP });
      await client.query('COMMIT');
      client.release();
      await until(() => runs.includes('refresh-shop 1'));
      expect(runs).not.toContain('refresh-shop 2');
    });
  });
});
