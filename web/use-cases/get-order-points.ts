import { memberPoints } from '../domain/loyalty/member-points.ts';
import type { OrderPointsView } from '../domain/loyalty/member-view.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { LoyaltyCtx } from './ports.ts';
import { currentAccount } from './steps/current-account.ts';
import { termsNow } from './steps/loyalty-scene.ts';

/**
 * What an order brings its own customer, and what they then have. @throws AppError NOT_FOUND for an order that is somebody else's,
 * and for one that has not come to us yet: the page then shows its estimate and asks again
 */
export async function getOrderPoints(
  ctx: Pick<LoyaltyCtx, 'store' | 'reader' | 'shop' | 'clock'>,
  { customerId, orderId }: { customerId: CustomerId; orderId: OrderId },
): Promise<OrderPointsView> {
  const { store, reader, shop } = ctx;
  const brought = await reader.loyalty.orderPoints(shop.shopId, { customerId, orderId });
  if (!brought) throw new AppError('NOT_FOUND', 'there is no such order of this customer');
  // Read after the order's: these numbers have in them what it brought.
  const account = await currentAccount(ctx, customerId);
  const terms = termsNow(await store.loyalty.program(shop.shopId), shop);
  return { ...standing(brought), member: account && memberPoints(account, terms) };
}

function standing(order: { points: number; pending: number; brought: number }) {
  const { points, pending, brought } = order;
  if (points > 0) return { points, state: 'earned' } as const;
  if (pending > 0) return { points: pending, state: 'pending' } as const;
  return { points: 0, state: brought > 0 ? 'taken_back' : 'none' } as const;
}
