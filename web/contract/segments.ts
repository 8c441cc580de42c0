import { z } from 'zod';
import { countSchema, daySchema, moneySchema, scoresSchema } from './values.ts';

/** GET: customers by recency, frequency and spending, as of the last scoring of the whole shop. */
export const segmentsPath = '/api/customer-segments';

/** The whole values that give a score, both ends included; `to` null = no upper end; null = nothing gives this score. */
export const scoreRangeSchema = z.object({ from: countSchema, to: countSchema.nullable() }).nullable();
export type ScoreRange = z.infer<typeof scoreRangeSchema>;

/** One for each score, the first for score 1. */
const scoreRangesSchema = z.array(scoreRangeSchema).length(5);

/** Customers with the same three scores and what they spent; combinations nobody has are left out. */
export const segmentCellSchema = scoresSchema.extend({ customers: countSchema, spentMinor: countSchema });
export type SegmentCell = z.infer<typeof segmentCellSchema>;

const countedSchema = z.object({
  state: z.literal('counted'),
  /** The shop's local day of the scoring. */
  asOfOn: daySchema,
  customers: countSchema,
  /** Net revenue over all history we hold. */
  spent: moneySchema,
  /** Shopify shows 60 days only: purchases and money are its own totals where those are higher. */
  provisional: z.boolean(),
  /** Fewer than 100 buyers: fixed thresholds instead of fifths. */
  fixed: z.boolean(),
  /** Days since the last order, purchase occasions, money in minor units. */
  ranges: z.object({ r: scoreRangesSchema, f: scoreRangesSchema, m: scoreRangesSchema }),
  cells: z.array(segmentCellSchema).max(125),
});
export type Segments = z.infer<typeof countedSchema>;

/** `waiting`: nothing was counted yet, in a shop that was never scored or since an update of the app. */
export const segmentsResponseSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), until: z.enum(['first_scoring', 'next_night']) }),
  countedSchema,
]);
export type SegmentsResponse = z.infer<typeof segmentsResponseSchema>;
