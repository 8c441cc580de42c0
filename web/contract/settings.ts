import { z } from 'zod';
import { stageMoveSchema } from './home.ts';
import { rulesSchema } from './rules.ts';
import { countSchema, moneySchema } from './values.ts';
import { lapseSourceSchema } from './vocabulary.ts';

/** GET: rules, what they give today, and the shop's own distributions. PUT with `saveSettingsRequestSchema`: save, recompute, same answer. */
export const settingsPath = '/api/settings';

/** POST with `previewRequestSchema`: who would move; changes nothing. */
export const settingsPreviewPath = '/api/settings/preview';

/** POST with `removeTagsRequestSchema`: take every tag of ours off every customer and switch tagging off. */
export const removeTagsPath = '/api/settings/remove-tags';

/** What a set of rules gives in this shop: the limits and lines in force. */
export const thresholdsSchema = z.object({
  lapse: z.object({
    oneOccasionDays: z.int().positive(),
    laterDays: z.int().positive(),
    source: lapseSourceSchema,
    /** What was measured in this shop, shown beside the merchant's own number; null = too little history. */
    measuredOneOccasionDays: z.int().positive().nullable(),
    measuredLaterDays: z.int().positive().nullable(),
  }),
  vip: z.object({
    enterOccasions: countSchema,
    enterSpent: moneySchema,
    keepOccasions: countSchema,
    keepSpent: moneySchema,
  }),
});
export type Thresholds = z.infer<typeof thresholdsSchema>;

/** One bar: values from `from` (inclusive) to `to` (exclusive); `to` null = and more. Ascending, without holes. */
export const binSchema = z.object({ from: z.number(), to: z.number().nullable(), count: countSchema });
export type Bin = z.infer<typeof binSchema>;

export const distributionsSchema = z.object({
  /** Days from the first purchase to the second, and between later ones; finished gaps only. */
  firstGapDays: z.array(binSchema).max(60),
  laterGapDays: z.array(binSchema).max(60),
  /** Purchase occasions and net revenue (minor units) of customers who are not lapsed. */
  occasions: z.array(binSchema).max(60),
  spentMinor: z.array(binSchema).max(60),
});
export type Distributions = z.infer<typeof distributionsSchema>;

export const settingsResponseSchema = z.object({
  rules: rulesSchema,
  /** The documented defaults, for "use the default". */
  defaults: rulesSchema,
  /** Counts up with every save; send it back so that two open windows do not overwrite each other. */
  version: countSchema,
  /** True while customers are being recomputed after a save. */
  recomputing: z.boolean(),
  customers: countSchema,
  thresholds: thresholdsSchema,
  distributions: distributionsSchema,
  /** Customers who carry a tag of ours in Shopify now. */
  taggedCustomers: countSchema,
});
export type SettingsResponse = z.infer<typeof settingsResponseSchema>;

/** A version that is not the present one answers CONFLICT and saves nothing. */
export const saveSettingsRequestSchema = z.strictObject({ rules: rulesSchema, version: countSchema });
export type SaveSettingsRequest = z.infer<typeof saveSettingsRequestSchema>;

export const previewRequestSchema = z.strictObject({ rules: rulesSchema });
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

export const previewResponseSchema = z.object({
  customers: countSchema,
  /** Customers whose stage would change, and between which stages (most first). Leaving by exclusion is `to` null. */
  moving: countSchema,
  moves: z.array(
    stageMoveSchema.extend({ from: stageMoveSchema.shape.from, to: stageMoveSchema.shape.to.nullable() }),
  ),
  /** Customers on whom a tag would be added, removed or renamed. */
  tagChanges: countSchema,
  thresholds: thresholdsSchema,
});
export type PreviewResponse = z.infer<typeof previewResponseSchema>;

export const removeTagsRequestSchema = z.strictObject({ confirm: z.literal(true) });
export const removeTagsResponseSchema = z.object({ customersQueued: countSchema });
export type RemoveTagsResponse = z.infer<typeof removeTagsResponseSchema>;
