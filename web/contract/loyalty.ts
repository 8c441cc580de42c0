import { z } from 'zod';
import { countSchema, daySchema, instantSchema, moneySchema, shopifyIdSchema } from './values.ts';

/** GET → `programResponseSchema`; PUT with `saveProgramRequestSchema`. */
export const programPath = '/api/loyalty/program';
/** POST with `programPreviewRequestSchema` → `programPreviewResponseSchema`: what a save would do. Changes nothing. */
export const programPreviewPath = '/api/loyalty/program/preview';
/** GET → `liabilityResponseSchema`. */
export const liabilityPath = '/api/loyalty/liability';
/** GET → `healthResponseSchema`, asked of Shopify now. */
export const healthPath = '/api/health';
/** GET, PUT with `flowTriggersSchema`: which triggers of Shopify Flow are told. */
export const flowTriggersPath = '/api/flow-triggers';

export const rewardValueSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('amount'), amountMinor: z.int() }),
  z.strictObject({ kind: z.literal('percentage'), percentageBps: z.int() }),
  z.strictObject({ kind: z.literal('free_shipping') }),
  z.strictObject({ kind: z.literal('free_product'), productId: shopifyIdSchema, title: z.string().max(255) }),
  z.strictObject({ kind: z.literal('store_credit'), amountMinor: z.int() }),
]);
export type RewardValue = z.infer<typeof rewardValueSchema>;

export const rewardSchema = z.strictObject({
  rewardId: z.string().min(1).max(40),
  name: z.string().max(80),
  value: rewardValueSchema,
  costPoints: z.int(),
  minimumSpendMinor: z.int().nullable(),
  validDays: z.int(),
  combinesWith: z.strictObject({
    orderDiscounts: z.boolean(),
    productDiscounts: z.boolean(),
    shippingDiscounts: z.boolean(),
  }),
  active: z.boolean(),
});
export type Reward = z.infer<typeof rewardSchema>;

export const tierSchema = z.strictObject({
  key: z.string().min(1).max(40),
  name: z.string().max(40),
  threshold: z.int(),
  multiplierBps: z.int(),
});
export type Tier = z.infer<typeof tierSchema>;

/** Mirrors `ProgramTerms` of web/domain/loyalty/program.ts. The server checks ranges and names the field. */
export const programTermsSchema = z.strictObject({
  on: z.boolean(),
  pointsName: z.strictObject({ en: z.string().max(30), vi: z.string().max(30), th: z.string().max(30) }),
  earn: z.strictObject({
    points: z.int(),
    perMinor: z.int(),
    when: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('paid') }),
      z.strictObject({ kind: z.literal('fulfilled') }),
      z.strictObject({ kind: z.literal('delivered'), days: z.int() }),
    ]),
    excludedProducts: z.array(shopifyIdSchema),
    excludedCollections: z.array(shopifyIdSchema),
  }),
  bonuses: z.array(
    z.strictObject({ name: z.string().max(80), fromOn: daySchema, toOn: daySchema, multiplierBps: z.int() }),
  ),
  actions: z.strictObject({ signUp: z.int(), birthday: z.int(), review: z.int() }),
  expiry: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('never') }),
    z.strictObject({ kind: z.literal('per_lot'), months: z.int() }),
    z.strictObject({ kind: z.literal('inactivity'), months: z.int() }),
  ]),
  tiers: z
    .strictObject({ by: z.enum(['spend', 'points']), levels: z.array(tierSchema), graceDays: z.int() })
    .nullable(),
  rewards: z.array(rewardSchema),
  referral: z.strictObject({
    on: z.boolean(),
    advocatePoints: z.int(),
    friendOffer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('amount'), amountMinor: z.int() }),
      z.strictObject({ kind: z.literal('percentage'), percentageBps: z.int() }),
    ]),
    friendMinimumSpendMinor: z.int().nullable(),
    holdDays: z.int(),
  }),
  historyFromOn: daySchema.nullable(),
  returnUnusedCodes: z.boolean(),
});
export type ProgramTerms = z.infer<typeof programTermsSchema>;

/** Why terms are refused: `code` of an issue, message key `loyalty.fault.<code>`; equals `PROGRAM_ISSUE_CODES` of the domain. */
export const programIssueCodeSchema = z.enum([
  'whole',
  'length',
  'list',
  'twice',
  'positive',
  'percent',
  'minimum',
  'days_reversed',
  'too_long',
  'first_tier',
  'tier_order',
  'product',
  'future',
]);
export type ProgramIssueCode = z.infer<typeof programIssueCodeSchema>;

