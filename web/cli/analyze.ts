import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { AppError } from '../domain/shared/errors.ts';
import { isoToDay, type LocalDay, localDayOf } from '../domain/shared/time.ts';
import { type Analysis, analyzeOrders } from './analyze-orders.ts';
import { type OrderFile, readOrders, SHAPES } from './read-orders.ts';
import { csvReport, jsonReport } from './write-report.ts';

const USAGE = `npm run analyze -- FILE [--as-of YYYY-MM-DD] [--timezone ZONE] [--format csv|json]

Scores every customer of an order file by Encore's own rules. Nothing leaves this computer.
  --as-of     the day of the analysis; default: the last day in the file
  --timezone  the shop's IANA time zone, such as Asia/Ho_Chi_Minh; default: UTC
  --format    csv (one row per customer) or json (with cut points, limits and metrics); default: csv

FILE is one of:
${SHAPES.map((shape) => `  - ${shape.description}`).join('\n')}

Bad rows are named on stderr by line and column and left out.
Exit code 0: done; 1: the file cannot be used; 2: the command is wrong.
`;

type Streams = { out: Writable; err: (line: string) => void };
type Command = { path: string; asOfOn: LocalDay | null; timeZone: string; format: 'csv' | 'json' };

/** Runs the command and answers its exit code; the report goes to `out`, everything about it to `err`. */
export async function runAnalyze(args: readonly string[], streams: Streams): Promise<number> {
  const command = readCommand(args);
  if (typeof command === 'string') {
    streams.err(command);
    return command === USAGE ? 0 : 2;
  }
  try {
    const file = await readOrders(command.path, {
      timeZone: command.timeZone,
      report: ({ line, column, message }) => streams.err(`line ${line}, column ${column}: ${message}`),
    });
    const analysis = analyzeOrders(file.orders, command);
    await write(analysis, { ...command, currency: file.currency }, streams.out);
    streams.err(summary(file, analysis));
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    streams.err(error.message);
    return 1;
  }
}

/** The command, or the text to show instead. */
function readCommand(args: readonly string[]): Command | string {
  const options = {
    'as-of': { type: 'string' },
    timezone: { type: 'string', default: 'UTC' },
    format: { type: 'string', default: 'csv' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return USAGE;
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0)
      return `give one order file, got ${positionals.length}\n\n${USAGE}`;
    const { format, timezone } = values;
    if (format !== 'csv' && format !== 'json') return `--format must be csv or json, got "${format}"`;
    if (!isTimeZone(timezone))
      return `--timezone must be an IANA time zone such as Asia/Bangkok, got "${timezone}"`;
    const asOfOn = values['as-of'] === undefined ? null : isoToDay(values['as-of']);
    return { path, asOfOn, timeZone: timezone, format };
  } catch (error) {
    return error instanceof RangeError ? `--as-of: ${error.message}` : `${String(error)}\n\n${USAGE}`;
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    localDayOf(new Date(0), timeZone);
    return true;
  } catch {
    return false;
  }
}

async function write(
  analysis: Analysis,
  how: { format: Command['format']; currency: string; timeZone: string },
  out: Writable,
): Promise<void> {
  const lines = how.format === 'csv' ? csvReport(analysis, how.currency) : jsonReport(analysis, how);
  try {
    await pipeline(Readable.from(lines), out, { end: false });
  } catch (error) {
    // The reader of a pipe may stop early (`| head`).
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

function summary(file: OrderFile, { customers, stages, orders }: Analysis): string {
  const left = orders.read - orders.counted;
  return [
    `${file.shape}: ${file.rowsRead} rows read, ${file.rowsSkipped} skipped as bad`,
    `${orders.counted} orders counted, ${left} not${left === 0 ? '' : ` (${whyNot(orders)})`}`,
    `${customers.length} customers: ${Object.entries(stages)
      .map(([stage, count]) => `${count} ${stage}`)
      .join(', ')}`,
  ].join('\n');
}

function whyNot({ notCounted, afterAsOf }: Analysis['orders']): string {
  const reasons = Object.entries({ ...notCounted, ...(afterAsOf > 0 && { 'after-as-of': afterAsOf }) });
  return reasons.map(([reason, count]) => `${count} ${reason}`).join(', ');
}

if (import.meta.main) {
  process.exitCode = await runAnalyze(process.argv.slice(2), {
    out: process.stdout,
    err: (line) => process.stderr.write(`${line}\n`),
  });
}
