import pg from 'pg';
import type { Database } from '../open-database.ts';

const turns = new WeakMap<pg.Pool, Promise<unknown>>();

/**
 * Runs `work` with a pool of exactly one session and ends that session afterwards, so that its advisory locks are free again.
 * On a server the session is one of its own, without a statement limit; on PGlite it is the only one, and callers take turns.
 */
export function withSingleSession<T>(database: Database, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  if (database.kind === 'postgres') return onOwnPool(database.pool, work);
  const before = turns.get(database.pool) ?? Promise.resolve();
  const turn = before.then(() => onOnlySession(database.pool, work));
  turns.set(
    database.pool,
    turn.catch(() => {}),
  );
  return turn;
}

async function onOnlySession<T>(pool: pg.Pool, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  try {
    return await work(pool);
  } finally {
    (await pool.connect()).release(true);
  }
}

/** Another pool to the same server, but for these settings. */
export function ownPool({ options }: pg.Pool, settings: pg.PoolConfig): pg.Pool {
  const secret = options.password === undefined ? {} : { password: options.password }; // pg hides it from a spread
  const pool = new pg.Pool({ ...options, ...secret, ...settings });
  pool.on('error', () => {});
  return pool;
}

async function onOwnPool<T>(shared: pg.Pool, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = ownPool(shared, { max: 1, statement_timeout: 0, query_timeout: 0 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
