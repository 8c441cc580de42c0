import { AppError } from '../domain/shared/errors.ts';
import type { VariantId } from '../domain/shared/ids.ts';
import type { Ctx } from './ports.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';

const DAY_MS = 86_400_000;
/** Variants sold within so many days may still matter to a campaign's profit. */
const SOLD_DAYS = 365;
/** A cost that was asked for so many days ago is asked for again. */
const FRESH_DAYS = 7;
/** Asked for together; what was put is not asked for again after a crash. */
const AT_ONCE = 1_000;

/**
 * Asks Shopify what the variants sold in the last year cost a unit, those whose answer is more than 7 days old or missing. A
 * merchant who has not granted it has no costs here: results then show revenue, or count with the merchant's percentage.
 */
export async function refreshCosts(ctx: Ctx): Promise<void> {
  const { store, shop, clock } = ctx;
  if (shop.state === 'uninstalled') return;
  const now = clock.now().getTime();
  const since = {
    soldSince: new Date(now - SOLD_DAYS * DAY_MS),
    seenSince: new Date(now - FRESH_DAYS * DAY_MS),
  };
  const waiting = new Set<VariantId>();
  try {
    for await (const variantIds of store.costs.streamStale(shop.shopId, since)) {
      for (const variantId of variantIds) waiting.add(variantId);
      if (waiting.size < AT_ONCE) continue;
      await lookUp(ctx, [...waiting]);
      waiting.clear();
    }
    await lookUp(ctx, [...waiting]);
  } catch (error) {
    if (isShopifyAway(error) && error.code === 'NEEDS_REAUTH') return noteNeedsReauth(ctx);
    if (!(error instanceof AppError && error.code === 'FORBIDDEN')) throw error;
    ctx.log.warn({ shopId: shop.shopId, err: error }, 'unit costs were not granted');
  }
}

async function lookUp(ctx: Ctx, variantIds: readonly VariantId[]): Promise<void> {
  if (variantIds.length === 0) return;
  const seenAt = ctx.clock.now();
  const found = await ctx.shopify.fetchUnitCosts(variantIds);
  const costs = [...found].map(([variantId, cost]) => ({ variantId, cost }));
  await ctx.store.costs.putMany(ctx.shop.shopId, costs, seenAt);
}
