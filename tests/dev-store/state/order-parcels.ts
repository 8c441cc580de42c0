import type { DevStoreState } from './dev-store-state.ts';
import { currentQuantity } from './order-figures.ts';
import { emitOrder } from './orders.ts';
import type { OrderRecord, ReturnRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

/** Every parcel still on its way arrives. */
export function deliverOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  at: number = state.clock.now(),
): void {
  const onTheWay = order.fulfillments.filter(
    ({ status, deliveredAt }) => status === 'SUCCESS' && deliveredAt === null,
  );
  if (onTheWay.length === 0) throw new Error('no parcel is on its way');
  order.fulfillments = order.fulfillments.map((fulfillment) =>
    onTheWay.includes(fulfillment) ? { ...fulfillment, deliveredAt: at } : fulfillment,
  );
  emitOrder(state, shop, order);
}

/** Brings the order's unfinished return to a status, or begins one of all units in it. No money and no units move here. */
export function returnOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  status: ReturnRecord['status'],
): void {
  const unfinished = order.returns.find((entry) => entry.status === 'REQUESTED' || entry.status === 'OPEN');
  if (unfinished) {
    order.returns = order.returns.map((entry) => (entry === unfinished ? { ...entry, status } : entry));
  } else {
    const lines = order.lines
      .map((line) => ({ lineId: line.id, quantity: currentQuantity(order, line) }))
      .filter((line) => line.quantity > 0);
    if (lines.length === 0) throw new Error('nothing is left to be returned');
    const begun = { id: shop.newId(), status, createdAt: state.clock.now(), lines, exchangeLineIds: [] };
    order.returns = [...order.returns, begun];
  }
  emitOrder(state, shop, order);
}
