import { expect, test } from 'vitest';
import { SHOP_TABLES } from '../../../../web/db/shop-store.ts';
import { eachStore } from './each-store.ts';

/**
 * The table of shops itself (its key is the shop; its domain says which), the app's own keys, and the engine's record of
 * migrations.
 */
const NOT_BY_SHOP = ['shop_domain_key', 'app_secret_pkey', '_prisma_migrations_pkey'];

eachStore((bench) => {
  test('every primary key and unique index → led by the shop', async () => {
    const { rows } = await bench.pool.query<{ name: string; leader: string }>(`
      SELECT c.relname AS name, a.attname AS leader
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE n.nspname = 'public' AND (i.indisunique OR i.indisprimary)`);
    expect(rows.length).toBeGreaterThanOrEqual(SHOP_TABLES.length);
    const others = rows.filter((row) => row.leader !== 'shop_id').map((row) => row.name);
    expect(others.sort()).toEqual(NOT_BY_SHOP.toSorted());
  });

  test('every foreign key → led by the shop on both sides', async () => {
    const { rows } = await bench.pool.query<{ name: string; from: string; to: string }>(`
      SELECT k.conname AS name, f.attname AS from, t.attname AS to
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
        JOIN pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = k.conkey[1]
        JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = k.confkey[1]
      WHERE n.nspname = 'public' AND k.contype = 'f'`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.from !== 'shop_id' || row.to !== 'shop_id')).toEqual([]);
  });

  test('every table with rows of a shop → erased with it', async () => {
    const { rows } = await bench.pool.query<{ name: string }>(`
      SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'shop_id' ORDER BY table_name`);
    expect(rows.map((row) => row.name)).toEqual(SHOP_TABLES.toSorted());
  });
});
