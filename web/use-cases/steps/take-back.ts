import type { LoyaltyCtx, StoredRedemption } from '../ports.ts';
import { concludeRedemption } from './conclude-redemption.ts';

/**
 * Takes an issued code out of Shopify and notes how it ended: its points back, or lapsed. `used` = an order has it, so nothing
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
  const settled = await concludeRedemption(ctx, redemption, ['issued'], { state, returnedAt, checkAt: null });
  if (settled !== null) return 'done';
  const now = await ctx.store.loyalty.redemption(ctx.shop.shopId, redemption.redemptionId);
  return now?.state === 'used' ? 'used' : 'done';
}
