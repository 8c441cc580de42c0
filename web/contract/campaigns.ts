import { z } from 'zod';
import {
  campaignKindSchema,
  campaignStateSchema,
  campaignTermsSchema,
  channelSchema,
  languageSchema,
  messageTextsSchema,
  offerValueSchema,
} from './campaign-terms.ts';
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

/** GET: presets and the list. POST with `createCampaignRequestSchema`: a draft from a preset, answers `campaignResponseSchema`. */
export const campaignsPath = '/api/campaigns';
/** GET, PUT (`saveCampaignRequestSchema`), DELETE (drafts only). */
export const campaignPath = '/api/campaigns/:campaignId';
/** POST with `launchRequestSchema`. */
export const launchPath = '/api/campaigns/:campaignId/launch';
/** POST with `campaignActionRequestSchema`: pause, resume, end. */
export const campaignActionPath = '/api/campaigns/:campaignId/action';
/** POST with `termsRequestSchema` → `outlookResponseSchema`: planner, costs and the next 14 days in numbers. Changes nothing. */
export const outlookPath = '/api/campaigns/outlook';
/** POST with `dryRunRequestSchema` → `dryRunResponseSchema`: who, when, what, and who not and why. Changes nothing. */
export const dryRunPath = '/api/campaigns/dry-run';
/** POST with `mailPreviewRequestSchema` → `mailPreviewResponseSchema`. */
export const mailPreviewPath = '/api/campaigns/mail-preview';
/** POST with `testSendRequestSchema` → `testSendResponseSchema`: a real mail to the merchant's own address. */
export const testSendPath = '/api/campaigns/test-send';
/** POST with `sendOneRequestSchema`: the campaign's first step to one customer now, all rules and caps respected. */
export const sendOnePath = '/api/campaigns/:campaignId/send-one';

/** A range in whole orders or money; null ends are open (too little to say). */
export const rangeSchema = z.object({ low: z.number(), high: z.number() });

export const presetSchema = z.object({
  kind: campaignKindSchema,
  /** Who matches now, and how many newly match in a typical month; null until the first night after the install. */
  matchesNow: countSchema.nullable(),
  typicalMonth: countSchema.nullable(),
  /** Who matched before a launch today. */
  backlog: countSchema.nullable(),
  /** Win-back needs the whole history, messages about points the loyalty program. */
  locked: z.enum(['needs_full_history', 'needs_program']).nullable(),
  terms: campaignTermsSchema,
});
export type Preset = z.infer<typeof presetSchema>;

export const campaignRowSchema = z.object({
  campaignId: z.int(),
  name: z.string(),
  kind: campaignKindSchema,
  state: campaignStateSchema,
  stopReason: z.string().nullable(),
  /** In the campaign: everybody ever enrolled, comparison group included. */
  people: countSchema,
  nextSendAt: instantSchema.nullable(),
  /** Extra orders so far; null = not measured (yet). */
  extraOrders: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
  ordersThatUsedTheOffer: countSchema,
  updatedAt: instantSchema,
});
export type CampaignRow = z.infer<typeof campaignRowSchema>;

export const campaignsResponseSchema = z.object({
  pausedEverything: z.boolean(),
  presets: z.array(presetSchema),
  campaigns: z.array(campaignRowSchema),
});
export type CampaignsResponse = z.infer<typeof campaignsResponseSchema>;

export const createCampaignRequestSchema = z.strictObject({ terms: campaignTermsSchema });

export const campaignResponseSchema = z.object({
  campaignId: z.int(),
  state: campaignStateSchema,
  stopReason: z.string().nullable(),
  version: countSchema,
  /** The draft differs from the launched version. */
  edited: z.boolean(),
  terms: campaignTermsSchema,
  updatedAt: instantSchema,
  launchedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  /** Which channels could send now, and why not. */
  channels: z.array(
    z.object({
      channel: channelSchema,
      ready: z.boolean(),
      /** Message key `channel.problem.<code>`. */
      problem: z.string().nullable(),
    }),
  ),
  currency: z.string().length(3),
});
export type CampaignResponse = z.infer<typeof campaignResponseSchema>;

