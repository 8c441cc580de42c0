import type { OrderFigures } from '../../state/order-figures.ts';
import { financialStatus, fulfillmentStatus, orderFigures } from '../../state/order-figures.ts';
import type { OrderRecord, ReturnRecord } from '../../state/records.ts';
import { oldestVisibleOrder } from '../access.ts';
import type { PageArgs, PageSource } from '../connection.ts';
import { connection, foundOnce } from '../connection.ts';
import type { AdminContext, Resolve, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';
import { moneyBag } from '../money-view.ts';
import { findOrders, orderPages } from '../order-search.ts';
import { asType } from '../type-of.ts';
import { allocationViews, discountPages } from './discount-application.ts';
import { fulfillmentViews } from './fulfillment.ts';
import { linePages } from './line-item.ts';
import { metafieldFields } from './metafield.ts';
import { type RefundView, refundViews } from './refund.ts';
import { transactionViews } from './transaction.ts';

interface OrdersArgs extends PageArgs {
  readonly query?: string | null;
  readonly sortKey: string;
  readonly savedSearchId?: string | null;
}

const bag =
  (figure: keyof OrderFigures): Resolve =>
  (order: OrderRecord) =>
    moneyBag(order, orderFigures(order)[figure]);

/** Where an order is out of sight, as if it did not exist. */
export function visibleOrder(context: AdminContext, id: string): OrderRecord | null {
  const order = context.shop.orders.get(id);
  if (order === undefined || order.createdAt < oldestVisibleOrder(context)) return null;
  return order;
}

/** A refund of an order that may be seen. */
export function visibleRefund(context: AdminContext, id: string): RefundView | null {
  const orderId = context.shop.ordersByRefund.get(id)?.id;
  const order = orderId === undefined ? null : visibleOrder(context, orderId);
  return (order && refundViews(order).find(({ refund }) => refund.id === id)) ?? null;
}

/** The furthest from its end first; declined and cancelled returns leave no trace. */
function returnStatus(order: OrderRecord): string {
  const has = (status: ReturnRecord['status']): boolean =>
    order.returns.some((entry) => entry.status === status);
  if (has('REQUESTED')) return 'RETURN_REQUESTED';
  if (has('OPEN')) return 'IN_PROGRESS';
  return has('CLOSED') ? 'RETURNED' : 'NO_RETURN';
}

/** One line for all shipping; without a title and a price the order has none. */
function shippingPages(order: OrderRecord): PageSource<OrderRecord> {
  const items = order.shippingTitle === null && order.shippingMinor === 0 ? [] : [order];
  return { items, idOf: (view) => view.id, listOrder: true };
}

function purchasingEntity(order: OrderRecord, context: AdminContext): unknown {
  const { company } = order;
  if (company !== null) {
    return {
      __typename: 'PurchasingCompany',
      company: { id: gid('Company', company.companyId), name: company.companyName },
      location: { id: gid('CompanyLocation', company.locationId) },
      contact: { id: gid('CompanyContact', company.contactId) },
    };
  }
  const customer = order.customerId === null ? undefined : context.shop.customers.get(order.customerId);
  return customer === undefined ? null : asType('Customer', customer);
}

const codesOf = (order: OrderRecord): string[] =>
  order.discounts.filter((discount) => discount.type === 'code').map((discount) => discount.title);

const ORDER: Readonly<Record<string, Resolve>> = {
  id: (order: OrderRecord) => gid('Order', order.id),
  legacyResourceId: (order: OrderRecord) => order.id,
  name: (order: OrderRecord) => `#${order.number}`,
  number: (order: OrderRecord) => order.number,
  email: (order: OrderRecord) => order.email,
  phone: (order: OrderRecord) => order.phone,
  note: (order: OrderRecord) => order.note,
  tags: (order: OrderRecord) => order.tags,
  createdAt: (order: OrderRecord) => isoSeconds(order.createdAt),
  processedAt: (order: OrderRecord) => isoSeconds(order.processedAt),
  updatedAt: (order: OrderRecord) => isoSeconds(order.updatedAt),
  cancelledAt: (order: OrderRecord) => isoOrNull(order.cancelledAt),
  cancelReason: (order: OrderRecord) => order.cancelReason,
  closed: (order: OrderRecord) => order.closedAt !== null,
  closedAt: (order: OrderRecord) => isoOrNull(order.closedAt),
  confirmed: (order: OrderRecord) => order.confirmed,
  test: (order: OrderRecord) => order.test,
  edited: (order: OrderRecord) => order.edited,
  sourceName: (order: OrderRecord) => order.sourceName,
  app: (order: OrderRecord) =>
    order.app === null ? null : { id: gid('App', order.app.id), name: order.app.name, icon: null },
  attribution: (order: OrderRecord) => ({
    handle: order.sourceName,
    displayName: order.sourceName,
    icon: null,
  }),
  currencyCode: (order: OrderRecord) => order.currency,
  presentmentCurrencyCode: (order: OrderRecord) => order.presentmentCurrency,
  taxesIncluded: (order: OrderRecord) => order.taxesIncluded,
  customerLocale: (order: OrderRecord) => order.locale,
  displayFinancialStatus: (order: OrderRecord) => financialStatus(order),
  displayFulfillmentStatus: (order: OrderRecord) => fulfillmentStatus(order),
  fullyPaid: (order: OrderRecord) => orderFigures(order).outstandingMinor <= 0,
  unpaid: (order: OrderRecord) =>
    orderFigures(order).receivedMinor === 0 && orderFigures(order).totalMinor > 0,
  returnStatus: (order: OrderRecord) => returnStatus(order),
  paymentGatewayNames: (order: OrderRecord) => [...new Set(order.transactions.map((entry) => entry.gateway))],
  customer: (order: OrderRecord, _args: unknown, { shop }) =>
    order.customerId === null ? null : (shop.customers.get(order.customerId) ?? null),
  purchasingEntity: (order: OrderRecord, _args: unknown, context) => purchasingEntity(order, context),
  discountCode: (order: OrderRecord) => codesOf(order)[0] ?? null,
  discountCodes: (order: OrderRecord) => codesOf(order),
  originalTotalPriceSet: bag('originalTotalMinor'),
  totalPriceSet: bag('totalMinor'),
  subtotalPriceSet: bag('subtotalMinor'),
  totalTaxSet: bag('taxMinor'),
  totalShippingPriceSet: (order: OrderRecord) => moneyBag(order, order.shippingMinor),
  totalDiscountsSet: bag('discountsMinor'),
  currentTotalPriceSet: bag('currentTotalMinor'),
  currentSubtotalPriceSet: bag('currentSubtotalMinor'),
  currentTotalTaxSet: bag('currentTaxMinor'),
  currentShippingPriceSet: bag('currentShippingMinor'),
  currentTotalDiscountsSet: bag('currentDiscountsMinor'),
  totalTipReceivedSet: bag('tipMinor'),
  totalReceivedSet: bag('receivedMinor'),
  totalRefundedSet: bag('refundedMinor'),
  totalRefundedShippingSet: bag('refundedShippingMinor'),
  netPaymentSet: bag('netPaymentMinor'),
  totalOutstandingSet: bag('outstandingMinor'),
  lineItems: (order: OrderRecord, args: PageArgs, context, info) =>
    connection(linePages(order), args, context, info),
  discountApplications: (order: OrderRecord, args: PageArgs, context, info) =>
    connection(discountPages(order), args, context, info),
  shippingLines: (order: OrderRecord, args: PageArgs, context, info) =>
    connection(shippingPages(order), args, context, info),
  refunds: (order: OrderRecord, args: { readonly first?: number | null }) =>
    refundViews(order).slice(0, args.first ?? undefined),
  transactions: (order: OrderRecord, args: { readonly first?: number | null }) =>
    transactionViews(order, order.transactions).slice(0, args.first ?? undefined),
  fulfillments: (order: OrderRecord, args: { readonly first?: number | null }) =>
    fulfillmentViews(order).slice(0, args.first ?? undefined),
  ...metafieldFields('Order'),
};

const discountedShippingMinor = (order: OrderRecord): number =>
  order.shippingMinor - order.shippingAllocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

export const orderResolvers: ResolverMap = {
  Order: ORDER,
  ShippingLine: {
    id: (order: OrderRecord) => gid('ShippingLine', order.id),
    title: (order: OrderRecord) => order.shippingTitle ?? 'Shipping',
    code: (order: OrderRecord) => order.shippingTitle,
    isRemoved: () => false,
    originalPriceSet: (order: OrderRecord) => moneyBag(order, order.shippingMinor),
    discountedPriceSet: (order: OrderRecord) => moneyBag(order, discountedShippingMinor(order)),
    currentDiscountedPriceSet: (order: OrderRecord) =>
      moneyBag(order, orderFigures(order).currentShippingMinor),
    discountAllocations: (order: OrderRecord) => allocationViews(order, order.shippingAllocations),
    taxLines: (order: OrderRecord) =>
      order.shippingTaxMinor === 0
        ? []
        : [{ title: 'Tax', priceSet: moneyBag(order, order.shippingTaxMinor) }],
  },
  QueryRoot: {
    order: (_root: unknown, args: { readonly id: string }, context) =>
      visibleOrder(context, idOfType(args.id, 'Order')),
    refund: (_root: unknown, args: { readonly id: string }, context) =>
      visibleRefund(context, idOfType(args.id, 'Refund')),
    orders: (_root: unknown, args: OrdersArgs, context, info) => {
      const find = () =>
        orderPages(findOrders(context.shop, args.query, oldestVisibleOrder(context)), args.sortKey);
      return connection(foundOnce(context, find), args, context, info);
    },
    ordersCount: (
      _root: unknown,
      args: { readonly query?: string | null; readonly limit?: number | null },
      context,
    ) => countOf(findOrders(context.shop, args.query, oldestVisibleOrder(context)).length, args.limit),
  },
};

/** A `Count`: exact up to the limit, AT_LEAST beyond it. */
export function countOf(
  found: number,
  limit: number | null | undefined,
): { count: number; precision: string } {
  if (limit == null || found <= limit) return { count: found, precision: 'EXACT' };
  return { count: limit, precision: 'AT_LEAST' };
}
