import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import { minorDigits } from '../domain/shared/money.ts';
import { dayToIso } from '../domain/shared/time.ts';
import { listCustomers } from '../use-cases/list-customers.ts';
import type { ReadCtx } from '../use-cases/ports.ts';
import type { CustomerFilter, CustomerListRow, CustomerOrder } from '../use-cases/read-port.ts';
import { isLeft } from './csv-cells.ts';

const HEADER =
  'customer_id,stage,marks,r_score,f_score,m_score,last_order_on,occasions,spent,currency,email_consent,country';
/** Lets a spreadsheet see UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

type Export = { filter: CustomerFilter; order: CustomerOrder; search: string | null };

/**
 * The filtered list as CSV, streamed in batches; names stay in Shopify, ids lead there. What fails before the first row is an
 * error answer; later the connection breaks, so that half a list cannot pass for a whole one.
 */
export async function exportCustomers(ctx: ReadCtx, wanted: Export, response: Response): Promise<void> {
  const { filter, order, search } = wanted;
  const batches =
    search === null
      ? ctx.reader.customers.stream(ctx.shop.shopId, filter, order)
      : found(ctx, wanted, search);
  const rows = batches[Symbol.asyncIterator]();
  const first = await rows.next();
  response.type('text/csv; charset=utf-8').attachment('customers.csv');
  await pipeline(Readable.from(toText(first, rows, ctx.shop.currency)), response).catch((error: unknown) => {
    if (!isLeft(error)) throw error;
  });
}

type Batch = readonly CustomerListRow[];

async function* toText(
  first: IteratorResult<Batch>,
  rest: AsyncIterator<Batch>,
  currency: string,
): AsyncGenerator<string> {
  try {
    yield `${BYTE_ORDER_MARK}${HEADER}\r\n`;
    for (let at = first; !at.done; at = await rest.next())
      yield at.value.map((row) => `${toLine(row, currency)}\r\n`).join('');
  } finally {
    await rest.return?.();
  }
}

async function* found(ctx: ReadCtx, { filter, order }: Export, search: string): AsyncGenerator<Batch> {
  const list = await listCustomers(ctx, { filter, order, search, after: null, limit: 50 });
  if (list.search === 'unavailable')
    throw new AppError('SHOPIFY_UNAVAILABLE', 'Shopify could not be searched, try again');
  yield list.rows;
}

function toLine(row: CustomerListRow, currency: string): string {
  const digits = minorDigits(currency);
  const { scores } = row;
  const cells = [
    row.customerId,
    row.stage ?? '',
    row.marks.join('|'),
    scores?.r ?? '',
    scores?.f ?? '',
    scores?.m ?? '',
    row.lastOn === null ? '' : dayToIso(row.lastOn),
    row.occasions,
    (row.spentMinor / 10 ** digits).toFixed(digits),
    currency,
    row.emailConsent ?? '',
    row.country ?? '',
  ];
  return cells.join(',');
}
