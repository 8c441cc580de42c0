import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../domain/shared/errors.ts';
import { sqlStateOf } from './sql-state.ts';

/** Serialization failure and deadlock: the other transaction won, so the same work may succeed now. */
const RETRIED = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 5;

/**
 * BEGIN … COMMIT on one client of the pool, read committed, retried on deadlock and serialization failure; `work` may
 * therefore run several times. On PGlite the pool itself must not be used inside `work` (see `Database`).
 * @throws AppError INTERNAL when `work` swallowed the error of a statement, so that its writes could not be committed
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(pool, work);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !RETRIED.has(sqlStateOf(error) ?? '')) throw error;
      await delay(FIRST_PAUSE_MS * 2 ** attempt * Math.random());
    }
  }
}

async function attemptOnce<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let lost: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT')
      throw new AppError(
        'INTERNAL',
        'A statement failed inside the transaction and its error was swallowed.',
      );
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      lost = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.release(lost);
  }
}
