import { AppError } from '../../domain/shared/errors.ts';
import { dayToIso } from '../../domain/shared/time.ts';
import type { CampaignCtx, Offer, OfferDiscount } from '../ports.ts';
import { anotherCode, MOST_CODES_TRIED } from './other-code.ts';
import { resolveScope } from './resolve-scope.ts';

/** Shopify's most per `discountRedeemCodeBulkAdd`. */
const CODES_PER_CALL = 250;

export type DiscountWork = {
  discount: OfferDiscount;
  /** Reserved offers of this discount. */
  offers: readonly Offer[];
  segmentGid: string;
};
/** `gone`: the merchant deleted the discount. `refused`: Shopify will not have these terms. */
export type MadeCodes = 'made' | 'gone' | 'nothing_in_scope' | { refused: string };

/**
 * Asks Shopify for the codes of one discount: the discount itself with its first code, the rest 250 a call. Everything asked
 * for is noted before the answer is waited for, and asking again makes nothing twice: a code that stands with this very
 * discount is ours.
 */
export async function askForCodes(ctx: CampaignCtx, work: DiscountWork): Promise<MadeCodes> {
  const { discount } = work;
  if (discount.state === 'deleted_by_merchant' || discount.state === 'removed') return 'gone';
  let gid = discount.gid;
  let rest = work.offers;
  if (gid === null) {
    const [first, ...others] = firstWith(rest, discount.firstCode);
    if (!first) return 'made';
    const made = await makeDiscount(ctx, work, first);
    if (!('gid' in made)) return 'refused' in made ? made : 'nothing_in_scope';
    gid = made.gid;
    rest = others;
  }
  for (let from = 0; from < rest.length; from += CODES_PER_CALL) {
    const part = rest.slice(from, from + CODES_PER_CALL);
    const creationId = await ctx.offers.addCodes(
      gid,
      part.map(({ code }) => code),
    );
    if (creationId === null) return 'gone';
    const ids = part.map(({ offerId }) => offerId);
    await ctx.store.offers.setState(ctx.shop.shopId, ids, { state: 'adding', creationId }, ctx.clock.now());
  }
  return 'made';
}

/** The offer whose code a lost answer may have made comes first again. */
function firstWith(offers: readonly Offer[], firstCode: string | null): readonly Offer[] {
  return [...offers].sort((a, b) => Number(b.code === firstCode) - Number(a.code === firstCode));
}

async function makeDiscount(
  ctx: CampaignCtx,
  { discount, segmentGid }: DiscountWork,
  first: Offer,
): Promise<{ gid: string } | { refused: string } | { empty: true }> {
  const { store, shop, clock } = ctx;
  const terms = await resolveScope(ctx, discount);
  if (terms === null) return { empty: true };
  let code = first.code;
  for (let attempt = 1; attempt <= MOST_CODES_TRIED; attempt++) {
    await store.offers.setDiscount(shop.shopId, discount.discountId, { firstCode: code });
    const outcome = await ctx.offers.createDiscount({
      title: titleOf(discount),
      terms,
      currency: shop.currency,
      startsAt: clock.now(),
      endsAt: discount.endsAt,
      segmentGid,
      firstCode: code,
    });
    if (outcome.outcome === 'refused')
      return { refused: `${outcome.field}: ${outcome.message}`.slice(0, 200) };
    if (outcome.outcome === 'made') {
      await store.transaction(async (tx) => {
        await tx.offers.setDiscount(shop.shopId, discount.discountId, { gid: outcome.gid, state: 'active' });
        await tx.offers.setState(
          shop.shopId,
          [first.offerId],
          { state: 'issued', creationId: null },
          clock.now(),
        );
      });
      return { gid: outcome.gid };
    }
    code = await anotherCode(ctx, first, attempt);
  }
  throw new AppError('SHOPIFY_REFUSED', `${MOST_CODES_TRIED} codes in a row were taken`);
}

/** Unique in the shop: with it the discount is found again, and told from a merchant's own. */
function titleOf({ campaignId, version, arm, step, endsOn }: OfferDiscount): string {
  return `Encore ${campaignId}.${version}.${arm}.${step} ${dayToIso(endsOn)}`;
}