/** `updatedAt` as last read: a campaign changed meanwhile answers CONFLICT. */
export const saveCampaignRequestSchema = z.strictObject({
  terms: campaignTermsSchema,
  updatedAt: instantSchema,
});
export const launchRequestSchema = z.strictObject({ updatedAt: instantSchema });
export const campaignActionRequestSchema = z.strictObject({ action: z.enum(['pause', 'resume', 'end']) });
/** `campaignId`: who it enrolled already is left out. */
export const termsRequestSchema = z.strictObject({
  terms: campaignTermsSchema,
  campaignId: z.int().min(1).exactOptional(),
});

/** Before launch: what this shop could see, how long it takes, and what the next 14 days would bring. */
export const outlookResponseSchema = z.object({
  eligiblePerMonth: countSchema.nullable(),
  /** Who matched before today and is not in this campaign yet; null until the first night after the install. */
  backlog: countSchema.nullable(),
  /** Share of the comparison group, and the window in which orders count. */
  holdoutShareBps: countSchema,
  windowDays: countSchema,
  /** False below 1,000 a month: all campaigns are then measured together, as a range. */
  measurable: z.boolean(),
  baseShare: shareSchema.nullable(),
  /** Smallest difference in the share that orders which could be told from chance, in percentage points, by months of enrolling. */
  detectable: z.array(z.object({ months: z.int(), points: z.number().nullable() })),
  weeksToSee: z.number().nullable(),
  next14Days: z.object({
    people: countSchema,
    comparison: countSchema,
    discountCost: moneySchema,
  }),
  margin: z.object({
    /** Null = cost unknown: results will show revenue only. */
    costShare: shareSchema.nullable(),
    deepestDiscountBps: countSchema.nullable(),
  }),
  start: z.object({ startDay: z.int(), endDay: z.int(), measured: z.boolean() }).nullable(),
});
export type OutlookResponse = z.infer<typeof outlookResponseSchema>;

export const dryRunRequestSchema = z.strictObject({
  terms: campaignTermsSchema,
  /** Who this campaign enrolled already is left out. */
  campaignId: z.int().min(1).exactOptional(),
  cursor: cursorSchema.exactOptional(),
  limit: limitSchema,
});
export const dryRunRowSchema = z.object({
  customerId: shopifyIdSchema,
  /** Live from Shopify; null when it could not be asked. */
  name: z.string().nullable(),
  outcome: z.enum(['gets', 'comparison', 'skipped']),
  /** When and what of each step, for those who get something. */
  sends: z.array(
    z.object({
      step: z.int(),
      at: instantSchema,
      /** In short, for where no words of the reader's are at hand; null = a message without one. */
      offer: z.string().nullable(),
      value: offerValueSchema.nullable().exactOptional(),
    }),
  ),
  /** Message key `campaignReason.<code>`. */
  reason: z.string().nullable(),
});
export type DryRunRow = z.infer<typeof dryRunRowSchema>;
export const dryRunResponseSchema = z.object({
  rows: z.array(dryRunRowSchema),
  nextCursor: cursorSchema.nullable(),
  /** Over everybody, not this page. */
  totals: z.object({
    gets: countSchema,
    comparison: countSchema,
    skipped: z.array(z.object({ reason: z.string(), count: countSchema })),
    discountCost: moneySchema,
  }),
});
export type DryRunResponse = z.infer<typeof dryRunResponseSchema>;

export const mailPreviewRequestSchema = z.strictObject({
  terms: campaignTermsSchema,
  step: z.int().min(0),
  arm: z.int().min(0),
  language: languageSchema,
});
export const mailPreviewResponseSchema = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** The storefront banner's line. */
  banner: z.string(),
  /** The words before their merge fields are filled, the template's or the merchant's own: what own words start from. */
  words: messageTextsSchema.exactOptional(),
});
export type MailPreviewResponse = z.infer<typeof mailPreviewResponseSchema>;

/** Path parameters of one campaign. */
export const campaignParamsSchema = z.object({
  campaignId: z.coerce.number().int().min(1).max(2_147_483_647),
});

export const testSendRequestSchema = mailPreviewRequestSchema.extend({ to: z.email().max(254) });
export const testSendResponseSchema = z.object({
  outcome: z.enum(['sent', 'refused', 'retry', 'unknown']),
  note: z.string().nullable(),
});
export const sendOneRequestSchema = z.strictObject({ customerId: shopifyIdSchema });
export const sendOneResponseSchema = z.object({
  outcome: z.enum(['sending', 'comparison', 'skipped', 'waits']),
  reason: z.string().nullable(),
});

/** A closed day range of the shop's calendar, ends included. */
export const dayRangeSchema = z.strictObject({ from: daySchema, to: daySchema });
