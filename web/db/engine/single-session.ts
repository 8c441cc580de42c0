import pg from 'pg';
import type { Database } from '../open-database.ts';

/**
 * Runs `work` with a pool of exactly one session and no statement limit, and ends that session afterwards,
 * so that its advisory locks are free again.
 */
export async function withSingleSession<T>(
  database: Database,
  work: (pool: pg.Pool) => Promise<T>,
): Promise<T> {
  if (database.kind === 'pglite') {
    try {
      return await work(database.pool);
    } finally {
      const client = await database.pool.connect();
      client.release(true);
    }
  }
  const { options } = database.pool; // pg hides the password from a spread
  const secret = options.password === undefined ? {} : { password: options.password };
  const pool = new pg.Pool({ ...options, ...secret, max: 1, statement_timeout: 0, query_timeout: 0 });
  pool.on('error', () => {});
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
