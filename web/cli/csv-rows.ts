import { parse } from 'csv-parse/sync';
import type { FileRow, RowProblem } from './file-row.ts';

/** A line of text with its number in the file. */
type Line = { number: number; text: string };
/** One record as it stands in the file: more than one line where a quoted cell holds line breaks. */
type RawRecord = { line: number; text: string; manyLines: boolean };

const BATCH = 1000;
/** A quoted cell longer than this is a quote that was never closed. */
const MAX_RECORD_LINES = 500;

export type CsvOptions = { delimiter: string; report: (problem: RowProblem) => void };

/**
 * Rows of a CSV file (RFC 4180, header in the first line) with the line each begins on. A row that is broken is reported
 * and skipped alone: after a quote that is never closed, reading goes on in the next line, where a plain parser would
 * swallow the rest of the file.
 */
export async function* csvRows(lines: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<FileRow> {
  let header: readonly string[] | null = null;
  let batch: RawRecord[] = [];
  for await (const record of rawRecords(lines, options, () => header ?? [])) {
    if (header === null) {
      header = headerOf(record.text, options.delimiter);
      continue;
    }
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield* parseBatch(batch, header, options);
    batch = [];
  }
  yield* parseBatch(batch, header ?? [], options);
}

/** Column names in lower case. */
export function headerOf(line: string, delimiter: string): string[] {
  const cells = cellsOf(line, delimiter)[0] ?? [];
  return cells.map((name) => name.trim().toLowerCase());
}

async function* rawRecords(
  lines: AsyncIterable<string>,
  options: CsvOptions,
  header: () => readonly string[],
): AsyncGenerator<RawRecord> {
  let open: Line[] = [];
  let number = 0;
  for await (const raw of lines) {
    number += 1;
    const text = number === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    open.push({ number, text });
    if (closesRecord(open, text)) {
      yield* whole(open);
      open = [];
    } else if (open.length >= MAX_RECORD_LINES) {
      open = yield* reopen(open, options, header());
    }
  }
  while (open.length > 0) open = yield* reopen(open, options, header());
}

function* whole(lines: readonly Line[]): Generator<RawRecord> {
  const [first] = lines;
  if (!first || (lines.length === 1 && first.text.trim() === '')) return;
  yield { line: first.number, text: lines.map((line) => line.text).join('\n'), manyLines: lines.length > 1 };
}

/** Gives up the first line, whose quote is never closed, and reads those after it afresh; returns what is still open. */
function* reopen(
  lines: readonly Line[],
  options: CsvOptions,
  header: readonly string[],
): Generator<RawRecord, Line[]> {
  const [first, ...rest] = lines;
  if (!first) return [];
  const before = first.text.slice(0, first.text.lastIndexOf('"')).split(options.delimiter).length;
  const column = header[before - 1] ?? String(before);
  options.report({ line: first.number, column, message: 'has a quote that is opened and never closed' });
  let open: Line[] = [];
  for (const line of rest) {
    open.push(line);
    if (!closesRecord(open, line.text)) continue;
    yield* whole(open);
    open = [];
  }
  return open;
}

/** Quotes pair up within a record: an odd count opens one or, in a later line, closes it. */
function closesRecord(open: readonly Line[], last: string): boolean {
  return hasOddQuotes(last) === open.length > 1;
}

function hasOddQuotes(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count % 2 === 1;
}

function* parseBatch(
  batch: readonly RawRecord[],
  header: readonly string[],
  options: CsvOptions,
): Generator<FileRow> {
  const together = cellsOf(batch.map((record) => record.text).join('\n'), options.delimiter);
  for (const [index, record] of batch.entries()) {
    const one =
      together.length === batch.length ? together[index] : cellsOf(record.text, options.delimiter)[0];
    const row = rowOf(record, one ?? [], header, options);
    if (row) yield row;
  }
}

function rowOf(
  record: RawRecord,
  cells: readonly string[],
  header: readonly string[],
  options: CsvOptions,
): FileRow | null {
  const extra = cells.findIndex((cell, index) => index >= header.length && cell.trim() !== '');
  const wrongCount = record.manyLines && cells.length !== header.length;
  if (extra !== -1 || wrongCount) {
    const message = `has ${cells.length} cells, the header has ${header.length}`;
    options.report({ line: record.line, column: String((extra === -1 ? cells.length : extra) + 1), message });
    return null;
  }
  return {
    line: record.line,
    values: Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])),
  };
}

function cellsOf(text: string, delimiter: string): string[][] {
  return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true });
}
