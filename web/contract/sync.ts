import { z } from 'zod';
import { countSchema, daySchema, instantSchema } from './values.ts';

/** GET: the backfill's progress; polled every 2 s while it runs. */
export const syncPath = '/api/sync';

/** POST, empty body: start a failed first sync again from where it stopped. Answers `syncProgressSchema`. */
export const syncRetryPath = '/api/sync/retry';

/** What the first sync is doing: asking Shopify for the history, waiting for its file, reading orders, scoring customers. */
export const syncStepSchema = z.enum(['requesting', 'preparing', 'reading', 'scoring', 'done']);
export type SyncStep = z.infer<typeof syncStepSchema>;

export const syncProgressSchema = z.object({
  state: z.enum(['not_started', 'running', 'done', 'failed']),
  step: syncStepSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  ordersRead: countSchema,
  /** Null until Shopify has said how many there are. */
  ordersTotal: countSchema.nullable(),
  customersScored: countSchema,
  customersTotal: countSchema.nullable(),
  /** Estimated seconds to the end at the pace so far; null while unknown. */
  secondsLeft: countSchema.nullable(),
  /** Why it stopped; set only in state `failed`. */
  failure: z.enum(['shopify_refused', 'shopify_unavailable', 'needs_reauth', 'internal']).nullable(),
});
export type SyncProgress = z.infer<typeof syncProgressSchema>;

/** How the shop stands against Shopify now (the Sync card). */
export const syncHealthSchema = z.object({
  /** When the newest order we hold last changed in Shopify. */
  lastOrderReceivedAt: instantSchema.nullable(),
  /** Webhooks received and not yet worked off. */
  inboxWaiting: countSchema,
  lastReconciliation: z
    .object({
      at: instantSchema,
      ordersChecked: countSchema,
      /** Orders and customers that were missing or different here, and how many of them are right now. */
      driftFound: countSchema,
      driftHealed: countSchema,
    })
    .nullable(),
  /** First day of the history we hold; `limitedTo60Days` = Shopify shows no more (scope `read_all_orders` missing). */
  history: z.object({ sinceOn: daySchema.nullable(), limitedTo60Days: z.boolean() }),
  /** Orders that count as purchases but not as revenue: their money is in another currency than the shop's. As of last night. */
  ordersInOtherCurrency: countSchema,
  tags: z.object({
    enabled: z.boolean(),
    /** Customers whose tags stand as they should, wait to be sent, or were refused by Shopify. */
    standing: countSchema,
    waiting: countSchema,
    refused: countSchema,
  }),
});
export type SyncHealth = z.infer<typeof syncHealthSchema>;
