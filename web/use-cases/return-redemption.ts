import { memberPoints } from '../domain/loyalty/member-points.ts';
import type { MemberPoints } from '../domain/loyalty/member-view.ts';
import { STANDING_CODE } from '../domain/loyalty/redemption.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx, StoredRedemption } from './ports.ts';
import { AFTER_END_MS, ownerOf } from './steps/conclude-redemption.ts';
import { awaitOrder, beginReturn, takeBack } from './steps/take-back.ts';

/**
 * Ends an unused code and gives its points back: first the code goes, then the points come. What is cut
 * off between, or finds Shopify away, the job `settle-redemptions` finishes. `customerId` null = the merchant asks,
 * else the redemption must be that customer's.
 * @throws AppError NOT_FOUND; CONFLICT where an order used the code or it is not made yet
 */
export async function returnRedemption(
  ctx: LoyaltyCtx,
  { customerId, redemptionId }: { customerId: CustomerId | null; redemptionId: string },
): Promise<{ customerId: CustomerId | null; points: MemberPoints }> {
  const { store, shop } = ctx;
  const redemption = await store.loyalty.redemption(shop.shopId, redemptionId);
  const owner = redemption && (await store.transaction((tx) => ownerOf(tx, ctx, redemption.accountId)));
  if (!redemption || !owner || (customerId !== null && owner.customerId !== customerId))
    throw new AppError('NOT_FOUND', 'there is no such redemption');
  if (redemption.state !== 'returned') await takeBackIssued(ctx, redemption);
  const [account] = await store.loyalty.lockAccountsById(shop.shopId, [owner.accountId]);
  const history = await store.loyalty.program(shop.shopId);
  const terms = history.versions.at(-1)?.terms ?? null;
  return { customerId: owner.customerId, points: memberPoints(account ?? owner, terms) };
}

async function takeBackIssued(ctx: LoyaltyCtx, redemption: StoredRedemption): Promise<void> {
  if (redemption.state === 'reserved' || redemption.state === 'unknown')
    throw new AppError('CONFLICT', 'the code is still being made');
  if (!STANDING_CODE.includes(redemption.state))
    throw new AppError('CONFLICT', 'the points of this code cannot come back');
  await beginReturn(ctx, redemption);
  if ((await takeBack(ctx, redemption, 'returned')) !== 'used') return;
  await awaitOrder(ctx, redemption, new Date(redemption.endsAt.getTime() + AFTER_END_MS));
  throw new AppError('CONFLICT', 'an order has used the code');
}
