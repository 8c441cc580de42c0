import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import type { LoyaltyCtx, RewardOutcome, StoredRedemption } from '../ports.ts';
import { credited, issue, lookUpRedemption, release } from './look-up-redemption.ts';
import { codeSpec, redemptionCode, redemptionTitle } from './reward-code.ts';
import type { Settled } from './settle-accounts.ts';

/** Other codes tried where somebody else has one. */
const MOST_CODES_TRIED = 5;
const LOOK_AGAIN_MS = 30_000;

/** A reserved redemption of somebody we know. */
type Owned = StoredRedemption & { customerId: CustomerId };

/**
 * Asks Shopify for what was reserved, once, and notes what became of it: issued, points back, or `unknown`, which is looked up at
 * once and by `settle-redemptions` until it is known. Null = not known yet.
 * @throws AppError SHOPIFY_REFUSED, or what Shopify could not do before anything was made; the points are back
 */
export function makeReward(ctx: LoyaltyCtx, redemption: Owned): Promise<Settled | null> {
  const { value } = redemption.reward;
  return value.kind === 'store_credit'
    ? giveCredit(ctx, redemption, value.amountMinor)
    : makeCode(ctx, redemption, 1);
}

async function makeCode(ctx: LoyaltyCtx, redemption: Owned, attempt: number): Promise<Settled | null> {
  const outcome = await orRelease(ctx, redemption, () => ctx.rewards.createCode(codeSpec(ctx, redemption)));
  switch (outcome.outcome) {
    case 'made':
      return (await issue(ctx, redemption, outcome.gid)) ?? tooLate(ctx, redemption, outcome.gid);
    case 'refused':
      return refuse(ctx, redemption, outcome);
    case 'lost':
      return lost(ctx, redemption);
    case 'code_taken':
      return otherCode(ctx, redemption, attempt);
  }
}

async function otherCode(ctx: LoyaltyCtx, redemption: Owned, attempt: number): Promise<Settled | null> {
  const holder = await ctx.rewards.findCode(redemption.code);
  // What stands between us and Shopify may have asked twice: then the code is ours.
  if (holder?.title === redemptionTitle(redemption)) return issue(ctx, redemption, holder.gid);
  const refusal = { field: 'code', message: 'no free code was found' };
  if (attempt >= MOST_CODES_TRIED) return refuse(ctx, redemption, refusal);
  const { draws, shop, store } = ctx;
  const code = redemptionCode(draws, shop.shopId, redemption, attempt);
  const change = { state: 'reserved', code, attempts: attempt } as const;
  const mine = await store.loyalty.moveRedemption(shop.shopId, redemption.redemptionId, ['reserved'], change);
  return mine ? makeCode(ctx, { ...redemption, code }, attempt + 1) : null;
}

async function giveCredit(ctx: LoyaltyCtx, redemption: Owned, amountMinor: number): Promise<Settled | null> {
  const { customerId } = redemption;
  const { currency } = ctx.shop;
  // Credit does not end: `validDays` is about codes.
  const give = () => ctx.rewards.credit(customerId, amountMinor, currency, null);
  const outcome = await orRelease(ctx, redemption, give);
  switch (outcome.outcome) {
    case 'credited':
      return credited(ctx, redemption, outcome.transactionGid);
    case 'refused':
      return refuse(ctx, redemption, { field: 'reward', message: outcome.message });
    case 'lost':
      return lost(ctx, redemption);
  }
}

/** What Shopify throws, it throws before anything is made. Any other fault decides nothing: it is looked up. */
async function orRelease<T>(ctx: LoyaltyCtx, redemption: Owned, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError) await release(ctx, redemption);
    throw error;
  }
}

async function refuse(
  ctx: LoyaltyCtx,
  redemption: Owned,
  { field, message }: Pick<Extract<RewardOutcome, { outcome: 'refused' }>, 'field' | 'message'>,
): Promise<never> {
  await release(ctx, redemption);
  ctx.log.warn({ redemptionId: redemption.redemptionId, field }, 'Shopify refused a reward');
  throw new AppError('SHOPIFY_REFUSED', message, { issues: [{ field, message }] });
}

async function lost(ctx: LoyaltyCtx, redemption: Owned): Promise<Settled | null> {
  const checkAt = new Date(ctx.clock.now().getTime() + LOOK_AGAIN_MS);
  const change = { state: 'unknown', checkAt } as const;
  const { shopId } = ctx.shop;
  await ctx.store.loyalty.moveRedemption(shopId, redemption.redemptionId, ['reserved'], change);
  try {
    return await lookUpRedemption(ctx, { ...redemption, state: 'unknown', checkAt });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The answer came after the points were given back: the code must not stay, it would be free. */
async function tooLate(ctx: LoyaltyCtx, redemption: Owned, gid: string): Promise<Settled | null> {
  const now = await ctx.store.loyalty.redemption(ctx.shop.shopId, redemption.redemptionId);
  if (now?.state === 'released') await ctx.rewards.removeCode(gid);
  return null;
}
