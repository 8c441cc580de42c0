import { setImmediate as nextTurn } from 'node:timers/promises';
import { CostBuckets } from '../graphql/bucket.ts';
import { type AdminRequest, executeAdminRequest } from '../graphql/execute-admin-request.ts';
import type { BulkOperation } from './operation.ts';
import type { ResultWriter } from './result-writer.ts';
import type { RunEnd } from './run-query.ts';

const batchSize = 100;
const unlimited = 1e9;

/** The lines of a variables file, empty ones left out. */
export function* variableLines(content: Buffer): Generator<string> {
  let start = 0;
  while (start < content.length) {
    const end = content.indexOf(10, start);
    const stop = end === -1 ? content.length : end;
    const line = content.subarray(start, stop).toString('utf8').trim();
    if (line !== '') yield line;
    start = stop + 1;
  }
}

/** Runs the mutation once per line, without cost; one result line each, with its `__lineNumber` (from 0), order not kept. */
export async function runBulkMutation(
  request: Omit<AdminRequest, 'body' | 'buckets'>,
  operation: BulkOperation,
  content: Buffer,
  writer: ResultWriter,
): Promise<RunEnd> {
  const { record, caller } = operation;
  const buckets = new CostBuckets(request.state.clock);
  buckets.of(caller.app.id, caller.shop).setRestoreRate(unlimited);
  let batch: string[] = [];
  let lineNumber = 0;
  const flush = async (): Promise<void> => {
    await writer.write(batch.reverse());
    batch = [];
    await nextTurn();
  };
  for (const line of variableLines(content)) {
    if (operation.fault && lineNumber >= operation.fault.afterObjects) {
      await flush();
      return { status: 'FAILED', errorCode: operation.fault.errorCode };
    }
    batch.push(
      JSON.stringify({ ...runLine({ ...request, buckets }, record.query, line), __lineNumber: lineNumber }),
    );
    lineNumber++;
    record.objectCount++;
    record.rootObjectCount++;
    if (batch.length === batchSize) await flush();
    if (operation.cancelAsked) break;
  }
  await flush();
  return { status: operation.cancelAsked ? 'CANCELED' : 'COMPLETED' };
}

function runLine(request: Omit<AdminRequest, 'body'>, query: string, line: string): object {
  let variables: unknown;
  try {
    variables = JSON.parse(line);
  } catch {
    return { errors: [{ message: 'The line is not valid JSON' }] };
  }
  const { data, errors } = executeAdminRequest({ ...request, body: { query, variables } }).json as {
    data?: unknown;
    errors?: unknown;
  };
  return errors === undefined ? { data } : { data: data ?? null, errors };
}
