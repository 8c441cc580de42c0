import pg from 'pg';
import { lockFolder } from './folder-lock.ts';
import { type EngineLimits, PGliteEngine } from './pglite-engine.ts';
import { PGliteStream } from './pglite-stream.ts';
import { drainPool } from './pool-closing.ts';
import { SessionClient } from './session-client.ts';
import { columnTypes, prepareSession } from './session-settings.ts';

/** Settings of an embedded database; all but the place have defaults. */
export type PGliteOptions = Partial<EngineLimits> & {
  /** Folder of the data, made when absent; without it the database lives in memory. */
  dataDir?: string;
  /** Commits reach the disk before they are acknowledged (default true). Off only for tests and throw-away data. */
  durable?: boolean;
  /** Bytes written between two checkpoints (default 256 MB). */
  checkpointBytes?: number;
  /** How long `close` waits for clients that are still out, before it rolls them back (default 10 s). */
  closeGraceMs?: number;
  /** Called when the engine was lost and will be restarted. */
  onCrash?: (error: Error) => void;
};

const STATEMENT_LIMIT_MS = 120_000;
const CONNECT_LIMIT_MS = 30_000;
const CLOSE_GRACE_MS = 10_000;

/**
 * Opens PGlite behind a node-postgres pool of one connection: the engine has a single session.
 * @throws AppError CONFLICT when the folder is in use, UNAVAILABLE when the data cannot be opened
 */
export async function openPGlite(
  options: PGliteOptions,
): Promise<{ pool: pg.Pool; close: () => Promise<void> }> {
  const statementLimitMs = options.statementLimitMs ?? STATEMENT_LIMIT_MS;
  const lock = options.dataDir === undefined ? null : lockFolder(options.dataDir);
  const engine = new PGliteEngine(
    {
      dataDir: lock?.folder ?? null,
      durable: options.durable ?? true,
      checkpointBytes: options.checkpointBytes ?? 256 * 1024 * 1024,
    },
    {
      statementLimitMs,
      abandonedLimitMs: options.abandonedLimitMs ?? 5_000,
      startLimitMs: options.startLimitMs ?? 120_000,
    },
    options.onCrash ?? (() => {}),
  );
  try {
    await engine.start();
  } catch (error) {
    await engine.close();
    lock?.release();
    throw error;
  }
  const pool = new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    // Later than the engine's own limit, so that the engine has been restarted when the caller hears of it.
    query_timeout: statementLimitMs + 5_000,
    ssl: false,
    Client: SessionClient,
    types: columnTypes,
    onConnect: prepareSession,
    stream: () => new PGliteStream(engine),
  });
  pool.on('error', () => {}); // an idle client was lost with its engine; the pool has already dropped it
  let closing: Promise<void> | null = null;
  const close = async () => {
    await drainPool(pool, options.closeGraceMs ?? CLOSE_GRACE_MS);
    await engine.close();
    lock?.release();
  };
  return {
    pool,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
