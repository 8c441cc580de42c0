import { describe, expect, it } from 'vitest';
import type { ShopId } from '../../../web/domain/shared/ids.ts';
import { createJobQueue, type JobHandlers } from '../../../web/jobs/queue.ts';
import { jobHandlers } from '../../support/job-handlers.ts';
import { recordingLog } from '../../support/silent-log.ts';
import { eachDatabase } from '../../support/test-database.ts';

const SHOP = 1 as ShopId;
/** Longer than a test may take: such a queue runs what it was woken for and nothing else. */
const NEVER_LOOKS = 600;

function handlersWith(backfill: JobHandlers['backfill']): JobHandlers {
  return jobHandlers({ backfill });
}

eachDatabase((kind, open) => {
  // Each starts queues: two dozen of them, some hundred statements.
  describe('job queue at its start', { timeout: 180_000 }, () => {
    it('the very first job is asked for inside a transaction → it is written there, on one connection', async () => {
      const { pool } = await open();
      const queue = createJobQueue(pool, recordingLog());
      await queue.start();
      const client = await pool.connect();
      await client.query('BEGIN');
      await queue.enqueueIn((text, values) => client.query(text, values), 'backfill', { shopId: SHOP });
      await client.query('COMMIT');
      client.release();
      const { rows } = await pool.query(`SELECT name, state::text FROM pgboss.job WHERE name = 'backfill'`);
      expect(rows).toEqual([{ name: 'backfill', state: 'created' }]);
      await queue.stop(0);
    });

    it('a process died in the middle of a job → the one that takes over runs it again at once', async () => {
      const { pool } = await open();
      const dead = createJobQueue(pool, recordingLog(), NEVER_LOOKS);
      await dead.start();
      let begun = 0;
      await dead.work(
        handlersWith(async () => {
          begun++;
          if (begun === 1) await new Promise(() => undefined);
        }),
      );
      await dead.enqueue('backfill', { shopId: SHOP });
      await expect.poll(() => begun, { timeout: 60_000, interval: 20 }).toBe(1);

      const next = createJobQueue(pool, recordingLog());
      await next.start();
      await next.takeOver();
      // At once: without taking over it would stay active until its heartbeat has been missing for 20 s.
      const { rows } = await pool.query(`SELECT state::text FROM pgboss.job WHERE name = 'backfill'`);
      expect(rows).toEqual([{ state: 'retry' }]);
      let again = 0;
      await next.work(
        handlersWith(async () => {
          again++;
        }),
      );
      await expect.poll(() => begun - 1 + again, { timeout: 60_000, interval: 20 }).toBe(1);
      await next.stop(0);
      await dead.stop(0);
    });

    // The embedded database has one process: there is no other to vanish, and `takeOver` gives back what it left itself.
    if (kind === 'postgres')
      it('another process vanished in the middle of a job 21 s ago → this one notices and runs it', async () => {
        const { pool } = await open();
        const runs: ShopId[] = [];
        const queue = createJobQueue(pool, recordingLog());
        await queue.start();
        await queue.enqueue('backfill', { shopId: SHOP });
        await pool.query(
          `UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 hour', heartbeat_on = now() - interval '21 s'`,
        );
        await queue.work(
          handlersWith(async ({ shopId }) => {
            runs.push(shopId);
          }),
        );
        // It looks every 10 s, then the job waits for the pause before its second try.
        await expect.poll(() => runs, { timeout: 120_000, interval: 50 }).toEqual([SHOP]);
        await queue.stop(0);
      });

    it('a database whose queues were made with other settings → they get those that survive a day without Shopify', async () => {
      const { pool } = await open();
      const before = createJobQueue(pool, recordingLog());
      await before.start();
      await pool.query(
        'UPDATE pgboss.queue SET retry_limit = 10, retry_delay_max = NULL, heartbeat_seconds = NULL',
      );
      await before.stop(0);
      const after = createJobQueue(pool, recordingLog());
      await after.start();
      const { rows } = await pool.query<{ tries: number; pause: number; heartbeat: number }>(
        `SELECT retry_limit AS tries, retry_delay_max AS pause, heartbeat_seconds AS heartbeat
          FROM pgboss.queue WHERE name = 'reconcile'`,
      );
      await after.stop(0);
      const [settings = { tries: 0, pause: 0, heartbeat: 0 }] = rows;
      // The first ten pauses are shorter: 1, 2, 4, ... seconds.
      expect((settings.tries - 10) * settings.pause).toBeGreaterThanOrEqual(24 * 3600);
      expect(settings.heartbeat).toBe(20);
    });
  });
});
