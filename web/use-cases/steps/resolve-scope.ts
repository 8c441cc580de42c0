import type { OfferTerms } from '../../domain/offers/terms.ts';
import type { CampaignCtx, OfferDiscount } from '../ports.ts';

/** Products a discount may be limited to (platform facts; the console takes no more). */
const MAX_PRODUCTS = 100;

/** The terms with "products bought before" as the products its recipients have bought, most bought first; null = none. */
export async function resolveScope(ctx: CampaignCtx, discount: OfferDiscount): Promise<OfferTerms | null> {
  const { terms } = discount;
  if (terms.scope.kind !== 'bought_before') return terms;
  const productIds = await ctx.store.offers.productsBoughtBy(
    ctx.shop.shopId,
    discount.discountId,
    MAX_PRODUCTS,
  );
  return productIds.length === 0 ? null : { ...terms, scope: { kind: 'products', productIds } };
}