export const programResponseSchema = z.object({
  /** 0 = never saved: `terms` is what a shop of this currency starts from. */
  version: countSchema,
  savedAt: instantSchema.nullable(),
  launchedAt: instantSchema.nullable(),
  terms: programTermsSchema,
  /** The shop's, and the one the terms' amounts were saved in: unequal = the program is off until it is saved anew. */
  currency: z.string().length(3),
  savedIn: z.string().length(3),
  timeZone: z.string(),
  /** How orders of the last 90 days stand: most of them unpaid and fulfilled = ask for `fulfilled`. */
  payment: z.object({ orders: countSchema, unpaidAndFulfilled: countSchema }),
  /** Whether Shopify gives store credit here; null = not asked yet. */
  storeCredit: z.boolean().nullable(),
  /** Titles of the products the terms name. */
  products: z.array(z.object({ productId: shopifyIdSchema, title: z.string() })),
  recounting: z.boolean(),
});
export type ProgramResponse = z.infer<typeof programResponseSchema>;

export const saveProgramRequestSchema = z.strictObject({ terms: programTermsSchema, basedOn: countSchema });
export const programPreviewRequestSchema = z.strictObject({ terms: programTermsSchema });

/** What orders from before the launch would earn, and what a typical order earns. */
export const programPreviewResponseSchema = z.object({
  history: z.object({
    customers: countSchema,
    orders: countSchema,
    points: countSchema,
    cost: moneySchema.nullable(),
    /** Reckoned from some of the customers: "about", two digits are meant. */
    sampled: z.boolean().optional(),
  }),
  typicalOrder: z.object({ amount: moneySchema, points: countSchema }).nullable(),
  /** What 100 points cost the shop at its dearest active reward; null without one. */
  costPer100: moneySchema.nullable(),
  /** Share of the price that points give back at that reward: 500 = 5 %. */
  giveBackBps: countSchema.nullable(),
  /** Customers who are no members yet, each of whom could still get the points for signing up; null = the terms give none. */
  signUpAtMost: countSchema.nullable(),
});
export type ProgramPreviewResponse = z.infer<typeof programPreviewResponseSchema>;

export const liabilityResponseSchema = z.object({
  /** When these sums were made; null = now. Large shops are summed at night. */
  asOf: instantSchema.nullable(),
  members: countSchema,
  withPoints: countSchema,
  points: countSchema,
  pendingPoints: countSchema,
  reservedPoints: countSchema,
  debtPoints: countSchema,
  issued: countSchema,
  spent: countSchema,
  expired: countSchema,
  /** What open points could cost: at the dearest reward per point, and at the share of finished points that were spent. */
  atMost: moneySchema.nullable(),
  likely: moneySchema.nullable(),
  /** Of 100 points that were spent or ended, so many were spent; null until some ended and 1,000 did either. */
  usedPercent: countSchema.nullable(),
  tiers: z.array(z.object({ key: z.string(), name: z.string(), members: countSchema })),
  balanced: z.boolean(),
});
export type LiabilityResponse = z.infer<typeof liabilityResponseSchema>;

/**
 * One check: `needed` false = an option this shop uses nothing of. `fixUrl` leads to the place in the Shopify admin that turns it on.
 * Words: `health.<check>.<state>`.
 */
export const healthResponseSchema = z.object({
  checks: z.array(
    z.object({
      check: z.enum([
        'app_embed',
        'customer_accounts',
        'store_credit',
        'scopes',
        'webhooks',
        'metafields',
        'extensions_network',
        'product_block',
        'cart_block',
        'page_block',
      ]),
      state: z.enum(['ok', 'off', 'attention', 'unknown']),
      needed: z.boolean(),
      detail: z.string().nullable(),
      fixUrl: z.string().nullable(),
    }),
  ),
  checkedAt: instantSchema,
});
export type HealthResponse = z.infer<typeof healthResponseSchema>;

export const flowTriggersSchema = z.strictObject({
  stage_changed: z.boolean(),
  points_changed: z.boolean(),
  tier_changed: z.boolean(),
});
export type FlowTriggers = z.infer<typeof flowTriggersSchema>;
