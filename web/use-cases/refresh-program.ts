import type { Program } from '../domain/loyalty/program.ts';
import { programView } from '../domain/loyalty/program-view.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { LoyaltyCtx } from './ports.ts';
import { endReferral, ensureReferral } from './steps/ensure-referral.ts';
import { newest, termsNow } from './steps/loyalty-scene.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';

/**
 * What a save, a day or Shopify changes of the program: the products of excluded collections (orders from now on earn by them), the
 * metafield that storefront and extensions read, the terms of the referral discount, the shop's sums. May be run at any time.
 * @throws AppError SHOPIFY_UNAVAILABLE: the queue comes again
 */
export async function refreshProgram(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  if (shop.state === 'uninstalled') return;
  const history = await store.loyalty.program(shop.shopId);
  const program = newest(history);
  const terms = termsNow(history, shop);
  if (!program || !terms) return;
  await store.loyalty.refreshTotals(shop.shopId, clock.now());
  try {
    await refreshExcluded(ctx, program);
    const todayOn = localDayOf(clock.now(), shop.timeZone);
    await ctx.rewards.publishProgram(programView(terms, { currency: shop.currency, todayOn }));
    if (terms.on && terms.referral.on) await ensureReferral(ctx, terms.referral);
    else await endReferral(ctx);
  } catch (error) {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
  }
}

async function refreshExcluded(ctx: LoyaltyCtx, { version, terms }: Program): Promise<void> {
  const { excludedCollections } = terms.earn;
  if (excludedCollections.length === 0) return;
  const held = await ctx.rewards.productsOfCollections(excludedCollections);
  await ctx.store.loyalty.changeExcluded(ctx.shop.shopId, version, held, ctx.clock.now());
}
