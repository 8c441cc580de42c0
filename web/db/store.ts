import type pg from 'pg';
import type { EnqueueOptions, JobName, JobPayloads, Store, Tx } from '../use-cases/ports.ts';
import { createCustomerStore } from './customer-store.ts';
import { createInboxStore } from './inbox-store.ts';
import { createMetricsStore } from './metrics-store.ts';
import { createModelStore } from './model-store.ts';
import { createOrderStore } from './order-store.ts';
import { createRulesStore } from './rules-store.ts';
import { createShopStore } from './shop-store.ts';
import { clientSql, poolSql, type Sql } from './sql.ts';
import { createSyncRunStore } from './sync-run-store.ts';
import { createTagStore } from './tag-store.ts';
import { inTransaction } from './transaction.ts';

/** Inserts a job by statements run through `executeSql`, so that it commits with the rows written beside it. */
export type EnqueueIn = <N extends JobName>(
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>,
  name: N,
  payload: JobPayloads[N],
  options?: EnqueueOptions,
) => Promise<void>;

export type StoreParts = {
  pool: pg.Pool;
  /** Keys the hashes by which redacted customers are known again. */
  redactionKey: string;
  enqueueIn: EnqueueIn;
};

/** The database as the use cases see it, in SQL that PGlite and PostgreSQL share. */
export function createStore({ pool, redactionKey, enqueueIn }: StoreParts): Store {
  const sql = poolSql(pool, (work) => inTransaction(pool, (client) => work(clientSql(client))));
  return {
    ...features(sql, redactionKey, 'shared'),
    transaction: (work) =>
      inTransaction(pool, (client) => {
        const executeSql = async (text: string, values?: unknown[]) =>
          rowsOf(await client.query(text, values));
        const tx: Tx = {
          ...features(clientSql(client), redactionKey, 'alone'),
          enqueue: (name, payload, options) => enqueueIn(executeSql, name, payload, options),
        };
        return work(tx);
      }),
  };
}

function features(sql: Sql, redactionKey: string, inbox: 'shared' | 'alone'): Omit<Tx, 'enqueue'> {
  return {
    shops: createShopStore(sql),
    rules: createRulesStore(sql),
    inbox: createInboxStore(sql, inbox),
    orders: createOrderStore(sql),
    customers: createCustomerStore(sql, redactionKey),
    models: createModelStore(sql),
    metrics: createMetricsStore(sql),
    tags: createTagStore(sql),
    syncRuns: createSyncRunStore(sql),
  };
}

/** A text of several statements gives a list of results. */
function rowsOf(result: pg.QueryResult | pg.QueryResult[]): { rows: unknown[] } {
  return Array.isArray(result) ? { rows: result.flatMap((one) => one.rows) } : result;
}
