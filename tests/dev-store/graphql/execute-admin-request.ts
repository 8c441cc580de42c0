import type { ExecutionResult } from 'graphql';
import { execute, GraphQLError, getVariableValues } from 'graphql';
import { loadAdminSchema } from '../schema/load-schema.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import type { BulkPort, Caller, InstallationPort } from '../state/ports.ts';
import type { CostBuckets } from './bucket.ts';
import { checkVariables, invalidVariable } from './check-inputs.ts';
import type { AdminContext, BulkWindow } from './context.ts';
import { actualCost, requestedCost } from './cost.ts';
import type { AnswerError } from './error-phrasing.ts';
import type { Prepared } from './prepare-document.ts';
import { prepareDocument } from './prepare-document.ts';
import { resolveField, resolveType } from './resolver-map.ts';

/** A single query may ask for no more points than this. */
export const MAX_QUERY_COST = 1000;

export interface AdminRequest {
  readonly state: DevStoreState;
  readonly caller: Caller;
  /** The parsed JSON body: `{query, variables?, operationName?}`. */
  readonly body: unknown;
  readonly buckets: CostBuckets;
  readonly bulk?: BulkPort;
  readonly installation?: InstallationPort;
}

export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}

interface Body {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'x-shopify-api-version': '2026-10' };

function readBody(body: unknown): Body | undefined {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') {
    return undefined;
  }
  const variables = 'variables' in body ? body.variables : undefined;
  const name = 'operationName' in body ? body.operationName : undefined;
  return {
    query: body.query,
    variables: typeof variables === 'object' && variables !== null ? { ...variables } : {},
    operationName: typeof name === 'string' && name !== '' ? name : null,
  };
}

const answer = (json: unknown, status = 200): AdminAnswer => ({ status, headers: HEADERS, json });

/** One POST to `/admin/api/2026-10/graphql.json`, from the parsed body to status, headers and JSON. */
export function executeAdminRequest(request: AdminRequest): AdminAnswer {
  const body = readBody(request.body);
  if (body === undefined) return answer({ errors: { query: 'Required parameter missing or invalid' } }, 400);
  const prepared = prepareDocument(body.query, body.operationName);
  if (!prepared.ok) return answer({ errors: prepared.errors });
  const coerced = coerceVariables(prepared.document, body.variables);
  if (!coerced.ok) return answer({ errors: coerced.errors });
  const variables = coerced.variables;
  const requested = requestedCost({ ...prepared.document, variables });
  const bucket = request.buckets.of(request.caller.app.id, request.caller.shop);
  if (requested > MAX_QUERY_COST) return answer({ errors: [tooExpensive(requested)] });
  if (!bucket.take(requested)) {
    const cost = { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status() };
    return answer({ errors: [THROTTLED], extensions: { cost } });
  }
  const result = run(request, prepared.document, body, null);
  const actual = Math.min(requested, actualCost({ ...prepared.document, variables }, result.data ?? null));
  bucket.giveBack(requested - actual);
  const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() };
  return answer({ ...plain(result), extensions: { cost } });
}

/** Lists found by a bulk run, forgotten with its caller. */
const snapshots = new WeakMap<Caller, Map<string, BulkWindow['snapshot']>>();

function snapshotOf(caller: Caller, query: string): BulkWindow['snapshot'] {
  const byQuery = snapshots.get(caller) ?? new Map<string, BulkWindow['snapshot']>();
  snapshots.set(caller, byQuery);
  const known = byQuery.get(query) ?? { source: undefined };
  byQuery.set(query, known);
  return known;
}

/**
 * One window of a bulk query's root connection, without paging arguments, cost or ceiling. Which records belong is settled
 * by the first window of a caller; each is read as it stands when its window comes.
 */
export function readBulkWindow(
  request: Omit<AdminRequest, 'body' | 'buckets'> & { readonly query: string },
  window: { readonly size: number; readonly after: string | null },
): { readonly data: unknown; readonly errors: readonly AnswerError[]; readonly next: string | null } {
  const prepared = prepareDocument(request.query, null);
  if (!prepared.ok) return { data: null, errors: prepared.errors, next: null };
  const snapshot = snapshotOf(request.caller, request.query);
  if (window.after === null) snapshot.source = undefined;
  const bulkWindow: BulkWindow = {
    size: window.size,
    offset: Number(window.after ?? 0),
    snapshot,
    next: null,
  };
  const body = { query: request.query, variables: {}, operationName: null };
  const result = plain(run(request, prepared.document, body, bulkWindow));
  if (bulkWindow.next === null) snapshot.source = undefined;
  const next = bulkWindow.next === null ? null : String(bulkWindow.next);
  return { data: result.data ?? null, errors: result.errors ?? [], next };
}

