import type { Pool } from 'pg';
import { type Db, PgBoss } from 'pg-boss';
import type { EnqueueOptions, JobName, JobPayloads, Log, Queue } from '../use-cases/ports.ts';

/** Runs one job; throwing makes it be tried again with growing pauses. */
export type JobHandlers = { [N in JobName]: (payload: JobPayloads[N]) => Promise<void> };

/** Sends one statement on a connection of the caller's, so that a job commits with the caller's rows. */
export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

/** The durable queue: pg-boss on our own pool, so that one PostgreSQL dialect and one driver serve rows and jobs. */
export type JobQueue = Queue & {
  /** Enqueues inside the caller's transaction. */
  enqueueIn<N extends JobName>(
    sql: ExecuteSql,
    name: N,
    payload: JobPayloads[N],
    options?: EnqueueOptions,
  ): Promise<void>;
  /** Looks for jobs of this name now instead of at the next poll. For callers of `enqueueIn`, after their commit; never throws. */
  wake(name: JobName): void;
  start(): Promise<void>;
  /** Gives back at once what a process that died left running. Only where no other process can be working: the embedded database. */
  takeOver(): Promise<void>;
  work(handlers: JobHandlers): Promise<void>;
  /** Waits up to `graceMs` for running jobs; those that do not end are tried again by the next process. */
  stop(graceMs?: number): Promise<void>;
};

/** Every job there is. */
export const JOB_NAMES: readonly JobName[] = [
  'backfill',
  'score-shop',
  'apply-rules',
  'sync-tags',
  'reconcile',
  'refresh-costs',
  'refresh-shop',
  'run-campaigns',
  'issue-offers',
  'deliver',
  'tidy-offers',
  'extend-offers',
  'unsubscribe',
  'read-bounces',
  'report-sends',
  'measure-campaigns',
  'settle-points',
  'settle-redemptions',
  'recount-points',
  'refresh-program',
  'publish-points',
  'send-flow-events',
  'housekeeping',
];

/** Runs of one name at once in this process, each of another shop: a long one does not hold up the others. */
const SHOPS_AT_ONCE = 3;
/** How many times more seldom the other seats of a name look, so that two dozen names do not keep an idle database busy. */
const IDLE_SEATS = 20;

/** Shopify may be away for a day: the pauses double up to ten minutes, and 200 tries then last for more than 30 hours. */
const SETTINGS = {
  retryLimit: 200,
  retryBackoff: true,
  retryDelay: 1,
  retryDelayMax: 600,
  expireInSeconds: 6 * 3600,
  heartbeatSeconds: 20,
  deleteAfterSeconds: 24 * 3600,
};

/**
 * One queue a job name with policy `stately`: per key at most one waiting and one running (a unique index), so a burst of
 * requests for the same shop becomes one run after the present one. The key is the job's group too, and a group takes one
 * worker: a fetch passes over the waiting job of a key that is running instead of stumbling over it while others wait behind.
 * A worker that died is noticed by its missing heartbeat within half a minute.
 */
export function createJobQueue(pool: Pool, log: Log, pollSeconds = 0.5): JobQueue {
  const boss = new PgBoss({
    db: poolDb(pool),
    schedule: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    maintenanceIntervalSeconds: 3600,
    reindex: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue error'));

  async function send(name: JobName, payload: object, options: EnqueueOptions, db?: Db): Promise<void> {
    const key = options.singletonKey ?? keyOf(payload);
    await boss.send(name, payload, {
      singletonKey: key,
      group: { id: key },
      ...(options.startAfter ? { startAfter: options.startAfter } : {}),
      ...(db ? { db } : {}),
    });
  }

  const workers = new Map<JobName, string[]>();
  function wake(name: JobName): void {
    for (const worker of workers.get(name) ?? []) boss.notifyWorker(worker);
  }

  return {
    enqueue: async (name, payload, options = {}) => {
      await send(name, payload, options);
      wake(name);
    },
    enqueueIn: (sql, name, payload, options = {}) => send(name, payload, options, { executeSql: sql }),
    wake,
    async start() {
      await boss.start();
      for (const name of JOB_NAMES) {
        await boss.createQueue(name, { policy: 'stately', ...SETTINGS });
        // The queue of a database from an earlier version keeps its own settings until they are written.
        await boss.updateQueue(name, SETTINGS);
        // A queue not yet known would be looked up by the first send, on a connection of its own. Inside a transaction
        // of the embedded database, which has one connection, that look-up would wait for the transaction it is part of.
        await boss.findJobs(name, { key: 'nobody' });
      }
    },
    async takeOver() {
      const { rows } = await pool.query<{ name: JobName; id: string }>(
        `SELECT name, id FROM pgboss.job WHERE state = 'active' AND name = ANY ($1)`,
        [JOB_NAMES],
      );
      for (const { name, id } of rows) await boss.fail(name, id, { message: 'its process died' });
      if (rows.length > 0) log.warn({ jobs: rows.length }, 'jobs of a process that died will be tried again');
    },
    async work(handlers) {
      for (const name of JOB_NAMES) {
        const ids: string[] = [];
        workers.set(name, ids);
        const seats = name === 'housekeeping' ? 1 : SHOPS_AT_ONCE;
        // One looks for what nobody woke us for (retries, jobs of another process); the others wait to be woken.
        for (let seat = 0; seat < seats; seat++)
          ids.push(await workOne(name, handlers, seat === 0 ? pollSeconds : pollSeconds * IDLE_SEATS));
      }
    },
    async stop(graceMs = 20_000) {
      await boss.stop({ graceful: true, timeout: graceMs, close: false });
    },
  };

  function workOne<N extends JobName>(name: N, handlers: JobHandlers, everySeconds: number): Promise<string> {
    return boss.work<JobPayloads[N]>(
      name,
      { batchSize: 1, groupConcurrency: 1, pollingIntervalSeconds: everySeconds },
      async ([job]) => {
        if (!job) return;
        const jobLog = log.child({ job: name, jobId: job.id, ...job.data });
        const startedAt = performance.now();
        try {
          await handlers[name](job.data);
          jobLog.info({ ms: Math.round(performance.now() - startedAt) }, 'job done');
        } catch (error) {
          jobLog.error(
            { err: error, ms: Math.round(performance.now() - startedAt) },
            'job failed, it will be tried again',
          );
          throw error;
        }
      },
    );
  }
}

function keyOf(payload: object): string {
  return 'shopId' in payload ? String(payload.shopId) : 'all';
}

/** pg-boss sends whole transactions as one text; a connection on which one failed must not go back to the pool half-open. */
function poolDb(pool: Pool): Db {
  return {
    async executeSql(text, values) {
      const client = await pool.connect();
      try {
        const result: unknown = values?.length ? await client.query(text, values) : await client.query(text);
        const rows: unknown[] = Array.isArray(result)
          ? result.flatMap((one) => one.rows ?? [])
          : (result as { rows: unknown[] }).rows;
        return { rows: rows.map(withoutStaleKeys) };
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

/**
 * pg-boss's list of queues says which keys were running when it was last counted. Kept for a minute and obeyed by every fetch,
 * it would hold up a shop long after its job is done; who is running is asked anew by each fetch (`groupConcurrency`).
 */
function withoutStaleKeys(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'singletonsActive' in row
    ? { ...row, singletonsActive: null }
    : row;
}
