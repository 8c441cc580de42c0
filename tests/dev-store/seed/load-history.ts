import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import type { DevClock } from '../controls/clock.ts';
import { upsertCustomer } from '../state/customers.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import { parseDecimal } from '../state/money.ts';
import { cancelOrder, refundOrder } from '../state/order-changes.ts';
import { placeOrder } from '../state/orders.ts';
import type { ShopState } from '../state/shop-state.ts';
import { instantOfLocal, localDay } from './local-time.ts';

/** One purchase of a history file. `day`: days since 1970-01-01; `total` and `refunded` are decimals of the shop's currency. */
type HistoryRow = {
  customerKey: string;
  day: number;
  total: string;
  refunded: string | undefined;
  cancelledDay: number | undefined;
  test: boolean;
};

export type LoadCounts = {
  customers: number;
  orders: number;
  shiftedDays: number;
  firstDay: number;
  lastDay: number;
};

const noon = 12 * 60;
const dayMs = 86_400_000;

/**
 * Loads a CDNOW text file (master: `customer date discs dollars`; sample: with two ids) or a CSV with the header
 * `customer_id, created_at, total[, order_id, refunded, cancelled_at, test]` into a shop, oldest first. All dates move by the
 * same number of days, so that the last falls on today; every order stands at local noon. Raises no webhooks. The last
 * `holdBack` orders wait for `placeHeldBack`.
 */
export async function loadHistory(
  state: DevStoreState,
  clock: DevClock,
  shop: ShopState,
  path: string,
  holdBack = 0,
): Promise<LoadCounts> {
  const rows: HistoryRow[] = [];
  for await (const row of readHistory(path, shop.ianaTimezone)) rows.push(row);
  if (rows.length === 0) throw new Error(`${path}: no order found`);
  rows.sort((left, right) => left.day - right.day);
  const firstDay = rows[0]?.day ?? 0;
  const lastDay = rows.at(-1)?.day ?? 0;
  const shiftedDays = localDay(clock.now(), shop.ianaTimezone) - lastDay;
  const customers = new Map<string, string>();
  const instants = new Map<number, number>();
  const noonOf = (day: number): number => {
    const known =
      instants.get(day) ?? Math.min(clock.now(), instantOfLocal(day + shiftedDays, noon, shop.ianaTimezone));
    instants.set(day, known);
    return known;
  };
  const later = holdBack > 0 ? rows.splice(-holdBack) : [];
  heldBack.set(shop, () => {
    for (const row of later) plantRow(state, shop, row, customers, noonOf(row.day));
    for (const row of later)
      if (row.cancelledDay !== undefined || row.refunded) amend(state, clock, shop, row, noonOf);
    return later.splice(0).length;
  });
  state.silently(() => {
    for (const row of rows) clock.asOf(noonOf(row.day), () => plantRow(state, shop, row, customers));
    for (const row of rows)
      if (row.cancelledDay !== undefined || row.refunded) amend(state, clock, shop, row, noonOf);
  });
  return { customers: customers.size, orders: rows.length, shiftedDays, firstDay, lastDay };
}

const heldBack = new WeakMap<ShopState, () => number>();

/** Places the orders that were held back, today and with their webhooks, as an import does: processed when they really were. */
export function placeHeldBack(shop: ShopState): number {
  return heldBack.get(shop)?.() ?? 0;
}

function plantRow(
  state: DevStoreState,
  shop: ShopState,
  row: HistoryRow,
  customers: Map<string, string>,
  processedAt?: number,
): void {
  const known = customers.get(row.customerKey);
  const customerId =
    known ?? upsertCustomer(state, shop, { email: `customer-${row.customerKey}@example.com` }).id;
  if (known === undefined) customers.set(row.customerKey, customerId);
  const unitPriceMinor = parseDecimal(row.total, shop.currency);
  const order = placeOrder(state, shop, {
    customerId,
    lines: [{ title: 'Purchase', unitPriceMinor }],
    test: row.test,
    ...(processedAt === undefined ? {} : { processedAt }),
  });
  loaded.set(row, order.id);
}

/** Which order a row became, for what happened to it later. */
const loaded = new WeakMap<HistoryRow, string>();

function amend(
  state: DevStoreState,
  clock: DevClock,
  shop: ShopState,
  row: HistoryRow,
  noonOf: (day: number) => number,
): void {
  const order = shop.orders.get(loaded.get(row) ?? '');
  if (order === undefined) return;
  const amountMinor = row.refunded ? parseDecimal(row.refunded, shop.currency) : 0;
  if (amountMinor > 0) clock.asOf(order.processedAt, () => refundOrder(state, shop, order, { amountMinor }));
  if (row.cancelledDay !== undefined)
    clock.asOf(noonOf(row.cancelledDay), () => cancelOrder(state, shop, order));
}

async function* readHistory(path: string, timeZone: string): AsyncGenerator<HistoryRow> {
  const isCsv = path.toLowerCase().endsWith('.csv');
  yield* isCsv ? readCsv(path, timeZone) : readCdnow(path);
}

async function* readCdnow(path: string): AsyncGenerator<HistoryRow> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number++;
    const fields = line.trim().split(/\s+/);
    if (line.trim() === '' || (number === 1 && fields[0] === 'customer_id')) continue;
    const [date, , total] = fields.slice(-3);
    if (
      fields.length < 4 ||
      fields.length > 5 ||
      date === undefined ||
      total === undefined ||
      !/^\d{8}$/.test(date)
    ) {
      throw new Error(`${path}:${number}: not a CDNOW line: ${line}`);
    }
    const day =
      Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))) / dayMs;
    yield {
      customerKey: fields[0] ?? '',
      day,
      total,
      refunded: undefined,
      cancelledDay: undefined,
      test: false,
    };
  }
}

async function* readCsv(path: string, timeZone: string): AsyncGenerator<HistoryRow> {
  const records = createReadStream(path).pipe(
    parse({ columns: true, bom: true, trim: true, skip_empty_lines: true }),
  );
  let number = 1;
  for await (const record of records as AsyncIterable<Record<string, string | undefined>>) {
    number++;
    const { customer_id: customerKey, created_at: createdAt, total } = record;
    if (!customerKey || !createdAt || !total)
      throw new Error(`${path}:${number}: customer_id, created_at and total are needed`);
    yield {
      customerKey,
      day: dayOf(createdAt, timeZone),
      total,
      refunded: record.refunded,
      cancelledDay: record.cancelled_at ? dayOf(record.cancelled_at, timeZone) : undefined,
      test: record.test === 'true' || record.test === '1',
    };
  }
}

/** Local day of a date (`1998-06-30`, taken as written) or an instant. */
function dayOf(text: string, timeZone: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`not a date: ${text}`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Math.floor(at / dayMs) : localDay(at, timeZone);
}
