import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

const DRAIN_STEP_MS = 20;

/**
 * Ends a pool after what already waits for a connection was served; pg's own `end` would leave those callers waiting for ever.
 * @param graceMs after this the pool is left to its fate, so that an unfinished transaction cannot hold up the end of the process
 */
export async function drainPool(pool: pg.Pool, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  while (pool.waitingCount > 0 && Date.now() < deadline) await delay(DRAIN_STEP_MS);
  await Promise.race([pool.end(), delay(Math.max(0, deadline - Date.now()), undefined, { ref: false })]);
}
