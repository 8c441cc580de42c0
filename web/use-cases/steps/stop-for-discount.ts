import type { CampaignCtx, OfferDiscount } from '../ports.ts';
import { dropOfferTag } from './offer-tag.ts';

/**
 * A discount that the merchant deleted, or that Shopify will not have, stops its campaign: nobody else is written to, those
 * whose code it was get no message, and the screen says why.
 */
export async function stopForDiscount(
  ctx: Pick<CampaignCtx, 'store' | 'shop' | 'clock' | 'log'>,
  discount: OfferDiscount,
  why: 'gone' | { refused: string },
): Promise<void> {
  const { store, shop, clock, log } = ctx;
  const { shopId } = shop;
  const { discountId, campaignId } = discount;
  const gone = why === 'gone';
  const reason = gone ? 'discount_deleted' : 'code_refused';
  log.warn({ campaignId, discountId, why }, 'a campaign stopped because of its discount');
  await store.transaction(async (tx) => {
    const at = clock.now();
    await tx.offers.setDiscount(shopId, discountId, { state: gone ? 'deleted_by_merchant' : 'removed' });
    await tx.campaigns.setState(
      shopId,
      campaignId,
      { from: ['running', 'paused'], to: 'stopped', reason },
      at,
    );
    await tx.enrolments.stopAll(shopId, campaignId, 'campaign_stopped', at);
    const owners = await tx.offers.dropDiscount(shopId, discountId, { messages: reason }, at);
    await dropOfferTag(tx, shopId, owners, at);
  });
}

/** Nobody it was for has bought anything it could be for: their messages fail and say so, the campaign goes on. */
export async function failForScope(
  { store, shop, clock }: Pick<CampaignCtx, 'store' | 'shop' | 'clock'>,
  { discountId }: OfferDiscount,
): Promise<void> {
  const { shopId } = shop;
  await store.transaction(async (tx) => {
    const at = clock.now();
    const because = { messages: 'nothing_bought_in_scope' } as const;
    const owners = await tx.offers.dropDiscount(shopId, discountId, because, at);
    await dropOfferTag(tx, shopId, owners, at);
  });
}
