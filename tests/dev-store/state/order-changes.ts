import type { DevStoreState } from './dev-store-state.ts';
import {
  currentQuantity,
  fulfilledQuantity,
  fulfillmentStatus,
  orderFigures,
  shareOfLine,
} from './order-figures.ts';
import type { LineInput } from './order-lines.ts';
import { makeLine } from './order-lines.ts';
import { emitOrder } from './orders.ts';
import { appendTransaction } from './payments.ts';
import type { CancelReason, OrderRecord, RefundLineRecord, RefundRecord, RestockType } from './records.ts';
import type { ShopState } from './shop-state.ts';

export interface RefundInput {
  /** By line id. */
  readonly lines?: readonly {
    readonly lineId: string;
    readonly quantity: number;
    readonly restockType?: RestockType;
  }[];
  readonly shippingMinor?: number;
  readonly shippingTaxMinor?: number;
  /** Money given back; absent: what the lines and shipping are worth, at most what was received. May exceed the lines. */
  readonly amountMinor?: number;
  readonly note?: string | null;
  readonly processedAt?: number;
}

/** Returns units and gives money back, either without the other. */
export function refundOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  input: RefundInput,
): RefundRecord {
  const refund = addRefund(state, shop, order, input);
  emitOrder(state, shop, order, [{ topic: 'refunds/create', resource: { kind: 'refund', order, refund } }]);
  return refund;
}

function addRefund(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  input: RefundInput,
): RefundRecord {
  const before = orderFigures(order);
  const lines: RefundLineRecord[] = (input.lines ?? []).map((entry) => {
    const line = order.lines.find((candidate) => candidate.id === entry.lineId);
    if (line === undefined) throw new Error(`no line ${entry.lineId}`);
    if (entry.quantity < 1 || entry.quantity > currentQuantity(order, line)) {
      throw new Error(`line ${line.id} has not ${entry.quantity} units left`);
    }
    const share = shareOfLine(order, line, entry.quantity);
    const restockType = entry.restockType ?? 'RETURN';
    return { id: shop.newId(), lineId: line.id, quantity: entry.quantity, restockType, ...share };
  });
  const now = state.clock.now();
  const refund: RefundRecord = {
    id: shop.newId(),
    createdAt: now,
    processedAt: input.processedAt ?? now,
    note: input.note ?? null,
    lines,
    shippingMinor: input.shippingMinor ?? 0,
    shippingTaxMinor: input.shippingTaxMinor ?? 0,
  };
  order.refunds = [...order.refunds, refund];
  shop.ordersByRefund.set(refund.id, order);
  const worth = before.currentTotalMinor - orderFigures(order).currentTotalMinor;
  const amountMinor = input.amountMinor ?? Math.min(worth, before.netPaymentMinor);
  if (amountMinor > 0) {
    const parent = order.transactions.find((entry) => entry.kind === 'SALE' || entry.kind === 'CAPTURE');
    appendTransaction(state, shop, order, {
      kind: 'REFUND',
      gateway: parent?.gateway ?? 'manual',
      amountMinor,
      parentId: parent?.id ?? null,
      refundId: refund.id,
    });
  }
  return refund;
}

