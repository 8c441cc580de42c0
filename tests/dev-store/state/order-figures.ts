import type { LineRecord, OrderRecord, RefundRecord, TransactionRecord } from './records.ts';

/** Every money figure of an order in shop minor units, each derived from lines, refunds and transactions. */
export interface OrderFigures {
  readonly originalTotalMinor: number;
  /** Before returns. */
  readonly subtotalMinor: number;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly shippingMinor: number;
  readonly discountsMinor: number;
  /** After edits, returns and refunds of lines or shipping. */
  readonly currentSubtotalMinor: number;
  readonly currentTotalMinor: number;
  readonly currentTaxMinor: number;
  readonly currentShippingMinor: number;
  readonly currentDiscountsMinor: number;
  readonly tipMinor: number;
  readonly receivedMinor: number;
  readonly refundedMinor: number;
  readonly refundedShippingMinor: number;
  readonly netPaymentMinor: number;
  readonly outstandingMinor: number;
}

export type FinancialStatus =
  | 'AUTHORIZED'
  | 'EXPIRED'
  | 'PAID'
  | 'PARTIALLY_PAID'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED'
  | 'VOIDED';

export type FulfillmentStatus = 'FULFILLED' | 'PARTIALLY_FULFILLED' | 'UNFULFILLED';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function lineDiscountMinor(line: LineRecord): number {
  return sum(line.allocations.map((allocation) => allocation.amountMinor));
}

/** All units ever on the line, after discounts. */
export function lineNetMinor(line: LineRecord): number {
  return line.unitPriceMinor * line.quantity - lineDiscountMinor(line);
}

export function refundedQuantity(order: OrderRecord, lineId: string): number {
  const lines = order.refunds.flatMap((refund) => refund.lines);
  return sum(lines.filter((line) => line.lineId === lineId).map((line) => line.quantity));
}

/** Units still sold: neither edited off nor refunded. */
export function currentQuantity(order: OrderRecord, line: LineRecord): number {
  const removed = sum(line.removals.map((removal) => removal.quantity));
  return line.quantity - removed - refundedQuantity(order, line.id);
}

export function fulfilledQuantity(order: OrderRecord, lineId: string): number {
  const shipped = order.fulfillments.filter((fulfillment) => fulfillment.status === 'SUCCESS');
  const lines = shipped.flatMap((fulfillment) => fulfillment.lines);
  return sum(lines.filter((line) => line.lineId === lineId).map((line) => line.quantity));
}

/** What `quantity` of the remaining units are worth: the last ones take the rounding. */
export function shareOfLine(
  order: OrderRecord,
  line: LineRecord,
  quantity: number,
): { subtotalMinor: number; taxMinor: number } {
  const left = currentQuantity(order, line);
  const refunded = order.refunds
    .flatMap((refund) => refund.lines)
    .filter((entry) => entry.lineId === line.id);
  const gone = [...refunded, ...line.removals];
  const subtotalLeft = lineNetMinor(line) - sum(gone.map((entry) => entry.subtotalMinor));
  const taxLeft = line.taxMinor - sum(gone.map((entry) => entry.taxMinor));
  if (left <= 0) return { subtotalMinor: 0, taxMinor: 0 };
  return {
    subtotalMinor: Math.round((subtotalLeft * quantity) / left),
    taxMinor: Math.round((taxLeft * quantity) / left),
  };
}

function settled(transactions: readonly TransactionRecord[], kinds: readonly string[]): number {
  const counted = transactions.filter((entry) => entry.status === 'SUCCESS' && kinds.includes(entry.kind));
  return sum(counted.map((entry) => entry.amountMinor));
}

/** Money the refund moved: a refund of lines only may move none. */
export function refundMoneyMinor(order: OrderRecord, refund: RefundRecord): number {
  const own = order.transactions.filter((transaction) => transaction.refundId === refund.id);
  return settled(own, ['REFUND']);
}

let last: { readonly of: OrderRecord; readonly at: OrderRecord; readonly figures: OrderFigures } | undefined;

/** The figures now; those of the order asked for last are kept until one of its parts is replaced. */
export function orderFigures(order: OrderRecord): OrderFigures {
  const isSame =
    last?.of === order &&
    last.at.lines === order.lines &&
    last.at.refunds === order.refunds &&
    last.at.transactions === order.transactions &&
    last.at.cancelledAt === order.cancelledAt;
  if (last === undefined || !isSame) last = { of: order, at: { ...order }, figures: deriveFigures(order) };
  return last.figures;
}

