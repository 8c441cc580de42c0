import { z } from 'zod';
import { countSchema, daySchema, shopifyIdSchema } from './values.ts';

/** The closed words of campaigns; they repeat `web/domain/campaigns` because the frontend may import the contract only. */
export const campaignKindSchema = z.enum([
  'second_purchase',
  'win_back',
  'top_customers_quiet',
  'back_again',
  'points_expiring',
  'reward_reachable',
]);
export type CampaignKind = z.infer<typeof campaignKindSchema>;
export const campaignStateSchema = z.enum(['draft', 'running', 'paused', 'ended', 'stopped']);
export type CampaignState = z.infer<typeof campaignStateSchema>;
export const languageSchema = z.enum(['en', 'vi', 'th']);
export type Language = z.infer<typeof languageSchema>;
export const channelSchema = z.enum(['email', 'on_site', 'flow', 'webhook']);
export type Channel = z.infer<typeof channelSchema>;
export const templateNameSchema = z.enum([
  'second_purchase_offer',
  'win_back_reminder',
  'win_back_offer',
  'win_back_last_offer',
  'top_customer_offer',
  'back_again_thanks',
  'points_expiring',
  'points_expiring_soon',
  'reward_reachable',
]);
export type TemplateName = z.infer<typeof templateNameSchema>;

/** `percentageBps`: 100 = 1 %. Amounts in minor units of the shop currency. The server checks ranges and names the field. */
export const offerValueSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percentage'), percentageBps: z.int() }),
  z.strictObject({ kind: z.literal('amount'), amountMinor: z.int() }),
  z.strictObject({ kind: z.literal('free_shipping') }),
]);
export type OfferValue = z.infer<typeof offerValueSchema>;

export const offerTermsSchema = z.strictObject({
  value: offerValueSchema,
  /** Local days the code is valid, the day of issue included. */
  validDays: z.int(),
  minimumSpendMinor: z.int().nullable(),
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('products'), productIds: z.array(shopifyIdSchema) }),
    z.strictObject({ kind: z.literal('collections'), collectionIds: z.array(shopifyIdSchema) }),
    z.strictObject({ kind: z.literal('bought_before') }),
  ]),
  combinesWith: z.strictObject({
    orderDiscounts: z.boolean(),
    productDiscounts: z.boolean(),
    shippingDiscounts: z.boolean(),
  }),
  appliesTo: z.strictObject({ oneTimePurchase: z.boolean(), subscription: z.boolean() }),
});
export type OfferTerms = z.infer<typeof offerTermsSchema>;

/**
 * Plain text with merge fields: `{{first_name|fallback}}`, `{{shop_name}}`, `{{code}}`, `{{offer}}`, `{{ends}}`, `{{products}}`,
 * `{{points}}`, `{{points_name}}`, `{{points_ending}}`, `{{points_end}}`, `{{reward}}`.
 */
export const messageTextsSchema = z.strictObject({
  subject: z.string().max(150),
  heading: z.string().max(150),
  body: z.string().max(4_000),
  button: z.string().max(60),
});
export type MessageTexts = z.infer<typeof messageTextsSchema>;

export const stepSchema = z.strictObject({
  /** Local days after the enrolment; the first is 0, later ones ascend. */
  afterDays: z.int(),
  mayWaitDays: z.int(),
  template: templateNameSchema,
  /** The merchant's own words; a language without them uses the template's. */
  texts: z.strictObject({
    en: messageTextsSchema.exactOptional(),
    vi: messageTextsSchema.exactOptional(),
    th: messageTextsSchema.exactOptional(),
  }),
});
export type Step = z.infer<typeof stepSchema>;

/** Mirrors `CampaignTerms` of web/domain/campaigns/campaign.ts. */
export const campaignTermsSchema = z.strictObject({
  kind: campaignKindSchema,
  name: z.string(),
  audience: z.strictObject({
    countries: z.array(z.string()),
    minSpentMinor: z.int().nullable(),
    startDay: z.int().nullable(),
    endDay: z.int().nullable(),
  }),
  steps: z.array(stepSchema).min(1).max(5),
  arms: z
    .array(z.strictObject({ name: z.string().max(40), offers: z.array(offerTermsSchema.nullable()) }))
    .min(1)
    .max(4),
  channels: z.strictObject({
    email: z.boolean(),
    on_site: z.boolean(),
    flow: z.boolean(),
    webhook: z.boolean(),
  }),
  backlogPerDay: countSchema.nullable(),
  priority: z.int(),
  /** The last local day on which people are enrolled; absent or null = until it is ended. */
  endsOn: daySchema.nullable().exactOptional(),
});
export type CampaignTerms = z.infer<typeof campaignTermsSchema>;

/** Why terms are refused: `code` of an issue, message key `campaign.fault.<code>`; equals `TERMS_ISSUE_CODES` of the domain. */
export const termsIssueCodeSchema = z.enum([
  'percent',
  'positive',
  'margin',
  'whole',
  'minimum',
  'shipping',
  'unknown_product',
  'list',
  'applies',
  'empty',
  'long',
  'html',
  'line',
  'country',
  'end',
  'count',
  'first',
  'order',
  'template',
  'field',
  'broken',
  'no_offer',
  'twice',
  'offers',
  'offer',
  'service',
  'channel',
  'past',
  'history',
  'program',
  'kind',
  'not_set_up',
]);
export type TermsIssueCode = z.infer<typeof termsIssueCodeSchema>;
