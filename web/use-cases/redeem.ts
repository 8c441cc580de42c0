import { memberPoints } from '../domain/loyalty/member-points.ts';
import type { MemberPoints, OpenCode } from '../domain/loyalty/member-view.ts';
import type { Reward } from '../domain/loyalty/program.ts';
import { canRedeem, redemptionEndsAt } from '../domain/loyalty/redemption.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { Money } from '../domain/shared/money.ts';
import type { LoyaltyCtx, StoredRedemption, Tx } from './ports.ts';
import { lookUpRedemption } from './steps/look-up-redemption.ts';
import { type LoyaltyScene, sceneNow, termsNow } from './steps/loyalty-scene.ts';
import { makeReward } from './steps/make-reward.ts';
import { NO_POINTS } from './steps/no-points.ts';
import { openCode } from './steps/open-code.ts';
import { redemptionCode } from './steps/reward-code.ts';
import { settleRecords } from './steps/settle-accounts.ts';

/** If this process dies now, others look the redemption up after so long. */
const LOOK_UP_AFTER_MS = 60_000;

export type RedeemInput = {
  customerId: CustomerId;
  rewardId: string;
  /** Made once by the caller, so that a repeated click redeems once. */
  requestKey: string;
};

/** `pending`: Shopify's answer was lost. The points stay reserved; the code appears, or the points come back, in a while. */
export type Redeemed = {
  redemptionId: string;
  state: 'issued' | 'pending';
  code: OpenCode | null;
  credit: Money | null;
  points: MemberPoints;
};

/**
 * Turns points into a reward: one transaction that reserves them, one call to Shopify, one short transaction that notes its
 * outcome. The same request answers what it answered before.
 * @throws AppError CONFLICT where the program is off, the reward is not offered or the points do not suffice; SHOPIFY_REFUSED,
 * SHOPIFY_UNAVAILABLE, NEEDS_REAUTH with the points given back
 */
export async function redeem(ctx: LoyaltyCtx, input: RedeemInput): Promise<Redeemed> {
  const { redemption, fresh } = await ctx.store.transaction((tx) => reserve(ctx, tx, input));
  if (fresh) await makeReward(ctx, { ...redemption, customerId: input.customerId });
  else if (redemption.state === 'unknown' || redemption.state === 'reserved') await lookUp(ctx, redemption);
  return answer(ctx, input.customerId, redemption.redemptionId);
}

/** What cannot be looked up now decides nothing: the points stay reserved, and it is looked up later. */
async function lookUp(ctx: LoyaltyCtx, redemption: StoredRedemption): Promise<void> {
  try {
    await lookUpRedemption(ctx, redemption);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { redemptionId } = redemption;
    ctx.log.warn({ redemptionId, err: error }, 'a redemption could not be looked up yet');
  }
}

async function reserve(
  ctx: LoyaltyCtx,
  tx: Tx,
  { customerId, rewardId, requestKey }: RedeemInput,
): Promise<{ redemption: StoredRedemption; fresh: boolean }> {
  const { shopId, timeZone } = ctx.shop;
  const scene = await sceneNow(ctx, tx);
  const [account] = await tx.loyalty.lockAccounts(shopId, [customerId], 'skip');
  if (!scene || !account) throw notEnough(0);
  const [record] = await tx.loyalty.records(shopId, [account.accountId]);
  if (!record || account.closedAt !== null) throw notEnough(0);
  const standing = record.redemptions.find((one) => one.requestKey === requestKey);
  if (standing) return { redemption: standing, fresh: false };
  // What time alone took away is settled first.
  const before = (await settleRecords(tx, scene, [record])).get(account.accountId);
  const reward = rewardOf(scene, rewardId, before?.state.available ?? 0);
  const { accountId } = account;
  const made = await tx.loyalty.reserve(shopId, {
    accountId,
    requestKey,
    reward,
    points: reward.costPoints,
    code: redemptionCode(ctx.draws, shopId, { accountId, requestKey }, 0),
    endsAt: redemptionEndsAt(reward, scene.now, timeZone),
    at: scene.now,
    checkAt: new Date(scene.now.getTime() + LOOK_UP_AFTER_MS),
  });
  const [after] = await tx.loyalty.records(shopId, [accountId]);
  if (after) await settleRecords(tx, scene, [after]);
  return made;
}

function rewardOf({ history, shop }: LoyaltyScene, rewardId: string, available: number): Reward {
  const found = canRedeem(rewardId, available, { terms: termsNow(history, shop), storeCreditOn: null });
  if (found.ok) return found.reward;
  if (found.reason === 'not_enough_points') throw notEnough(available);
  throw new AppError('CONFLICT', WORDS[found.reason]);
}

const WORDS = {
  program_off: 'points are not redeemed at present',
  unknown_reward: 'this reward is not offered any more',
  reward_off: 'this reward is not offered at present',
  no_store_credit: 'the shop gives no store credit',
};

function notEnough(available: number): AppError {
  return new AppError('CONFLICT', `the points do not suffice: ${available} can be spent`);
}

async function answer(ctx: LoyaltyCtx, customerId: CustomerId, redemptionId: string): Promise<Redeemed> {
  const { store, shop } = ctx;
  const redemption = await store.loyalty.redemption(shop.shopId, redemptionId);
  if (!redemption) throw new AppError('INTERNAL', `redemption ${redemptionId} is gone`);
  const { state, reward } = redemption;
  if (state === 'released')
    throw new AppError('SHOPIFY_REFUSED', 'the reward could not be made; the points are back');
  const account = await store.loyalty.find(shop.shopId, customerId);
  const history = await store.loyalty.program(shop.shopId);
  const { value } = reward;
  const credit =
    value.kind === 'store_credit' && state === 'used'
      ? { amountMinor: value.amountMinor, currency: shop.currency }
      : null;
  return {
    redemptionId,
    state: state === 'reserved' || state === 'unknown' ? 'pending' : 'issued',
    code: openCode(redemption),
    credit,
    points: memberPoints(account ?? NO_POINTS, history.versions.at(-1)?.terms ?? null),
  };
}
