import { AppError } from '../../domain/shared/errors.ts';
import type { Ctx } from '../ports.ts';
import type { Hint } from './sort-deliveries.ts';
import { runningBackfill } from './sync-runs.ts';

/** How a delivery about the shop itself ended. `erased`: no row of the shop is left, the inbox included. */
export type NewsOutcome = { note?: string } | 'erased';

type NewsKind = 'uninstalled' | 'shop-redacted' | 'shop-changed' | 'bulk-finished';

/**
 * Deliveries about the shop. Uninstalling and erasing are believed only if Shopify refuses our token too: the signature covers
 * the body alone, and a late uninstall may come after a reinstall.
 * @throws AppError SHOPIFY_UNAVAILABLE when Shopify cannot be asked now
 */
export async function handleShopNews(ctx: Ctx, { item, hint }: Hint<NewsKind>): Promise<NewsOutcome> {
  const { store, shop } = ctx;
  switch (hint.kind) {
    case 'uninstalled': {
      if (await stillInstalled(ctx)) return { note: 'the app is installed' };
      const gone = await store.shops.uninstall(shop.shopId, item.triggeredAt ?? item.receivedAt);
      return gone ? {} : { note: 'older than the present installation' };
    }
    case 'shop-redacted': {
      const now = await store.shops.find(shop.shopId);
      if (now?.state !== 'uninstalled' && (await stillInstalled(ctx)))
        return { note: 'the app is installed' };
      await store.shops.erase(shop.shopId);
      ctx.log.info({ shopId: shop.shopId }, 'shop erased');
      return 'erased';
    }
    case 'shop-changed':
      await ctx.queue.enqueue('refresh-shop', { shopId: shop.shopId });
      return {};
    case 'bulk-finished':
      // Polling by status does the work; this only brings back a poll that was lost.
      if (await runningBackfill(ctx)) await ctx.queue.enqueue('backfill', { shopId: shop.shopId });
      return {};
  }
}

async function stillInstalled(ctx: Ctx): Promise<boolean> {
  try {
    await ctx.shopify.fetchProfile();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'NEEDS_REAUTH') return false;
    throw error;
  }
}
