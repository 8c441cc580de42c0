import { AppError } from '../../domain/shared/errors.ts';
import type { LoyaltyCtx } from '../ports.ts';

/** Shopify's most per `discountRedeemCodeBulkAdd`. */
export const CODES_PER_CALL = 250;

/** Pauses between two looks at additions that Shopify works off on its own time; when they are used up, they were not done in time. */
export type Patience = readonly number[];

/**
 * Puts codes on the referral discount, 250 a call, and waits until Shopify has worked them off. Answers those it has not: another
 * discount of the shop holds them, or it failed to make them (`taken` false). A code that this discount has already is well.
 * @throws AppError SHOPIFY_UNAVAILABLE where the discount is gone or Shopify is not done in time; said again it makes nothing twice
 */
export async function addReferralCodes(
  ctx: LoyaltyCtx,
  gid: string,
  codes: readonly string[],
  patience: Patience,
): Promise<readonly { code: string; taken: boolean }[]> {
  const creationIds: string[] = [];
  for (let from = 0; from < codes.length; from += CODES_PER_CALL) {
    const creationId = await ctx.offers.addCodes(gid, codes.slice(from, from + CODES_PER_CALL));
    if (creationId === null) throw new AppError('SHOPIFY_UNAVAILABLE', 'the referral discount is gone');
    creationIds.push(creationId);
  }
  const failed = await workedOff(ctx, creationIds, patience);
  const ours = await heldBy(ctx, gid, failed);
  return failed.filter(({ code }) => !ours.has(code));
}

type Failed = { code: string; taken: boolean };

async function workedOff(ctx: LoyaltyCtx, creationIds: string[], patience: Patience): Promise<Failed[]> {
  const failed: Failed[] = [];
  let open = creationIds;
  for (const pauseMs of [...patience, null]) {
    const creations = await ctx.offers.codeCreations(open);
    for (const creation of creations.values())
      if (creation.done) failed.push(...creation.failed.map(({ code, taken }) => ({ code, taken })));
    open = open.filter((id) => !creations.get(id)?.done);
    if (open.length === 0) return failed;
    if (pauseMs !== null) await ctx.pause(pauseMs);
  }
  throw new AppError('SHOPIFY_UNAVAILABLE', 'Shopify has not made the referral codes yet');
}

/** A search finds many at once, and may be late to know: what it does not find is asked for by itself. */
async function heldBy(
  { offers }: LoyaltyCtx,
  gid: string,
  failed: readonly Failed[],
): Promise<ReadonlySet<string>> {
  const taken = failed.filter((one) => one.taken).map(({ code }) => code);
  if (taken.length === 0) return new Set();
  const found = new Set(await offers.codesHeld(gid, taken));
  for (const code of taken)
    if (!found.has(code) && (await offers.discountOfCode(code))?.gid === gid) found.add(code);
  return found;
}
