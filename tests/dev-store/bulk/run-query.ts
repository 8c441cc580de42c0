import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'graphql';
import { type AdminRequest, readBulkWindow } from '../graphql/execute-admin-request.ts';
import { loadAdminSchema } from '../schema/load-schema.ts';
import { seededRandom } from '../webhooks/mess.ts';
import { type ResultLine, Scatter, windowLines } from './lines.ts';
import type { BulkFault, BulkOperation } from './operation.ts';
import type { ResultWriter } from './result-writer.ts';
import { shapeOf } from './shape.ts';

const windowSize = 250;

/** How a run ended: done, stopped on request, or broken off. */
export type RunEnd =
  | { status: 'COMPLETED' | 'CANCELED' }
  | { status: 'FAILED'; errorCode: BulkFault['errorCode'] };

/** Reads the root connection window by window and writes its lines; other requests are served between windows. */
export async function runBulkQuery(
  request: Omit<AdminRequest, 'body' | 'buckets'>,
  operation: BulkOperation,
  groupObjects: boolean,
  writer: ResultWriter,
): Promise<RunEnd> {
  const { record } = operation;
  const root = shapeOf(loadAdminSchema().schema, parse(record.query));
  if (root === undefined) return { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' };
  const scatter = groupObjects ? undefined : new Scatter(seededRandom(Number(BigInt(record.id) % 2n ** 32n)));
  let after: string | null = null;
  do {
    const window = readBulkWindow({ ...request, query: record.query }, { size: windowSize, after });
    if (window.errors.length > 0) return { status: 'FAILED', errorCode: errorCodeOf(window.errors) };
    after = window.next;
    const lines = windowLines((window.data as Record<string, unknown> | null)?.[root.key], root.shape);
    const kept = withinFault(operation, scatter?.pass(lines, after === null) ?? lines);
    await writer.write(kept.map((line) => line.text));
    record.objectCount += kept.length;
    record.rootObjectCount += kept.filter((line) => line.isRoot).length;
    if (operation.fault && record.objectCount >= operation.fault.afterObjects) {
      return { status: 'FAILED', errorCode: operation.fault.errorCode };
    }
    await nextTurn();
    if (operation.cancelAsked) return { status: 'CANCELED' };
  } while (after !== null);
  return { status: 'COMPLETED' };
}

function withinFault(operation: BulkOperation, lines: readonly ResultLine[]): readonly ResultLine[] {
  if (operation.fault === undefined) return lines;
  return lines.slice(0, Math.max(0, operation.fault.afterObjects - operation.record.objectCount));
}

function errorCodeOf(errors: readonly { extensions?: unknown }[]): BulkFault['errorCode'] {
  const isDenied = errors.some((error) => JSON.stringify(error.extensions ?? {}).includes('ACCESS_DENIED'));
  return isDenied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR';
}
