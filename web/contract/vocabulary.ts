import { z } from 'zod';

/**
 * The closed word lists that cross the wire. They repeat `web/domain` because the frontend may import the contract only;
 * `tests/frontend/contract-vocabulary.test.ts` holds both sides equal.
 */
export const stageSchema = z.enum(['first_time', 'repeat', 'vip', 'lapsed']);
export type Stage = z.infer<typeof stageSchema>;

export const markSchema = z.enum(['at_risk', 'back_again', 'top_going_quiet', 'long_gone', 'top_quarter']);
export type Mark = z.infer<typeof markSchema>;

export const stageReasonCodeSchema = z.enum([
  'lapsed_one',
  'lapsed_later',
  'lapsed_own',
  'lapsed_merchant',
  'lapsed_default',
  'vip_enter',
  'vip_kept',
  'vip_left',
  'repeat',
  'repeat_back',
  'first_time',
  'subscription_running',
]);
export type StageReasonCode = z.infer<typeof stageReasonCodeSchema>;

/** Why a stage holds: message key `reason.<code>` and its numbers. `…Minor` is money in shop currency, `…On` days since 1970-01-01. */
export const stageReasonSchema = z.object({
  code: stageReasonCodeSchema,
  params: z.record(z.string(), z.number()),
});
export type StageReason = z.infer<typeof stageReasonSchema>;

/** Why an order does not count as a purchase. */
export const notQualifyingSchema = z.enum([
  'no-customer',
  'test',
  'cancelled',
  'void-or-expired',
  'nothing-kept',
  'zero-total-not-sold',
  'unpaid-too-long',
  'b2b-left-out',
]);
export type NotQualifying = z.infer<typeof notQualifyingSchema>;

/** Where the lapse limit in force came from. */
export const lapseSourceSchema = z.enum(['measured', 'too-little-history', 'merchant', 'cut-history']);
export type LapseSource = z.infer<typeof lapseSourceSchema>;

/** `Order.displayFinancialStatus` of the Admin API. */
export const financialStatusSchema = z.enum([
  'AUTHORIZED',
  'EXPIRED',
  'PAID',
  'PARTIALLY_PAID',
  'PARTIALLY_REFUNDED',
  'PENDING',
  'REFUNDED',
  'VOIDED',
]);

/** `CustomerEmailMarketingState` of the Admin API. */
export const consentSchema = z.enum([
  'SUBSCRIBED',
  'NOT_SUBSCRIBED',
  'PENDING',
  'UNSUBSCRIBED',
  'REDACTED',
  'INVALID',
]);
export type Consent = z.infer<typeof consentSchema>;

/** `CustomerRfmGroup` of the Admin API: Shopify's own grouping, shown beside ours. */
export const shopifyRfmGroupSchema = z.enum([
  'CHAMPIONS',
  'LOYAL',
  'ACTIVE',
  'NEW',
  'PROMISING',
  'NEEDS_ATTENTION',
  'AT_RISK',
  'PREVIOUSLY_LOYAL',
  'ALMOST_LOST',
  'DORMANT',
  'PROSPECTS',
]);
export type ShopifyRfmGroup = z.infer<typeof shopifyRfmGroupSchema>;
