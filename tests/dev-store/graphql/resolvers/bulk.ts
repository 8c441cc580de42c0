import type {
  BulkAnswer,
  BulkOperationRecord,
  BulkPort,
  StagedTarget,
  UserErrorRecord,
} from '../../state/ports.ts';
import { bulkMutationFault, bulkQueryFault } from '../bulk-rules.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType, parseGid } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';
import { sortBy } from '../order-search.ts';
import { badRequest, notImplemented } from '../refusal.ts';
import { compileSearch, parseSearch } from '../search-query.ts';
import { choiceTest, idTest, timeTest } from '../search-terms.ts';

interface ListArgs extends PageArgs {
  readonly query?: string | null;
  readonly sortKey: string;
}

interface StagedInput {
  readonly resource: string;
  readonly filename: string;
  readonly mimeType: string;
  readonly httpMethod: 'POST' | 'PUT';
  readonly fileSize?: string | number | null;
}

const STATUSES = ['created', 'running', 'completed', 'failed', 'canceling', 'canceled', 'expired'];

function portOf(context: AdminContext): BulkPort {
  if (context.bulk === undefined)
    throw notImplemented('Mutation', 'bulkOperation (no bulk port is attached)');
  return context.bulk;
}

function payload(answer: BulkAnswer) {
  return answer.ok
    ? { bulkOperation: answer.operation, userErrors: [] }
    : { bulkOperation: null, userErrors: answer.userErrors.map(withCode) };
}

const withCode = (error: UserErrorRecord) => ({ ...error, code: error.code ?? null });
const refuse = (fault: UserErrorRecord) => ({ bulkOperation: null, userErrors: [withCode(fault)] });

function listed(context: AdminContext, args: ListArgs) {
  const fields = {
    id: idTest<BulkOperationRecord>((operation) => operation.id),
    status: choiceTest<BulkOperationRecord>(STATUSES, (operation) => [operation.status.toLowerCase()]),
    operation_type: choiceTest<BulkOperationRecord>(['query', 'mutation'], (operation) => [
      operation.type.toLowerCase(),
    ]),
    created_at: timeTest<BulkOperationRecord>((operation) => operation.createdAt),
    completed_at: timeTest<BulkOperationRecord>((operation) => operation.completedAt),
  };
  const matches = compileSearch(parseSearch(args.query), fields);
  const sortValue = (operation: BulkOperationRecord): number =>
    args.sortKey === 'COMPLETED_AT' ? (operation.completedAt ?? 0) : operation.createdAt;
  const found = portOf(context)
    .list(context.caller)
    .filter((operation) => matches?.(operation) ?? true);
  return {
    items: sortBy(found, sortValue),
    idOf: (operation: BulkOperationRecord) => operation.id,
    sortValue,
  };
}

/** Any gid may be asked for; only a bulk operation of this app is found, as recorded. */
function find(context: AdminContext, id: string): BulkOperationRecord | null {
  const parsed = parseGid(id);
  if (parsed?.type !== 'BulkOperation') return null;
  return portOf(context).find(context.caller, parsed.id) ?? null;
}

function cancel(context: AdminContext, id: string) {
  const answer = portOf(context).cancel(context.caller, idOfType(id, 'BulkOperation'));
  if (answer === undefined) {
    return { bulkOperation: null, userErrors: [{ field: ['id'], message: 'Bulk operation does not exist' }] };
  }
  return payload(answer);
}

function stage(context: AdminContext, inputs: readonly StagedInput[]) {
  const other = inputs.find((input) => input.resource !== 'BULK_MUTATION_VARIABLES');
  if (other !== undefined) throw badRequest(`The local Shopify does not stage uploads for ${other.resource}`);
  const requests = inputs.map((input) => ({
    ...input,
    fileSize: input.fileSize == null ? null : String(input.fileSize),
  }));
  const stagedTargets: readonly StagedTarget[] = portOf(context).stageUploads(context.caller, requests);
  return { stagedTargets, userErrors: [] };
}

export const bulkResolvers: ResolverMap = {
  QueryRoot: {
    bulkOperation: (_root: unknown, args: { readonly id: string }, context) => find(context, args.id),
    bulkOperations: (_root: unknown, args: ListArgs, context, info) =>
      connection(listed(context, args), args, context, info),
    currentBulkOperation: (_root: unknown, args: { readonly type: string }, context) =>
      portOf(context)
        .list(context.caller)
        .filter((operation) => operation.type === args.type)
        .at(-1) ?? null,
  },
  Mutation: {
    bulkOperationRunQuery: (
      _root: unknown,
      args: { readonly query: string; readonly groupObjects: boolean },
      context,
    ) => {
      const fault = bulkQueryFault(args.query);
      return fault === undefined ? payload(portOf(context).runQuery(context.caller, args)) : refuse(fault);
    },
    bulkOperationRunMutation: (
      _root: unknown,
      args: {
        readonly mutation: string;
        readonly stagedUploadPath: string;
        readonly clientIdentifier?: string | null;
      },
      context,
    ) => {
      const clientIdentifier = args.clientIdentifier ?? null;
      const fault = bulkMutationFault(args.mutation, clientIdentifier);
      const request = { mutation: args.mutation, stagedUploadPath: args.stagedUploadPath, clientIdentifier };
      return fault === undefined
        ? payload(portOf(context).runMutation(context.caller, request))
        : refuse(fault);
    },
    bulkOperationCancel: (_root: unknown, args: { readonly id: string }, context) => cancel(context, args.id),
    stagedUploadsCreate: (_root: unknown, args: { readonly input: readonly StagedInput[] }, context) =>
      stage(context, args.input),
  },
  BulkOperation: {
    id: (operation: BulkOperationRecord) => gid('BulkOperation', operation.id),
    type: (operation: BulkOperationRecord) => operation.type,
    status: (operation: BulkOperationRecord) => operation.status,
    errorCode: (operation: BulkOperationRecord) => operation.errorCode,
    query: (operation: BulkOperationRecord) => operation.query,
    createdAt: (operation: BulkOperationRecord) => isoSeconds(operation.createdAt),
    completedAt: (operation: BulkOperationRecord) => isoOrNull(operation.completedAt),
    objectCount: (operation: BulkOperationRecord) => String(operation.objectCount),
    rootObjectCount: (operation: BulkOperationRecord) => String(operation.rootObjectCount),
    fileSize: (operation: BulkOperationRecord) =>
      operation.fileSize === null ? null : String(operation.fileSize),
    url: (operation: BulkOperationRecord) => operation.url,
    partialDataUrl: (operation: BulkOperationRecord) => operation.partialDataUrl,
  },
};
