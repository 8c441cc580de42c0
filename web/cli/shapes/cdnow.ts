import type { Order } from '../../domain/orders/order.ts';
import { dayToIso, isoToDay, startOfLocalDay } from '../../domain/shared/time.ts';
import { amountOf, type FileRow, quote, RowError, textOf } from '../file-row.ts';
import { type OrderShape, orderFromFile, type ShapeContext, type ShapeReader } from './order-shape.ts';

/** The CDNOW data of Fader and Hardie, all customers: a header line and four columns. */
export const cdnowMaster: OrderShape = {
  name: 'CDNOW master',
  description:
    'CDNOW_master.txt: customer_id date number_of_cds dollar_value, separated by spaces, with a header line',
  format: 'columns-with-header',
  recognises: (_header, line) => /^\s*customer_id\s+date\s+number_of_cds\s+dollar_value\s*$/.test(line),
  open: (context) => readPurchases(['customer_id', 'date', 'number_of_cds', 'dollar_value'], context),
};

/** Its one-in-ten sample: five columns, no header line. */
export const cdnowSample: OrderShape = {
  name: 'CDNOW sample',
  description:
    'CDNOW_sample.txt: master id, sample id, date, number of CDs, dollar value, separated by spaces, no header',
  format: 'columns',
  recognises: (_header, line) => /^\s*\d+\s+\d+\s+\d{8}\s+\d+\s+\d+(\.\d+)?\s*$/.test(line),
  open: (context) =>
    readPurchases(['customer_id', 'sample_id', 'date', 'number_of_cds', 'dollar_value'], context),
};

function readPurchases(columns: readonly string[], context: ShapeContext): ShapeReader {
  const orders: Order[] = [];
  return {
    take: (row) => {
      orders.push(purchase(named(row, columns), context));
    },
    orders: () => orders,
  };
}

/** Values of a columns file come under '0', '1', …; this gives them their names. */
function named(row: FileRow, columns: readonly string[]): FileRow {
  const count = Object.keys(row.values).length;
  if (count !== columns.length) {
    throw new RowError(columns.at(count) ?? 'line', `needs ${columns.length} columns, got ${count}`);
  }
  const values = Object.fromEntries(columns.map((column, index) => [column, row.values[index] ?? '']));
  return { line: row.line, values };
}

function purchase(row: FileRow, context: ShapeContext): Order {
  const customerId = textOf(row, 'customer_id');
  if (!/^\d+$/.test(customerId))
    throw new RowError('customer_id', `must be digits, got ${quote(customerId)}`);
  const currency = context.currency.accept('USD', 'currency');
  return orderFromFile({
    orderId: String(row.line),
    customerId,
    processedAt: dayOf(row, context.timeZone),
    totalMinor: amountOf(row, 'dollar_value', currency, null),
    refundedMinor: 0,
    currency,
  });
}

function dayOf(row: FileRow, timeZone: string): Date {
  const text = textOf(row, 'date');
  const iso = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  try {
    const day = isoToDay(iso);
    if (dayToIso(day) === iso) return startOfLocalDay(day, timeZone);
  } catch {
    // Reported below with the column.
  }
  throw new RowError('date', `must be a day written YYYYMMDD, got ${quote(text)}`);
}
