import { orderFigures } from '../state/order-figures.ts';
import type { ShopState } from '../state/shop-state.ts';

/** How many orders a customer placed and what they paid, net of refunds; tests and cancelled orders left out. */
export function customerTotals(shop: ShopState, customerId: string): { orders: number; spentMinor: number } {
  const counted = shop.ordersOf(customerId).filter((order) => !order.test && order.cancelledAt === null);
  const spentMinor = counted.reduce((total, order) => total + orderFigures(order).netPaymentMinor, 0);
  return { orders: counted.length, spentMinor };
}
