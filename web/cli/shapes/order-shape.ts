import type { FinancialStatus, Order, OrderOrigin } from '../../domain/orders/order.ts';
import type { CustomerId, LineId, OrderId } from '../../domain/shared/ids.ts';
import { type FileRow, RowError } from '../file-row.ts';

/** A kind of order file: how it is recognised by its first line, and how its rows become orders. */
export type OrderShape = {
  name: string;
  /** One line for the message that lists the shapes we know. */
  description: string;
  /** 'columns' = separated by white space, without quotes, values named '0', '1', …; 'csv' = RFC 4180 with a header line. */
  format: 'columns' | 'columns-with-header' | 'csv';
  recognises: (header: readonly string[], firstLine: string) => boolean;
  open: (context: ShapeContext) => ShapeReader;
};

export type ShapeContext = { timeZone: string; currency: ShopCurrency };

/** Takes rows one by one (RowError = that row is skipped), then gives the orders. */
export type ShapeReader = { take: (row: FileRow) => void; orders: () => Order[] };

/** The one currency of a file: sums over several would mean nothing. */
export class ShopCurrency {
  #code: string | null = null;

  /** The currency of the file so far; USD if no row names one. */
  get code(): string {
    return this.#code ?? 'USD';
  }

  /** Accepts the first currency and the same again; RowError for another. */
  accept(code: string, column: string): string {
    this.#code ??= code;
    if (code !== this.#code)
      throw new RowError(column, `must be ${this.#code} as in the rows before, got "${code}"`);
    return code;
  }
}

/** What files tell about an order. */
export type FileOrder = {
  orderId: string;
  /** null = a guest. */
  customerId: string | null;
  processedAt: Date;
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  cancelledAt?: Date | null;
  test?: boolean;
  financialStatus?: FinancialStatus;
  fulfillment?: Order['fulfillment'];
  origin?: OrderOrigin;
  subscriptionRenewal?: boolean;
};

/**
 * The order a file row stands for, with one line for all that was bought. Files do not say which units came back: an
 * order of which everything was refunded is taken as wholly returned.
 */
export function orderFromFile(file: FileOrder): Order {
  const returned = file.refundedMinor > 0 && file.refundedMinor >= file.totalMinor;
  return {
    orderId: file.orderId as OrderId,
    customerId: file.customerId as CustomerId | null,
    createdAt: file.processedAt,
    processedAt: file.processedAt,
    updatedAt: file.processedAt,
    cancelledAt: file.cancelledAt ?? null,
    test: file.test ?? false,
    currency: file.currency,
    financialStatus: file.financialStatus ?? 'PAID',
    fulfillment: file.fulfillment ?? 'none',
    fulfilledAt: null,
    deliveredAt: null,
    returnOpen: false,
    origin: file.origin ?? 'sale',
    subscriptionRenewal: file.subscriptionRenewal ?? false,
    b2b: false,
    taxesIncluded: false,
    currentTotalMinor: file.totalMinor,
    netPaymentMinor: file.totalMinor - file.refundedMinor,
    taxMinor: 0,
    shippingMinor: 0,
    tipMinor: 0,
    refundedMinor: file.refundedMinor,
    lines: [
      {
        lineId: file.orderId as LineId,
        productId: null,
        variantId: null,
        quantity: 1,
        currentQuantity: returned ? 0 : 1,
        discountedMinor: file.totalMinor,
        taxMinor: 0,
        giftCard: false,
        sellingPlan: false,
      },
    ],
    refunds: [],
    discounts: [],
  };
}
