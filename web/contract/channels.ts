import { z } from 'zod';
import { countSchema, daySchema, instantSchema } from './values.ts';

/** GET: how messages leave and what holds over all campaigns. */
export const channelsPath = '/api/channels';
/** PUT with `saveEmailRequestSchema`. */
export const emailChannelPath = '/api/channels/email';
/** POST: connects and logs in, and looks at the sender's domain; answers `emailCheckSchema`. */
export const emailCheckPath = '/api/channels/email/check';
/** PUT with `saveWebhookRequestSchema`; DELETE. */
export const webhookChannelPath = '/api/channels/webhook';
/** PUT with `saveCampaignSettingsRequestSchema`. */
export const campaignSettingsPath = '/api/channels/campaign-settings';
/** POST with `{ paused }`: "pause everything". */
export const pauseEverythingPath = '/api/channels/pause-everything';

const foundSchema = z.enum(['found', 'missing', 'unknown']);
export const emailCheckSchema = z.object({
  checkedAt: instantSchema,
  /** Message key `channels.email.connection.<code>`; `ok` = connected and logged in. */
  connection: z.string(),
  spf: foundSchema,
  dkim: foundSchema,
  dmarc: foundSchema,
});
export type EmailCheck = z.infer<typeof emailCheckSchema>;

export const emailSettingsSchema = z.strictObject({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().max(254),
  fromName: z.string().min(1).max(100),
  fromAddress: z.email().max(254),
  replyTo: z.email().max(254),
  /** Printed under every mail; the law of most countries asks for it. */
  postalAddress: z.string().min(5).max(300),
  dkimSelector: z.string().max(63).nullable(),
  logoUrl: z
    .url({ protocol: /^https$/ })
    .max(500)
    .nullable(),
  colour: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  /** Where reports of later bounces are read; null = later bounces stay unknown. */
  returnMailbox: z
    .strictObject({
      host: z.string().min(1).max(253),
      port: z.int().min(1).max(65_535),
      user: z.string().max(254),
    })
    .nullable(),
});
export type EmailSettings = z.infer<typeof emailSettingsSchema>;
/** Passwords are written, never read back; absent = the standing one stays. */
export const saveEmailRequestSchema = z.strictObject({
  settings: emailSettingsSchema,
  password: z.string().max(500).exactOptional(),
  returnPassword: z.string().max(500).exactOptional(),
});

export const webhookSettingsSchema = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(500) });
export const saveWebhookRequestSchema = z.strictObject({
  settings: webhookSettingsSchema,
  newSecret: z.boolean(),
});

export const blackoutSchema = z.strictObject({
  name: z.string().min(1).max(60),
  from: daySchema,
  to: daySchema,
});

/** Whole numbers the server takes, ends included; shares in basis points, a blackout's length in days. */
export const campaignSettingsRanges = {
  offersPer30Days: { min: 0, max: 10 },
  messagesPer7Days: { min: 0, max: 14 },
  minute: { min: 0, max: 1_439 },
  shareBps: { min: 500, max: 5_000 },
  costBps: { min: 0, max: 10_000 },
  floorBps: { min: 0, max: 9_000 },
  blackoutDays: { min: 1, max: 60 },
} as const;

/** Mirrors `CampaignSettings` of web/domain/campaigns/settings.ts; ranges are checked by the server, which names the field. */
export const campaignSettingsSchema = z.strictObject({
  pausedEverything: z.boolean(),
  caps: z.strictObject({ offersPer30Days: z.int(), messagesPer7Days: z.int() }),
  quietHours: z.strictObject({ fromMinute: z.int(), toMinute: z.int() }),
  blackouts: z.array(blackoutSchema).max(30),
  comparisonGroup: z.strictObject({ enabled: z.boolean(), shareBps: z.int().nullable() }),
  margin: z.strictObject({ costBps: z.int().nullable(), floorBps: z.int() }),
  qcPrefix: z.boolean(),
});
export type CampaignSettings = z.infer<typeof campaignSettingsSchema>;
export const saveCampaignSettingsRequestSchema = z.strictObject({
  settings: campaignSettingsSchema,
  version: countSchema,
});

export const pauseEverythingRequestSchema = z.strictObject({ paused: z.boolean() });

export const channelsResponseSchema = z.object({
  email: z
    .object({ settings: emailSettingsSchema, passwordSet: z.boolean(), check: emailCheckSchema.nullable() })
    .nullable(),
  /** The secret is shown once, when it is made. */
  webhook: z.object({ settings: webhookSettingsSchema, secret: z.string().nullable() }).nullable(),
  settings: campaignSettingsSchema,
  version: countSchema,
  /** Customers to whom no mail goes any more because it came back. */
  bounced: countSchema,
});
export type ChannelsResponse = z.infer<typeof channelsResponseSchema>;
