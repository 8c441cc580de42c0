import type { Ctx } from '../ports.ts';
import { isShopifyAway, noteNeedsReauth } from './needs-reauth.ts';
import { rejudging } from './rejudge-orders.ts';
import { startBackfill } from './sync-runs.ts';

/**
 * Takes over what Shopify says of the shop (shop/update, app/scopes_update). A new time zone moves orders to other days and a
 * new currency takes the money from earlier ones, so every verdict is made again; the whole history is pulled once it may be seen.
 */
export async function takeOverProfile(ctx: Ctx): Promise<void> {
  const { store, clock } = ctx;
  const { shopId } = ctx.shop;
  const profile = await ctx.shopify.fetchProfile().catch(async (error: unknown) => {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
    return null;
  });
  if (!profile) return;
  await store.transaction(async (tx) => {
    const before = await tx.shops.find(shopId);
    await tx.shops.saveProfile(shopId, profile);
    const after = await tx.shops.find(shopId);
    if (!before || !after) return;
    if (after.seesAllOrders && !before.seesAllOrders) await startBackfill(tx, shopId, clock.now());
    if (after.currency !== before.currency) {
      const { currency } = after;
      ctx.log.warn({ currency, was: before.currency }, 'new currency: earlier orders count without money');
      // What shoppers see of the loyalty program speaks in the old one.
      await tx.enqueue('refresh-program', { shopId });
    }
    const judgedAlike = after.timeZone === before.timeZone && after.currency === before.currency;
    if (!judgedAlike) await tx.enqueue('apply-rules', ...rejudging(shopId));
  });
}
