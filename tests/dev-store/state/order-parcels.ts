import type { DevStoreState } from './dev-store-state.ts';
import { currentQuantity } from './order-figures.ts';
import { emitOrder } from './orders.ts';
import type { FulfillmentRecord, OrderRecord, ReturnRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

/** Every parcel still on its way arrives. */
export function deliverOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  at: number = state.clock.now(),
): void {
  const arrived: FulfillmentRecord[] = [];
  order.fulfillments = order.fulfillments.map((fulfillment) => {
    if (fulfillment.status !== 'SUCCESS' || fulfillment.deliveredAt !== null) return fulfillment;
    const delivered = { ...fulfillment, deliveredAt: at };
    arrived.push(delivered);
    return delivered;
  });
  if (arrived.length === 0) throw new Error('no parcel is on its way');
  const changes = arrived.map((fulfillment) => ({
    topic: 'fulfillments/update' as const,
    resource: { kind: 'fulfillment' as const, order, fulfillment },
  }));
  emitOrder(state, shop, order, changes);
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
