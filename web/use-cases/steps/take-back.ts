import type { RedemptionState } from '../../domain/loyalty/member.ts';
import { STANDING_CODE } from '../../domain/loyalty/redemption.ts';
import type { LoyaltyCtx, StoredRedemption } from '../ports.ts';
import { concludeRedemption } from './conclude-redemption.ts';

/** A process that began a return and was cut off is not waited for longer. */
const FINISH_AFTER_MS = 60_000;

/** Notes that a return begins, so that `settle-redemptions` finishes it as one, whatever becomes of this process. */
export async function beginReturn({ store, shop, clock }: LoyaltyCtx, { redemptionId }: StoredRedemption) {
  const checkAt = new Date(clock.now().getTime() + FINISH_AFTER_MS);
  await store.loyalty.moveRedemption(shop.shopId, redemptionId, STANDING_CODE, {
    state: 'returning',
    checkAt,
  });
}

/** An order has used the code: it stands as before until that order is here, and is looked at again at `checkAt`. */
export async function awaitOrder(
  { store, shop }: LoyaltyCtx,
  { redemptionId }: StoredRedemption,
  checkAt: Date,
): Promise<void> {
  await store.loyalty.moveRedemption(shop.shopId, redemptionId, STANDING_CODE, { state: 'issued', checkAt });
}

/**
 * Takes a code that stands out of Shopify and notes how it ended: its points back, or lapsed. `used` = an order has it, so nothing
 * changed. A crash between leaves a redemption whose code is gone, to be ended the same way again.
 */
export async function takeBack(
  ctx: LoyaltyCtx,
  redemption: StoredRedemption,
  state: 'returned' | 'lapsed',
): Promise<'done' | 'used'> {
  if (redemption.discountGid !== null) {
    const outcome = await ctx.rewards.removeCode(redemption.discountGid);
    if (outcome === 'used') return 'used';
  }
  const returnedAt = state === 'returned' ? ctx.clock.now() : null;
  // What somebody began to give back meanwhile does not lapse.
  const from: readonly RedemptionState[] = state === 'returned' ? STANDING_CODE : ['issued'];
  const settled = await concludeRedemption(ctx, redemption, from, { state, returnedAt, checkAt: null });
  if (settled !== null) return 'done';
  const now = await ctx.store.loyalty.redemption(ctx.shop.shopId, redemption.redemptionId);
  return now?.state === 'used' ? 'used' : 'done';
}
