import type { LoyaltyCtx, StoredRedemption } from '../ports.ts';
import { AFTER_END_MS, concludeRedemption, ownerOf } from './conclude-redemption.ts';
import { sceneNow } from './loyalty-scene.ts';
import { redemptionTitle } from './reward-code.ts';
import { type Settled, settleAccounts } from './settle-accounts.ts';

/** Longer than any call to Shopify takes to be done or to be given up. */
const SURE_AFTER_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 30_000;
/** Shopify's clock may be behind ours. */
const CLOCKS_MS = 120_000;
/** No credit of ours is made so long after it was asked for: a later one is somebody else's. */
const CREDIT_WITHIN_MS = 15 * 60_000;
const OPEN = ['reserved', 'unknown'] as const;

/**
 * What became of a redemption whose answer did not come: asked of Shopify, never guessed. Found: issued. Not there long after
 * it was asked for: points back. Else it is looked at again. Null = nothing was decided.
 */
export async function lookUpRedemption(
  ctx: LoyaltyCtx,
  redemption: StoredRedemption,
): Promise<Settled | null> {
  if (redemption.reward.value.kind === 'store_credit') return lookUpCredit(ctx, redemption);
  const found = await ctx.rewards.findCode(redemption.code);
  if (found?.title === redemptionTitle(redemption)) return issue(ctx, redemption, found.gid);
  // Somebody else's code: ours cannot have been made.
  return found ? release(ctx, redemption) : notFound(ctx, redemption);
}

/** The code stands. */
export function issue(ctx: LoyaltyCtx, redemption: StoredRedemption, gid: string): Promise<Settled | null> {
  return concludeRedemption(ctx, redemption, OPEN, {
    state: 'issued',
    discountGid: gid,
    checkAt: new Date(redemption.endsAt.getTime() + AFTER_END_MS),
  });
}

/** Nothing was made: the points come back as they were. */
export function release(ctx: LoyaltyCtx, redemption: StoredRedemption): Promise<Settled | null> {
  const returnedAt = ctx.clock.now();
  return concludeRedemption(ctx, redemption, OPEN, { state: 'released', returnedAt, checkAt: null });
}

/**
 * The credit stands, and cannot come back: points that were given back meanwhile are spent after all. Another redemption that took
 * this credit for its own is looked up again.
 */
export function credited(
  ctx: LoyaltyCtx,
  { redemptionId, accountId }: StoredRedemption,
  gid: string,
): Promise<Settled | null> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const account = await ownerOf(tx, ctx, accountId);
    const [record] = await tx.loyalty.records(shopId, [account.accountId]);
    const mistaken = { state: 'unknown', creditGid: null, checkAt: ctx.clock.now() } as const;
    for (const other of record?.redemptions ?? [])
      if (other.creditGid === gid && other.redemptionId !== redemptionId)
        await tx.loyalty.moveRedemption(shopId, other.redemptionId, ['used'], mistaken);
    const change = { state: 'used', creditGid: gid, returnedAt: null, checkAt: null } as const;
    await tx.loyalty.moveRedemption(shopId, redemptionId, [...OPEN, 'released', 'used'], change);
    const scene = await sceneNow(ctx, tx);
    if (!scene) return null;
    return (await settleAccounts(tx, scene, [account])).get(account.accountId) ?? null;
  });
}

async function notFound(ctx: LoyaltyCtx, redemption: StoredRedemption): Promise<Settled | null> {
  const now = ctx.clock.now();
  const { redemptionId, state, attempts, createdAt } = redemption;
  const sureAt = createdAt.getTime() + SURE_AFTER_MS;
  if (now.getTime() >= sureAt) return release(ctx, redemption);
  const pauseMs = FIRST_PAUSE_MS * 2 ** Math.min(attempts, 5);
  await ctx.store.loyalty.moveRedemption(ctx.shop.shopId, redemptionId, [state], {
    state,
    attempts: attempts + 1,
    checkAt: new Date(Math.min(now.getTime() + pauseMs, sureAt)),
  });
  return null;
}

/** A credit carries no name of ours: one of this amount and of that quarter of an hour that no other redemption holds is this one's. */
async function lookUpCredit(ctx: LoyaltyCtx, redemption: StoredRedemption): Promise<Settled | null> {
  const { value } = redemption.reward;
  if (value.kind !== 'store_credit') return null;
  // Of somebody who was erased nothing can be asked any more.
  if (redemption.customerId === null) return notFound(ctx, redemption);
  const since = new Date(redemption.createdAt.getTime() - CLOCKS_MS);
  const credits = await ctx.rewards.creditsSince(redemption.customerId, since, ctx.shop.currency);
  const until = new Date(redemption.createdAt.getTime() + CREDIT_WITHIN_MS);
  const alike = credits.filter(({ amountMinor, at }) => amountMinor === value.amountMinor && at <= until);
  const claimed = alike.length === 0 ? null : await claim(ctx, redemption, alike);
  return claimed ?? notFound(ctx, redemption);
}

/** Under the account's lock, so that two redemptions never take the same credit for theirs. */
function claim(
  ctx: LoyaltyCtx,
  { redemptionId, accountId }: StoredRedemption,
  credits: readonly { transactionGid: string }[],
): Promise<Settled | null> {
  const { shopId } = ctx.shop;
  return ctx.store.transaction(async (tx) => {
    const account = await ownerOf(tx, ctx, accountId);
    const [record] = await tx.loyalty.records(shopId, [account.accountId]);
    const known = new Set(record?.redemptions.map(({ creditGid }) => creditGid));
    const scene = await sceneNow(ctx, tx);
    if (!scene) return null;
    const take = (creditGid: string) =>
      tx.loyalty.moveRedemption(shopId, redemptionId, OPEN, { state: 'used', creditGid, checkAt: null });
    let taken = false;
    for (const { transactionGid } of credits.toReversed())
      taken ||= !known.has(transactionGid) && (await take(transactionGid));
    if (!taken) return null;
    return (await settleAccounts(tx, scene, [account])).get(account.accountId) ?? null;
  });
}
