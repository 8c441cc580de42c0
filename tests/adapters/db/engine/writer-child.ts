// Writes pairs of rows, one transaction each, and prints a pair's number only after its commit was acknowledged.
import { openDatabase } from '../../../../web/db/open-database.ts';

const [dataDir = ''] = process.argv.slice(2);
try {
  const { pool } = await openDatabase({ dataDir, checkpointBytes: 2_000_000 });
  await pool.query('CREATE TABLE IF NOT EXISTS pair (n bigint, half int, filler text)');
  const { rows } = await pool.query<{ last: string }>('SELECT coalesce(max(n), 0) AS last FROM pair');
  for (let n = Number(rows[0]?.last) + 1; ; n += 1) {
    const client = await pool.connect();
    await client.query('BEGIN');
    for (const half of [1, 2])
      await client.query('INSERT INTO pair VALUES ($1, $2, repeat($3, 500))', [n, half, 'x']);
    await client.query('COMMIT');
    client.release();
    process.stdout.write(`${n}\n`);
  }
} catch (error) {
  process.stderr.write(
    error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : String(error),
  );
  process.exitCode = 1;
}
