import { codeOf } from '../../domain/offers/code.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CampaignCtx, Offer, OfferDiscount } from '../ports.ts';
import { CODE_PREFIX } from './decide-due.ts';
import { resolveScope } from './resolve-scope.ts';

/** Shopify's most per `discountRedeemCodeBulkAdd`. */
const CODES_PER_CALL = 250;
/** Other codes tried for somebody whose code another discount of the shop has. */
const MAX_ATTEMPTS = 5;

export type DiscountWork = {
  discount: OfferDiscount;
  /** Reserved or asked-for offers of this discount. */
  offers: readonly Offer[];
  segmentGid: string;
};
/** `gone`: the merchant deleted the discount. `refused`: Shopify will not have these terms. */
export type MadeCodes = 'made' | 'gone' | { refused: string };

/**
 * Asks Shopify for the codes of one discount: the discount itself with its first code, the rest 250 a call. Everything asked
 * for is noted before the answer is waited for, and asking again makes nothing twice: a code that stands with this very
 * discount is ours.
 */
export async function askForCodes(ctx: CampaignCtx, work: DiscountWork): Promise<MadeCodes> {
  const { discount } = work;
  if (discount.state === 'deleted_by_merchant' || discount.state === 'removed') return 'gone';
  const waiting = work.offers.filter(({ state }) => state === 'reserved');
  let gid = discount.gid;
  let rest = waiting;
  if (gid === null) {
    const [first, ...others] = firstWith(waiting, discount.firstCode);
    if (!first) return 'made';
    const made = await makeDiscount(ctx, work, first);
    if (typeof made !== 'string') return made;
    gid = made;
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
): Promise<string | { refused: string }> {
  const { store, shop, clock } = ctx;
  const terms = await resolveScope(ctx, discount);
  if (terms === null) return { refused: 'nothing was bought that the offer could be for' };
  let code = first.code;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
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
      return outcome.gid;
    }
    code = await anotherCode(ctx, first, attempt);
  }
  throw new AppError('SHOPIFY_REFUSED', `${MAX_ATTEMPTS} codes in a row were taken`);
}

/** Unique in the shop: with it the discount is found again, and told from a merchant's own. */
function titleOf({ campaignId, version, arm, step, endsOn }: OfferDiscount): string {
  return `Encore ${campaignId}.${version}.${arm}.${step} ${new Date(endsOn * 86_400_000).toISOString().slice(0, 10)}`;
}

/** Another code for an offer whose code the shop uses for something else. */
export async function anotherCode(ctx: CampaignCtx, offer: Offer, attempt: number): Promise<string> {
  const { store, shop, draws } = ctx;
  const [message] = await store.messages.find(shop.shopId, [offer.messageId]);
  if (!message) throw new AppError('NOT_FOUND', `offer ${offer.offerId} belongs to no message`);
  const { enrolmentId, step } = message;
  const code = codeOf(CODE_PREFIX, draws.codeBytes(shop.shopId, { enrolmentId, step }, attempt));
  await store.offers.recode(shop.shopId, offer.offerId, code);
  return code;
}

/**
 * Looks at what was asked for: codes that stand are issued, those another discount has get another code and are asked for
 * again, those Shopify would not have are refused. Answers how many are still on their way.
 */
export async function settleCodes(ctx: CampaignCtx, asked: readonly Offer[]): Promise<{ open: number }> {
  const { store, shop, clock } = ctx;
  const creations = await ctx.offers.codeCreations(asked.flatMap(({ creationId }) => creationId ?? []));
  const discounts = await store.offers.discounts(shop.shopId, [
    ...new Set(asked.map((one) => one.discountId)),
  ]);
  const gidOf = new Map(discounts.map(({ discountId, gid }) => [discountId, gid]));
  const issued: string[] = [];
  const again: string[] = [];
  let open = 0;
  for (const offer of asked) {
    const creation = offer.creationId === null ? undefined : creations.get(offer.creationId);
    if (creation && !creation.done) {
      open += 1;
      continue;
    }
    const failure = creation?.failed.find(({ code }) => code === offer.code);
    if (creation && !failure) issued.push(offer.offerId);
    else if (!creation) again.push(offer.offerId);
    else if ((await holderOf(ctx, offer.code)) === gidOf.get(offer.discountId)) issued.push(offer.offerId);
    else if (failure?.taken) {
      await anotherCode(ctx, offer, attemptAfter(offer.code));
      again.push(offer.offerId);
    } else await refuse(ctx, offer);
  }
  const at = clock.now();
  await store.offers.setState(shop.shopId, issued, { state: 'issued', creationId: null }, at);
  await store.offers.setState(shop.shopId, again, { state: 'reserved', creationId: null }, at);
  return { open: open + again.length };
}

async function holderOf(ctx: CampaignCtx, code: string): Promise<string | null> {
  return (await ctx.offers.discountOfCode(code))?.gid ?? null;
}

/** Any number that was not tried for this code before: derived from it, so that a restart tries the same. */
function attemptAfter(code: string): number {
  return 1 + [...code].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7);
}

async function refuse(ctx: CampaignCtx, offer: Offer): Promise<void> {
  const { store, shop, clock } = ctx;
  await store.transaction(async (tx) => {
    const at = clock.now();
    await tx.offers.setState(shop.shopId, [offer.offerId], { state: 'refused', creationId: null }, at);
    await tx.messages.move(
      shop.shopId,
      [offer.messageId],
      { from: 'issuing', to: 'failed', reason: 'code_refused', counts: false },
      at,
    );
  });
}
