import { setTimeout as delay } from 'node:timers/promises';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { AppError } from '../domain/shared/errors.ts';
import { prismaFolder, readMigrations } from './engine/migration-files.ts';
import { noFilters, withSchemaEngine } from './engine/schema-engine.ts';
import { ownPool, withSingleSession } from './engine/single-session.ts';
import type { Database } from './open-database.ts';

/** Ours, so that a second migrator waits; the engine's own lock (72707369) would fail after ten seconds. */
const WAIT_LOCK = 72_707_370;
const WAIT_STEP_MS = 100;
const WAIT_LIMIT_MS = 600_000;
/** The session with the lock says nothing during a long migration; what lies between would take it for dead. */
const KEPT_ALIVE = { keepAliveInitialDelayMillis: 30_000 };

/**
 * Brings the database to the newest migration: several processes may do so at once, one works and the others find nothing to do.
 * Each file is one transaction: a failing one leaves nothing behind but its record, and blocks until it is marked rolled back.
 * @param folder holds `migrations/<name>/migration.sql`; the project's own by default
 * @returns the names applied now, in order
 * @throws AppError CONFLICT when an applied file was edited since or the database has another history; INTERNAL when one fails
 */
export function migrate(database: Database, folder: string = prismaFolder): Promise<string[]> {
  const migrationsList = readMigrations(folder);
  return inTurn(database, () =>
    withSingleSession(database, (pool) =>
      withSchemaEngine(pool, (engine) => applyMissing(engine, migrationsList)),
    ),
  );
}

async function applyMissing(
  engine: SchemaEngine,
  migrationsList: ReturnType<typeof readMigrations>,
): Promise<string[]> {
  const state = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: noFilters,
  });
  const edited = state.editedMigrationNames.join(', ');
  if (edited)
    throw new AppError(
      'CONFLICT',
      `Applied migrations were edited: ${edited}. Restore them and add a new migration.`,
    );
  if (state.history?.diagnostic === 'historiesDiverge') {
    const unknown = state.history.unpersistedMigrationNames.join(', ');
    throw new AppError(
      'CONFLICT',
      `The database has migrations this version does not know (${unknown}) and lacks some it has.`,
    );
  }
  const failed = state.failedMigrationNames[0];
  if (failed !== undefined)
    throw new AppError('CONFLICT', `Migration ${failed} failed earlier. ${wayOut(failed)}`);
  const applied = await engine
    .applyMigrations({ migrationsList, filters: noFilters })
    .catch((cause: unknown) => {
      throw new AppError('INTERNAL', explain(messageOf(cause)), { cause });
    });
  return applied.appliedMigrationNames;
}

/** Records that a failed migration left nothing behind (every file is one transaction), so that a corrected one may run. */
export function markRolledBack(database: Database, migrationName: string): Promise<void> {
  return withSingleSession(database, (pool) =>
    withSchemaEngine(pool, async (engine) => {
      await engine.markMigrationRolledBack({ migrationName }).catch((cause: unknown) => {
        throw new AppError('INVALID_INPUT', messageOf(cause), { cause });
      });
    }),
  );
}

/**
 * Works while no other process migrates. The lock is in a session of its own: a statement that fails, as the engine's first one on
 * an empty database does, ends the engine's session and with it every lock of that. The embedded database has one process, whose
 * callers take turns anyway.
 */
async function inTurn<T>(database: Database, work: () => Promise<T>): Promise<T> {
  if (database.kind === 'pglite') return work();
  const pool = ownPool(database.pool, { max: 1, idleTimeoutMillis: 0, ...KEPT_ALIVE });
  try {
    const session = await pool.connect();
    try {
      await waitForTurn(session);
      return await work();
    } finally {
      // The server would take a moment to notice that the session is gone.
      await session.query('SELECT pg_advisory_unlock_all()').catch(() => {});
      session.release(true);
    }
  } finally {
    await pool.end();
  }
}

/** Polls: a session that waits inside `pg_advisory_lock` holds a snapshot, which blocks CREATE INDEX CONCURRENTLY elsewhere. */
async function waitForTurn(session: pg.PoolClient): Promise<void> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  for (;;) {
    const { rows } = await session.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
      WAIT_LOCK,
    ]);
    if (rows[0]?.mine) return;
    if (Date.now() > deadline)
      throw new AppError('UNAVAILABLE', 'Another process has been migrating this database for ten minutes.');
    await delay(WAIT_STEP_MS);
  }
}

/** The engine tells the reason first and then its own call stack, which names the migration. */
function explain(report: string): string {
  const [reason = ''] = report.split(/\n\s+0: /);
  const name = /migration_name="(.+?)"/.exec(report)?.[1];
  if (name === undefined) return reason.trim();
  return `Migration ${name} failed and left nothing behind. ${reason.trim()}\n${wayOut(name)}`;
}

function wayOut(name: string): string {
  return `Correct it, then run: npm run db:migrate -- --rolled-back ${name}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
