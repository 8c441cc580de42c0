import { once } from 'node:events';
import type { Response } from 'express';
import { AppError } from '../domain/shared/errors.ts';
import { minorDigits } from '../domain/shared/money.ts';
import { dayToIso } from '../domain/shared/time.ts';
import { listCustomers } from '../use-cases/list-customers.ts';
import type { ReadCtx } from '../use-cases/ports.ts';
import type { CustomerFilter, CustomerListRow, CustomerOrder } from '../use-cases/read-port.ts';

const HEADER =
  'customer_id,stage,marks,r_score,f_score,m_score,last_order_on,occasions,spent,currency,email_consent,country';
/** Lets a spreadsheet see UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

type Export = { filter: CustomerFilter; order: CustomerOrder; search: string | null };

/** The filtered list as CSV, streamed in batches; names stay in Shopify, ids lead there. Stops reading when the browser stops. */
export async function exportCustomers(ctx: ReadCtx, wanted: Export, response: Response): Promise<void> {
  const batches =
    wanted.search === null
      ? ctx.reader.customers.stream(ctx.shop.shopId, wanted.filter, wanted.order)
      : found(ctx, wanted, wanted.search);
  response.type('text/csv; charset=utf-8').attachment('customers.csv');
  response.write(`${BYTE_ORDER_MARK}${HEADER}\r\n`);
  for await (const rows of batches) {
    if (response.destroyed) return;
    const flowing = response.write(rows.map((row) => `${toLine(row, ctx.shop.currency)}\r\n`).join(''));
    if (!flowing) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
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
