import { afterAll, beforeAll } from 'vitest';
import type { ShopProfile } from '../../web/use-cases/ports.ts';
import { FakeShopify, fixedClock } from './fake-shopify.ts';
import { LoyaltyShop } from './loyalty-shop.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** Above 2^53, as Shopify's may be; a thousand for each shop of a file. */
const FIRST_ID = 9_007_199_254_740_993n;

/** New shops with points for the tests of a file, in one database. `now` is where their clock stands. */
export function newLoyaltyShops(kind: 'pglite' | 'postgres' = 'pglite') {
  let database: TestDatabase;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase(kind);
  });
  afterAll(() => database.close());
  return (profile: Partial<ShopProfile> = {}, now = '2026-03-01T03:00:00Z'): LoyaltyShop => {
    count += 1;
    const domain = `loyalty-${count}.myshopify.com`;
    const fake = new FakeShopify(domain, fixedClock(now), profile, FIRST_ID + BigInt(count) * 1_000n);
    return new LoyaltyShop(database.pool, fake);
  };
}
