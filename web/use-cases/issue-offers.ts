import type { CampaignCtx, Offer } from './ports.ts';
import { bindCodes, bindingSegment } from './steps/bind-codes.ts';
import { askForCodes, settleCodes } from './steps/make-codes.ts';
import { stopForDiscount } from './steps/stop-for-discount.ts';

/** Offers worked off in one round: 40 calls of 250. */
const OFFERS_AT_ONCE = 10_000;
/** Shopify imports codes and fills segments on its own time: looked at again after this. */
const LOOK_AGAIN_MS = 3_000;

/**
 * Makes the codes that were reserved and binds them to their owners; their messages are then ready. Every step is noted
 * before the next, and repeating one makes nothing twice, so it may be cut off anywhere. While Shopify is still at work the
 * job comes back.
 */
export async function issueOffers(ctx: CampaignCtx): Promise<void> {
  const { store, shop, queue, clock } = ctx;
  const { shopId } = shop;
  const open = await store.offers.inState(shopId, ['reserved', 'adding'], OFFERS_AT_ONCE);
  const segmentGid = await bindingSegment(ctx);
  await askAll(ctx, open, segmentGid);
  const asked = await store.offers.inState(shopId, ['adding'], OFFERS_AT_ONCE);
  const settled = asked.length > 0 ? await settleCodes(ctx, asked) : { open: 0 };
  const bound = await bindCodes(ctx, segmentGid);
  if (settled.open + bound.waiting === 0) return;
  const startAfter = new Date(clock.now().getTime() + LOOK_AGAIN_MS);
  await queue.enqueue('issue-offers', { shopId }, { startAfter });
}

async function askAll(ctx: CampaignCtx, open: readonly Offer[], segmentGid: string): Promise<void> {
  const byDiscount = Map.groupBy(open, ({ discountId }) => discountId);
  const discounts = await ctx.store.offers.discounts(ctx.shop.shopId, [...byDiscount.keys()]);
  for (const discount of discounts) {
    const offers = byDiscount.get(discount.discountId) ?? [];
    const made = await askForCodes(ctx, { discount, offers, segmentGid });
    if (made !== 'made') await stopForDiscount(ctx, discount, made);
  }
}
