import { randomUUID } from 'node:crypto';
import { AppError } from '../../domain/shared/errors.ts';
import type { BulkKind, BulkStatus } from '../../use-cases/ports.ts';
import type { AdminClient, Answer } from '../admin-client.ts';
import {
  BULK_CUSTOMER_IDS,
  BULK_CUSTOMERS,
  BULK_ORDER_IDS,
  BULK_ORDERS,
} from '../operations/bulk-documents.ts';
import { BULK_OPERATION, RECENT_BULK, RUN_BULK_QUERY } from '../operations/bulk-operations.ts';
import type { UserError } from '../operations/operation.ts';
import type { Timing } from '../timing.ts';

const DOCUMENTS: Record<BulkKind, string> = {
  orders: BULK_ORDERS,
  customers: BULK_CUSTOMERS,
  'order-ids': BULK_ORDER_IDS,
  'customer-ids': BULK_CUSTOMER_IDS,
};

type Started = { bulkOperation: { id: string } | null; userErrors: UserError[] } | null;

/** Starts a bulk query. @throws AppError CONFLICT when five already run, SHOPIFY_REFUSED with Shopify's reason */
export async function startBulk(client: AdminClient, timing: Timing, kind: BulkKind): Promise<string> {
  // Only orders have children, which must follow them; grouping makes Shopify slower.
  const groupObjects = kind === 'orders';
  return startOnce(client, timing, {
    document: DOCUMENTS[kind],
    start: async (query) =>
      mapAnswer(
        await client.attempt(RUN_BULK_QUERY, { query, groupObjects }),
        (data) => data.bulkOperationRunQuery,
      ),
  });
}

const LOOK_UP_AFTER_MS = 2000;

/**
 * Starts a bulk operation. The document carries a mark of its own, so that after a lost answer the newest operations tell
 * whether this very one was started; it is started again only if none bears the mark.
 */
export async function startOnce(
  client: AdminClient,
  timing: Timing,
  bulk: { document: string; start(markedDocument: string): Promise<Answer<Started>> },
): Promise<string> {
  const mark = `# encore ${randomUUID()}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await bulk.start(`${mark}\n${bulk.document}`);
    if (answer.state === 'answered') return operationId(answer.data);
    await timing.wait(LOOK_UP_AFTER_MS);
    const { bulkOperations } = await client.run(RECENT_BULK, {});
    const found = bulkOperations.nodes.find((node) => node.query.includes(mark));
    if (found) return found.id;
  }
  throw new AppError('SHOPIFY_UNAVAILABLE', 'Shopify does not tell whether a bulk operation was started');
}

export function mapAnswer<From, To>(answer: Answer<From>, map: (data: From) => To): Answer<To> {
  return answer.state === 'answered' ? { state: 'answered', data: map(answer.data) } : answer;
}

function operationId(started: Started): string {
  if (started?.bulkOperation) return started.bulkOperation.id;
  const errors = started?.userErrors ?? [];
  const busy = errors.some(
    (error) => error.code === 'LIMIT_REACHED' || error.code === 'OPERATION_IN_PROGRESS',
  );
  const message = errors.map((error) => error.message).join('; ') || 'no reason given';
  if (busy) throw new AppError('CONFLICT', `Shopify runs as many bulk operations as it allows: ${message}`);
  const issues = errors.map((error) => ({
    field: error.field?.join('.') ?? 'query',
    message: error.message,
  }));
  throw new AppError('SHOPIFY_REFUSED', `the bulk operation was refused: ${message}`, { issues });
}

const STATES: Record<string, BulkStatus['state']> = {
  CREATED: 'running',
  RUNNING: 'running',
  CANCELING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
};

/** How an operation stands. @throws AppError NOT_FOUND when the shop has none with this id */
export async function bulkStatus(client: AdminClient, id: string): Promise<BulkStatus> {
  const { bulkOperation } = await client.run(BULK_OPERATION, { id });
  if (!bulkOperation) throw new AppError('NOT_FOUND', `Shopify knows no bulk operation ${id}`);
  const state = STATES[bulkOperation.status] ?? 'running';
  return {
    state,
    rootObjects: Number(bulkOperation.rootObjectCount),
    url: state === 'completed' ? bulkOperation.url : null,
    error: bulkOperation.errorCode,
  };
}
