import pg from 'pg';
import { AppError } from '../../domain/shared/errors.ts';
import { drainPool } from './pool-closing.ts';
import { SessionClient } from './session-client.ts';
import { columnTypes, prepareSession } from './session-settings.ts';

/** Settings of a PostgreSQL server. */
export type PostgresOptions = {
  /** `postgresql://user:password@host:5432/database` */
  url: string;
  /** Connections of this process (default 10). */
  poolSize?: number;
  /** A longer statement is cancelled by the server (default 120 s). */
  statementLimitMs?: number;
  /** How long `close` waits for clients that are still out (default 10 s). */
  closeGraceMs?: number;
};

const OLDEST_VERSION = 15;
const STATEMENT_LIMIT_MS = 120_000;
const CONNECT_LIMIT_MS = 30_000;
const CLOSE_GRACE_MS = 10_000;

/**
 * Opens a pool to a PostgreSQL server of version 15 or newer and checks that it answers.
 * @throws AppError UNAVAILABLE when it cannot be reached, INVALID_INPUT when it is too old
 */
export async function openPostgres(
  options: PostgresOptions,
): Promise<{ pool: pg.Pool; close: () => Promise<void> }> {
  const statementLimitMs = options.statementLimitMs ?? STATEMENT_LIMIT_MS;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: statementLimitMs,
    // For a network that has died: by then the server would have answered.
    query_timeout: statementLimitMs + 10_000,
    keepAlive: true,
    application_name: 'encore',
    Client: SessionClient,
    types: columnTypes,
    onConnect: prepareSession,
  });
  pool.on('error', () => {}); // an idle connection was lost; the pool has already dropped it
  try {
    await checkVersion(pool, options.url);
  } catch (error) {
    await pool.end();
    throw error;
  }
  let closing: Promise<void> | null = null;
  return {
    pool,
    close: () => {
      closing ??= drainPool(pool, options.closeGraceMs ?? CLOSE_GRACE_MS);
      return closing;
    },
  };
}

async function checkVersion(pool: pg.Pool, url: string): Promise<void> {
  const answer = await pool
    .query<{ number: string }>(`SELECT current_setting('server_version_num') AS number`)
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
      throw new AppError('UNAVAILABLE', `PostgreSQL at ${placeOf(url)} cannot be reached: ${reason}`, {
        cause,
      });
    });
  requireVersion(Number(answer.rows[0]?.number ?? 0), placeOf(url));
}

/** Refuses what is older than PostgreSQL 15. @param versionNumber as `server_version_num` gives it: 150004 is 15.4 */
export function requireVersion(versionNumber: number, place: string): void {
  const version = Math.floor(versionNumber / 10_000);
  if (version < OLDEST_VERSION) {
    throw new AppError(
      'INVALID_INPUT',
      `PostgreSQL at ${place} is version ${version}; Encore needs ${OLDEST_VERSION} or newer.`,
    );
  }
}

/** Host and database of a connection string, without its secrets. */
function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed
    ? `${parsed.searchParams.get('host') ?? parsed.host}${parsed.pathname}`
    : 'the address in DATABASE_URL';
}
