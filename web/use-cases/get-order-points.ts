import type { OrderPointsView } from '../domain/loyalty/member-view.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { ReadCtx } from './ports.ts';

/**
 * What an order brings its own customer. @throws AppError NOT_FOUND for an order that is somebody else's, and for one that has
 * not come to us yet: the page then shows its estimate and asks again
 */
export async function getOrderPoints(
  { reader, shop }: Pick<ReadCtx, 'reader' | 'shop'>,
  { customerId, orderId }: { customerId: CustomerId; orderId: OrderId },
): Promise<OrderPointsView> {
  const brought = await reader.loyalty.orderPoints(shop.shopId, { customerId, orderId });
  if (!brought) throw new AppError('NOT_FOUND', 'there is no such order of this customer');
  const { points, pending } = brought;
  if (points > 0) return { points, state: 'earned' };
  return pending > 0 ? { points: pending, state: 'pending' } : { points: 0, state: 'none' };
}
