import type { BulkOperationRecord, BulkStatus, Caller } from '../state/ports.ts';
import type { BulkFiles } from './files.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One bulk operation while it lives: its record, who started it, and how to stop it. */
export type BulkOperation = {
  record: Mutable<BulkOperationRecord>;
  caller: Caller;
  cancelAsked: boolean;
  /** Breaks off after so many objects or lines, on request. */
  fault: BulkFault | undefined;
};

export type BulkFault = {
  afterObjects: number;
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT';
};

const running: readonly BulkStatus[] = ['CREATED', 'RUNNING', 'CANCELING'];

export function isRunning(operation: BulkOperation): boolean {
  return running.includes(operation.record.status);
}

export function newOperation(
  caller: Caller,
  type: 'QUERY' | 'MUTATION',
  query: string,
  now: number,
): BulkOperation {
  return {
    record: {
      id: caller.shop.newId(),
      type,
      status: 'CREATED',
      errorCode: null,
      query,
      createdAt: now,
      completedAt: null,
      objectCount: 0,
      rootObjectCount: 0,
      fileSize: null,
      url: null,
      partialDataUrl: null,
    },
    caller,
    cancelAsked: false,
    fault: undefined,
  };
}

/** The record as the API shows it now: after seven days a finished operation is EXPIRED and has no address any more. */
export function shownRecord(operation: BulkOperation, files: BulkFiles): BulkOperationRecord {
  const { record } = operation;
  const isOver = record.completedAt !== null && files.isExpired(record.completedAt);
  if (!isOver) return { ...record };
  return { ...record, status: 'EXPIRED', url: null, partialDataUrl: null };
}

/** Ends an operation. A result without any line has no address. */
export function endOperation(
  operation: BulkOperation,
  end: { status: 'COMPLETED' | 'FAILED' | 'CANCELED'; errorCode?: BulkFault['errorCode'] },
  files: BulkFiles,
  now: number,
): void {
  const { record } = operation;
  record.status = end.status;
  record.errorCode = end.errorCode ?? null;
  record.completedAt = now;
  if ((record.fileSize ?? 0) === 0) return;
  const url = files.resultUrl(record.id, now);
  if (end.status === 'COMPLETED') record.url = url;
  else record.partialDataUrl = url;
}
