import type pg from 'pg';
import type { EnqueueOptions, JobName, JobPayloads, Store, Tx } from '../use-cases/ports.ts';
import { createCampaignAudienceStore } from './campaign-audience-store.ts';
import { createCampaignResultsStore } from './campaign-results-store.ts';
import { createCampaignStore } from './campaign-store.ts';
import { createChannelStore } from './channel-store.ts';
import { createCostStore } from './cost-store.ts';
import { createCreditStore } from './credit-store.ts';
import { createCustomerStore } from './customer-store.ts';
import { createDataRequestStore } from './data-request-store.ts';
import { createEnrolmentStore } from './enrolment-store.ts';
import { createFlowStore } from './flow-store.ts';
import { createInboxStore } from './inbox-store.ts';
import { createLoyaltyStore } from './loyalty-store.ts';
import { createMessageStore } from './message-store.ts';
import { createMetricsStore } from './metrics-store.ts';
import { createModelStore } from './model-store.ts';
import { createOfferStore } from './offer-store.ts';
import { createOrderStore } from './order-store.ts';
import { ProgramCache } from './program-cache.ts';
import { createRulesStore } from './rules-store.ts';
import { createShopStore } from './shop-store.ts';
import { poolSql, type Sql } from './sql.ts';
import { createSuppressionStore } from './suppression-store.ts';
import { createSyncRunStore } from './sync-run-store.ts';
import { TableGrowth } from './table-growth.ts';
import { createTagStore } from './tag-store.ts';
import type { TokenCipher } from './token-cipher.ts';

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
  /** Encrypts the secrets of channels; without it they can be neither saved nor read. */
  cipher?: TokenCipher;
  /** Under which number others see this process living (`showPresence`). */
  worker?: number;
  /** Told of each name that a transaction enqueued, once it is committed: a worker in this process need not wait for its poll. */
  enqueued?: (name: JobName) => void;
};

/** The database as the use cases see it, in SQL that PGlite and PostgreSQL share. */
export function createStore({ pool, enqueueIn, enqueued, ...parts }: StoreParts): Store {
  const sql = poolSql(pool, new TableGrowth());
  const known = { ...parts, programs: new ProgramCache() };
  return {
    ...features(sql, known, 'shared'),
    transaction: async (work) => {
      const names = new Set<JobName>();
      const result = await sql.atomically((inside) => {
        const enqueue: Tx['enqueue'] = (name, payload, options) => {
          names.add(name);
          return enqueueIn(inside.execute, name, payload, options);
        };
        return work({ ...features(inside, known, 'alone'), enqueue });
      });
      for (const name of names) enqueued?.(name);
      return result;
    },
  };
}

type Known = Pick<StoreParts, 'redactionKey' | 'worker' | 'cipher'> & { programs: ProgramCache };

function features(
  sql: Sql,
  { redactionKey, worker, cipher, programs }: Known,
  inbox: 'shared' | 'alone',
): Omit<Tx, 'enqueue'> {
  const customers = createCustomerStore(sql, redactionKey);
  return {
    shops: createShopStore(sql),
    rules: createRulesStore(sql),
    inbox: createInboxStore(sql, inbox, worker),
    orders: createOrderStore(sql),
    costs: createCostStore(sql),
    customers,
    models: createModelStore(sql),
    metrics: createMetricsStore(sql),
    tags: createTagStore(sql),
    dataRequests: createDataRequestStore(sql),
    syncRuns: createSyncRunStore(sql),
    campaigns: createCampaignStore(sql),
    enrolments: createEnrolmentStore(sql),
    messages: createMessageStore(sql),
    offers: createOfferStore(sql),
    credits: createCreditStore(sql),
    channels: createChannelStore(sql, cipher),
    suppressions: createSuppressionStore(sql),
    campaignResults: createCampaignResultsStore(sql),
    campaignAudience: createCampaignAudienceStore(sql),
    loyalty: createLoyaltyStore(sql, customers.isRedacted, programs),
    flow: createFlowStore(sql),
  };
}
