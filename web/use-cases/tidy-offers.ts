import { OFFER_TAG } from '../domain/tags/rule.ts';
import type { CampaignCtx, Offer } from './ports.ts';

const OFFERS_AT_ONCE = 1_000;
const DISCOUNTS_AT_ONCE = 50;

/**
 * Takes out of Shopify what is over: codes that ended unused or whose message never went out, discounts none of whose codes
 * is open, and the short-lived tag of those who hold no open offer any more. Each may be taken out twice.
 */
export async function tidyOffers(ctx: CampaignCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
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
  for (const { discountId, gid } of await store.offers.discounts(shop.shopId, [...byDiscount.keys()])) {
    const offers = byDiscount.get(discountId) ?? [];
    const codes = offers.map(({ code }) => code);
    if (gid !== null) await ctx.offers.removeCodes(gid, codes);
    const ids = offers.map(({ offerId }) => offerId);
    await store.offers.setState(shop.shopId, ids, { state: 'removed', creationId: null }, clock.now());
  }
}

async function takeTagOff(ctx: CampaignCtx, over: readonly Offer[]): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const ids = [...new Set(over.map(({ customerId }) => customerId))];
  const worn = await store.tags.wearing(shopId, OFFER_TAG, ids);
  await store.transaction(async (tx) => {
    const entitled = await tx.offers.wearers(shopId, ids, clock.now());
    const bare = [...worn].filter((customerId) => !entitled.has(customerId));
    const wants = bare.map((customerId) => ({ customerId, tags: [] }));
    if ((await tx.tags.wantShortLived(shopId, wants, clock.now())) > 0)
      await tx.enqueue('sync-tags', { shopId });
  });
}
