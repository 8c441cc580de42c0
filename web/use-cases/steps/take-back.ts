import type { LoyaltyCtx, StoredRedemption } from '../ports.ts';
import { concludeRedemption } from './conclude-redemption.ts';

/** A process that began a return and was cut off is not waited for longer. */
const FINISH_AFTER_MS = 60_000;

type Ended = Pick<StoredRedemption, 'checkAt' | 'endsAt'>;

/** Whether somebody asked for the return of this issued code: else nothing is due before its end. */
export function returnBegan({ checkAt, endsAt }: Ended): boolean {
  return checkAt !== null && checkAt < endsAt;
}

/** When a code that is being returned is due: always before its end, by which `returnBegan` knows it. */
export function returnDueAt({ endsAt }: Pick<Ended, 'endsAt'>, from: Date, afterMs = FINISH_AFTER_MS): Date {
  return new Date(Math.min(from.getTime() + afterMs, endsAt.getTime() - 1));
}

/** Notes that a return begins, so that `settle-redemptions` finishes it as one, whatever becomes of this process. */
export async function beginReturn({ store, shop, clock }: LoyaltyCtx, redemption: StoredRedemption) {
  const change = { state: 'issued', checkAt: returnDueAt(redemption, clock.now()) } as const;
  await store.loyalty.moveRedemption(shop.shopId, redemption.redemptionId, ['issued'], change);
}

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
