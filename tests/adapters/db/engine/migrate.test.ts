import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { markRolledBack, migrate } from '../../../../web/db/migrate.ts';
import { diffDatabase, diffMigrations } from '../../../../web/db/migration-diff.ts';
import { openDatabase } from '../../../../web/db/open-database.ts';
import { eachDatabase, type TestDatabase } from '../../../support/test-database.ts';

const SCHEMA = `
generator client {
  provider = "prisma-client"
  output   = "./client"
}
datasource db {
  provider = "postgresql"
}
model Item {
  id   BigInt @id
  name String
  kind String @default("a;b") @db.Char(3)
}
`;
const CREATE_ITEM = `CREATE TABLE "Item" ("id" BIGINT NOT NULL, "name" TEXT NOT NULL, "kind" CHAR(3) NOT NULL DEFAULT 'a;b',
  CONSTRAINT "Item_pkey" PRIMARY KEY ("id"));`;
const WITH_BODY = `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN n := n * 2; RETURN n; END; $$;
  INSERT INTO "Item" VALUES (1, 'a;b''c');`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'encore-migrations-'));
  writeFileSync(path.join(folder, 'schema.prisma'), SCHEMA);
  mkdirSync(path.join(folder, 'migrations'));
  writeFileSync(path.join(folder, 'migrations/migration_lock.toml'), 'provider = "postgresql"\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function migration(name: string, sql: string): void {
  mkdirSync(path.join(folder, 'migrations', name), { recursive: true });
  writeFileSync(path.join(folder, 'migrations', name, 'migration.sql'), sql);
}

eachDatabase((kind, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));
  const names = async () =>
    (await database.pool.query<{ name: string }>('SELECT name FROM "Item" ORDER BY id')).rows;

  test('an empty database → every migration in order, function bodies and quoted semicolons whole; again → nothing', async () => {
    migration('0002_body', WITH_BODY);
    migration('0001_item', CREATE_ITEM);
    expect(await migrate(database, folder)).toEqual(['0001_item', '0002_body']);
    expect(await migrate(database, folder)).toEqual([]);
    expect(await names()).toEqual([{ name: "a;b'c" }]);
    expect((await database.pool.query('SELECT twice(4)')).rows).toEqual([{ twice: 8 }]);
    const records = await database.pool.query(
      'SELECT migration_name, checksum FROM _prisma_migrations ORDER BY 1',
    );
    const checksum = (sql: string) => createHash('sha256').update(sql).digest('hex');
    expect(records.rows).toEqual([
      { migration_name: '0001_item', checksum: checksum(CREATE_ITEM) },
      { migration_name: '0002_body', checksum: checksum(WITH_BODY) },
    ]);
  });

  test('a migration that fails half-way → nothing of it stays, the reason is told, and it blocks until marked rolled back', async () => {
    migration('0001_item', CREATE_ITEM);
    migration('0002_bad', `INSERT INTO "Item" VALUES (1, 'x'); SELECT 1/0;`);
    await expect(migrate(database, folder)).rejects.toThrow(/0002_bad[\s\S]*division by zero/);
    expect(await names()).toEqual([]);
    await expect(migrate(database, folder)).rejects.toThrow(
      /0002_bad failed earlier.*--rolled-back 0002_bad/,
    );
    await markRolledBack(database, '0002_bad');
    migration('0002_bad', `INSERT INTO "Item" VALUES (1, 'x');`);
    expect(await migrate(database, folder)).toEqual(['0002_bad']);
    expect(await names()).toEqual([{ name: 'x' }]);
  });

  test('an applied migration edited since → refused by name, and nothing newer is applied', async () => {
    migration('0001_item', CREATE_ITEM);
    await migrate(database, folder);
    migration('0001_item', `${CREATE_ITEM} -- edited`);
    migration('0002_body', WITH_BODY);
    await expect(migrate(database, folder)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('0001_item'),
    });
    expect(await names()).toEqual([]);
  });

  test('a database with a history of its own → refused', async () => {
    migration('0001_other', CREATE_ITEM);
    await migrate(database, folder);
    rmSync(path.join(folder, 'migrations/0001_other'), { recursive: true });
    migration('0001_item', CREATE_ITEM);
    await expect(migrate(database, folder)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('0001_other'),
    });
  });

  test('a database newer than this version → left as it is', async () => {
    migration('0001_item', CREATE_ITEM);
    migration('0002_body', WITH_BODY);
    await migrate(database, folder);
    rmSync(path.join(folder, 'migrations/0002_body'), { recursive: true });
    expect(await migrate(database, folder)).toEqual([]);
  });

  test('three migrators at once → one works, the others find nothing to do, no lock is left', async () => {
    migration('0001_item', CREATE_ITEM);
    // Long enough that the others come while one is in the middle.
    migration('0002_body', `${WITH_BODY} SELECT pg_sleep(0.5);`);
    const others =
      'url' in database.place
        ? [await openDatabase(database.place), await openDatabase(database.place)]
        : [database, database];
    const applied = await Promise.all([database, ...others].map((each) => migrate(each, folder)));
    expect(applied.map((list) => list.length).sort()).toEqual([0, 0, 2]);
    // Other files lock in other databases of the same server; and a server's session ends a little after it was told to.
    const locks = `SELECT classid, objid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE locktype = 'advisory' AND datname = current_database()`;
    await expect.poll(async () => (await database.pool.query(locks)).rows).toEqual([]);
    if (kind === 'postgres') await Promise.all(others.map((each) => each.close()));
  });

  if (kind === 'postgres')
    test('a migrator that is still at work → the next waits as long as it takes, then goes on', async () => {
      migration('0001_item', CREATE_ITEM);
      const busy = await database.pool.connect();
      await busy.query('SELECT pg_advisory_lock(72707370)');
      const next = migrate(database, folder);
      const asking = `SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_try_advisory_lock%' AND datname = current_database()`;
      await expect.poll(async () => (await database.pool.query(asking)).rowCount).toBe(1);
      expect((await database.pool.query(`SELECT to_regclass('"Item"') AS item`)).rows).toEqual([
        { item: null },
      ]);
      busy.release(true);
      expect(await next).toEqual(['0001_item']);
    });

  test('a live database against the schema → null; a column added by hand → the SQL that takes it back', async () => {
    migration('0001_item', CREATE_ITEM);
    await migrate(database, folder);
    expect(await diffDatabase(database, folder)).toBeNull();
    await database.pool.query('ALTER TABLE "Item" ADD COLUMN extra int');
    expect(await diffDatabase(database, folder)).toContain('DROP COLUMN "extra"');
  });

  test("the project's own migrations → exactly the tables of schema.prisma", async () => {
    expect((await migrate(database)).length).toBeGreaterThan(0);
    expect(await diffDatabase(database)).toBeNull();
  });
});

// Each makes a database in memory and compiles the engine anew: seconds of work that a busy machine makes minutes.
describe('authoring', { timeout: 240_000 }, () => {
  test("the project's migrations → no drift from schema.prisma", async () => {
    expect(await diffMigrations()).toBeNull();
  });

  test('a column added to the schema only → the script prints its SQL and exits with 2', async () => {
    migration('0001_item', CREATE_ITEM.replace('"name" TEXT NOT NULL, ', ''));
    const script = fileURLToPath(new URL('../../../../prisma/diff.ts', import.meta.url));
    const run = promisify(execFile)(process.execPath, [script, folder]);
    await expect(run).rejects.toMatchObject({
      code: 2,
      stdout: expect.stringContaining('ADD COLUMN     "name" TEXT NOT NULL'),
    });
  });
});
