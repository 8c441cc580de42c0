import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, inject } from 'vitest';
import { migrate } from '../../web/db/migrate.ts';
import { type Database, openDatabase } from '../../web/db/open-database.ts';
import type { BrokerAnswer } from './global-setup.ts';
import { whyNoPostgres } from './postgres-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A database of its own, migrated and empty. `place` is what a second process would open. */
export type TestDatabase = Database & { place: { url: string } | { dataDir: string } };

/** Copies a prepared database: about 0.4 s on PGlite, 0.1 s on the run's PostgreSQL server. Close it after the file. */
export function createTestDatabase(kind: Database['kind']): Promise<TestDatabase> {
  return kind === 'pglite' ? createOnPGlite() : createOnPostgres();
}

/**
 * Runs a suite on both databases. Where no server can be started its half is skipped, with the reason in its name.
 * Whatever `open` gave is closed after the suite.
 */
export function eachDatabase(
  suite: (name: Database['kind'], open: () => Promise<TestDatabase>) => void,
): void {
  for (const kind of ['pglite', 'postgres'] as const) {
    const reason = kind === 'postgres' ? whyNoPostgres() : null;
    describe.skipIf(reason !== null)(
      reason === null ? `on ${kind}` : `on ${kind} (skipped: ${reason})`,
      () => {
        const opened: TestDatabase[] = [];
        afterAll(async () => {
          await Promise.all(opened.map((database) => database.close()));
        });
        suite(kind, async () => {
          const database = await createTestDatabase(kind);
          opened.push(database);
          return database;
        });
      },
    );
  }
}

/** A closed, migrated data folder of the embedded database, for tests that open it themselves or from another process. */
export async function preparedFolder(): Promise<{ dataDir: string; remove: () => void }> {
  const template = await pgliteTemplate();
  const runFolder = path.dirname(inject('postgresBroker')); // goes with the run, whatever happens to this worker
  const parent = path.join(runFolder, `pglite-${randomUUID()}`);
  const dataDir = path.join(parent, 'data');
  cpSync(template, dataDir, { recursive: true });
  return { dataDir, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

async function createOnPGlite(): Promise<TestDatabase> {
  const { dataDir, remove } = await preparedFolder();
  const database = await openDatabase({ dataDir, durable: false });
  const close = async () => {
    await database.close();
    remove();
  };
  return { ...database, close, place: { dataDir } };
}

async function createOnPostgres(): Promise<TestDatabase> {
  const answer = JSON.parse(await text(connect(inject('postgresBroker')))) as BrokerAnswer;
  if ('error' in answer) throw new Error(answer.error);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = await openDatabase({ url: answer.url, poolSize: 1 });
  await admin.pool.query(`CREATE DATABASE ${name} TEMPLATE encore_template`);
  await admin.close();
  const url = answer.url.replace('/postgres?', `/${name}?`);
  return { ...(await openDatabase({ url, poolSize: 5 })), place: { url } };
}

/** A migrated data folder, kept between runs until a migration or PGlite changes. Two builders at once are harmless. */
async function pgliteTemplate(): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache/encore-test-database');
  const template = path.join(cache, templateKey());
  if (existsSync(template)) return template;
  mkdirSync(cache, { recursive: true });
  const draft = path.join(cache, `draft-${randomUUID()}`);
  const database = await openDatabase({ dataDir: draft, durable: false });
  await migrate(database);
  await database.close();
  rmSync(`${draft}.lock`, { force: true });
  try {
    renameSync(draft, template);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
  return template;
}

function templateKey(): string {
  const migrations = path.join(root, 'prisma/migrations');
  const files = readdirSync(migrations, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.sql'),
  );
  const hash = createHash('sha256').update(
    readFileSync(path.join(root, 'node_modules/@electric-sql/pglite/package.json')),
  );
  for (const name of files.sort()) hash.update(name).update(readFileSync(path.join(migrations, name)));
  return hash.digest('hex').slice(0, 16);
}
