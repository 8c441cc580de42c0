import pg from 'pg';
import Cursor from 'pg-cursor';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { requireVersion } from '../../../../web/db/engine/postgres-database.ts';
import { openDatabase } from '../../../../web/db/open-database.ts';
import { createPrisma, type PrismaClient } from '../../../../web/db/prisma-client.ts';
import { eachDatabase, type TestDatabase } from '../../../support/test-database.ts';

eachDatabase((name, open) => {
  let database: TestDatabase;
  let prisma: PrismaClient;
  beforeAll(async () => {
    database = await open();
    prisma = createPrisma(database.pool);
  });
  beforeEach(() => database.pool.query('TRUNCATE shop CASCADE'));
  const domains = async () =>
    (await database.pool.query<{ domain: string }>('SELECT domain FROM shop ORDER BY 1')).rows;
  const shop = (domain: string) => ({ domain, installedAt: new Date('2026-03-29T01:30:00.123Z') });

  test('a day column → its text; an id above 2^53 → exact; the session → UTC', async () => {
    const { rows } = await database.pool.query(
      `SELECT '2026-03-29'::date AS day, $1::bigint AS id, current_setting('TimeZone') AS zone`,
      ['9007199254740993'],
    );
    expect(rows).toEqual([{ day: '2026-03-29', id: '9007199254740993', zone: 'UTC' }]);
  });

  test('a session reset by another → the settings of every session still hold', async () => {
    const client = await database.pool.connect();
    await client.query(`SET TIME ZONE 'Asia/Ho_Chi_Minh'`);
    client.release(true);
    const { rows } = await database.pool.query(`SELECT current_setting('TimeZone') AS zone`);
    expect(rows).toEqual([{ zone: 'UTC' }]);
  });

  test('a row written through Prisma → read by plain SQL over the same pool, to the millisecond', async () => {
    await prisma.shop.create({ data: shop('a.myshopify.com') });
    const { rows } = await database.pool.query('SELECT domain, installed_at FROM shop');
    expect(rows).toEqual([{ domain: 'a.myshopify.com', installed_at: new Date('2026-03-29T01:30:00.123Z') }]);
  });

  test('a Prisma transaction that throws → nothing of it stays', async () => {
    const broken = prisma.$transaction(async (tx) => {
      await tx.shop.create({ data: shop('b.myshopify.com') });
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await domains()).toEqual([]);
  });

  if (name === 'pglite')
    test('a Prisma transaction longer than Prisma allows by default → goes on', async () => {
      await prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT count(*) FROM generate_series(1, 1000) n, pg_sleep(5.5)`;
        await tx.shop.create({ data: shop('c.myshopify.com') });
      });
      expect(await domains()).toEqual([{ domain: 'c.myshopify.com' }]);
    });

  test('fifty transactions that read, add one and write, at once → fifty more', async () => {
    await database.pool.query('CREATE TABLE counter (value int); INSERT INTO counter VALUES (0)');
    const addOne = () =>
      prisma.$transaction(async (tx) => {
        const [row] = await tx.$queryRaw<{ value: number }[]>`SELECT value FROM counter FOR UPDATE`;
        await tx.$executeRaw`UPDATE counter SET value = ${(row?.value ?? 0) + 1}`;
      });
    await Promise.all(Array.from({ length: 50 }, addOne));
    expect((await database.pool.query('SELECT value FROM counter')).rows).toEqual([{ value: 50 }]);
  });

  test('another caller of the same file → a database of its own', async () => {
    const other = await open();
    await database.pool.query(`INSERT INTO shop (domain, installed_at) VALUES ('here.myshopify.com', now())`);
    expect((await other.pool.query('SELECT count(*)::int AS n FROM shop')).rows).toEqual([{ n: 0 }]);
    expect(other.kind).toBe(name);
  });

  if (name === 'postgres')
    test('a connection cut by the server inside a transaction → the caller learns it, the process lives on', async () => {
      const client = await database.pool.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const lost = new Promise((resolve) => client.once('error', resolve));
      await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await lost;
      await expect(client.query('COMMIT')).rejects.toThrow();
      client.release();
      expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    });

  if (name === 'postgres')
    test('a statement over the limit → cancelled by the server', async () => {
      if (!('url' in database.place)) throw new Error('no server');
      const limited = await openDatabase({ ...database.place, statementLimitMs: 3_000 });
      await expect(limited.pool.query('SELECT pg_sleep(20)')).rejects.toMatchObject({ code: '57014' });
      await limited.close();
    });

  if (name === 'postgres')
    test('a cursor read for longer than a query may take → goes on; a query that long → ended', async () => {
      // Long enough for the settings of the session on a busy machine.
      const pool = new pg.Pool({ ...database.pool.options, max: 1, query_timeout: 3_000 });
      const client = await pool.connect();
      const cursor = client.query(
        new Cursor('SELECT n FROM generate_series(1, 12) n, pg_sleep(0.3 + n * 0)'),
      );
      for (let n = 1; n <= 12; n += 1) expect(await cursor.read(1)).toEqual([{ n }]);
      await cursor.close();
      await expect(client.query('SELECT pg_sleep(20)')).rejects.toThrow('Query read timeout');
      client.release(true);
      await pool.end();
    });
});

describe('a server that will not do', () => {
  test('nobody answers → UNAVAILABLE, naming the place but not the password', async () => {
    const refused = openDatabase({ url: 'postgresql://encore:s3cret@127.0.0.1:1/shop' });
    await expect(refused).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('127.0.0.1:1/shop'),
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('s3cret') });
  });

  test('version 14 → refused, naming what is needed; 15 → accepted', () => {
    expect(() => requireVersion(140_012, 'db.example')).toThrow(
      'db.example is version 14; Encore needs 15 or newer',
    );
    expect(() => requireVersion(150_000, 'db.example')).not.toThrow();
  });
});
