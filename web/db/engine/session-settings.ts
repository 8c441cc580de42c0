import pg from 'pg';

const DATE_OID = 1082;

/** Days stay text (`2026-01-31`): node-postgres would make them midnight of the machine's own time zone. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE_OID && format !== 'binary'
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Every session of both databases runs with these: UTC, and no JIT (its compile time exceeds our longest statements' gain).
 * A lost connection reaches the caller through its statement; without a listener it would also end the process.
 */
export async function prepareSession(client: pg.ClientBase): Promise<void> {
  client.on('error', () => {});
  await client.query(`SET TIME ZONE 'UTC'; SET jit = off`);
}
