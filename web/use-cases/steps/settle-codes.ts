import type { CampaignCtx, CodeCreation, Offer, OfferDiscount } from '../ports.ts';
import { dropOfferTag } from './offer-tag.ts';
import { anotherCode } from './other-code.ts';

/**
 * Looks at codes that were asked for: those that stand are issued, those another discount has get another code and are asked
 * for again, those Shopify would not have are refused. Those still on their way stay as they are.
 */
export async function settleCodes(ctx: CampaignCtx, asked: readonly Offer[]): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const creations = await ctx.offers.codeCreations(asked.flatMap(({ creationId }) => creationId ?? []));
  const issued: string[] = [];
  const again: string[] = [];
  const failed: Failed[] = [];
  for (const offer of asked) {
    const creation = creations.get(offer.creationId ?? '');
    if (creation && !creation.done) continue;
    const failure = creation?.failed.find(({ code }) => code === offer.code);
    if (failure) failed.push({ offer, failure });
    else (creation ? issued : again).push(offer.offerId);
  }
  const ours = await standingAlready(ctx, failed);
  for (const { offer, failure } of failed)
    if (ours.has(offer.offerId)) issued.push(offer.offerId);
    else if (failure.taken) {
      await anotherCode(ctx, offer, attemptAfter(offer.code));
      again.push(offer.offerId);
    } else await refuse(ctx, offer);
  const at = clock.now();
  await store.offers.setState(shopId, issued, { state: 'issued', creationId: null }, at);
  await store.offers.setState(shopId, again, { state: 'reserved', creationId: null }, at);
}

type Failed = { offer: Offer; failure: CodeCreation['failed'][number] };

/** Of codes that "are taken" those that this very discount has: made by a call whose answer was lost. */
async function standingAlready(ctx: CampaignCtx, failed: readonly Failed[]): Promise<ReadonlySet<string>> {
  const ours = new Set<string>();
  const byDiscount = Map.groupBy(failed, ({ offer }) => offer.discountId);
  for (const discount of await ctx.store.offers.discounts(ctx.shop.shopId, [...byDiscount.keys()]))
    for (const offerId of await heldBy(ctx, discount, byDiscount.get(discount.discountId) ?? []))
      ours.add(offerId);
  return ours;
}

/** A search finds many at once, and may be late to know: what it does not find is asked for by itself. */
async function heldBy(
  { offers }: CampaignCtx,
  { gid }: OfferDiscount,
  failed: readonly Failed[],
): Promise<string[]> {
  if (gid === null) return [];
  const codes = failed.map(({ offer }) => offer.code);
  const found = await offers.codesHeld(gid, codes);
  const ours: string[] = [];
  for (const { offer } of failed)
    if (found.has(offer.code) || (await offers.discountOfCode(offer.code))?.gid === gid)
      ours.push(offer.offerId);
  return ours;
}

/** Any number that was not tried for this code before: derived from it, so that a restart tries the same. */
function attemptAfter(code: string): number {
  return 1 + [...code].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7);
}

async function refuse({ store, shop, clock }: CampaignCtx, offer: Offer): Promise<void> {
  const { shopId } = shop;
  await store.transaction(async (tx) => {
    const at = clock.now();
    await tx.offers.setState(shopId, [offer.offerId], { state: 'refused', creationId: null }, at);
    const failed = { from: 'issuing', to: 'failed', reason: 'code_refused', counts: false } as const;
    await tx.messages.move(shopId, [offer.messageId], failed, at);
    await dropOfferTag(tx, shopId, [offer.customerId], at);
  });
}
