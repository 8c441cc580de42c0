import { beforeAll, expect, test } from 'vitest';
import { eachDatabase, type TestDatabase } from '../../../support/test-database.ts';

eachDatabase((_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });

  test('a day column comes back as its text, an id above 2^53 exactly, and the session runs in UTC', async () => {
    const { rows } = await database.pool.query(
      `SELECT '2026-03-29'::date AS day, $1::bigint AS id, current_setting('TimeZone') AS zone`,
      ['9007199254740993'],
    );
    expect(rows).toEqual([{ day: '2026-03-29', id: '9007199254740993', zone: 'UTC' }]);
  });
});
