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

const JOB_NAMES: readonly JobName[] = [
  'backfill',
  'score-shop',
  'apply-rules',
  'sync-tags',
  'reconcile',
  'refresh-shop',
  'housekeeping',
];

/**
 * One queue a job name with policy `stately`: per key at most one waiting and one running, so a burst of requests for the
 * same shop becomes one run after the present one. A worker that died is noticed by its missing heartbeat within half a minute.
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
    await boss.send(name, payload, {
      singletonKey: options.singletonKey ?? keyOf(payload),
      ...(options.startAfter ? { startAfter: options.startAfter } : {}),
      ...(db ? { db } : {}),
    });
  }

  const workers = new Map<JobName, string>();
  function wake(name: JobName): void {
    const worker = workers.get(name);
    if (worker !== undefined) boss.notifyWorker(worker);
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
        await boss.createQueue(name, {
          policy: 'stately',
          retryLimit: 10,
          retryBackoff: true,
          retryDelay: 1,
          retryDelayMax: 600,
          expireInSeconds: 6 * 3600,
          heartbeatSeconds: 20,
          deleteAfterSeconds: 24 * 3600,
        });
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
      for (const name of JOB_NAMES) await workOne(name, handlers);
    },
    async stop(graceMs = 20_000) {
      await boss.stop({ graceful: true, timeout: graceMs, close: false });
    },
  };

  async function workOne<N extends JobName>(name: N, handlers: JobHandlers): Promise<void> {
    const worker = await boss.work<JobPayloads[N]>(
      name,
      { batchSize: 1, pollingIntervalSeconds: pollSeconds },
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
    workers.set(name, worker);
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
        return Array.isArray(result)
          ? { rows: result.flatMap((one) => one.rows ?? []) }
          : (result as { rows: unknown[] });
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
