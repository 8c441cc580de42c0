import type { Response } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import { minorDigits } from '../domain/shared/money.ts';
import { dayToIso } from '../domain/shared/time.ts';
import { listCustomers } from '../use-cases/list-customers.ts';
import type { ReadCtx } from '../use-cases/ports.ts';
import type { CustomerFilter, CustomerListRow, CustomerOrder } from '../use-cases/read-port.ts';
import { sendCsv } from './send-csv.ts';

const HEADER =
  'customer_id,stage,marks,r_score,f_score,m_score,last_order_on,occasions,spent,currency,email_consent,country';
type Export = { filter: CustomerFilter; order: CustomerOrder; search: string | null };

/** The filtered list as CSV, streamed in batches; names stay in Shopify, ids lead there. */
export async function exportCustomers(ctx: ReadCtx, wanted: Export, response: Response): Promise<void> {
  const { filter, order, search } = wanted;
  const { currency, shopId } = ctx.shop;
  const batches =
    search === null ? ctx.reader.customers.stream(shopId, filter, order) : found(ctx, wanted, search);
  const line = (row: CustomerListRow) => toLine(row, currency);
  await sendCsv(response, { file: 'customers.csv', header: HEADER, batches, line });
}

async function* found(
  ctx: ReadCtx,
  { filter, order }: Export,
  search: string,
): AsyncGenerator<readonly CustomerListRow[]> {
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
