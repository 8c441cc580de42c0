import type { Order } from '../../domain/orders/order.ts';
import {
  amountOf,
  currencyOf,
  type FileRow,
  flagOf,
  instantOf,
  quote,
  RowError,
  textOf,
} from '../file-row.ts';
import { type OrderShape, orderFromFile, type ShapeContext, type ShapeReader } from './order-shape.ts';

const REQUIRED = ['customer_id', 'created_at', 'total'];

/** Any CSV with one row per order and these column names, in any order. */
export const genericCsv: OrderShape = {
  name: 'order CSV',
  description:
    'CSV with the columns customer_id, created_at, total and optionally order_id, refunded, cancelled_at, test, currency',
  format: 'csv',
  recognises: (header) => REQUIRED.every((column) => header.includes(column)),
  open: readOrders,
};

function readOrders(context: ShapeContext): ShapeReader {
  const orders: Order[] = [];
  const lineOfOrder = new Map<string, number>();
  return {
    take: (row) => {
      const orderId = textOf(row, 'order_id');
      const seen = lineOfOrder.get(orderId);
      if (orderId !== '' && seen !== undefined) {
        throw new RowError(
          'order_id',
          `must be different in every row, ${quote(orderId)} is also in line ${seen}`,
        );
      }
      orders.push(orderOf(row, orderId, context));
      if (orderId !== '') lineOfOrder.set(orderId, row.line);
    },
    orders: () => orders,
  };
}

function orderOf(row: FileRow, orderId: string, context: ShapeContext): Order {
  const code = currencyOf(row, 'currency', context.currency.code);
  const order = {
    orderId: orderId || `line-${row.line}`,
    customerId: textOf(row, 'customer_id') || null,
    processedAt: instantOf(row, 'created_at', context.timeZone),
    totalMinor: amountOf(row, 'total', code, null),
    refundedMinor: amountOf(row, 'refunded', code, 0),
    currency: code,
    cancelledAt: textOf(row, 'cancelled_at') === '' ? null : instantOf(row, 'cancelled_at', context.timeZone),
    test: flagOf(row, 'test'),
  };
  context.currency.accept(code, 'currency');
  return orderFromFile(order);
}
