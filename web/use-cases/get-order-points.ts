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
  const orders = await reader.customers.orders(shop.shopId, customerId, { after: null, limit: RECENT });
  if (!orders.some((order) => order.orderId === orderId))
    throw new AppError('NOT_FOUND', 'there is no such order of this customer');
  const { points, pending } = await reader.loyalty.orderPoints(shop.shopId, orderId);
  if (points > 0) return { points, state: 'earned' };
  return pending > 0 ? { points: pending, state: 'pending' } : { points: 0, state: 'none' };
}

/** Order pages show recent orders; an older one is found in the account's history. */
const RECENT = 100;
