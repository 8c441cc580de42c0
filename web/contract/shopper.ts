import { z } from 'zod';
import { adjustReasonSchema } from './members.ts';
import { shopifyIdSchema } from './values.ts';

/** What a shopper's surfaces ask, behind the app proxy (`/proxy`) and behind a session token (`/ext`). Answers: web/domain/loyalty/member-view.ts. */

/** `requestKey`: made once by the page for one tap, so that a repeated request redeems once. */
export const redeemRequestSchema = z.strictObject({
  rewardId: z.string().min(1).max(40),
  requestKey: z.string().min(8).max(64),
});
/** An unused code given back. */
export const returnRequestSchema = z.strictObject({ redemptionId: z.string().regex(/^\d{1,19}$/) });

export const orderParamsSchema = z.strictObject({ orderId: shopifyIdSchema });
export const customerParamsSchema = z.strictObject({ customerId: shopifyIdSchema });
export const blockAdjustRequestSchema = z.strictObject({
  points: z.int(),
  reason: adjustReasonSchema,
  requestKey: z.string().min(8).max(64),
});

/**
 * What Shopify Flow sends when a workflow runs one of our actions: the API for events that are no orders, as
 * `/api` takes people of the admin alone (docs/adr/0012). Older versions of an action may lack or add
 * fields.
 */
export const flowActionSchema = z.looseObject({
  shopify_domain: z.string().min(1).max(255),
  action_run_id: z.string().min(1).max(255),
  properties: z.record(z.string(), z.unknown()),
});
