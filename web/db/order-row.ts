import { type Milestones, milestonesOf } from '../domain/orders/milestones.ts';
import type {
  FinancialStatus,
  Order,
  OrderDiscount,
  OrderLine,
  OrderOrigin,
  RefundLine,
} from '../domain/orders/order.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { StoredOrder } from '../use-cases/store-port.ts';
import type { Column } from './json-rows.ts';

/** The facts of an order as Shopify states them, without the key. */
const FACT_COLUMNS: readonly Column[] = [
  ['customer_id', 'bigint'],
  ['created_at', 'timestamptz'],
  ['processed_at', 'timestamptz'],
  ['updated_at', 'timestamptz'],
  ['cancelled_at', 'timestamptz'],
  ['test', 'boolean'],
  ['currency', 'text'],
  ['financial_status', 'text'],
  ['paid_at', 'timestamptz'],
  ['fulfillment', 'text'],
  ['all_fulfilled_at', 'timestamptz'],
  ['fulfilled_at', 'timestamptz'],
  ['delivered_at', 'timestamptz'],
  ['return_open', 'boolean'],
  ['origin', 'text'],
  ['subscription_renewal', 'boolean'],
  ['b2b', 'boolean'],
  ['taxes_included', 'boolean'],
  ['current_total_minor', 'bigint'],
  ['net_payment_minor', 'bigint'],
  ['tax_minor', 'bigint'],
  ['shipping_minor', 'bigint'],
  ['tip_minor', 'bigint'],
  ['refunded_minor', 'bigint'],
];

/** What the rules say about it. */
export const VERDICT_COLUMNS: readonly Column[] = [
  ['qualifies', 'boolean'],
  ['not_qualifying', 'text'],
  ['counts_as_occasion', 'boolean'],
  ['net_revenue_minor', 'bigint'],
  ['local_on', 'integer'],
  ['revisit_on', 'integer'],
];

export const ORDER_KEY: Column = ['order_id', 'bigint'];
/** `order_fact` without its key. */
export const ORDER_COLUMNS: readonly Column[] = [
  ...FACT_COLUMNS,
  ...VERDICT_COLUMNS,
  ['subscription', 'boolean'],
];
/** `order_detail` without its key. */
export const DETAIL_COLUMNS: readonly Column[] = [
  ['lines', 'jsonb'],
  ['refunds', 'jsonb'],
  ['discounts', 'jsonb'],
];

/** What is read of `order_fact` joined with `order_detail`. */
export type OrderRow = {
  order_id: string;
  customer_id: string | null;
  created_at: Date;
  processed_at: Date;
  updated_at: Date;
  cancelled_at: Date | null;
  test: boolean;
  currency: string;
  financial_status: FinancialStatus | null;
  paid_at: Date | null;
  fulfillment: Order['fulfillment'];
  all_fulfilled_at: Date | null;
  fulfilled_at: Date | null;
  delivered_at: Date | null;
  return_open: boolean;
  origin: OrderOrigin;
  subscription_renewal: boolean;
  b2b: boolean;
  taxes_included: boolean;
  current_total_minor: string;
  net_payment_minor: string;
  tax_minor: string;
  shipping_minor: string;
  tip_minor: string;
  refunded_minor: string;
  lines: OrderLine[] | null;
  refunds: (Omit<RefundLine, 'refundedAt'> & { refundedAt: string })[] | null;
  discounts: OrderDiscount[] | null;
};

/** An order as a JSON row of a batch: column names as keys. */
export function toGivenOrder({ order, verdict, subscription }: StoredOrder): object {
  const { paidAt, allFulfilledAt } = milestonesOf(order);
  return {
    customer_id: order.customerId,
    created_at: order.createdAt,
    processed_at: order.processedAt,
    cancelled_at: order.cancelledAt,
    test: order.test,
    currency: order.currency,
    financial_status: order.financialStatus,
    fulfillment: order.fulfillment,
    fulfilled_at: order.fulfilledAt,
    delivered_at: order.deliveredAt,
    paid_at: paidAt,
    all_fulfilled_at: allFulfilledAt,
    return_open: order.returnOpen,
    origin: order.origin,
    subscription_renewal: order.subscriptionRenewal,
    b2b: order.b2b,
    taxes_included: order.taxesIncluded,
    current_total_minor: order.currentTotalMinor,
    net_payment_minor: order.netPaymentMinor,
    tax_minor: order.taxMinor,
    shipping_minor: order.shippingMinor,
    tip_minor: order.tipMinor,
    refunded_minor: order.refundedMinor,
    ...toGivenVerdict({ ...order, verdict }),
    subscription,
    lines: order.lines,
    refunds: order.refunds,
    discounts: order.discounts,
  };
}

type JudgedOrder = { orderId: OrderId; updatedAt: Date; verdict: StoredOrder['verdict'] };

export function toGivenVerdict({ orderId, updatedAt, verdict }: JudgedOrder): object {
  return {
    order_id: orderId,
    updated_at: updatedAt,
    qualifies: verdict.qualifies,
    not_qualifying: verdict.notQualifying,
    counts_as_occasion: verdict.countsAsOccasion,
    net_revenue_minor: verdict.netRevenueMinor,
    local_on: verdict.localOn,
    revisit_on: verdict.revisitOn,
  };
}

export function toMilestones(row: OrderRow): Milestones {
  return { paidAt: row.paid_at, allFulfilledAt: row.all_fulfilled_at };
}

export function toOrder(row: OrderRow): Order {
  return {
    orderId: row.order_id as OrderId,
    customerId: row.customer_id as CustomerId | null,
    createdAt: row.created_at,
    processedAt: row.processed_at,
    updatedAt: row.updated_at,
    cancelledAt: row.cancelled_at,
    test: row.test,
    currency: row.currency,
    financialStatus: row.financial_status,
    fulfillment: row.fulfillment,
    fulfilledAt: row.fulfilled_at,
    deliveredAt: row.delivered_at,
    returnOpen: row.return_open,
    origin: row.origin,
    subscriptionRenewal: row.subscription_renewal,
    b2b: row.b2b,
    taxesIncluded: row.taxes_included,
    currentTotalMinor: Number(row.current_total_minor),
    netPaymentMinor: Number(row.net_payment_minor),
    taxMinor: Number(row.tax_minor),
    shippingMinor: Number(row.shipping_minor),
    tipMinor: Number(row.tip_minor),
    refundedMinor: Number(row.refunded_minor),
    lines: row.lines ?? [],
    refunds: (row.refunds ?? []).map((refund) => ({ ...refund, refundedAt: new Date(refund.refundedAt) })),
    discounts: row.discounts ?? [],
  };
}
