import type { CustomerId, LineId, OrderId, ProductId, RefundId, VariantId } from '../shared/ids.ts';

/** `Order.displayFinancialStatus` of the Admin API 2026-10. */
export type FinancialStatus =
  | 'AUTHORIZED'
  | 'EXPIRED'
  | 'PAID'
  | 'PARTIALLY_PAID'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED'
  | 'VOIDED';

/** How the order came to be. A total of 0 counts only for a sale (product.md section 1). */
export type OrderOrigin = 'sale' | 'draft' | 'exchange' | 'replacement';

/**
 * One line; `discountedMinor` is the line's amount after all discounts for the original `quantity`, shop money. `taxMinor` is
 * the tax on that, part of it where the order's prices include taxes, on top of it where they do not.
 */
export type OrderLine = {
  lineId: LineId;
  productId: ProductId | null;
  variantId: VariantId | null;
  quantity: number;
  currentQuantity: number;
  discountedMinor: number;
  taxMinor: number;
  giftCard: boolean;
  sellingPlan: boolean;
};

/** Units of one line taken back by one refund; `subtotalMinor` is what was given back for them, shop money. */
export type RefundLine = {
  refundId: RefundId;
  lineId: LineId;
  quantity: number;
  subtotalMinor: number;
  refundedAt: Date;
};

/** One discount on the order. Only `type: 'code'` can be credited to an offer of ours. */
export type OrderDiscount = {
  type: 'code' | 'automatic' | 'manual' | 'script';
  code: string | null;
  title: string | null;
  target: 'line_item' | 'shipping_line';
  /** How deep it is: hundredths of a percent or shop money. Both null where the amount is in another currency. */
  percentageBps: number | null;
  amountMinor: number | null;
  /** What it took off the lines and the shipping of this order, shop money; units refunded or removed since included. */
  allocatedMinor: number;
};

/** The facts of one order as Shopify states them, money in shop currency minor units. The newest `updatedAt` wins. */
export type Order = {
  orderId: OrderId;
  customerId: CustomerId | null;
  createdAt: Date;
  processedAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  test: boolean;
  currency: string;
  financialStatus: FinancialStatus | null;
  fulfillment: 'none' | 'partial' | 'full';
  /** When the last fulfilment was made; null while nothing was shipped. */
  fulfilledAt: Date | null;
  /** When the last of them arrived; null until each fulfilment made so far is known to have arrived. */
  deliveredAt: Date | null;
  /** Whether a return was asked for or is under way. */
  returnOpen: boolean;
  origin: OrderOrigin;
  /** True for a recurring order of a subscription contract, not for the first order that started it. */
  subscriptionRenewal: boolean;
  b2b: boolean;
  taxesIncluded: boolean;
  currentTotalMinor: number;
  netPaymentMinor: number;
  taxMinor: number;
  shippingMinor: number;
  tipMinor: number;
  refundedMinor: number;
  lines: readonly OrderLine[];
  refunds: readonly RefundLine[];
  discounts: readonly OrderDiscount[];
};

/** Why an order does not count as a purchase; null = it counts. */
export type NotQualifying =
  | 'no-customer'
  | 'test'
  | 'cancelled'
  | 'void-or-expired'
  | 'nothing-kept'
  | 'zero-total-not-sold'
  | 'unpaid-too-long'
  | 'b2b-left-out';

/** What the rules of product.md section 1 say about one order. `revisitOn` is the local day from which the answer may change by time alone. */
export type OrderVerdict = {
  qualifies: boolean;
  notQualifying: NotQualifying | null;
  /** True when it may start a purchase occasion (a renewal adds revenue only). */
  countsAsOccasion: boolean;
  netRevenueMinor: number;
  localOn: number;
  revisitOn: number | null;
};

/** The few columns of an order that a customer's history is computed from. */
export type HistoryOrder = {
  orderId: OrderId;
  processedAt: Date;
  localOn: number;
  qualifies: boolean;
  countsAsOccasion: boolean;
  netRevenueMinor: number;
  /** Any line bought on a selling plan, or a renewal. */
  subscription: boolean;
};

/** A customer's purchases in numbers. Days are days since 1970-01-01 in the shop's local calendar. */
export type CustomerSummary = {
  /** Qualifying orders. */
  ordersCount: number;
  /** Purchase occasions (RFM frequency). */
  frequency: number;
  monetaryMinor: number;
  firstAt: Date;
  lastAt: Date;
  /** Day of the first occasion and of the last qualifying order. */
  firstOn: number;
  lastOn: number;
  lastOccasionOn: number;
  /** Whole days between consecutive occasions, oldest first; length frequency − 1. */
  gapsDays: readonly number[];
  /** Until this day a subscription is taken to be running; null = none seen. */
  subscribedUntilOn: number | null;
};
