import { Session } from '@shopify/shopify-api';
import { migrate } from '../../../web/db/migrate.ts';
import { type Database, openDatabase } from '../../../web/db/open-database.ts';
import { createPrisma } from '../../../web/db/prisma-client.ts';
import { createSessionStore } from '../../../web/db/session-store.ts';
import { createStore } from '../../../web/db/store.ts';
import { createTokenCipher } from '../../../web/db/token-cipher.ts';
import { createJobQueue, type JobQueue } from '../../../web/jobs/queue.ts';
import { installShop } from '../../../web/use-cases/install-shop.ts';
import type { Clock, Shop, Store } from '../../../web/use-cases/ports.ts';
import { startPostgres } from '../../support/postgres-server.ts';
import { recordingLog } from '../../support/silent-log.ts';

export const DOMAIN = 'bench.myshopify.com';
export const API_KEY = 'bench-client-id';
export const API_SECRET = 'bench-client-secret';
export const ENCRYPTION_KEY = Buffer.alloc(32, 3);
const SCOPES = ['read_orders', 'read_all_orders', 'read_customers', 'write_customers', 'read_products'];
const LONGEST_STATEMENT_MS = 60 * 60_000;

/** A server as one would run it: nothing is acknowledged before it is on the disk. */
const SERVER = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
};

export type BenchShop = {
  url: string;
  database: Database;
  store: Store;
  queue: JobQueue;
  clock: Clock;
  shop: Shop;
  /** One statement after another, none of them limited in time. */
  sql(text: string, values?: unknown[]): Promise<void>;
  close(): Promise<void>;
};

/** A PostgreSQL server of its own with one installed shop that sees its whole history and whose token is good for a day. */
export async function openBenchShop(): Promise<BenchShop> {
  const server = await startPostgres(SERVER);
  const url = server.url('postgres');
  const database = await openDatabase({ url, statementLimitMs: LONGEST_STATEMENT_MS });
  await migrate(database);
  const { pool } = database;
  const queue = createJobQueue(pool, recordingLog());
  await queue.start();
  const store = createStore({ pool, redactionKey: 'bench', enqueueIn: queue.enqueueIn });
  const clock = { now: () => new Date() };
  await installShop({ store, clock }, { domain: DOMAIN, scopes: SCOPES });
  await storeToken(database, clock);
  const shop = await store.shops.findByDomain(DOMAIN);
  if (!shop) throw new Error('the shop was not installed');
  await store.shops.saveProfile(shop.shopId, {
    name: 'Bench',
    currency: 'USD',
    timeZone: 'UTC',
    scopes: SCOPES,
  });
  return {
    url,
    database,
    store,
    queue,
    clock,
    shop: (await store.shops.find(shop.shopId)) ?? shop,
    sql: async (text, values) => {
      await pool.query(text, values);
    },
    close: async () => {
      await queue.stop(0);
      await database.close();
      await server.stop();
    },
  };
}

async function storeToken({ pool }: Database, clock: Clock): Promise<void> {
  const prisma = createPrisma(pool);
  const sessions = createSessionStore(prisma, createTokenCipher([ENCRYPTION_KEY]), clock);
  await sessions.storeSession(
    new Session({
      id: `offline_${DOMAIN}`,
      shop: DOMAIN,
      state: '',
      isOnline: false,
      scope: SCOPES.join(','),
      accessToken: 'bench-token',
      expires: new Date(Date.now() + 24 * 3_600_000),
    }),
  );
  await prisma.$disconnect();
}

/** The environment in which `web/main.ts` serves that shop. */
export function environmentOf(url: string, apiOrigin: string): Record<string, string> {
  return {
    PORT: '0',
    ENCORE_LOCAL: '1',
    APP_URL: 'https://encore.example.com',
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: API_SECRET,
    ENCRYPTION_KEY: ENCRYPTION_KEY.toString('base64'),
    DATABASE_URL: url,
    SHOPIFY_API_ORIGIN: apiOrigin,
    LOG_LEVEL: process.env.BENCH_LOG ?? 'error',
  };
}
