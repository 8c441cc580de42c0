import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Order } from '../domain/orders/order.ts';
import { AppError } from '../domain/shared/errors.ts';
import { csvRows, headerOf } from './csv-rows.ts';
import { type FileRow, RowError, type RowProblem } from './file-row.ts';
import { cdnowMaster, cdnowSample } from './shapes/cdnow.ts';
import { genericCsv } from './shapes/generic-csv.ts';
import { type OrderShape, ShopCurrency } from './shapes/order-shape.ts';
import { shopifyExport } from './shapes/shopify-export.ts';

/** The kinds of order file we know, in the order in which they are tried. */
export const SHAPES: readonly OrderShape[] = [shopifyExport, genericCsv, cdnowMaster, cdnowSample];

export type OrderFile = {
  shape: string;
  currency: string;
  orders: Order[];
  rowsRead: number;
  rowsSkipped: number;
};

/**
 * Reads an order file in one pass. A row that cannot be read goes to `report` and is skipped. AppError NOT_FOUND for a
 * file that is not there, INVALID_INPUT for one that cannot be read or has no known shape.
 */
export async function readOrders(
  path: string,
  options: { timeZone: string; report: (problem: RowProblem) => void },
): Promise<OrderFile> {
  const firstLine = await readFirstLine(path);
  const delimiter = delimiterOf(firstLine);
  const header = headerOf(firstLine, delimiter);
  const shape = SHAPES.find((candidate) => candidate.recognises(header, firstLine));
  if (!shape) throw unknownShape(path);
  const currency = new ShopCurrency();
  const reader = shape.open({ timeZone: options.timeZone, currency });
  let rowsRead = 0;
  let rowsSkipped = 0;
  const skip = (problem: RowProblem) => {
    rowsSkipped += 1;
    options.report(problem);
  };
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  const rows =
    shape.format === 'csv' ? csvRows(lines, { delimiter, report: skip }) : columnRows(lines, shape.format);
  for await (const row of rows) {
    rowsRead += 1;
    try {
      reader.take(row);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      skip({ line: row.line, column: error.column, message: error.message });
    }
  }
  return { shape: shape.name, currency: currency.code, orders: reader.orders(), rowsRead, rowsSkipped };
}

async function readFirstLine(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
      const line = buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
      return line.replace(/^\uFEFF/, '');
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new AppError('NOT_FOUND', `there is no file ${path}`, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('INVALID_INPUT', `${path} cannot be read: ${reason}`, { cause: error });
  }
}

function unknownShape(path: string): AppError {
  const known = SHAPES.map((shape) => `  - ${shape.description}`).join('\n');
  return new AppError('INVALID_INPUT', `${path} has no shape that is known here. Known are:\n${known}`);
}

/** Spreadsheets of many countries separate by semicolon; the header tells. */
function delimiterOf(line: string): string {
  const count = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function* columnRows(
  lines: AsyncIterable<string>,
  format: OrderShape['format'],
): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const columns = text.replace(/^\uFEFF/, '').trim();
    if (columns === '' || (line === 1 && format === 'columns-with-header')) continue;
    yield { line, values: Object.fromEntries(columns.split(/\s+/).entries()) };
  }
}
