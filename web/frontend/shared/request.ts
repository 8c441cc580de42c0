import type { z } from 'zod';
import { type ErrorCode, errorBodySchema, type FieldIssue } from '../../contract/errors.ts';
import { reloadPage } from './reload-page.ts';

/** A request that failed. `OFFLINE`: no answer; `BAD_ANSWER`: an answer outside the contract. `status` is 0 where there was none. */
export class RequestError extends Error {
  readonly code: ErrorCode | 'OFFLINE' | 'BAD_ANSWER';
  readonly status: number;
  readonly issues: readonly FieldIssue[];

  constructor(
    code: RequestError['code'],
    status: number,
    details: { issues?: readonly FieldIssue[]; cause?: unknown } = {},
  ) {
    super(code, { cause: details.cause });
    this.name = 'RequestError';
    this.code = code;
    this.status = status;
    this.issues = details.issues ?? [];
  }
}

const RELOADED_AT = 'encore.reloaded-at';

/** A dead session is cured by loading the page anew; at most once in 30 s, or a broken one would spin. */
function reloadOnce(): boolean {
  const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
  if (Date.now() - last < 30_000) return false;
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  reloadPage();
  return true;
}

async function toError(response: Response): Promise<RequestError> {
  if (response.status === 401) reloadOnce();
  const body = errorBodySchema.safeParse(await response.json().catch(() => null));
  if (!body.success)
    return new RequestError(response.status >= 500 ? 'INTERNAL' : 'BAD_ANSWER', response.status);
  return new RequestError(body.data.code, response.status, { issues: body.data.issues });
}

/** Sends with App Bridge's session token, which App Bridge's own fetch adds. Throws `RequestError` for anything but a 2xx. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new RequestError('OFFLINE', 0, { cause });
  }
  if (!response.ok) throw await toError(response);
  return response;
}

/** GET, answer checked against its schema. */
export async function getJson<T extends z.ZodType>(
  schema: T,
  path: string,
  signal?: AbortSignal,
): Promise<z.infer<T>> {
  return parse(schema, await send(path, signal ? { signal } : {}));
}

/** POST or PUT with a JSON body, answer checked against its schema. */
export async function sendJson<T extends z.ZodType>(
  schema: T,
  path: string,
  request: { method: 'POST' | 'PUT'; body: unknown; signal?: AbortSignal },
): Promise<z.infer<T>> {
  const response = await send(path, {
    method: request.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request.body),
    ...(request.signal ? { signal: request.signal } : {}),
  });
  return parse(schema, response);
}

async function parse<T extends z.ZodType>(schema: T, response: Response): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new RequestError('BAD_ANSWER', response.status, { cause: parsed.error });
  return parsed.data;
}
