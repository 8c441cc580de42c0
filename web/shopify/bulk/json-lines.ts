import { AppError } from '../../domain/shared/errors.ts';

/** No object Shopify writes comes near; a file without line ends must not fill the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;
const NEWLINE = 10;

/** Complete lines of a byte stream, those of one chunk together; holds one chunk and one unfinished line at a time. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  longestLine = LONGEST_LINE,
): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(NEWLINE);
    if (end < 0) {
      rest.push(bytes);
      restLength += bytes.length;
      if (restLength > longestLine)
        throw new AppError('SHOPIFY_REFUSED', 'a line of the bulk result has no end');
      continue;
    }
    const text = Buffer.concat([...rest, bytes.subarray(0, end)]).toString('utf8');
    rest = [bytes.subarray(end + 1)];
    restLength = bytes.length - end - 1;
    yield text.split('\n').filter((line) => line !== '');
  }
  const last = Buffer.concat(rest).toString('utf8');
  if (last !== '') yield [last];
}

/**
 * Lines of a bulk result by its signed address: no token is sent there. Pulls only as fast as it is read.
 * @throws AppError NOT_FOUND (the address has expired: start the bulk again), SHOPIFY_UNAVAILABLE (broken off: go on by `skip`)
 */
export async function* streamLines(url: string): AsyncGenerator<string[]> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw brokenOff(cause);
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const gone = response.status >= 400 && response.status < 500 && response.status !== 429;
    throw new AppError(
      gone ? 'NOT_FOUND' : 'SHOPIFY_UNAVAILABLE',
      `the bulk result could not be read (HTTP ${response.status})`,
    );
  }
  yield* splitLines(catching(response.body));
}

async function* catching(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw brokenOff(cause);
  }
}

function brokenOff(cause: unknown): AppError {
  return new AppError('SHOPIFY_UNAVAILABLE', 'the bulk result broke off', { cause });
}

/** One line as JSON. @throws AppError SHOPIFY_REFUSED when it is none */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new AppError('SHOPIFY_REFUSED', 'a line of the bulk result is no JSON', { cause });
  }
}
