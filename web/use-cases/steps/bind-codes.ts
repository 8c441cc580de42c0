import { OFFER_TAG } from '../../domain/tags/rule.ts';
import type { CampaignCtx, Message } from '../ports.ts';

const MESSAGES_AT_ONCE = 10_000;
/** Our segment's name in Shopify. */
const SEGMENT_NAME = 'Encore: open offers';

/** The segment that every code is bound to: who carries the short-lived tag. Made where it is missing. */
export async function bindingSegment(ctx: CampaignCtx): Promise<string> {
  const { store, shop, offers } = ctx;
  const standing = await store.offers.segment(shop.shopId);
  if (standing?.tag === OFFER_TAG) return standing.gid;
  const gid = await offers.ensureSegment(SEGMENT_NAME, `customer_tags CONTAINS '${OFFER_TAG}'`);
  await store.offers.saveSegment(shop.shopId, { gid, tag: OFFER_TAG });
  return gid;
}

/**
 * Messages whose code is issued become ready once their owner carries the tag and Shopify's segment holds them: before that
 * the code would be refused at checkout. Answers how many still wait for it.
 */
export async function bindCodes(ctx: CampaignCtx, segmentGid: string): Promise<{ waiting: number }> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const messages = await store.messages.inState(shopId, 'issuing', MESSAGES_AT_ONCE);
  const offers = await store.offers.ofMessages(
    shopId,
    messages.map(({ messageId }) => messageId),
  );
  const issued = new Set(offers.flatMap((offer) => (offer.state === 'issued' ? [offer.messageId] : [])));
  const coded = messages.filter(({ messageId }) => issued.has(messageId));
  if (coded.length === 0) return { waiting: 0 };
  const wearing = await tagThem(ctx, coded);
  const held = wearing.size > 0 ? await ctx.offers.segmentHolds(segmentGid, [...wearing]) : new Set();
  const bound = coded.filter(({ customerId }) => held.has(customerId)).map(({ messageId }) => messageId);
  if (bound.length > 0)
    await store.transaction(async (tx) => {
      await tx.messages.move(shopId, bound, { from: 'issuing', to: 'ready', reason: null }, clock.now());
      await tx.enqueue('deliver', { shopId });
    });
  return { waiting: coded.length - bound.length };
}

/** Wants the tag on them; answers who carries it by now. */
async function tagThem(ctx: CampaignCtx, messages: readonly Message[]) {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const ids = [...new Set(messages.map(({ customerId }) => customerId))];
  await store.transaction(async (tx) => {
    const wants = ids.map((customerId) => ({ customerId, tags: [OFFER_TAG] }));
    if ((await tx.tags.wantShortLived(shopId, wants, clock.now())) > 0)
      await tx.enqueue('sync-tags', { shopId });
  });
  return store.tags.wearing(shopId, OFFER_TAG, ids);
}
