import { REFERRAL_PREFIX } from '../../domain/loyalty/referral.ts';
import { codeOf } from '../../domain/offers/code.ts';
import type { ShopId } from '../../domain/shared/ids.ts';
import type { Draws, LoyaltyCtx, RewardCodeSpec, StoredRedemption } from '../ports.ts';

const REDEMPTION_PREFIX = 'PTS';

/** The code of one request of one member: a retry makes no second one. `attempt` counts codes that somebody else has. */
export function redemptionCode(
  draws: Draws,
  shopId: ShopId,
  { accountId, requestKey }: Pick<StoredRedemption, 'accountId' | 'requestKey'>,
  attempt: number,
): string {
  const of = { purpose: 'redemption', key: `${accountId}|${requestKey}` } as const;
  return codeOf(REDEMPTION_PREFIX, draws.memberCodeBytes(shopId, of, attempt));
}

/** The code that a member's friends use. The shop's own (`accountId` 0) makes the discount that carries them all. */
export function referralCode(draws: Draws, shopId: ShopId, accountId: string, attempt: number): string {
  const of = { purpose: 'referral', key: accountId } as const;
  return codeOf(REFERRAL_PREFIX, draws.memberCodeBytes(shopId, of, attempt));
}

/** The discount's title: by it a code that stands is told from somebody else's, and found again when an answer was lost. */
export function redemptionTitle({ redemptionId }: Pick<StoredRedemption, 'redemptionId'>): string {
  return `Encore points ${redemptionId}`;
}

/** What Shopify is asked to make. */
export function codeSpec(
  { shop, clock }: Pick<LoyaltyCtx, 'shop' | 'clock'>,
  redemption: StoredRedemption & { customerId: NonNullable<StoredRedemption['customerId']> },
): RewardCodeSpec {
  const { reward, code, customerId, endsAt } = redemption;
  const { value, minimumSpendMinor, combinesWith } = reward;
  return {
    title: redemptionTitle(redemption),
    code,
    customerId,
    value,
    currency: shop.currency,
    minimumSpendMinor,
    combinesWith,
    startsAt: clock.now(),
    endsAt,
  };
}
