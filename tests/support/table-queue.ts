import type pg from 'pg';
import type { EnqueueIn } from '../../web/db/store.ts';
import type { JobName, JobPayloads, Queue } from '../../web/use-cases/ports.ts';

export type WaitingJob = {
  [N in JobName]: { id: number; name: N; payload: JobPayloads[N]; startAfter: Date };
}[JobName];

const CREATE = `CREATE TABLE IF NOT EXISTS test_job (
  id serial PRIMARY KEY, name text NOT NULL, key text NOT NULL, payload jsonb NOT NULL, start_after timestamptz NOT NULL,
  running boolean NOT NULL DEFAULT false)`;
const ONE_WAITING = `CREATE UNIQUE INDEX IF NOT EXISTS test_job_waiting ON test_job (name, key) WHERE NOT running`;
const INSERT = `INSERT INTO test_job (name, key, payload, start_after) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;

/**
 * The queue's promises on a plain table and a fixed clock: jobs commit with the caller's transaction, at most one of a name
 * and key waits, a job that was not finished comes again.
 */
export class TableQueue {
  readonly #pool: pg.Pool;
  readonly #now: () => Date;

  constructor(pool: pg.Pool, now: () => Date) {
    this.#pool = pool;
    this.#now = now;
  }

  async create(): Promise<void> {
    await this.#pool.query(CREATE);
    await this.#pool.query(ONE_WAITING);
  }

  readonly enqueueIn: EnqueueIn = async (execute, name, payload, options) => {
    const key = options?.singletonKey ?? ('shopId' in payload ? String(payload.shopId) : 'all');
    await execute(INSERT, [name, key, JSON.stringify(payload), options?.startAfter ?? this.#now()]);
  };

  port(): Queue {
    return {
      enqueue: (name, payload, options) =>
        this.enqueueIn((text, values) => this.#pool.query(text, values), name, payload, options),
    };
  }

  /** The waiting jobs of a shop, the next first. */
  async waiting(shopId: number): Promise<WaitingJob[]> {
    const { rows } = await this.#pool.query<WaitingJob & { start_after: Date }>(
      `SELECT * FROM test_job WHERE (payload->>'shopId')::int = $1 AND NOT running ORDER BY start_after, id`,
      [shopId],
    );
    return rows.map((row) => ({ ...row, startAfter: row.start_after }));
  }

  /** Marks a job running, so that another of its kind may wait beside it. */
  async take(id: number): Promise<void> {
    await this.#pool.query('UPDATE test_job SET running = true WHERE id = $1', [id]);
  }

  async finish(id: number): Promise<void> {
    await this.#pool.query('DELETE FROM test_job WHERE id = $1', [id]);
  }

  /** What a worker that died leaves behind waits again, unless another of its kind waits already. */
  async giveBack(shopId: number): Promise<void> {
    await this.#pool.query(
      `DELETE FROM test_job r WHERE running AND (payload->>'shopId')::int = $1
        AND EXISTS (SELECT FROM test_job w WHERE w.name = r.name AND w.key = r.key AND NOT w.running)`,
      [shopId],
    );
    await this.#pool.query(`UPDATE test_job SET running = false WHERE (payload->>'shopId')::int = $1`, [
      shopId,
    ]);
  }
}
