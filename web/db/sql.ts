import type pg from 'pg';
import type { GrowingTable, TableGrowth } from './table-growth.ts';
import { inTransaction } from './transaction.ts';

/** A statement prepared once per session under its name; a name stands for one text for ever. */
export type Statement = { name: string; text: string };

/** Where a store's statements run: the pool, or the one client of a transaction. */
export type Sql = {
  /** Rows as node-postgres gives them: bigint as text, timestamptz as Date, jsonb parsed. */
  rows<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  /** Rows inserted, updated or deleted. */
  run(statement: Statement, values: readonly unknown[]): Promise<number>;
  /** All of `work` or nothing: a transaction of its own on the pool, a plain call inside one. */
  atomically<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** A statement that belongs to somebody else (the job queue). */
  execute(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** To be told after each write that may be large (see `TableGrowth`). */
  wrote(tables: readonly GrowingTable[], rows: number): Promise<void>;
};

/** Runs each statement on any connection of the pool. */
export function poolSql(pool: pg.Pool, growth: TableGrowth): Sql {
  return {
    ...statementsOn(pool),
    atomically: async (work) => {
      const result = await inTransaction(pool, (client) => work(clientSql(client, growth)));
      await refreshStatistics(pool, growth);
      return result;
    },
    wrote: (tables, rows) => {
      for (const table of tables) growth.note(table, rows);
      return refreshStatistics(pool, growth);
    },
  };
}

/** Runs every statement on this client, whose transaction somebody else begins and ends. */
export function clientSql(client: pg.ClientBase, growth: TableGrowth): Sql {
  const sql: Sql = {
    ...statementsOn(client),
    atomically: (work) => work(sql),
    wrote: async (tables, rows) => {
      for (const table of tables) growth.note(table, rows);
    },
  };
  return sql;
}

function statementsOn(place: Pick<pg.ClientBase, 'query'>): Pick<Sql, 'rows' | 'run' | 'execute'> {
  return {
    rows: async <Row extends object>(statement: Statement, values: readonly unknown[]) =>
      (await place.query<Row>({ ...statement, values: [...values] })).rows,
    run: async (statement, values) =>
      (await place.query({ ...statement, values: [...values] })).rowCount ?? 0,
    execute: async (text, values) => {
      const result: pg.QueryResult | pg.QueryResult[] = await place.query(text, values);
      return Array.isArray(result) ? { rows: result.flatMap((one) => one.rows) } : result;
    },
  };
}

/** Old statistics only cost time: a failure here must not spoil a write that is already committed. */
async function refreshStatistics(pool: pg.Pool, growth: TableGrowth): Promise<void> {
  for (const table of growth.takeDue()) await pool.query(`ANALYZE ${table}`).catch(() => undefined);
}
