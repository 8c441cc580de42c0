import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../web/db/migrate.ts';
import { openDatabase } from '../../web/db/open-database.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A socket on which the run's PostgreSQL server is asked for; the first question starts it. */
    postgresBroker: string;
  }
}

/** What the broker answers: the URL of the server's `postgres` database. `encore_template` beside it is migrated. */
export type BrokerAnswer = { url: string } | { error: string };

/** One PostgreSQL server per run, started only when a suite asks for it, stopped at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-run-'));
  const socket = path.join(folder, 'broker');
  let server: Promise<PostgresServer> | null = null;
  const broker = createServer((asker) => {
    server ??= startMigrated();
    server.then(
      (running) => asker.end(JSON.stringify({ url: running.url('postgres') } satisfies BrokerAnswer)),
      (error: unknown) => asker.end(JSON.stringify({ error: String(error) } satisfies BrokerAnswer)),
    );
  });
  await new Promise<void>((resolve) => broker.listen(socket, resolve));
  project.provide('postgresBroker', socket);
  return async () => {
    broker.close();
    const running = await server?.catch(() => null);
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function startMigrated(): Promise<PostgresServer> {
  const server = await startPostgres();
  const admin = await openDatabase({ url: server.url('postgres') });
  await admin.pool.query('CREATE DATABASE encore_template');
  await admin.close();
  const template = await openDatabase({ url: server.url('encore_template') });
  await migrate(template);
  await template.close();
  return server;
}
