import type pg from 'pg';
import { openPGlite, type PGliteOptions } from './engine/pglite-database.ts';
import { openPostgres, type PostgresOptions } from './engine/postgres-database.ts';

/**
 * One SQL dialect, one driver. On PGlite the pool has a single connection: inside a transaction use only its own client, or the
 * statement waits for the transaction and the transaction for the statement. A pg-cursor read for longer than the statement
 * limit needs `SET LOCAL statement_timeout = 0` in its transaction: the server counts from when it was opened.
 */
export type Database = {
  pool: pg.Pool;
  kind: 'pglite' | 'postgres';
  /** Serves what already waits, then ends. Call it on SIGTERM; PGlite checkpoints here. Safe to call twice. */
  close: () => Promise<void>;
};

/** A PostgreSQL server (`url`), a folder of the embedded one (`dataDir`), or, with neither, a database in memory. */
export type DatabaseOptions = PostgresOptions | ({ url?: never } & PGliteOptions);

/**
 * Opens the database. It may be empty: see `migrate`.
 * @throws AppError UNAVAILABLE (unreachable), INVALID_INPUT (server too old), CONFLICT (folder in use by another process)
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.url !== undefined) return { kind: 'postgres', ...(await openPostgres(options)) };
  return { kind: 'pglite', ...(await openPGlite(options)) };
}
