import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { csvHead, csvLines } from '../contract/csv.ts';

type Csv<Row> = {
  file: string;
  /** Names of the columns, joined by commas. */
  header: string;
  batches: AsyncIterable<readonly Row[]>;
  /** One row's cells, joined by commas (`textCell` for a merchant's words). */
  line: (row: Row) => string;
};

/**
 * A list as CSV, streamed in batches. What fails before the first row is an error answer; later the connection breaks, so that half
 * a list cannot pass for a whole one.
 */
export async function sendCsv<Row>(response: Response, { file, header, batches, line }: Csv<Row>) {
  const rows = batches[Symbol.asyncIterator]();
  const first = await rows.next();
  response.type('text/csv; charset=utf-8').attachment(file);
  const text = toText(first, rows, { header, line });
  await pipeline(Readable.from(text), response).catch((error: unknown) => {
    if (!isLeft(error)) throw error;
  });
}

async function* toText<Row>(
  first: IteratorResult<readonly Row[]>,
  rest: AsyncIterator<readonly Row[]>,
  { header, line }: Pick<Csv<Row>, 'header' | 'line'>,
): AsyncGenerator<string> {
  try {
    yield csvHead(header);
    for (let at = first; !at.done; at = await rest.next()) yield csvLines(at.value.map(line));
  } finally {
    await rest.return?.();
  }
}

/** The browser stopped the download. */
function isLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
