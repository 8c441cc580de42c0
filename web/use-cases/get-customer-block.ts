import type { Mark, Stage, StageReason } from '../domain/lifecycle/stage.ts';
import { memberPoints } from '../domain/loyalty/member-points.ts';
import type { MemberPoints, OfferView } from '../domain/loyalty/member-view.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx } from './ports.ts';
import { currentAccount } from './steps/current-account.ts';
import { newest } from './steps/loyalty-scene.ts';
import { NO_POINTS } from './steps/no-points.ts';
import { shopperOffer } from './steps/shopper-offer.ts';

/** What our block on Shopify's customer page shows. `url`: the customer's page in Encore. */
export type CustomerBlock = {
  stage: Stage | null;
  marks: readonly Mark[];
  reason: StageReason | null;
  scores: { r: number; f: number; m: number } | null;
  /** Null while the program was never on. */
  points: MemberPoints | null;
  offer: OfferView | null;
  /** Money and days are said in these. */
  currency: string;
  timeZone: string;
  url: string;
};

/** One customer for that block, from rows. @throws AppError NOT_FOUND for an id this shop does not hold */
export async function getCustomerBlock(
  ctx: LoyaltyCtx,
  { customerId }: { customerId: CustomerId },
): Promise<CustomerBlock> {
  const { reader, store, shop } = ctx;
  const detail = await reader.customers.find(shop.shopId, customerId);
  const account = await currentAccount(ctx, customerId);
  if (!detail && !account) throw new AppError('NOT_FOUND', 'this shop holds no such customer');
  const history = await store.loyalty.program(shop.shopId);
  const terms = newest(history)?.terms ?? null;
  return {
    stage: detail?.stage ?? null,
    marks: detail?.marks ?? [],
    reason: detail?.reason ?? null,
    scores: detail?.scores ?? null,
    points: history.launchedAt === null ? null : memberPoints(account ?? NO_POINTS, terms),
    offer: await shopperOffer(ctx, customerId),
    currency: shop.currency,
    timeZone: shop.timeZone,
    url: `/customers/${customerId}`,
  };
}
