import { z } from 'zod';
import { resultSummarySchema } from './results.ts';
import { syncHealthSchema, syncProgressSchema } from './sync.ts';
import { countSchema, daySchema, moneySchema, monthSchema, shareSchema } from './values.ts';
import { lapseSourceSchema, stageSchema } from './vocabulary.ts';

/** GET: everything Home shows in one answer. */
export const homePath = '/api/home';

/** One point of a 12-month sparkline, oldest first; null where the month has nothing to divide by. */
export const monthPointSchema = z.object({ month: monthSchema, value: z.number().nullable() });
export type MonthPoint = z.infer<typeof monthPointSchema>;

const twelveMonths = z.array(monthPointSchema).max(12);

/**
 * Bought a second time: of the customers whose first purchase lies in the 12 months that ended `windowDays` ago (so that each had
 * the whole window), the share with a second occasion within `windowDays` of the first. The series is by month of first purchase.
 */
export const secondPurchaseSchema = z.object({
  share: shareSchema.nullable(),
  bought: countSchema,
  outOf: countSchema,
  windowDays: z.int().positive(),
  series: twelveMonths,
});

/** Active = first-time, repeat or VIP (not lapsed) today; the series is the count on the last day of each month. */
export const activeCustomersSchema = z.object({
  count: countSchema,
  /** Against 30 days ago; null when we have no history that old. */
  change30Days: z.int().nullable(),
  series: twelveMonths,
});

/** Net revenue of the last 30 days that came from customers who had bought before, against all of it. The series is by calendar month. */
export const existingRevenueSchema = z.object({
  share: shareSchema.nullable(),
  fromExisting: moneySchema,
  total: moneySchema,
  series: twelveMonths,
});

/** What the merchant should do next; the server picks the first that applies, in this order. */
export const nextStepSchema = z.enum([
  'reauthorise',
  'ask_full_history',
  'turn_on_tags',
  'fix_refused_tags',
  'launch_second_purchase',
  'launch_win_back',
  'launch_loyalty',
  'review_rules',
  'look_at_customers',
]);
export type NextStep = z.infer<typeof nextStepSchema>;

export const stageColumnSchema = z.object({
  stage: stageSchema,
  count: countSchema,
  /** Count today − count 30 days ago; null when we have no history that old. */
  change30Days: z.int().nullable(),
});

/** How many customers moved between two stages in the last 30 days; `from` null = their first purchase. */
export const stageMoveSchema = z.object({
  from: stageSchema.nullable(),
  to: stageSchema,
  count: countSchema,
});
export type StageMove = z.infer<typeof stageMoveSchema>;

/** A share with what it is a share of; null where there is nothing to divide by. */
const countedShareSchema = z.object({
  share: shareSchema.nullable(),
  count: countSchema,
  outOf: countSchema,
});
const periodSchema = z.object({ fromOn: daySchema, throughOn: daySchema });

/** How customers stay, over the whole history unless said; formulas in docs/glossary.md (Metrics). */
export const retentionSchema = z.object({
  /** Customers with two or more purchase occasions among those with one. */
  repeatRate: countedShareSchema,
  /** Who bought in `first` and in `later` too, among who bought in `first`; churn is the rest. The last two whole calendar quarters. */
  retention: countedShareSchema.extend({ first: periodSchema, later: periodSchema }),
  /** Net revenue per purchase occasion; null without one. */
  averageOrder: z.object({ value: moneySchema.nullable(), revenue: moneySchema, occasions: countSchema }),
  /** Net revenue per customer so far; null without one. */
  historicClv: z.object({ value: moneySchema.nullable(), revenue: moneySchema, customers: countSchema }),
});
export type Retention = z.infer<typeof retentionSchema>;

/**
 * Customers by the month of their first purchase, oldest first, at most the last 12 months. `bought[k]` = how many bought in the
 * k-th month after; `bought[0]` is the size; null = that month is not over, never 0.
 */
export const cohortSchema = z.object({
  month: monthSchema,
  size: countSchema,
  bought: z.array(countSchema.nullable()),
});
export type Cohort = z.infer<typeof cohortSchema>;

const readySchema = z.object({
  phase: z.literal('ready'),
  /** The shop's local day the numbers are for. */
  asOfOn: daySchema,
  /** Customers with at least one purchase occasion. */
  customers: countSchema,
  /** Distinct customers whose purchase this calendar month ended a lapse. */
  cameBackThisMonth: countSchema,
  secondPurchase: secondPurchaseSchema,
  active: activeCustomersSchema,
  existingRevenue: existingRevenueSchema,
  stages: z.array(stageColumnSchema).length(4),
  moves: z.array(stageMoveSchema),
  nextStep: nextStepSchema,
  /** Campaigns that run or pause, newest launch first, as on Results. */
  campaigns: z.array(resultSummarySchema).exactOptional(),
  lapse: z.object({
    oneOccasionDays: z.int().positive(),
    laterDays: z.int().positive(),
    source: lapseSourceSchema,
  }),
  sync: syncHealthSchema,
  /** Absent until the first night has counted them. */
  retention: retentionSchema.exactOptional(),
  cohorts: z.array(cohortSchema).max(12).exactOptional(),
});
export type HomeReady = z.infer<typeof readySchema>;

/** While the first sync has not finished, Home is the sync and nothing else. */
export const homeResponseSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('syncing'), progress: syncProgressSchema }),
  readySchema,
]);
export type HomeResponse = z.infer<typeof homeResponseSchema>;
