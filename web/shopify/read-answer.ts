import { z } from 'zod';
import { retryAfterMs, type ThrottleStatus } from './pace.ts';

/** One error of a GraphQL answer. */
export type GraphqlError = { message: string; code: string | null; path: string };

/** What came back from one HTTP exchange. `status` tells the bucket where the answer carried its cost. */
export type Reply =
  | { kind: 'data'; data: unknown; denied: readonly GraphqlError[]; cost: Cost | null }
  | { kind: 'errors'; errors: readonly GraphqlError[]; cost: Cost | null }
  | { kind: 'throttled'; cost: Cost | null; waitMs: number | null }
  /** The work may or may not have been done: 5xx, an internal error, a broken or late answer. */
  | { kind: 'lost'; reason: string }
  /** The request never reached Shopify. */
  | { kind: 'not-sent'; reason: string }
  | { kind: 'unauthorized'; status: 401 | 403 }
  | { kind: 'closed'; status: number };

export type Cost = { requested: number; status: ThrottleStatus };

const costShape = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({
    maximumAvailable: z.number(),
    currentlyAvailable: z.number(),
    restoreRate: z.number(),
  }),
});
const errorShape = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.object({ code: z.string().optional() }).optional(),
});
const bodyShape = z.object({
  data: z.unknown().optional(),
  errors: z.union([z.array(errorShape), z.string()]).optional(),
  extensions: z.object({ cost: costShape.optional().catch(undefined) }).optional(),
});

/** Codes that say nothing of our request: Shopify failed, perhaps after doing the work. */
const INTERNAL = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT']);
/** 402 frozen, 404 no such shop, 423 locked: nothing we send can succeed now. */
const CLOSED = new Set([402, 404, 423]);

/** Sorts an HTTP answer of the Admin API. */
export function readReply(status: number, retryAfter: string | null, text: string, now: number): Reply {
  if (status === 429) return { kind: 'throttled', cost: null, waitMs: retryAfterMs(retryAfter, now) };
  if (status === 401 || status === 403) return { kind: 'unauthorized', status };
  if (CLOSED.has(status)) return { kind: 'closed', status };
  if (status >= 500 || status === 408) return { kind: 'lost', reason: `HTTP ${status}` };
  const body = parseBody(text);
  if (!body) return { kind: 'lost', reason: `an answer that is no GraphQL (HTTP ${status})` };
  if (status >= 400)
    return { kind: 'errors', errors: [{ message: `HTTP ${status}`, code: null, path: '' }], cost: null };
  return readBody(body);
}

/** Sorts a failed fetch. Only failures before the connection stood prove that nothing was sent. */
export function readFailure(error: unknown): Reply {
  const code = codeOf(error);
  const reason = code ?? (error instanceof Error ? error.name : 'unknown failure');
  return { kind: code !== null && BEFORE_SENDING.has(code) ? 'not-sent' : 'lost', reason };
}

const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}

function parseBody(text: string): z.infer<typeof bodyShape> | null {
  try {
    return bodyShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function readBody(body: z.infer<typeof bodyShape>): Reply {
  const found = body.extensions?.cost;
  const cost = found ? { requested: found.requestedQueryCost, status: found.throttleStatus } : null;
  const errors = toErrors(body.errors);
  if (errors.some((error) => error.code === 'THROTTLED')) return { kind: 'throttled', cost, waitMs: null };
  const internal = errors.find((error) => error.code !== null && INTERNAL.has(error.code));
  if (internal) return { kind: 'lost', reason: internal.code ?? '' };
  const hasData = body.data !== undefined && body.data !== null;
  const onlyDenied = errors.every((error) => error.code === 'ACCESS_DENIED' && error.path !== '');
  if (hasData && onlyDenied) return { kind: 'data', data: body.data, denied: errors, cost };
  if (errors.length === 0) return { kind: 'lost', reason: 'an answer without data' };
  return { kind: 'errors', errors, cost };
}

function toErrors(errors: z.infer<typeof bodyShape>['errors']): GraphqlError[] {
  if (errors === undefined) return [];
  if (typeof errors === 'string') return [{ message: errors, code: null, path: '' }];
  return errors.map((error) => ({
    message: error.message,
    code: error.extensions?.code ?? null,
    path: (error.path ?? []).join('.'),
  }));
}
