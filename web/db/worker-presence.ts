import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { ownPool } from './engine/single-session.ts';
import type { Database } from './open-database.ts';

/** First key of the lock by which a process shows that it lives; the second is its number. */
const PRESENCE_LOCK = 72_707_371;
const LARGEST_NUMBER = 2 ** 31 - 1;
const AGAIN_AFTER_MS = 1_000;

/** The numbers of the processes that live, as an SQL array. The server drops a lock with the session of its process. */
export const LIVING_WORKERS = `ARRAY(SELECT objid::int FROM pg_locks
  WHERE locktype = 'advisory' AND classid = ${PRESENCE_LOCK} AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

/** A process that others can see living under this number. */
export type WorkerPresence = { worker: number; end(): Promise<void> };

/**
 * Shows that this process lives, until `end` or its death: what it leased is then free within the second, however it died. On
 * a server by a session of its own, opened again when it breaks; the embedded database has one session, which lives as long.
 */
export async function showPresence(database: Database): Promise<WorkerPresence> {
  if (database.kind === 'postgres') return onOwnSession(database.pool);
  const worker = await lockNumber(database.pool);
  return {
    worker,
    // A database that is gone has dropped the lock already.
    end: () => unlock(database.pool, worker).catch(() => {}),
  };
}

async function onOwnSession(shared: pg.Pool): Promise<WorkerPresence> {
  const pool = ownPool(shared, { max: 1, idleTimeoutMillis: 0 });
  const ended = new AbortController();
  const { signal } = ended;
  const first = await pool.connect();
  const worker = await lockNumber(first);
  let session: pg.PoolClient | null = null;
  keep(first);

  function keep(client: pg.PoolClient): void {
    session = client;
    client.once('end', () => {
      if (signal.aborted) return;
      session = null;
      client.release(true);
      void comeBack();
    });
  }
  async function comeBack(): Promise<void> {
    while (session === null && !signal.aborted) {
      await delay(AGAIN_AFTER_MS, undefined, { ref: false, signal }).catch(() => {});
      if (signal.aborted) return;
      const client = await pool.connect().catch(() => null);
      if (client && !signal.aborted && (await lock(client, worker).catch(() => false))) keep(client);
      else client?.release(true);
    }
  }
  return {
    worker,
    end: async () => {
      ended.abort();
      // The server would take a moment to notice that the session is gone.
      if (session) await unlock(session, worker).catch(() => {});
      session?.release(true);
      await pool.end();
    },
  };
}

/** Takes a number that no living process has. */
async function lockNumber(place: Pick<pg.ClientBase, 'query'>): Promise<number> {
  for (;;) {
    const worker = randomInt(1, LARGEST_NUMBER);
    if (await lock(place, worker)) return worker;
  }
}

async function lock(place: Pick<pg.ClientBase, 'query'>, worker: number): Promise<boolean> {
  const { rows } = await place.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS mine', [
    PRESENCE_LOCK,
    worker,
  ]);
  return rows[0]?.mine ?? false;
}

async function unlock(place: Pick<pg.ClientBase, 'query'>, worker: number): Promise<void> {
  await place.query('SELECT pg_advisory_unlock($1, $2)', [PRESENCE_LOCK, worker]);
}
