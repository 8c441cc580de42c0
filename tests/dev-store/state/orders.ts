import { touchCustomer } from './customers.ts';
import type { Change, DevStoreState } from './dev-store-state.ts';
import { noteRedemptions } from './discount-codes.ts';
import { financialStatus, orderFigures } from './order-figures.ts';
import type { LineInput } from './order-lines.ts';
import { makeLine } from './order-lines.ts';
import type {
  CustomerRecord,
  DiscountAllocationRecord,
  DiscountApplicationRecord,
  OrderApp,
  OrderRecord,
  PurchasingCompany,
  TransactionRecord,
} from './records.ts';
import type { ShopState } from './shop-state.ts';

/** How the order stands when it comes in. `pending` is cash on delivery or a bank transfer. */
export type PaymentInput = 'paid' | 'pending' | 'authorized' | 'none';

export interface OrderInput {
  readonly id?: string;
  /** null: a guest. */
  readonly customerId?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly lines: readonly LineInput[];
  readonly discounts?: readonly DiscountApplicationRecord[];
  readonly shippingMinor?: number;
  readonly shippingTaxMinor?: number;
  readonly shippingTitle?: string | null;
  readonly shippingAllocations?: readonly DiscountAllocationRecord[];
  readonly tipMinor?: number;
  readonly payment?: PaymentInput;
  readonly gateway?: string;
  readonly createdAt?: number;
  readonly processedAt?: number;
  readonly updatedAt?: number;
  readonly test?: boolean;
  readonly confirmed?: boolean;
  readonly sourceName?: string;
  readonly app?: OrderApp | null;
  readonly presentmentCurrency?: string;
  readonly presentmentRate?: number;
  readonly taxesIncluded?: boolean;
  readonly company?: PurchasingCompany | null;
  readonly countryCode?: string | null;
  readonly locale?: string | null;
  readonly landingSite?: string | null;
  readonly tags?: readonly string[];
  readonly note?: string | null;
}

const NONE: readonly never[] = Object.freeze([]);

/** Takes an order in. An unknown customer or a discount index out of range is an error, not an order. */
export function placeOrder(state: DevStoreState, shop: ShopState, input: OrderInput): OrderRecord {
  const customerId = input.customerId ?? null;
  const customer = customerId === null ? undefined : shop.customers.get(customerId);
  if (customerId !== null && customer === undefined) throw new Error(`no customer ${customerId}`);
  const createdAt = input.createdAt ?? state.clock.now();
  shop.orderNumber += 1;
  const order: OrderRecord = {
    id: input.id ?? shop.newId(),
    number: shop.orderNumber,
    customerId,
    email: input.email ?? customer?.email ?? null,
    phone: input.phone ?? customer?.phone ?? null,
    createdAt,
    processedAt: input.processedAt ?? createdAt,
    updatedAt: input.updatedAt ?? createdAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: input.test ?? false,
    confirmed: input.confirmed ?? true,
    edited: false,
    sourceName: input.sourceName ?? 'web',
    app: input.app ?? null,
    currency: shop.currency,
    presentmentCurrency: input.presentmentCurrency ?? shop.currency,
    presentmentRate: input.presentmentRate ?? 1,
    taxesIncluded: input.taxesIncluded ?? shop.taxesIncluded,
    lines: input.lines.map((line) => makeLine(shop, line)),
    discounts: input.discounts ?? NONE,
    shippingTitle: input.shippingTitle ?? null,
    shippingMinor: input.shippingMinor ?? 0,
    shippingTaxMinor: input.shippingTaxMinor ?? 0,
    shippingAllocations: input.shippingAllocations ?? NONE,
    tipMinor: input.tipMinor ?? 0,
    transactions: NONE,
    refunds: NONE,
    fulfillments: NONE,
    returns: NONE,
    company: input.company ?? null,
    countryCode: input.countryCode ?? customer?.countryCode ?? null,
    locale: input.locale ?? customer?.locale ?? null,
    landingSite: input.landingSite ?? null,
    tags: input.tags ?? NONE,
    note: input.note ?? null,
  };
  refuseBrokenAllocations(order);
  if (shop.orders.has(order.id)) throw new Error(`order exists: ${order.id}`);
  order.transactions = firstTransactions(shop, order, input);
  shop.orders.set(order.id, order);
  addToCustomer(shop, order);
  for (const index of orderIndexes(shop)) index.touch(order);
  noteRedemptions(state, shop, order);
  if (customer !== undefined) touchCustomer(state, shop, customer, order.updatedAt);
  if (state.isHeard) emitPlaced(state, shop, order, customer);
  return order;
}

