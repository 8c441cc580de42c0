import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type EngineModule,
  moduleOf,
  startParameters,
  watchFiles,
} from '../../../../web/db/engine/pglite-files.ts';
import { openDatabase } from '../../../../web/db/open-database.ts';
import { preparedFolder } from '../../../support/test-database.ts';

const child = fileURLToPath(new URL('./writer-child.ts', import.meta.url));
let folder: { dataDir: string; remove: () => void };
beforeEach(async () => {
  folder = await preparedFolder();
});
afterEach(() => folder.remove());

/** Lets the child write until it has acknowledged `count` more pairs, then kills it at once. Returns the last one acknowledged. */
async function killAfter(count: number): Promise<number> {
  const writer = spawn(process.execPath, [child, folder.dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  writer.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > count) writer.kill('SIGKILL');
  });
  await new Promise((resolve) => writer.once('close', resolve));
  return Number(output.trimEnd().split('\n').at(-1));
}

test('the process killed while it writes, three times → every acknowledged commit is there, and no half of one', {
  timeout: 240_000,
}, async () => {
  for (const count of [60, 150, 30]) {
    const acknowledged = await killAfter(count);
    const database = await openDatabase({ dataDir: folder.dataDir });
    const { rows } = await database.pool.query(
      'SELECT max(n)::int AS last, count(DISTINCT n)::int AS pairs, count(*)::int AS halves FROM pair',
    );
    await database.close();
    const { last, pairs, halves } = rows[0];
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    expect(last).toBeLessThanOrEqual(acknowledged + 1);
    expect({ pairs, halves }).toEqual({ pairs: last, halves: 2 * last });
  }
});

test('a folder open here → a second process is refused with the way out, and nothing is harmed', async () => {
  const database = await openDatabase({ dataDir: folder.dataDir });
  const second = spawn(process.execPath, [child, folder.dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  expect(await text(second.stderr)).toMatch(/^CONFLICT .*in use by another process.*DATABASE_URL/);
  await expect(openDatabase({ dataDir: `${folder.dataDir}/` })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await database.close();
  await (await openDatabase({ dataDir: folder.dataDir })).close();
});

test('a process killed while it made a new folder → the next start makes it anew', async () => {
  const dataDir = path.join(folder.dataDir, '../fresh');
  mkdirSync(path.join(`${dataDir}.new`, 'base'), { recursive: true });
  writeFileSync(path.join(`${dataDir}.new`, 'PG_VERSION'), '18\n');
  const database = await openDatabase({ dataDir });
  expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await database.close();
  expect(readdirSync(path.dirname(dataDir)).sort()).toEqual(['data', 'fresh', 'fresh.lock']);
});

test('much written without a restart → a checkpoint by bytes keeps the log to recover short', async () => {
  const logSince = `SELECT pg_current_wal_lsn() - redo_lsn AS bytes FROM pg_control_checkpoint()`;
  const bytesToRecover = async (checkpointBytes: number) => {
    const database = await openDatabase({ dataDir: folder.dataDir, durable: false, checkpointBytes });
    await database.pool.query('CREATE TABLE IF NOT EXISTS filler (data text)');
    for (let n = 0; n < 10; n += 1) {
      await database.pool.query(`INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 2000)`);
    }
    const { rows } = await database.pool.query<{ bytes: string }>(logSince);
    await database.close();
    return Number(rows[0]?.bytes);
  };
  expect(await bytesToRecover(1e12)).toBeGreaterThan(15_000_000);
  expect(await bytesToRecover(2_000_000)).toBeLessThan(8_000_000);
});

test('a folder that cannot be opened → UNAVAILABLE with its place, and the lock is free again', async () => {
  rmSync(path.join(folder.dataDir, 'global/pg_control'));
  for (let n = 0; n < 2; n += 1) {
    await expect(openDatabase({ dataDir: folder.dataDir })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(folder.dataDir),
    });
  }
});

test('a durable commit → the engine really asks the disk, which PGlite as published never does', async () => {
  const db = await PGlite.create({ dataDir: folder.dataDir, startParams: startParameters(true) });
  const module = moduleOf(db);
  watchFiles(module, folder.dataDir, true);
  const ops = module.FS.lookupPath('/pglite/data').node.stream_ops;
  const sync = ops.fsync;
  let syncs = 0;
  ops.fsync = (stream) => {
    syncs += 1;
    return sync?.(stream) ?? -1;
  };
  await db.exec('CREATE TABLE item (id int)');
  const before = syncs;
  await db.exec('INSERT INTO item VALUES (1)');
  expect(syncs).toBeGreaterThan(before);
  await db.close();
});

test('the patched fsync → calls through to the file descriptor', () => {
  const ops: ReturnType<EngineModule['FS']['lookupPath']>['node']['stream_ops'] = { write: () => 0 };
  const module: EngineModule = {
    FS: { lookupPath: () => ({ node: { stream_ops: ops } }) },
    _PostgresMainLoopOnce: () => null,
  };
  watchFiles(module, folder.dataDir, true);
  const descriptor = openSync(path.join(folder.dataDir, 'PG_VERSION'), 'r');
  expect(ops.fsync?.({ path: '', nfd: descriptor })).toBe(0);
  closeSync(descriptor);
  expect(() => ops.fsync?.({ path: '', nfd: descriptor })).toThrow(/EBADF/);
  expect(ops.fsync?.({ path: '/pglite/data/PG_VERSION' })).toBe(0);
  expect(() => ops.fsync?.({ path: '/pglite/data/absent' })).toThrow(/ENOENT/);
});
