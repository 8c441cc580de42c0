import type { GrantReason } from '../domain/loyalty/member.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx } from './ports.ts';
import { giveGrant } from './steps/give-grant.ts';
import { requireCustomers } from './steps/require-customers.ts';
import { requireLaunched } from './steps/require-launched.ts';

export type Adjustment = {
  customerId: CustomerId;
  points: number;
  reason: Extract<GrantReason, 'goodwill' | 'correction' | 'campaign' | 'other'>;
  /** Made once by the screen, so that a repeated click adjusts once. */
  requestKey: string;
};

/**
 * Gives a customer points by hand, or takes some. Answers what can be spent afterwards.
 * @throws AppError INVALID_INPUT with the allowed range; NOT_FOUND; CONFLICT before the launch
 */
export async function adjustPoints(ctx: LoyaltyCtx, adjustment: Adjustment): Promise<number> {
  const { customerId, points, reason, requestKey } = adjustment;
  await requireCustomers(ctx, [customerId]);
  return ctx.store.transaction(async (tx) => {
    const scene = await requireLaunched(ctx, tx);
    const grantKey = `adjust:${customerId}:${requestKey}`;
    const { state } = await giveGrant(tx, scene, { customerId, points, reason, grantKey });
    return state.available;
  });
}
