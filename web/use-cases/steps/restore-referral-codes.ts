import { AppError } from '../../domain/shared/errors.ts';
import type { LoyaltyCtx, SyncRun } from '../ports.ts';
import { addReferralCodes, CODES_PER_CALL } from './add-referral-codes.ts';

/** Ten calls are begun before their end is waited for. */
const CODES_AT_ONCE = 10 * CODES_PER_CALL;
/** Half a minute for what takes seconds. */
const PATIENCE_MS = [1_000, 2_000, 4_000, 8_000, 8_000, 8_000];
const MOST_TRIES = 3;
const KIND = 'referral_codes';

/** Whether this discount is known to have every member's code. */
export async function hasEveryCode(
  { store, shop }: Pick<LoyaltyCtx, 'store' | 'shop'>,
  gid: string,
): Promise<boolean> {
  const run = await store.syncRuns.latest(shop.shopId, KIND);
  return run?.state === 'done' && run.progress.gid === gid;
}

/**
 * Puts every member's referral code on this discount, unless that was done before: a merchant who deletes the discount deletes all
 * codes with it. Streamed in constant memory; a run that was cut off goes on after the last codes that stood.
 * @throws AppError SHOPIFY_UNAVAILABLE: the queue comes again
 */
export async function restoreReferralCodes(ctx: LoyaltyCtx, gid: string): Promise<void> {
  if (await hasEveryCode(ctx, gid)) return;
  const { store, shop, clock } = ctx;
  const run = await store.syncRuns.startOrResume(shop.shopId, KIND, clock.now());
  let after = placeOf(run, gid);
  for (;;) {
    const codes = await store.loyalty.referralCodes(shop.shopId, after, CODES_AT_ONCE);
    const last = codes.at(-1);
    if (last === undefined) break;
    await restore(ctx, gid, codes);
    after = last;
    await store.syncRuns.update(shop.shopId, run.runId, { progress: { gid, after } });
  }
  await store.syncRuns.update(shop.shopId, run.runId, {
    state: 'done',
    progress: { gid, after },
    finishedAt: clock.now(),
  });
}

/** A run for a discount that is gone as well begins anew. */
function placeOf({ progress }: SyncRun, gid: string): string | null {
  return progress.gid === gid && typeof progress.after === 'string' ? progress.after : null;
}

/** What Shopify fails to make is asked for again; what another discount of the shop has by now stays with that one. */
async function restore(ctx: LoyaltyCtx, gid: string, codes: readonly string[]): Promise<void> {
  let left = codes;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const failed = await addReferralCodes(ctx, gid, left, PATIENCE_MS);
    const taken = failed.filter((one) => one.taken).length;
    if (taken > 0) ctx.log.warn({ taken }, 'referral codes are used by another discount');
    left = failed.flatMap((one) => (one.taken ? [] : [one.code]));
    if (left.length === 0) return;
  }
  throw new AppError('SHOPIFY_UNAVAILABLE', `Shopify did not make ${left.length} referral codes`);
}
