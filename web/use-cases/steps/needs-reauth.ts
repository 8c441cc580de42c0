import { AppError } from '../../domain/shared/errors.ts';
import type { Ctx } from '../ports.ts';

/** What Shopify cannot do for us now, as opposed to a fault of ours. */
export function isShopifyAway(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'NEEDS_REAUTH' || error.code === 'SHOPIFY_UNAVAILABLE');
}

/** Notes that Shopify refuses our token, so that the merchant is asked to open the app; a shop that left stays left. */
export async function noteNeedsReauth(ctx: Pick<Ctx, 'shop' | 'store' | 'clock'>): Promise<void> {
  const { shopId } = ctx.shop;
  const state = (await ctx.store.shops.find(shopId))?.state;
  if (state === 'active' || state === 'installing')
    await ctx.store.shops.setState(shopId, 'needs_reauth', ctx.clock.now());
}
