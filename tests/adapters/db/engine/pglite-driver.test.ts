import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../../../web/db/open-database.ts';
import { createTestDatabase, preparedFolder, type TestDatabase } from '../../../support/test-database.ts';

describe('one client after another', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('pglite');
    await database.pool.query('CREATE TABLE item (id int PRIMARY KEY)');
  });
  afterAll(() => database.close());

  test('a failing statement → its SQL state, and the next one works', async () => {
    await expect(database.pool.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a script that fails in the middle → nothing of it stays', async () => {
    await expect(database.pool.query('INSERT INTO item VALUES (10); SELECT 1/0')).rejects.toMatchObject({
      code: '22012',
    });
    expect((await database.pool.query('SELECT * FROM item WHERE id = 10')).rowCount).toBe(0);
  });

  test('a commit that fails by a deferred constraint → the error reaches the caller', async () => {
    await database.pool.query('CREATE TABLE later (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)');
    const client = await database.pool.connect();
    await client.query('BEGIN; INSERT INTO later VALUES (1); INSERT INTO later VALUES (1)');
    await expect(client.query('COMMIT')).rejects.toMatchObject({ code: '23505' });
    client.release();
  });

  test('eight megabytes as a parameter and back → the same bytes', async () => {
    const data = randomBytes(8_000_000);
    const { rows } = await database.pool.query<{ data: Buffer; hash: string }>(
      'SELECT $1::bytea AS data, md5($1::bytea) AS hash',
      [data],
    );
    expect(rows[0]?.hash).toBe(createHash('md5').update(data).digest('hex'));
    expect(rows[0]?.data.equals(data)).toBe(true);
  });

  test('COPY FROM STDIN → refused with a clear error, and the pool goes on', async () => {
    await expect(database.pool.query('COPY item FROM STDIN')).rejects.toThrow(
      /not supported by the embedded database/,
    );
    await expect(
      database.pool.query({ text: 'COPY item FROM STDIN', values: [], name: 'copy' }),
    ).rejects.toThrow(/not supported/);
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a client dropped inside a transaction → the next has a clean session and sees nothing of it', async () => {
    const client = await database.pool.connect();
    await client.query(
      `BEGIN; SET work_mem = '7MB'; SELECT pg_advisory_lock(9); INSERT INTO item VALUES (20)`,
    );
    client.release(true);
    const { rows } = await database.pool.query(
      `SELECT current_setting('work_mem') AS memory, (SELECT count(*) FROM item WHERE id = 20) AS items,
              (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks, current_setting('TimeZone') AS zone`,
    );
    expect(rows).toEqual([{ memory: '4MB', items: '0', locks: '0', zone: 'UTC' }]);
  });

  test('fifty callers at once → each gets its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => database.pool.query<{ n: number }>('SELECT $1::int AS n', [n])),
    );
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  test('a long statement runs → the event loop stays free', async () => {
    let turns = 0;
    const beat = setInterval(() => turns++, 5);
    await database.pool.query('SELECT count(*) FROM generate_series(1, 3000000) n');
    clearInterval(beat);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('an engine that fails', () => {
  let folder: { dataDir: string; remove: () => void };
  let database: Database;
  let crashes = 0;
  beforeAll(async () => {
    folder = await preparedFolder();
    // Long enough that on a busy machine no other statement here meets it.
    const limits = { statementLimitMs: 4_000, abandonedLimitMs: 500 };
    database = await openDatabase({
      dataDir: folder.dataDir,
      durable: false,
      ...limits,
      onCrash: () => crashes++,
    });
    await database.pool.query('CREATE TABLE kept (id int)');
  });
  afterAll(async () => {
    await database.close();
    folder.remove();
  });

  const endless = 'SELECT count(*) FROM generate_series(1, 100000000000) n';

  test('an endless statement → stopped as a lost connection, committed rows stay, waiting callers are served', async () => {
    await database.pool.query('INSERT INTO kept VALUES (1)');
    const before = crashes;
    const stopped = expect(database.pool.query(endless)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const waiting = database.pool.query('SELECT id FROM kept');
    await stopped;
    expect((await waiting).rows).toEqual([{ id: 1 }]);
    expect(crashes).toBe(before + 1);
  });

  test('an engine lost inside a transaction → the caller learns it by its statement, the process lives on', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN; INSERT INTO kept VALUES (2)');
    await expect(client.query(endless)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(client.query('COMMIT')).rejects.toThrow();
    client.release();
    expect((await database.pool.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }]);
  });

  test('a statement that the engine cannot survive → its reason at once, and the database goes on', async () => {
    await expect(database.pool.query(`COPY (SELECT 1) TO PROGRAM 'cat'`)).rejects.toThrow(
      /engine failed: Unhandled/,
    );
    expect((await database.pool.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }]);
  });

  test('a session the engine ends by itself → a lost connection, and the database goes on', async () => {
    const client = await database.pool.connect();
    await client.query('SET idle_in_transaction_session_timeout = 1');
    await client.query('BEGIN');
    const failure = await vi.waitUntil(() => client.query('SELECT 1').then(() => null, String), {
      timeout: 50_000,
      interval: 20, // longer than the idle time the session allows
    });
    client.release(true);
    expect(failure).toMatch(/engine failed: it exited with status/);
    expect((await database.pool.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }]);
  });

  test('a client that breaks the protocol, so that no answer comes → its connection is lost instead of silence', async () => {
    const before = crashes;
    const client = await database.pool.connect();
    const { connection } = client as unknown as {
      connection: { parse: (query: { text: string }) => void; query: (text: string) => void };
    };
    const ended = new Promise((resolve) => client.once('end', resolve));
    connection.parse({ text: 'SELEC' });
    connection.query('SELECT 1'); // after a failed Parse the server ignores everything up to a Sync
    await ended;
    client.release(true);
    expect((await database.pool.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }]);
    expect(crashes).toBe(before + 1);
  });

  test('statements deeper than the engine can go → an error, no silence, and the database goes on', async () => {
    await expect(database.pool.query(`SELECT ${Array(30_000).fill('1').join('+')}`)).rejects.toMatchObject({
      code: '54001',
    });
    await expect(database.pool.query(`SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`)).rejects.toThrow(
      /memory exhausted/,
    );
    expect((await database.pool.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }]);
  });
});

