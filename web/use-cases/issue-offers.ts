import type { CampaignCtx, Message, Offer } from './ports.ts';
import { bindCodes, bindingSegment } from './steps/bind-codes.ts';
import { giveUpIssuing } from './steps/give-up-issuing.ts';
import { askForCodes } from './steps/make-codes.ts';
import { putOfferTag } from './steps/offer-tag.ts';
import { settleCodes } from './steps/settle-codes.ts';
import { failForScope, stopForDiscount } from './steps/stop-for-discount.ts';

/** Messages worked off in one round: 40 calls of 250 codes. */
const MESSAGES_AT_ONCE = 10_000;
/** Shopify imports codes and fills segments on its own time: looked at again after pauses that grow to the longest. */
const FIRST_PAUSE_MS = 4_000;
const LONGEST_PAUSE_MS = 8_000;
/** After so many looks the rest is left to a later run. */
const LOOKS = 10;

/**
 * Makes the codes that were reserved and binds them to their owners; their messages are then ready. Every step is noted
 * before the next, and repeating one makes nothing twice, so it may be cut off anywhere. What Shopify is slow with is left
 * to the next run.
 */
export async function issueOffers(ctx: CampaignCtx): Promise<void> {
  if (ctx.shop.state !== 'active') return;
  const messages = await issuing(ctx);
  if (messages.length === 0) return;
  const segmentGid = await bindingSegment(ctx);
  // Shopify takes its time with tags; the codes are made meanwhile.
  const owners = messages.map(({ customerId }) => customerId);
  await ctx.store.transaction((tx) => putOfferTag(tx, ctx.shop.shopId, owners, ctx.clock.now()));
  for (let look = 0; look < LOOKS; look++) {
    const round = { segmentGid, isFirst: look === 0, isLast: look === LOOKS - 1 };
    if ((await issueSome(ctx, round)) === 0) return;
    await ctx.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** look));
  }
}

type Round = { segmentGid: string; isFirst: boolean; isLast: boolean };

/** One round; answers how many messages still wait for Shopify. */
async function issueSome(ctx: CampaignCtx, { segmentGid, isFirst, isLast }: Round): Promise<number> {
  const messages = await issuing(ctx);
  const offers = await offersOf(ctx, messages);
  const reserved = offers.filter(({ state }) => state === 'reserved');
  const asked = offers.filter(({ state }) => state === 'adding');
  await askAll(ctx, reserved, segmentGid);
  if (asked.length > 0) await settleCodes(ctx, asked);
  // What was just asked for is on its way, and tags that were just wanted stand nowhere yet.
  if (!isFirst) await bindCodes(ctx, { segmentGid, messages, thorough: isLast });
  return (await issuing(ctx)).length;
}

/** Messages whose code is to be made or bound. */
async function issuing(ctx: CampaignCtx): Promise<readonly Message[]> {
  const messages = await ctx.store.messages.inState(ctx.shop.shopId, 'issuing', MESSAGES_AT_ONCE);
  return giveUpIssuing(ctx, messages);
}

async function offersOf({ store, shop }: CampaignCtx, messages: readonly Message[]) {
  const ids = messages.map(({ messageId }) => messageId);
  return store.offers.ofMessages(shop.shopId, ids);
}

async function askAll(ctx: CampaignCtx, reserved: readonly Offer[], segmentGid: string): Promise<void> {
  const byDiscount = Map.groupBy(reserved, ({ discountId }) => discountId);
  const discounts = await ctx.store.offers.discounts(ctx.shop.shopId, [...byDiscount.keys()]);
  for (const discount of discounts) {
    const offers = byDiscount.get(discount.discountId) ?? [];
    const made = await askForCodes(ctx, { discount, offers, segmentGid });
    if (made === 'nothing_in_scope') await failForScope(ctx, discount);
    else if (made !== 'made') await stopForDiscount(ctx, discount, made);
  }
}
