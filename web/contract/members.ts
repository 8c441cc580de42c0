import { z } from 'zod';
import { rewardValueSchema } from './loyalty.ts';
import {
  countSchema,
  cursorSchema,
  daySchema,
  instantSchema,
  limitSchema,
  shopifyIdSchema,
} from './values.ts';

/** GET with `membersQuerySchema` → `membersResponseSchema`. */
export const membersPath = '/api/loyalty/members';
/** GET with the same filters: every member as CSV. */
export const membersCsvPath = '/api/loyalty/members.csv';
/** GET → `memberAnswerSchema`. */
export const memberPath = '/api/loyalty/members/:customerId';
/** GET with `ledgerQuerySchema` → `ledgerResponseSchema`. */
export const ledgerPath = '/api/loyalty/members/:customerId/ledger';
/** POST with `adjustRequestSchema` → `memberResponseSchema`. */
export const adjustPath = '/api/loyalty/members/:customerId/adjust';
/** POST: ends an unused code and gives its points back → `memberResponseSchema`. */
export const returnRedemptionPath = '/api/loyalty/redemptions/:redemptionId/return';

export const memberSortSchema = z.enum(['points', 'pending', 'next_expiry', 'joined']);
export const membersQuerySchema = z.strictObject({
  tier: z.string().max(40).optional(),
  /** Points that end within so many days. */
  expiringWithinDays: z.coerce.number().int().min(1).max(365).optional(),
  withDebt: z.literal('true').optional(),
  /** Live search by name, e-mail or phone. */
  search: z.string().max(100).optional(),
  sort: memberSortSchema.default('points'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  cursor: cursorSchema.optional(),
  limit: limitSchema,
});

export const memberTierSchema = z.object({
  key: z.string(),
  name: z.string(),
  sinceAt: instantSchema,
  reviewOn: daySchema.nullable(),
  graceUntilOn: daySchema.nullable(),
  progress: countSchema,
  /** Missing for the next tier, in the unit of `progress`; null = the highest. */
  missing: countSchema.nullable(),
});

export const memberRowSchema = z.object({
  customerId: shopifyIdSchema,
  /** Live from Shopify; null = not known there. */
  name: z.string().nullable(),
  points: countSchema,
  pendingPoints: countSchema,
  debtPoints: countSchema,
  tier: memberTierSchema.nullable(),
  expiring: z.object({ points: countSchema, at: instantSchema }).nullable(),
  joinedAt: instantSchema,
});
export type MemberRow = z.infer<typeof memberRowSchema>;

export const membersResponseSchema = z.object({
  members: z.array(memberRowSchema),
  nextCursor: cursorSchema.nullable(),
});
export type MembersResponse = z.infer<typeof membersResponseSchema>;

export const grantReasonSchema = z.enum([
  'sign_up',
  'birthday',
  'review',
  'referral',
  'flow',
  'import',
  'goodwill',
  'correction',
  'campaign',
  'other',
]);
export const adjustReasonSchema = z.enum(['goodwill', 'correction', 'campaign', 'other']);

export const redemptionSchema = z.object({
  redemptionId: z.string(),
  state: z.enum(['reserved', 'unknown', 'issued', 'returning', 'used', 'released', 'returned', 'lapsed']),
  rewardName: z.string(),
  value: rewardValueSchema,
  points: countSchema,
  code: z.string(),
  createdAt: instantSchema,
  endsAt: instantSchema,
  orderId: shopifyIdSchema.nullable(),
});
export type RedemptionRow = z.infer<typeof redemptionSchema>;

export const memberResponseSchema = z.object({
  member: memberRowSchema,
  reservedPoints: countSchema,
  lots: z.array(
    z.object({
      points: countSchema,
      /** From when they count. */
      at: instantSchema,
      /** When their order was placed, which may be long before the launch; null = of no order. */
      orderedAt: instantSchema.nullable(),
      expiresAt: instantSchema.nullable(),
      from: z.enum(['order', 'grant', 'return']),
    }),
  ),
  redemptions: z.array(redemptionSchema),
  referral: z.object({
    code: z.string().nullable(),
    held: countSchema,
    paid: countSchema,
    refused: countSchema,
  }),
  currency: z.string().length(3),
});
export type MemberResponse = z.infer<typeof memberResponseSchema>;
/** Null = this customer is no member, or not yet: an answer, no error, which a browser would log. Whom the shop does not hold: 404. */
export const memberAnswerSchema = memberResponseSchema.nullable();

export const ledgerQuerySchema = z.strictObject({ cursor: cursorSchema.optional(), limit: limitSchema });
/** Why points came or went. */
export const ledgerCauseSchema = z.enum([
  'order',
  'refund',
  'grant',
  'redeem',
  'redeem_back',
  'expiry',
  'debt',
  'merge',
  'erasure',
  'rules',
]);
export const ledgerRowSchema = z.object({
  entryId: z.string(),
  at: instantSchema,
  postedAt: instantSchema,
  cause: ledgerCauseSchema,
  grantReason: grantReasonSchema.nullable(),
  orderId: shopifyIdSchema.nullable(),
  /** Change of what can be spent, and of what is still to come. */
  points: z.int(),
  pendingPoints: z.int(),
  balanceAfter: z.int(),
  programVersion: countSchema.nullable(),
  /** Of a redemption and its return; null otherwise and for store credit. */
  code: z.string().nullable(),
  /** Of points by file; `undone`: this line takes back what the file did. */
  file: z.object({ batchId: z.string(), name: z.string().nullable(), undone: z.boolean() }).nullable(),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;
export const ledgerResponseSchema = z.object({
  entries: z.array(ledgerRowSchema),
  nextCursor: cursorSchema.nullable(),
});
export type LedgerResponse = z.infer<typeof ledgerResponseSchema>;

/** `requestKey`: made once by the screen, so that a repeated click adjusts once. */
export const adjustRequestSchema = z.strictObject({
  points: z.int(),
  reason: adjustReasonSchema,
  requestKey: z.string().min(8).max(64),
});
