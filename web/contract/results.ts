import { z } from 'zod';
import { campaignKindSchema, campaignStateSchema } from './campaign-terms.ts';
import {
  countSchema,
  cursorSchema,
  daySchema,
  instantSchema,
  limitSchema,
  moneySchema,
  shareSchema,
  shopifyIdSchema,
} from './values.ts';

/** GET: every campaign that was launched, with its sentence, and all together. */
export const resultsPath = '/api/results';
/** GET with `?version=`: one campaign. */
export const resultPath = '/api/results/:campaignId';
/** GET with `?version=&cursor=&limit=`: who came back and what they bought, newest first. */
export const cameBackPath = '/api/results/:campaignId/came-back';
/** GET with `?version=`: all of them as CSV. */
export const cameBackCsvPath = '/api/results/:campaignId/came-back.csv';

export const verdictSchema = z.enum([
  'solid',
  'promising',
  'cant_tell_yet',
  'decides_on_cost',
  'not_measured',
]);
export type Verdict = z.infer<typeof verdictSchema>;
export const resultActionSchema = z.enum(['keep', 'smaller_offer', 'stop', 'wait']);
export type ResultAction = z.infer<typeof resultActionSchema>;

/** An estimate with the range it lies in. */
export const estimateSchema = z.object({ estimate: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimateSchema>;
const moneyEstimateSchema = estimateSchema.extend({ currency: z.string().length(3) });

/** Treated people or the comparison group. */
export const groupSchema = z.object({
  people: countSchema,
  ordered: countSchema,
  orders: countSchema,
  share: shareSchema.nullable(),
  revenue: moneySchema,
});
export type Group = z.infer<typeof groupSchema>;

export const resultSummarySchema = z.object({
  /** Null = all campaigns together. */
  campaignId: z.int().nullable(),
  name: z.string().nullable(),
  kind: campaignKindSchema.nullable(),
  state: campaignStateSchema.nullable(),
  version: countSchema,
  treated: groupSchema,
  comparison: groupSchema,
  /** Orders; the range in which every look is right (always-valid). Null = not measured or too early. */
  extraOrders: estimateSchema.nullable(),
  verdict: verdictSchema,
  /** About how many weeks until it can be told; null = it can, or never within six months. */
  weeksMore: z.number().nullable(),
  action: resultActionSchema,
  /** Why this action: message key `result.why.<code>` with numbers. */
  why: z.object({ code: z.string(), params: z.record(z.string(), z.number()) }),
});
export type ResultSummary = z.infer<typeof resultSummarySchema>;

export const resultsResponseSchema = z.object({
  together: resultSummarySchema.nullable(),
  campaigns: z.array(resultSummarySchema),
  measured: z.boolean(),
});
export type ResultsResponse = z.infer<typeof resultsResponseSchema>;

export const resultResponseSchema = z.object({
  summary: resultSummarySchema,
  versions: z.array(z.object({ version: z.int(), launchedAt: instantSchema })),
  computedAt: instantSchema.nullable(),
  windowDays: countSchema,
  holdoutShareBps: countSchema,
  /** Extra orders by day since launch; null where it is too early to say. */
  series: z.array(z.object({ day: daySchema, extraOrders: estimateSchema.nullable() })),
  /** Null with the reason (message key `result.money.<code>`) where groups are too small. */
  revenue: moneyEstimateSchema.nullable(),
  profit: moneyEstimateSchema.nullable(),
  moneyReason: z.string().nullable(),
  /** Fixed-time range of the difference in shares, for the drawer. */
  shareDifference: estimateSchema.nullable(),
  funnel: z.object({
    inCampaign: countSchema,
    sent: countSchema,
    unknown: countSchema,
    ordered: countSchema,
    comparison: countSchema,
    comparisonOrdered: countSchema,
  }),
  /** Orders that used the offer: some would have come anyway. */
  touched: z.object({
    orders: countSchema,
    revenue: moneySchema,
    discount: moneySchema,
    byBasis: z.array(z.object({ basis: z.enum(['code', 'link', 'draft']), orders: countSchema })),
  }),
  cost: z.object({ discounts: moneySchema, messages: countSchema }),
  skipped: z.array(z.object({ reason: z.string(), count: countSchema })),
  checks: z.object({
    /** False = the two groups are not the sizes they should be: the result must not be trusted. */
    sampleRatioOk: z.boolean().nullable(),
    sampleRatioP: z.number().nullable(),
    /** Comparison customers who got an offer by mistake. */
    contaminated: countSchema,
    /** Share of recent orders with a code: a warning of dependence. */
    ordersWithCodeShare: shareSchema.nullable(),
  }),
  /** The numbers that stand in the formulas of the drawer. */
  method: z.record(z.string(), z.number()),
  unknownMessages: countSchema,
});
export type ResultResponse = z.infer<typeof resultResponseSchema>;

const versionSchema = z.coerce.number().int().min(1).max(2_147_483_647).optional();
/** `version` absent = the newest. */
export const resultQuerySchema = z.object({ version: versionSchema });
export const cameBackQuerySchema = z.object({
  version: versionSchema,
  cursor: cursorSchema.optional(),
  limit: limitSchema,
});
export const cameBackRowSchema = z.object({
  /** Null once the person was erased. */
  customerId: shopifyIdSchema.nullable(),
  name: z.string().nullable(),
  orderId: shopifyIdSchema,
  orderedAt: instantSchema,
  revenue: moneySchema,
  discount: moneySchema,
  basis: z.enum(['code', 'link', 'draft']),
  products: z.array(z.string()),
});
export const cameBackResponseSchema = z.object({
  rows: z.array(cameBackRowSchema),
  nextCursor: cursorSchema.nullable(),
});
export type CameBackResponse = z.infer<typeof cameBackResponseSchema>;
