import { z } from 'zod';
import { channelSchema, offerValueSchema } from './campaign-terms.ts';
import { countSchema, daySchema, instantSchema } from './values.ts';

/** Message key `campaignReason.<code>`. */
const reasonSchema = z.string().nullable();

/** Amounts in minor units of `currency`. */
const codeSchema = z.object({
  code: z.string(),
  value: offerValueSchema,
  minimumSpendMinor: z.int().nullable(),
  currency: z.string().length(3),
  endsAt: instantSchema,
});
export type GivenCode = z.infer<typeof codeSchema>;

/**
 * What became of one step of a campaign for one customer; `stopped` = the campaign ended for them before that step. `step` 0 = the
 * first message.
 */
export const campaignEventSchema = z.object({
  campaignId: z.int(),
  name: z.string(),
  outcome: z.enum(['sent', 'held_out', 'skipped', 'failed', 'unknown', 'stopped']),
  step: countSchema,
  reason: reasonSchema,
  /** How the message went, or was to go. */
  ways: z.array(
    z.object({
      channel: channelSchema,
      state: z.enum(['waiting', 'sending', 'sent', 'unknown', 'failed', 'skipped']),
      reason: reasonSchema,
    }),
  ),
  /** The code made for it. `over` = it was taken out of Shopify, used by nobody. */
  offer: codeSchema.extend({ state: z.enum(['open', 'used', 'over']) }).nullable(),
});
export type CampaignEvent = z.infer<typeof campaignEventSchema>;

/** What campaigns do with a customer now. */
export const customerCampaignsSchema = z.object({
  /** A message lies ahead or is on its way, or the customer's orders still count in the results; what comes next first. */
  current: z.array(
    z.object({
      enrolmentId: z.string(),
      campaignId: z.int(),
      name: z.string(),
      /** In the comparison group: gets nothing. */
      heldOut: z.boolean(),
      /** A message has been decided and has not left yet. */
      onItsWay: z.boolean(),
      /** Null = no message lies ahead. `waitsFor`: why it was put off. */
      next: z.object({ step: countSchema, at: instantSchema, waitsFor: reasonSchema }).nullable(),
      /** The last day on which an order counts in the results; null = not measured. */
      ordersCountUntil: daySchema.nullable(),
    }),
  ),
  /** The one issued last of those that stand and can be known. */
  offer: codeSchema.nullable(),
});
export type CustomerCampaigns = z.infer<typeof customerCampaignsSchema>;
