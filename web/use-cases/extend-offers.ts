import type { CampaignCtx } from './ports.ts';
import { stopForDiscount } from './steps/stop-for-discount.ts';

/**
 * Tells Shopify the ends of these discounts as they stand with us. Those not made yet will be made with them; one that the
 * merchant deleted stops its campaign. Repeating it changes nothing.
 */
export async function extendOffers(
  ctx: CampaignCtx,
  { discountIds }: { discountIds: readonly string[] },
): Promise<void> {
  const { store, shop, offers } = ctx;
  if (shop.state === 'uninstalled') return;
  for (const discount of await store.offers.discounts(shop.shopId, discountIds)) {
    const { gid, terms, endsAt, state } = discount;
    if (gid === null || state !== 'active') continue;
    if ((await offers.setDiscountEnd(gid, terms, endsAt)) === 'gone')
      await stopForDiscount(ctx, discount, 'gone');
  }
}
