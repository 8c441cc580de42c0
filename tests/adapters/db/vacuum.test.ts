import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vacuumDaily } from '../../../web/db/vacuum.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('vacuum of the embedded database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('pglite');
  });
  afterAll(() => database.close());

  const lastVacuum = async () => {
    const { rows } = await database.pool.query<{ relname: string; last_vacuum: Date | null }>(
      `SELECT relname, last_vacuum FROM pg_stat_user_tables WHERE schemaname = 'public'`,
    );
    return rows;
  };

  it('asked every hour → each table once a day, and others are served between two tables', async () => {
    let done = false;
    const vacuum = vacuumDaily(database.pool).finally(() => {
      done = true;
    });
    await database.pool.query('SELECT 1');
    await database.pool.query('SELECT 1');
    expect(done, 'two queries were served before the last table').toBe(false);
    const tables = await vacuum;
    expect(tables).toContain('public.order_fact');
    expect((await lastVacuum()).filter((table) => table.last_vacuum === null)).toEqual([]);
    expect(await vacuumDaily(database.pool)).toEqual([]);
  });
});
