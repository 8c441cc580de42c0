import type pg from 'pg';

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
};

/** Runs each statement on any connection of the pool. */
export function poolSql(pool: pg.Pool, atomically: Sql['atomically']): Sql {
  return { ...statementsOn(pool), atomically };
}

/** Runs every statement on this client, whose transaction somebody else begins and ends. */
export function clientSql(client: pg.ClientBase): Sql {
  const sql: Sql = { ...statementsOn(client), atomically: (work) => work(sql) };
  return sql;
}

function statementsOn(place: Pick<pg.ClientBase, 'query'>): Pick<Sql, 'rows' | 'run'> {
  return {
    rows: async <Row extends object>(statement: Statement, values: readonly unknown[]) =>
      (await place.query<Row>({ ...statement, values: [...values] })).rows,
    run: async (statement, values) =>
      (await place.query({ ...statement, values: [...values] })).rowCount ?? 0,
  };
}

/** The SQLSTATE of an error the database sent; null for any other. */
export function sqlStateOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