function run(
  request: Omit<AdminRequest, 'body' | 'buckets'>,
  prepared: Prepared,
  body: Body,
  bulkWindow: BulkWindow | null,
): ExecutionResult {
  const contextValue: AdminContext = {
    state: request.state,
    shop: request.caller.shop,
    caller: request.caller,
    admin: loadAdminSchema(),
    bulk: request.bulk,
    installation: request.installation,
    bulkWindow: bulkWindow ?? undefined,
  };
  const result = execute({
    schema: prepared.schema,
    document: prepared.source,
    variableValues: body.variables,
    operationName: body.operationName,
    fieldResolver: resolveField,
    typeResolver: resolveType,
    contextValue,
  });
  if ('then' in result) throw new Error('resolvers of the local Shopify answer at once');
  return result;
}

function coerceVariables(
  prepared: Prepared,
  variables: Readonly<Record<string, unknown>>,
):
  | { readonly ok: true; readonly variables: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly AnswerError[] } {
  const checked = checkVariables(prepared.schema, prepared.operation, variables);
  if (checked.length > 0) return { ok: false, errors: checked };
  const coerced = getVariableValues(prepared.schema, prepared.operation.variableDefinitions ?? [], variables);
  if (coerced.errors === undefined) return { ok: true, variables: coerced.coerced };
  return { ok: false, errors: coerced.errors.map((error) => variableError(error, variables)) };
}

function variableError(error: GraphQLError, variables: Readonly<Record<string, unknown>>): AnswerError {
  const match =
    /^Variable "\$(\w+)" (?:of required type "([^"]+)" was not provided|got invalid value .*; (.*))/s.exec(
      error.message,
    );
  const name = match?.[1];
  if (name === undefined) return { message: error.message, extensions: { code: 'INVALID_VARIABLE' } };
  const definition = error.nodes?.[0];
  const type = definition?.kind === 'VariableDefinition' ? typeText(definition.type) : (match?.[2] ?? '');
  const at = /at "\w+\.([\w.]+)"/.exec(error.message)?.[1]?.split('.') ?? [];
  const explanation = match?.[3] ?? 'Expected value to not be null';
  return {
    ...invalidVariable(name, type, variables[name], [{ path: at, explanation }]),
    locations: error.locations?.map(({ line, column }) => ({ line, column })) ?? [],
  };
}

function typeText(node: {
  readonly kind: string;
  readonly loc?:
    | { readonly start: number; readonly end: number; readonly source: { readonly body: string } }
    | undefined;
}): string {
  return node.loc === undefined ? '' : node.loc.source.body.slice(node.loc.start, node.loc.end);
}

interface PlainResult {
  readonly data?: unknown;
  readonly errors?: readonly AnswerError[];
}

/** A resolver that broke is our fault, not an answer: it is thrown on, so that no test mistakes it for a refusal. */
function plain(result: ExecutionResult): PlainResult {
  const errors = result.errors?.map((error): AnswerError => {
    const cause = error.originalError;
    if (cause !== undefined && !(cause instanceof GraphQLError)) throw cause;
    return {
      message: error.message,
      locations: error.locations?.map(({ line, column }) => ({ line, column })) ?? [],
      path: error.path ?? [],
      extensions: error.extensions,
    };
  });
  return errors === undefined ? { data: result.data } : { errors, data: result.data ?? null };
}

const THROTTLED: AnswerError = {
  message: 'Throttled',
  extensions: {
    code: 'THROTTLED',
    documentation: 'https://shopify.dev/api/usage/rate-limits',
  },
};

function tooExpensive(cost: number): AnswerError {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}). Use smaller pages or a bulk operation.`,
    extensions: {
      code: 'MAX_COST_EXCEEDED',
      cost,
      maxCost: MAX_QUERY_COST,
      documentation: 'https://shopify.dev/api/usage/rate-limits',
    },
  };
}
