import { z } from 'zod';
import { campaignEventSchema, customerCampaignsSchema } from './customer-campaigns.ts';
import { liveNameSchema } from './customers.ts';
import { grantReasonSchema, ledgerCauseSchema } from './members.ts';
import {
  countSchema,
  cursorSchema,
  daySchema,
  instantSchema,
  limitSchema,
  moneySchema,
  scoresSchema,
  shopifyIdSchema,
} from './values.ts';
import {
  consentSchema,
  financialStatusSchema,
  markSchema,
  notQualifyingSchema,
  shopifyRfmGroupSchema,
  stageReasonSchema,
  stageSchema,
} from './vocabulary.ts';

/** GET: one customer. Express patterns; `:id` is Shopify's numeric customer id. */
export const customerPath = '/api/customers/:id';

/** GET with `timelineQuerySchema`: what happened, newest first. */
export const customerTimelinePath = '/api/customers/:id/timeline';

/** GET with `customerOrdersQuerySchema`: orders, newest first, counted or not. */
export const customerOrdersPath = '/api/customers/:id/orders';

export const customerParamsSchema = z.strictObject({ id: shopifyIdSchema });

/** What would change the stage, as far as we can tell today. */
export const nextChangeSchema = z.discriminatedUnion('kind', [
  /** Silent on: lapsed from this day unless an order comes. */
  z.object({ kind: z.literal('lapses'), on: daySchema }),
  /** The next purchase makes this stage. */
  z.object({ kind: z.literal('next_purchase'), to: stageSchema }),
  /** VIP from both of these; what is missing is 0 where it is already reached. */
  z.object({
    kind: z.literal('vip_from'),
    occasions: countSchema,
    spent: moneySchema,
    missingOccasions: countSchema,
    missingSpent: moneySchema,
  }),
  /** Below the VIP keep thresholds: VIP ends on this day unless they are reached again. */
  z.object({ kind: z.literal('vip_ends'), on: daySchema, occasions: countSchema, spent: moneySchema }),
  /** A subscription keeps the customer from lapsing until this day at least. */
  z.object({ kind: z.literal('subscription'), untilOn: daySchema }),
]);
export type NextChange = z.infer<typeof nextChangeSchema>;

const fourCuts = z.array(z.number()).length(4);

export const customerResponseSchema = z.object({
  customerId: shopifyIdSchema,
  /** Live from Shopify; null = Shopify did not answer (everything else is ours and stands). */
  live: liveNameSchema
    .extend({
      rfmGroup: shopifyRfmGroupSchema.nullable(),
      /** All tags on the customer now, ours and others'. */
      tags: z.array(z.string()),
    })
    .nullable(),
  consent: consentSchema.nullable(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullable(),
  /** Stage, reason, limit, scores and facts are null for a customer without a qualifying order. */
  stage: stageSchema.nullable(),
  /** Since when the stage holds; null when it was there at the first scoring. */
  stageSince: instantSchema.nullable(),
  marks: z.array(markSchema),
  reason: stageReasonSchema.nullable(),
  /** The limit that applies to this customer, days. */
  lapseLimitDays: z.int().positive().nullable(),
  changes: z.array(nextChangeSchema),
  /**
   * Around when the next order is to be expected; `past` = that day is over. Null below 3 purchases, for the excluded, and while Shopify
   * shows us 60 days only.
   */
  expectedOrder: z.object({ on: daySchema, past: z.boolean() }).nullable(),
  scores: scoresSchema.nullable(),
  facts: z
    .object({
      recencyDays: countSchema,
      occasions: countSchema,
      orders: countSchema,
      spent: moneySchema,
      firstOrderOn: daySchema,
      lastOrderOn: daySchema,
    })
    .nullable(),
  /** Where the scores begin. `fixed` = fewer than 100 buyers, documented thresholds; money in minor units. */
  cuts: z
    .object({ recencyDays: fourCuts, occasions: fourCuts, spentMinor: fourCuts, fixed: z.boolean() })
    .nullable(),
  tags: z.object({
    /** `off` = tagging is switched off; `refused` = Shopify said no, see Settings. */
    state: z.enum(['off', 'in_sync', 'waiting', 'refused']),
    standing: z.array(z.string()),
    toAdd: z.array(z.string()),
    toRemove: z.array(z.string()),
    lastSentAt: instantSchema.nullable(),
  }),
  /** True when a tag on the exclusion list keeps this customer out of scoring; the stage is then the last one known. */
  excluded: z.boolean(),
  /** Null = never in a campaign. */
  campaigns: customerCampaignsSchema.nullable(),
});
export type CustomerResponse = z.infer<typeof customerResponseSchema>;

/** One order as the rules see it. */
export const customerOrderSchema = z.object({
  orderId: shopifyIdSchema,
  processedAt: instantSchema,
  localOn: daySchema,
  total: moneySchema,
  /** What counts as revenue (product.md section 1). */
  net: moneySchema,
  refunded: moneySchema,
  financialStatus: financialStatusSchema.nullable(),
  fulfillment: z.enum(['none', 'partial', 'full']),
  /** Null = it counts. */
  notQualifying: notQualifyingSchema.nullable(),
  /** A renewal adds revenue, no purchase occasion. */
  subscriptionRenewal: z.boolean(),
});
export type CustomerOrder = z.infer<typeof customerOrderSchema>;

export const customerOrdersQuerySchema = z.strictObject({
  after: cursorSchema.optional(),
  limit: limitSchema,
});

export const customerOrdersResponseSchema = z.object({
  items: z.array(customerOrderSchema).max(100),
  next: cursorSchema.nullable(),
});
export type CustomerOrdersResponse = z.infer<typeof customerOrdersResponseSchema>;

export const timelineKindSchema = z.enum(['stage', 'order', 'refund', 'points', 'campaign']);
export type TimelineKind = z.infer<typeof timelineKindSchema>;

const entry = { id: z.string(), at: instantSchema };

/** One thing that happened. `id` is unique within the customer. */
export const timelineEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...entry,
    kind: z.literal('stage'),
    /** `from` null = the first stage; `to` null = no qualifying order is left. They are equal where only marks changed. */
    from: stageSchema.nullable(),
    to: stageSchema.nullable(),
    marksGained: z.array(markSchema),
    marksLost: z.array(markSchema),
    /** Null where `to` is null. */
    reason: stageReasonSchema.nullable(),
  }),
  z.object({
    ...entry,
    kind: z.literal('order'),
    orderId: shopifyIdSchema,
    net: moneySchema,
    notQualifying: notQualifyingSchema.nullable(),
    subscriptionRenewal: z.boolean(),
  }),
  z.object({ ...entry, kind: z.literal('refund'), orderId: shopifyIdSchema, amount: moneySchema }),
  z.object({
    ...entry,
    kind: z.literal('points'),
    /** What can be spent, changed by so many: never 0. */
    points: z.int(),
    cause: ledgerCauseSchema,
    grantReason: grantReasonSchema.nullable(),
    orderId: shopifyIdSchema.nullable(),
  }),
  campaignEventSchema.extend({ ...entry, kind: z.literal('campaign') }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const timelineQuerySchema = z.strictObject({
  /** Only these kinds, separated by commas; absent = all. */
  kinds: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
      z.array(timelineKindSchema),
    )
    .optional(),
  after: cursorSchema.optional(),
  limit: limitSchema,
});
export type TimelineQuery = z.infer<typeof timelineQuerySchema>;

export const timelineResponseSchema = z.object({
  items: z.array(timelineEntrySchema).max(100),
  next: cursorSchema.nullable(),
});
export type TimelineResponse = z.infer<typeof timelineResponseSchema>;