export interface EditInput {
  readonly add?: readonly LineInput[];
  /** New unit counts by line id; the line keeps what was fulfilled or refunded. */
  readonly quantities?: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** Commits an order edit. Added units cost the line's full unit price and tax in proportion. */
export function editOrder(state: DevStoreState, shop: ShopState, order: OrderRecord, input: EditInput): void {
  if (order.cancelledAt !== null) throw new Error('a cancelled order cannot be edited');
  const additions: { lineId: string; delta: number }[] = [];
  const removals: { lineId: string; delta: number }[] = [];
  for (const change of input.quantities ?? []) {
    const line = order.lines.find((candidate) => candidate.id === change.lineId);
    if (line === undefined) throw new Error(`no line ${change.lineId}`);
    const delta = change.quantity - currentQuantity(order, line);
    if (change.quantity < 0 || delta === 0) throw new Error(`line ${line.id}: nothing to change`);
    if (change.quantity < fulfilledQuantity(order, line.id))
      throw new Error(`line ${line.id} is already shipped`);
    const replacement =
      delta > 0
        ? {
            ...line,
            quantity: line.quantity + delta,
            taxMinor: line.taxMinor + Math.round((line.taxMinor / line.quantity) * delta),
          }
        : {
            ...line,
            removals: [...line.removals, { quantity: -delta, ...shareOfLine(order, line, -delta) }],
          };
    order.lines = order.lines.map((candidate) => (candidate === line ? replacement : candidate));
    (delta > 0 ? additions : removals).push({ lineId: line.id, delta: Math.abs(delta) });
  }
  for (const added of input.add ?? []) {
    const line = makeLine(shop, added, true);
    order.lines = [...order.lines, line];
    additions.push({ lineId: line.id, delta: line.quantity });
  }
  order.edited = true;
  const edit = { id: shop.newId(), additions, removals };
  emitOrder(state, shop, order, [{ topic: 'orders/edited', resource: { kind: 'order-edit', order, edit } }]);
}

/** Cancels: the unshipped units come off by a refund record; paid money goes back unless `refund` is false. */
export function cancelOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  options: { readonly reason?: CancelReason; readonly refund?: boolean } = {},
): void {
  if (order.cancelledAt !== null) throw new Error('the order is cancelled already');
  if (fulfillmentStatus(order) !== 'UNFULFILLED')
    throw new Error('an order with fulfilments cannot be cancelled');
  const figures = orderFigures(order);
  const lines = order.lines
    .map((line) => ({
      lineId: line.id,
      quantity: currentQuantity(order, line),
      restockType: 'CANCEL' as const,
    }))
    .filter((entry) => entry.quantity > 0);
  const open = order.transactions.find((entry) => entry.kind === 'AUTHORIZATION');
  const refund = addRefund(state, shop, order, {
    lines,
    shippingMinor: figures.currentShippingMinor,
    shippingTaxMinor: order.shippingTaxMinor,
    amountMinor: options.refund === false ? 0 : figures.netPaymentMinor,
  });
  if (open !== undefined && figures.receivedMinor === 0) {
    appendTransaction(state, shop, order, {
      kind: 'VOID',
      gateway: open.gateway,
      amountMinor: 0,
      parentId: open.id,
    });
  }
  order.cancelledAt = state.clock.now();
  order.closedAt = order.cancelledAt;
  order.cancelReason = options.reason ?? 'OTHER';
  emitOrder(state, shop, order, [
    { topic: 'refunds/create', resource: { kind: 'refund', order, refund } },
    { topic: 'orders/cancelled', resource: { kind: 'order', order } },
  ]);
}

/** Ships units (default: all that are left). */
export function fulfillOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  input: {
    readonly lines?: readonly { lineId: string; quantity: number }[];
    readonly deliveredAt?: number;
  } = {},
): void {
  if (order.cancelledAt !== null) throw new Error('a cancelled order cannot be shipped');
  const open = order.lines.map((line) => ({
    lineId: line.id,
    quantity: currentQuantity(order, line) - fulfilledQuantity(order, line.id),
  }));
  const lines = input.lines ?? open.filter((entry) => entry.quantity > 0);
  const tooMany = lines.some(
    (entry) => entry.quantity > (open.find((line) => line.lineId === entry.lineId)?.quantity ?? 0),
  );
  if (lines.length === 0 || tooMany) throw new Error('nothing left to ship');
  const fulfillment = {
    id: shop.newId(),
    createdAt: state.clock.now(),
    status: 'SUCCESS' as const,
    deliveredAt: input.deliveredAt ?? null,
    trackingNumber: null,
    lines,
  };
  order.fulfillments = [...order.fulfillments, fulfillment];
  const whole = fulfillmentStatus(order) === 'FULFILLED';
  const topic = whole ? 'orders/fulfilled' : 'orders/partially_fulfilled';
  emitOrder(state, shop, order, [{ topic, resource: { kind: 'order', order } }]);
}

/** Takes units back and sends others in their place on the same order; no money moves here. */
export function exchangeOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  input: {
    readonly returned: readonly { lineId: string; quantity: number }[];
    readonly sent: readonly LineInput[];
  },
): void {
  const refund = addRefund(state, shop, order, { lines: input.returned, amountMinor: 0 });
  const added = input.sent.map((line) => makeLine(shop, line, true));
  order.lines = [...order.lines, ...added];
  order.returns = [
    ...order.returns,
    {
      id: shop.newId(),
      status: 'CLOSED',
      createdAt: state.clock.now(),
      lines: input.returned,
      exchangeLineIds: added.map((line) => line.id),
    },
  ];
  order.edited = true;
  emitOrder(state, shop, order, [{ topic: 'refunds/create', resource: { kind: 'refund', order, refund } }]);
}
