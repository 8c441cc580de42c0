import type { CampaignCtx, Offer } from './ports.ts';
import { bindCodes, bindingSegment } from './steps/bind-codes.ts';
import { askForCodes, settleCodes } from './steps/make-codes.ts';
import { stopForDiscount } from './steps/stop-for-discount.ts';

/** Offers worked off in one round: 40 calls of 250. */
const OFFERS_AT_ONCE = 10_000;
/** Shopify imports codes and fills segments on its own time: looked at again after pauses that grow to the longest. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** After so many looks the rest is left to a later run. */
const LOOKS = 12;

/**
 * Makes the codes that were reserved and binds them to their owners; their messages are then ready. Every step is noted
 * before the next, and repeating one makes nothing twice, so it may be cut off anywhere. What Shopify is slow with is left
 * to the next run.
 */
export async function issueOffers(ctx: CampaignCtx): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if ((await issueSome(ctx)) === 0) return;
    await ctx.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** look));
  }
}

/** One round; answers how many messages still wait for Shopify. */
async function issueSome(ctx: CampaignCtx): Promise<number> {
  const { store, shop } = ctx;
  const { shopId } = shop;
  const open = await store.offers.inState(shopId, ['reserved', 'adding'], OFFERS_AT_ONCE);
  const segmentGid = await bindingSegment(ctx);
  await askAll(ctx, open, segmentGid);
  const asked = await store.offers.inState(shopId, ['adding'], OFFERS_AT_ONCE);
  const settled = asked.length > 0 ? await settleCodes(ctx, asked) : { open: 0 };
  const bound = await bindCodes(ctx, segmentGid);
  return settled.open + bound.waiting;
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
