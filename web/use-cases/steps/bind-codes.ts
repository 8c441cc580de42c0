import { OFFER_TAG } from '../../domain/tags/rule.ts';
import type { CampaignCtx, Message } from '../ports.ts';

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
 * the code would be refused at checkout.
 */
export async function bindCodes(
  ctx: CampaignCtx,
  binding: { segmentGid: string; messages: readonly Message[]; thorough: boolean },
): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const { segmentGid, messages, thorough } = binding;
  const ids = messages.map(({ messageId }) => messageId);
  const offers = await store.offers.ofMessages(shopId, ids);
  const issued = new Set(offers.flatMap((offer) => (offer.state === 'issued' ? [offer.messageId] : [])));
  const coded = messages.filter(({ messageId }) => issued.has(messageId));
  const owners = [...new Set(coded.map(({ customerId }) => customerId))];
  const wearing = await store.tags.wearing(shopId, OFFER_TAG, owners);
  if (wearing.size === 0) return;
  const held = await ctx.offers.segmentHolds(segmentGid, [...wearing], { thorough });
  const bound = coded.filter(({ customerId }) => held.has(customerId)).map(({ messageId }) => messageId);
  if (bound.length === 0) return;
  await store.transaction(async (tx) => {
    await tx.messages.move(shopId, bound, { from: 'issuing', to: 'ready', reason: null }, clock.now());
    await tx.enqueue('deliver', { shopId });
  });
}
