import type { ReferralRules } from '../../domain/loyalty/program.ts';
import type { LoyaltyCtx } from '../ports.ts';
import { restoreReferralCodes } from './restore-referral-codes.ts';
import { referralCode } from './reward-code.ts';

/** Stands for the shop itself among accounts, which begin at 1. */
const THE_SHOP = '0';
const TITLE = 'Encore referral';

/**
 * The one discount that carries all members' referral codes, made or mended to these terms; answers its id. It is found again by
 * its first code, which is nobody's.
 */
export async function referralDiscount(ctx: LoyaltyCtx, rules: ReferralRules): Promise<string> {
  const { shop } = ctx;
  const firstCode = firstCodeOf(ctx);
  return ctx.rewards.ensureReferralDiscount({
    title: TITLE,
    gid: null,
    value: rules.friendOffer,
    minimumSpendMinor: rules.friendMinimumSpendMinor,
    currency: shop.currency,
    firstCode,
  });
}

/** That discount with every member's code on it, also where the merchant deleted it. */
export async function ensureReferral(ctx: LoyaltyCtx, rules: ReferralRules): Promise<void> {
  await restoreReferralCodes(ctx, await referralDiscount(ctx, rules));
}

/** No friend's code works any more. Codes that members passed on stay theirs, for the day the merchant refers again. */
export async function endReferral(ctx: LoyaltyCtx): Promise<void> {
  const at = ctx.clock.now();
  await ctx.rewards.endReferralDiscount({ title: TITLE, firstCode: firstCodeOf(ctx), at });
}

function firstCodeOf({ draws, shop }: LoyaltyCtx): string {
  return referralCode(draws, shop.shopId, THE_SHOP, 0);
}
