import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { beforeAll } from 'vitest';
import { createStore, type EnqueueIn } from '../../../../web/db/store.ts';
import { createTokenCipher } from '../../../../web/db/token-cipher.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { Store, Tx } from '../../../../web/use-cases/store-port.ts';
import { eachDatabase } from '../../../support/test-database.ts';

/** What a store suite works with; `store` and `pool` stand from the first test on. */
export type StoreBench = {
  store: Store;
  pool: pg.Pool;
  kind: 'pglite' | 'postgres';
  /** A new installed shop, so that the tests of a file share a database but no rows. */
  newShop(): Promise<ShopId>;
};

export const AT = new Date('2026-03-01T08:00:00Z');
/** Encrypts secrets of channels. */
export const STORE_KEY = Buffer.alloc(32, 7);

/** Writes jobs into a plain table, so that a test sees which of them were committed. */
const enqueueIntoTable: EnqueueIn = async (executeSql, name, payload) => {
  await executeSql('INSERT INTO test_job (name, payload) VALUES ($1, $2)', [name, JSON.stringify(payload)]);
};

/** Runs a suite on both databases, each with one store for all its tests. */
export function eachStore(suite: (bench: StoreBench) => void): void {
  eachDatabase((kind, open) => {
    let shops = 0;
    const bench = {
      kind,
      newShop: async () => {
        shops += 1;
        const { shop } = await bench.store.shops.install(`shop-${shops}.myshopify.com`, AT, ['read_orders']);
        return shop.shopId;
      },
    } as StoreBench;
    beforeAll(async () => {
      const { pool } = await open();
      await pool.query('CREATE TABLE test_job (name text NOT NULL, payload jsonb NOT NULL)');
      bench.pool = pool;
      const cipher = createTokenCipher([STORE_KEY]);
      bench.store = createStore({ pool, redactionKey: 'test key', enqueueIn: enqueueIntoTable, cipher });
    });
    suite(bench);
  });
}

/** Every item of a stream of batches. */
export async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

/** Resolves once another session waits for a lock. On PGlite the only session is taken, so whoever comes next waits anyway. */
export async function untilSomebodyWaits({ kind, pool }: Pick<StoreBench, 'kind' | 'pool'>): Promise<void> {
  if (kind === 'pglite') return;
  for (;;) {
    // Of this database: other files wait for locks on the same server.
    const { rows } = await pool.query(
      `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`,
    );
    if (rows.length > 0) return;
    await delay(5);
  }
}

/** Runs `second` while the transaction of `first` has written and not yet committed; answers what both gave. */
export async function overlapping<A, B>(
  bench: StoreBench,
  first: (tx: Tx) => Promise<A>,
  second: () => Promise<B>,
): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: written, resolve: wrote } = Promise.withResolvers<void>();
  const one = bench.store.transaction(async (tx) => {
    const result = await first(tx);
    wrote();
    await held;
    return result;
  });
  await Promise.race([written, one]);
  const two = second();
  await Promise.race([untilSomebodyWaits(bench), two.catch(() => undefined)]);
  release();
  return Promise.allSettled([one, two]);
}
