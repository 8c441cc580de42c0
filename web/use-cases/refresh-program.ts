import { defaultProgram, type Program } from '../domain/loyalty/program.ts';
import { programView } from '../domain/loyalty/program-view.ts';
import type { ProductId } from '../domain/shared/ids.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { LoyaltyCtx } from './ports.ts';
import { endReferral, ensureReferral } from './steps/ensure-referral.ts';
import { newest, termsNow } from './steps/loyalty-scene.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';

/**
 * What a save, a day or Shopify changes of the program: the products that earn nothing (orders from now on earn by them), the
 * metafield that storefront and extensions read, the terms of the referral discount, the shop's sums. Without a saved program the
 * metafield says that it is off: campaigns' offers are shown all the same. May be run at any time.
 * @throws AppError SHOPIFY_UNAVAILABLE: the queue comes again
 */
export async function refreshProgram(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  if (shop.state === 'uninstalled') return;
  const history = await store.loyalty.program(shop.shopId);
  const program = newest(history);
  const terms = termsNow(history, shop) ?? defaultProgram(shop.currency);
  if (program) await store.loyalty.refreshTotals(shop.shopId, clock.now());
  try {
    const excluded = program ? await refreshExcluded(ctx, program) : [];
    const todayOn = localDayOf(clock.now(), shop.timeZone);
    await ctx.rewards.publishProgram(programView(terms, { currency: shop.currency, todayOn, excluded }));
    if (terms.on && terms.referral.on) await ensureReferral(ctx, terms.referral);
    else if (program) await endReferral(ctx);
  } catch (error) {
    if (!isShopifyAway(error) || error.code !== 'NEEDS_REAUTH') throw error;
    await noteNeedsReauth(ctx);
  }
}

/**
 * All products that earn nothing, as from now on. Gift cards are among them although an order's line says that it is one: a checkout
 * does not.
 */
async function refreshExcluded(ctx: LoyaltyCtx, { version, terms }: Program): Promise<readonly ProductId[]> {
  const { excludedProducts, excludedCollections } = terms.earn;
  const ofCollections =
    excludedCollections.length === 0 ? [] : await ctx.rewards.productsOfCollections(excludedCollections);
  const held = [...ofCollections, ...(await ctx.rewards.giftCards())];
  await ctx.store.loyalty.changeExcluded(ctx.shop.shopId, version, held, ctx.clock.now());
  return [...excludedProducts, ...held];
}
