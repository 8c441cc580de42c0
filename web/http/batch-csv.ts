import { parse } from 'csv-parse/sync';
import type { CsvRow } from '../domain/loyalty/batch-rows.ts';
import { AppError } from '../domain/shared/errors.ts';

const DELIMITERS = [',', ';', '\t'] as const;
const MAX_ROWS = 20_000;

/**
 * The rows of a CSV file with the line each begins on, empty ones left out. Comma, semicolon or tab: whichever stands most often in
 * the first line. @throws AppError INVALID_INPUT naming the field `csv`, and the line where a quote is not closed
 */
export function batchRowsOf(csv: string): CsvRow[] {
  const rows = parsed(csv);
  if (rows.length <= MAX_ROWS) return rows;
  throw refused(`holds ${rows.length} rows`, `at most ${MAX_ROWS} rows, in several files`);
}

function parsed(csv: string): CsvRow[] {
  let begins = 1;
  try {
    const records = parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      relax_column_count: true,
      skip_empty_lines: false,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.flatMap(({ record, info }) => {
      const line = begins;
      begins = info.lines + 1;
      const cells = record.map((cell) => cell.trim());
      return cells.every((cell) => cell === '') ? [] : [{ line, cells }];
    });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? ` near line ${String(error.lines)}` : '';
    throw refused(`is no CSV file${line}: a quote is not closed or stands where none may`, 'RFC 4180');
  }
}

function delimiterOf(csv: string): string {
  const first = csv.slice(0, csv.search(/\r|\n|$/));
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function refused(message: string, allowed: string): AppError {
  return new AppError('INVALID_INPUT', 'the file could not be read', {
    issues: [{ field: 'csv', message, allowed }],
  });
}
