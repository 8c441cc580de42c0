import type pg from 'pg';

/** Less than a day, so that a daily task that comes a little early is not put off to the next day. */
const DUE = `
  SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
  WHERE last_vacuum IS NULL OR last_vacuum < now() - interval '23 hours'
  ORDER BY 1`;

/**
 * VACUUM (ANALYZE) of every table that had none for a day; for the embedded database, which has no autovacuum. Table by table:
 * it has one session, and between two tables others get their turn. Returns the tables vacuumed.
 */
export async function vacuumDaily(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(DUE);
  for (const { name } of rows) await pool.query(`VACUUM (ANALYZE) ${name}`);
  return rows.map(({ name }) => name);
}