function emitPlaced(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  customer: CustomerRecord | undefined,
): void {
  const resource = { kind: 'order', order } as const;
  const changes: Change[] = [{ topic: 'orders/create', resource }];
  if (financialStatus(order) === 'PAID') changes.push({ topic: 'orders/paid', resource });
  changes.push({ topic: 'orders/updated', resource });
  if (customer !== undefined)
    changes.push({ topic: 'customers/update', resource: { kind: 'customer', customer } });
  state.emit(shop, changes);
}

/** Removes an order for good, as the admin does with test and cancelled ones. */
export function deleteOrder(state: DevStoreState, shop: ShopState, order: OrderRecord): void {
  shop.orders.delete(order.id);
  for (const refund of order.refunds) shop.ordersByRefund.delete(refund.id);
  for (const index of orderIndexes(shop)) index.remove(order);
  if (order.customerId !== null) {
    const rest = shop.ordersOf(order.customerId).filter((other) => other !== order);
    shop.ordersByCustomer.set(order.customerId, rest);
  }
  shop.metafields.delete(`gid://shopify/Order/${order.id}`);
  state.emit(shop, [{ topic: 'orders/delete', resource: { kind: 'order-deleted', id: order.id } }]);
}

/** Moves `updatedAt` on, never back, and notes it in the index. */
export function touchOrder(state: DevStoreState, shop: ShopState, order: OrderRecord): void {
  order.updatedAt = Math.max(order.updatedAt, state.clock.now());
  shop.ordersByUpdatedAt.touch(order);
}

/** Raises the topics of one action on an order, `orders/updated` last. */
export function emitOrder(
  state: DevStoreState,
  shop: ShopState,
  order: OrderRecord,
  changes: readonly Change[] = [],
): void {
  touchOrder(state, shop, order);
  state.emit(shop, [...changes, { topic: 'orders/updated', resource: { kind: 'order', order } }]);
}

function orderIndexes(shop: ShopState) {
  return [shop.ordersByUpdatedAt, shop.ordersByCreatedAt, shop.ordersByProcessedAt];
}

function addToCustomer(shop: ShopState, order: OrderRecord): void {
  if (order.customerId === null) return;
  const orders = shop.ordersByCustomer.get(order.customerId);
  if (orders === undefined) {
    shop.ordersByCustomer.set(order.customerId, [order]);
    return;
  }
  const at = orders.findLastIndex((other) => other.createdAt <= order.createdAt);
  orders.splice(at + 1, 0, order);
}

function refuseBrokenAllocations(order: OrderRecord): void {
  const allocations = [...order.lines.flatMap((line) => line.allocations), ...order.shippingAllocations];
  for (const { applicationIndex } of allocations) {
    if (order.discounts[applicationIndex] === undefined) {
      throw new Error(`no discount application ${applicationIndex}`);
    }
  }
}

function firstTransactions(
  shop: ShopState,
  order: OrderRecord,
  input: OrderInput,
): readonly TransactionRecord[] {
  const payment = input.payment ?? 'paid';
  const total = orderFigures(order).totalMinor;
  if (payment === 'none' || total === 0) return NONE;
  const kind = payment === 'authorized' ? 'AUTHORIZATION' : 'SALE';
  const gateway = input.gateway ?? (payment === 'pending' ? 'Cash on Delivery (COD)' : 'shopify_payments');
  return [
    {
      id: shop.newId(),
      kind,
      status: payment === 'pending' ? 'PENDING' : 'SUCCESS',
      gateway,
      amountMinor: total,
      processedAt: order.processedAt,
      parentId: null,
      refundId: null,
    },
  ];
}
