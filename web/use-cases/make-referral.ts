import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyCtx } from './ports.ts';
import { addReferralCodes } from './steps/add-referral-codes.ts';
import { becomeMember } from './steps/become-member.ts';
import { referralDiscount } from './steps/ensure-referral.ts';
import { termsNow } from './steps/loyalty-scene.ts';
import { hasEveryCode } from './steps/restore-referral-codes.ts';
import { referralCode } from './steps/reward-code.ts';
import { discountUrl } from './steps/shopper-offer.ts';

const MOST_CODES_TRIED = 5;
/** A shopper waits for it. */
const PATIENCE_MS = [300, 600, 1_200, 2_400];

/**
 * A member's referral code and the link that applies it, made the first time and mended where the merchant deleted it: answered
 * once Shopify has it. A lost answer makes nothing twice: the code follows from the member.
 * @throws AppError CONFLICT where the program refers nobody at present; SHOPIFY_UNAVAILABLE, SHOPIFY_REFUSED where Shopify has not
 * made the code
 */
export async function makeReferral(
  ctx: LoyaltyCtx,
  { customerId }: { customerId: CustomerId },
): Promise<{ code: string; url: string }> {
  const { store, shop } = ctx;
  const terms = termsNow(await store.loyalty.program(shop.shopId), shop);
  const account = terms?.on && terms.referral.on ? await becomeMember(ctx, customerId) : null;
  if (!terms || !account) throw new AppError('CONFLICT', 'friends are not referred at present');
  const standing = account.referralCode;
  const discountGid = await referralDiscount(ctx, terms.referral);
  // Made anew here, it has nobody else's code.
  if (!(await hasEveryCode(ctx, discountGid)))
    await ctx.queue.enqueue('refresh-program', { shopId: shop.shopId });
  const code = standing ?? (await freeCode(ctx, account, discountGid));
  await addTo(ctx, discountGid, code);
  if (standing === null) await store.loyalty.setReferralCode(shop.shopId, account.accountId, code);
  const now = await store.loyalty.find(shop.shopId, customerId);
  const stands = now?.referralCode ?? code;
  return { code: stands, url: discountUrl(shop.domain, stands) };
}

/** The member's code, or another where the shop uses it for something else. */
async function freeCode(
  ctx: LoyaltyCtx,
  { accountId }: LoyaltyAccount,
  discountGid: string,
): Promise<string> {
  for (let attempt = 0; attempt < MOST_CODES_TRIED; attempt++) {
    const code = referralCode(ctx.draws, ctx.shop.shopId, accountId, attempt);
    const holder = await ctx.offers.discountOfCode(code);
    if (holder === null || holder.gid === discountGid) return code;
  }
  throw new AppError('SHOPIFY_REFUSED', `${MOST_CODES_TRIED} codes in a row were taken`);
}

async function addTo(ctx: LoyaltyCtx, discountGid: string, code: string): Promise<void> {
  const holder = await ctx.offers.discountOfCode(code);
  if (holder !== null) return;
  const [failed] = await addReferralCodes(ctx, discountGid, [code], PATIENCE_MS);
  if (failed) throw new AppError('SHOPIFY_REFUSED', 'the referral code could not be made');
}
