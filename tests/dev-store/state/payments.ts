import type { Change, DevStoreState } from './dev-store-state.ts';
import { financialStatus, orderFigures } from './order-figures.ts';
import { emitOrder } from './orders.ts';
import type { OrderRecord, TransactionRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

/** Takes money in: captures an authorisation, settles a pending sale, or adds a sale. Default: all that is outstanding. */
export function payOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  amountMinor: number = orderFigures(order).outstandingMinor,
): TransactionRecord {
  if (order.cancelledAt !== null) throw new Error('a cancelled order takes no payment');
  if (amountMinor <= 0) throw new Error('nothing to pay');
  const authorized = order.transactions.find((entry) => entry.kind === 'AUTHORIZATION');
  const pending = order.transactions.find((entry) => entry.status === 'PENDING');
  const parent = authorized ?? pending;
  const transaction = appendTransaction(state, shop, order, {
    kind: authorized === undefined ? 'SALE' : 'CAPTURE',
    gateway: parent?.gateway ?? 'manual',
    amountMinor,
    parentId: parent?.id ?? null,
  });
  const paid = financialStatus(order) === 'PAID';
  const changes: Change[] = paid ? [{ topic: 'orders/paid', resource: { kind: 'order', order } }] : [];
  emitOrder(state, shop, order, changes);
  return transaction;
}

/** Gives an authorisation back: the order becomes VOIDED. */
export function voidOrder(state: DevStoreState, shop: ShopState, order: OrderRecord): void {
  endAuthorization(state, shop, order, 'VOID');
}

/** Lets an authorisation lapse: the order becomes EXPIRED. */
export function expireOrder(state: DevStoreState, shop: ShopState, order: OrderRecord): void {
  endAuthorization(state, shop, order, 'EXPIRY');
}

function endAuthorization(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  kind: 'VOID' | 'EXPIRY',
): void {
  if (financialStatus(order) !== 'AUTHORIZED') throw new Error('the order holds no open authorisation');
  const authorized = order.transactions.find((entry) => entry.kind === 'AUTHORIZATION');
  appendTransaction(state, shop, order, {
    kind,
    gateway: authorized?.gateway ?? 'manual',
    amountMinor: 0,
    parentId: authorized?.id ?? null,
  });
  emitOrder(state, shop, order);
}

/** Adds a successful transaction; raises nothing. */
export function appendTransaction(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  part: Pick<TransactionRecord, 'kind' | 'gateway' | 'amountMinor' | 'parentId'> & {
    readonly refundId?: string;
  },
): TransactionRecord {
  const transaction: TransactionRecord = {
    id: shop.newId(),
    kind: part.kind,
    status: 'SUCCESS',
    gateway: part.gateway,
    amountMinor: part.amountMinor,
    processedAt: state.clock.now(),
    parentId: part.parentId,
    refundId: part.refundId ?? null,
  };
  order.transactions = [...order.transactions, transaction];
  return transaction;
}
