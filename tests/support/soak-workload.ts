import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import Cursor from 'pg-cursor';

/** What has been acknowledged so far; the database must agree with it at any moment in between operations, and after a restart. */
export type Ledger = { counters: number[]; rows: Set<number>; nextRow: number };

/** One kind of work with a checked answer: resolves to a complaint, or to null when the answer was right. */
export type Operation = {
  name: string;
  share: number;
  run: (pool: pg.Pool, ledger: Ledger) => Promise<string | null>;
};

const COUNTERS = 50;
const pick = (below: number) => Math.floor(Math.random() * below);
const same = (actual: unknown, expected: unknown) =>
  String(actual) === String(expected) ? null : `expected ${String(expected)}, got ${String(actual)}`;
const md5 = (data: Buffer) => createHash('md5').update(data).digest('hex');

/** Makes the tables of the workload. */
export async function prepareSoak(pool: pg.Pool): Promise<Ledger> {
  await pool.query(`
    CREATE TABLE counter (id int PRIMARY KEY, value bigint NOT NULL);
    CREATE TABLE entry (id bigint PRIMARY KEY, payload text NOT NULL);
    INSERT INTO counter SELECT n, 0 FROM generate_series(0, ${COUNTERS - 1}) n`);
  return { counters: Array(COUNTERS).fill(0) as number[], rows: new Set(), nextRow: 0 };
}

/** Compares everything acknowledged with what is stored. */
export async function auditSoak(pool: pg.Pool, ledger: Ledger): Promise<string[]> {
  const complaints: string[] = [];
  const counters = await pool.query<{ id: number; value: string }>(
    'SELECT id, value FROM counter ORDER BY id',
  );
  for (const { id, value } of counters.rows) {
    if (Number(value) !== ledger.counters[id])
      complaints.push(`counter ${id}: acknowledged ${ledger.counters[id]}, stored ${value}`);
  }
  const entries = await pool.query<{ id: string }>('SELECT id FROM entry');
  const stored = new Set(entries.rows.map(({ id }) => Number(id)));
  for (const id of ledger.rows)
    if (!stored.has(id)) complaints.push(`entry ${id} was acknowledged and is gone`);
  for (const id of stored)
    if (!ledger.rows.has(id)) complaints.push(`entry ${id} is stored and was never acknowledged`);
  return complaints;
}

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = true;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
}

/** The everyday mix: small writes and reads, transactions, errors, large values, cursors, clients that vanish. */
export const everyday: Operation[] = [
  {
    name: 'insert',
    share: 30,
    run: async (pool, ledger) => {
      const id = ledger.nextRow++;
      await pool.query('INSERT INTO entry (id, payload) VALUES ($1, $2)', [
        id,
        randomBytes(pick(400)).toString('hex'),
      ]);
      ledger.rows.add(id);
      const { rows } = await pool.query({
        name: 'entry',
        text: 'SELECT id FROM entry WHERE id = $1',
        values: [id],
      });
      return same(rows[0]?.id, id);
    },
  },
  {
    name: 'transaction',
    share: 25,
    run: (pool, ledger) =>
      withClient(pool, async (client) => {
        const id = pick(COUNTERS);
        const keep = Math.random() < 0.8;
        await client.query('BEGIN');
        const { rows } = await client.query(
          'UPDATE counter SET value = value + 1 WHERE id = $1 RETURNING value',
          [id],
        );
        await client.query(keep ? 'COMMIT' : 'ROLLBACK');
        const expected = (ledger.counters[id] ?? 0) + 1;
        if (keep) ledger.counters[id] = expected;
        return same(rows[0]?.value, expected);
      }),
  },
  {
    name: 'failing statement',
    share: 8,
    run: async (pool) => same(await codeOf(pool.query('INSERT INTO counter VALUES (0, 0)')), '23505'),
  },
  {
    name: 'failing script leaves nothing',
    share: 4,
    run: async (pool) =>
      same(
        await codeOf(pool.query('UPDATE counter SET value = -1; SELECT 1/0; UPDATE counter SET value = -2')),
        '22012',
      ),
  },
  {
    name: 'aggregate',
    share: 5,
    run: async (pool) =>
      same(
        (await pool.query('SELECT sum(n) AS sum FROM generate_series(1, 200000) n')).rows[0]?.sum,
        20000100000,
      ),
  },
  {
    name: 'large value',
    share: 3,
    run: async (pool) => {
      const data = randomBytes(1_000_000 + pick(1_000_000));
      const { rows } = await pool.query('SELECT md5($1::bytea) AS hash, $1::bytea AS data', [data]);
      return same(`${rows[0]?.hash} ${md5(rows[0]?.data as Buffer)}`, `${md5(data)} ${md5(data)}`);
    },
  },
  {
    name: 'cursor left half read',
    share: 4,
    run: (pool) =>
      withClient(pool, async (client) => {
        const cursor = client.query(new Cursor<{ n: number }>('SELECT n FROM generate_series(1, 5000) n'));
        const rows = [...(await cursor.read(100)), ...(await cursor.read(100))];
        await cursor.close();
        return same(rows.at(-1)?.n, 200);
      }),
  },
  {
    name: 'client that vanishes in a transaction',
    share: 6,
    run: async (pool) => {
      const client = await pool.connect();
      await client.query(`BEGIN; SET work_mem = '7MB'; UPDATE counter SET value = -7`);
      client.release(true);
      const { rows } = await pool.query(
        `SELECT current_setting('work_mem') <> '7MB' AND min(value) >= 0 AS clean FROM counter`,
      );
      return same(rows[0]?.clean, true);
    },
  },
  {
    name: 'COPY FROM STDIN refused',
    share: 2,
    run: async (pool) => same(await codeOf(pool.query('COPY entry FROM STDIN')), '57014'),
  },
];

const ENDLESS = 'SELECT count(*) FROM generate_series(1, 100000000000) n';

/** What breaks an engine. The caller sees a lost connection, everybody else nothing. Needs a statement limit of a few seconds. */
export const hostile: Operation[] = [
  {
    name: 'endless statement',
    share: 0.05,
    run: async (pool) => same(await codeOf(pool.query(ENDLESS)), 'ECONNRESET'),
  },
  {
    name: 'endless statement in a transaction',
    share: 0.05,
    run: async (pool) => {
      const client = await pool.connect();
      await client.query('BEGIN; UPDATE counter SET value = -9');
      const code = await codeOf(client.query(ENDLESS));
      client.release();
      return same(code, 'ECONNRESET');
    },
  },
  {
    name: 'endless statement left behind',
    share: 0.05,
    run: async (pool) => {
      const client = await pool.connect();
      const left = codeOf(client.query(ENDLESS));
      client.release(true);
      const { rows } = await pool.query('SELECT min(value) >= 0 AS clean FROM counter');
      await left;
      return same(rows[0]?.clean, true);
    },
  },
  {
    name: 'statement deeper than the stack',
    share: 0.05,
    run: async (pool) => {
      const code = await codeOf(pool.query(`SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`));
      return same(code === 'no error', false);
    },
  },
];