test('a client that leaves an endless statement behind → the engine is restarted long before the statement limit', async () => {
  const { dataDir, remove } = await preparedFolder();
  const database = await openDatabase({
    dataDir,
    durable: false,
    statementLimitMs: 600_000,
    abandonedLimitMs: 500,
  });
  const client = await database.pool.connect();
  const abandoned = expect(
    client.query('SELECT count(*) FROM generate_series(1, 100000000000) n'),
  ).rejects.toThrow();
  client.release(true);
  expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await abandoned;
  await database.close();
  remove();
});

test('a database in memory whose engine is lost → later calls fail with the reason instead of an empty database', async () => {
  const database = await openDatabase({ durable: false, statementLimitMs: 300 });
  await expect(
    database.pool.query('SELECT count(*) FROM generate_series(1, 100000000000) n'),
  ).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(database.pool.query('SELECT 1')).rejects.toThrow(/in memory was lost/);
  await database.close();
});

test('closing while callers wait → they are served, later ones are refused', async () => {
  const database = await createTestDatabase('pglite');
  const answers = Array.from({ length: 5 }, () => database.pool.query('SELECT 1 AS one'));
  await database.close();
  expect((await Promise.all(answers)).map(({ rows }) => rows[0])).toEqual(Array(5).fill({ one: 1 }));
  await expect(database.pool.query('SELECT 1')).rejects.toThrow();
});

test('closing while a transaction is open → it is rolled back, what was committed stays', async () => {
  const folder = await preparedFolder();
  const place = { dataDir: folder.dataDir, durable: false, closeGraceMs: 100 };
  const first = await openDatabase(place);
  await first.pool.query('CREATE TABLE item (id int)');
  const client = await first.pool.connect();
  await client.query('BEGIN; INSERT INTO item VALUES (1)');
  await first.close();
  await expect(client.query('COMMIT')).rejects.toThrow();
  const second = await openDatabase(place);
  expect((await second.pool.query('SELECT count(*) AS n FROM item')).rows).toEqual([{ n: '0' }]);
  await second.close();
  folder.remove();
});
