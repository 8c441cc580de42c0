import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '../../prisma/client/client.ts';

export type { PrismaClient };

/** On PGlite a transaction waits for the one session, which a nightly statement may hold for many seconds. */
const TRANSACTION_LIMIT_MS = 30_000;

/**
 * Prisma over the same pool as plain SQL. Inside `$transaction` use only the given client (see `Database`); Prisma is several
 * times slower than `pool.query` per statement, so hot paths write SQL.
 */
export function createPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: TRANSACTION_LIMIT_MS, timeout: TRANSACTION_LIMIT_MS },
  });
}