function deriveFigures(order: OrderRecord): OrderFigures {
  const { lines, refunds } = order;
  const refundLines = refunds.flatMap((refund) => refund.lines);
  const removals = lines.flatMap((line) => line.removals);
  const shippingDiscount = sum(order.shippingAllocations.map((allocation) => allocation.amountMinor));
  const shippingMinor = order.shippingMinor - shippingDiscount;
  const refundedShippingMinor = sum(refunds.map((refund) => refund.shippingMinor));
  const taxMinor = sum(lines.map((line) => line.taxMinor)) + order.shippingTaxMinor;
  const gone = [...refundLines, ...removals];
  const goneTax =
    sum(gone.map((entry) => entry.taxMinor)) + sum(refunds.map((refund) => refund.shippingTaxMinor));
  const subtotalMinor = sum(lines.map(lineNetMinor));
  const originalSubtotal = sum(
    lines
      .filter((line) => line.originalQuantity > 0)
      .map((line) => line.unitPriceMinor * line.originalQuantity - lineDiscountMinor(line)),
  );
  const originalTax = sum(
    lines.map((line) =>
      line.quantity === 0 ? 0 : Math.round((line.taxMinor * line.originalQuantity) / line.quantity),
    ),
  );
  const charged = (tax: number): number => (order.taxesIncluded ? 0 : tax);
  const currentSubtotalMinor = subtotalMinor - sum(gone.map((entry) => entry.subtotalMinor));
  const currentTaxMinor = taxMinor - goneTax;
  const currentShippingMinor = shippingMinor - refundedShippingMinor;
  const currentTotalMinor =
    currentSubtotalMinor + currentShippingMinor + charged(currentTaxMinor) + order.tipMinor;
  const receivedMinor = settled(order.transactions, ['SALE', 'CAPTURE']);
  const refundedMinor = settled(order.transactions, ['REFUND']);
  const discountsMinor = sum(lines.map(lineDiscountMinor)) + shippingDiscount;
  const goneDiscounts = sum(lines.map((line) => discountGone(order, line)));
  return {
    originalTotalMinor:
      originalSubtotal + shippingMinor + charged(originalTax + order.shippingTaxMinor) + order.tipMinor,
    subtotalMinor,
    totalMinor: subtotalMinor + shippingMinor + charged(taxMinor) + order.tipMinor,
    taxMinor,
    shippingMinor,
    discountsMinor,
    currentSubtotalMinor,
    currentTotalMinor,
    currentTaxMinor,
    currentShippingMinor,
    currentDiscountsMinor: discountsMinor - goneDiscounts,
    tipMinor: order.tipMinor,
    receivedMinor,
    refundedMinor,
    refundedShippingMinor,
    netPaymentMinor: receivedMinor - refundedMinor,
    outstandingMinor: order.cancelledAt === null ? currentTotalMinor - receivedMinor + refundedMinor : 0,
  };
}

function discountGone(order: OrderRecord, line: LineRecord): number {
  const left = currentQuantity(order, line);
  return line.quantity === 0
    ? 0
    : lineDiscountMinor(line) - Math.round((lineDiscountMinor(line) * left) / line.quantity);
}

/** `displayFinancialStatus`, from the transactions alone. */
export function financialStatus(order: OrderRecord): FinancialStatus {
  const figures = orderFigures(order);
  const has = (kind: string): boolean =>
    order.transactions.some((entry) => entry.kind === kind && entry.status === 'SUCCESS');
  if (figures.refundedMinor > 0) {
    return figures.refundedMinor >= figures.receivedMinor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }
  if (figures.receivedMinor > 0) {
    return figures.receivedMinor < figures.currentTotalMinor ? 'PARTIALLY_PAID' : 'PAID';
  }
  if (has('VOID')) return 'VOIDED';
  if (has('EXPIRY')) return 'EXPIRED';
  if (has('AUTHORIZATION')) return 'AUTHORIZED';
  // A total of 0 asks for no payment; one that became 0 by cancelling was never paid.
  return figures.originalTotalMinor === 0 ? 'PAID' : order.cancelledAt === null ? 'PENDING' : 'VOIDED';
}

export function fulfillmentStatus(order: OrderRecord): FulfillmentStatus {
  const open = order.lines.filter(
    (line) =>
      currentQuantity(order, line) > 0 && fulfilledQuantity(order, line.id) < currentQuantity(order, line),
  );
  const shipped = order.lines.some((line) => fulfilledQuantity(order, line.id) > 0);
  if (!shipped) return 'UNFULFILLED';
  return open.length === 0 ? 'FULFILLED' : 'PARTIALLY_FULFILLED';
}
