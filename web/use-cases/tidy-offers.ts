import type { CampaignCtx, Offer } from './ports.ts';
import { dropOfferTag } from './steps/offer-tag.ts';

const OFFERS_AT_ONCE = 1_000;
const DISCOUNTS_AT_ONCE = 50;

/**
 * Takes out of Shopify what is over: codes that ended unused or whose message never went out, discounts none of whose codes
 * is open, and the short-lived tag of those who hold no open offer any more. Each may be taken out twice.
 */
export async function tidyOffers(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  if (shop.state !== 'active') return;
  for (;;) {
    const over = await store.offers.expired(shopId, clock.now(), OFFERS_AT_ONCE);
    if (over.length === 0) break;
    await takeCodesOut(ctx, over);
    await takeTagOff(ctx, over);
  }
  for (;;) {
    const spent = await store.offers.spentDiscounts(shopId, clock.now(), DISCOUNTS_AT_ONCE);
    for (const { discountId, gid } of spent) {
      if (gid !== null) await ctx.offers.deleteDiscount(gid);
      await store.offers.setDiscount(shopId, discountId, { state: 'removed' });
    }
    if (spent.length < DISCOUNTS_AT_ONCE) return;
  }
}

async function takeCodesOut(ctx: CampaignCtx, over: readonly Offer[]): Promise<void> {
  const { store, shop, clock } = ctx;
  const byDiscount = Map.groupBy(over, ({ discountId }) => discountId);
  for (const { discountId, gid, endsAt } of await store.offers.discounts(shop.shopId, [
    ...byDiscount.keys(),
  ])) {
    const offers = byDiscount.get(discountId) ?? [];
    const codes = offers.map(({ code }) => code);
    // The codes of a discount that is over go with it.
    if (gid !== null && endsAt > clock.now()) await ctx.offers.removeCodes(gid, codes);
    const ids = offers.map(({ offerId }) => offerId);
    await store.offers.setState(shop.shopId, ids, { state: 'removed', creationId: null }, clock.now());
  }
}

async function takeTagOff({ store, shop, clock }: CampaignCtx, over: readonly Offer[]): Promise<void> {
  const ids = over.map(({ customerId }) => customerId);
  await store.transaction((tx) => dropOfferTag(tx, shop.shopId, ids, clock.now()));
}
