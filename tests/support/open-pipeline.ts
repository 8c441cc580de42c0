import { afterAll, beforeAll } from 'vitest';
import type { ShopProfile } from '../../web/use-cases/ports.ts';
import { FakeShopify, fixedClock } from './fake-shopify.ts';
import { Pipeline } from './pipeline.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** Above 2^53, as Shopify's may be; a thousand for each shop of a file. */
const FIRST_ID = 9_007_199_254_740_993n;

/** New shops for the tests of a file, in one database. `now` is where their clock stands. */
export function newPipelines(kind: 'pglite' | 'postgres' = 'pglite') {
  let database: TestDatabase;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  afterAll(() => database.close());
  return (profile: Partial<ShopProfile> = {}, now = '2026-03-01T03:00:00Z'): Pipeline => {
    count += 1;
    return new Pipeline(
      database.pool,
      new FakeShopify(
        `shop-${count}.myshopify.com`,
        fixedClock(now),
        profile,
        FIRST_ID + BigInt(count) * 1_000n,
      ),
    );
  };
}
