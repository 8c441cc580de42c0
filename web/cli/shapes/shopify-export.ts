import type { FinancialStatus, Order } from '../../domain/orders/order.ts';
import { readSource } from '../../domain/orders/source.ts';
import { amountOf, currencyOf, type FileRow, instantOf, quote, RowError, textOf } from '../file-row.ts';
import {
  type FileOrder,
  type OrderShape,
  orderFromFile,
  type ShapeContext,
  type ShapeReader,
} from './order-shape.ts';

const REQUIRED = ['name', 'email', 'financial status', 'created at', 'total'];

/**
 * Shopify's order export (admin → Orders → Export): one row per line item, the order's own values on its first row. The
 * export marks neither gift cards nor returned units; customers are told apart by e-mail.
 */
export const shopifyExport: OrderShape = {
  name: 'Shopify order export',
  description:
    'Shopify order export CSV (Name, Email, Financial Status, Created at, Total, …; several rows per order)',
  format: 'csv',
  recognises: (header) => REQUIRED.every((column) => header.includes(column)),
  open: readExport,
};

function readExport(context: ShapeContext): ShapeReader {
  const orders: Order[] = [];
  const seen = new Set<string>();
  return {
    take: (row) => {
      const name = textOf(row, 'name');
      if (name === '') throw new RowError('Name', 'must not be empty');
      if (seen.has(name)) return;
      seen.add(name);
      orders.push(orderFromFile(firstRow(row, name, context)));
    },
    orders: () => orders,
  };
}

function firstRow(row: FileRow, name: string, context: ShapeContext): FileOrder {
  try {
    return orderOf(row, name, context);
  } catch (error) {
    if (error instanceof RowError) throw new RowError(TITLES[error.column] ?? error.column, error.message);
    throw error;
  }
}

function orderOf(row: FileRow, name: string, context: ShapeContext): FileOrder {
  const currency = currencyOf(row, 'currency', context.currency.code);
  const financialStatus = statusOf(row);
  const totalMinor = amountOf(row, 'total', currency, null);
  const order: FileOrder = {
    orderId: name,
    customerId: textOf(row, 'email').toLowerCase() || null,
    processedAt: instantOf(row, 'created at', context.timeZone),
    totalMinor,
    refundedMinor:
      financialStatus === 'REFUNDED' ? totalMinor : amountOf(row, 'refunded amount', currency, 0),
    currency,
    cancelledAt: textOf(row, 'cancelled at') === '' ? null : instantOf(row, 'cancelled at', context.timeZone),
    financialStatus,
    fulfillment: fulfillmentOf(row),
    ...readSource(textOf(row, 'source') || null, textOf(row, 'tags').split(',')),
  };
  context.currency.accept(currency, 'currency');
  return order;
}

/** As the export spells its columns, for messages. */
const TITLES: Readonly<Record<string, string>> = {
  currency: 'Currency',
  total: 'Total',
  'created at': 'Created at',
  'cancelled at': 'Cancelled at',
  'refunded amount': 'Refunded Amount',
};

const STATUSES: Readonly<Record<string, FinancialStatus>> = {
  authorized: 'AUTHORIZED',
  expired: 'EXPIRED',
  paid: 'PAID',
  partially_paid: 'PARTIALLY_PAID',
  partially_refunded: 'PARTIALLY_REFUNDED',
  pending: 'PENDING',
  refunded: 'REFUNDED',
  voided: 'VOIDED',
};

function statusOf(row: FileRow): FinancialStatus {
  const text = textOf(row, 'financial status').toLowerCase();
  const status = STATUSES[text === '' ? 'pending' : text];
  if (!status) {
    throw new RowError(
      'Financial Status',
      `must be one of ${Object.keys(STATUSES).join(', ')}, got ${quote(text)}`,
    );
  }
  return status;
}

function fulfillmentOf(row: FileRow): Order['fulfillment'] {
  const text = textOf(row, 'fulfillment status').toLowerCase();
  if (text === 'fulfilled') return 'full';
  return text === 'partial' ? 'partial' : 'none';
}
