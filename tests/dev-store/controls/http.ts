import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'lossless-json';

/** What a handler sees. `params` are the named groups of the route's pattern. */
export type HttpRequest = {
  method: string;
  url: URL;
  params: Record<string, string>;
  raw: IncomingMessage;
  /** The whole body; throws `HttpError` 413 above `limit` bytes. */
  body(limit?: number): Promise<Buffer>;
};

/** What a handler answers. `drop`: the connection is cut instead, as when an answer is lost. */
export type Reply = {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer | Iterable<string> | AsyncIterable<string | Buffer>;
  drop?: true;
};

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  pattern: RegExp;
  handle: (request: HttpRequest) => Reply | Promise<Reply>;
};

/** A refusal with an HTTP status; its message is shown to the caller. */
export class HttpError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const defaultLimit = 10 * 1024 * 1024;

/** A route; `:name` in `path` matches one path segment, `*rest` everything that follows. */
export function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  const pattern = path
    .replaceAll(/[.]/g, '\\.')
    .replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')
    .replaceAll(/\*(\w+)/g, '(?<$1>.*)');
  return { method, pattern: new RegExp(`^${pattern}$`), handle };
}

export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

export function html(text: string, status = 200): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: text };
}

export function ndjson(lines: Iterable<string>): Reply {
  return { status: 200, headers: { 'content-type': 'application/x-ndjson; charset=utf-8' }, body: lines };
}

/** The body as JSON; numbers too long for a double come as their digits. An empty body is `{}`. */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const text = (await request.body()).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return parse(text, null, (digits) =>
      Number.isSafeInteger(Number(digits)) || !/^-?\d+$/.test(digits) ? Number(digits) : digits,
    );
  } catch (error) {
    throw new HttpError(400, `body is not JSON: ${String(error)}`);
  }
}

/** Answers a request by the first route that fits: 404 without one, 405 when only the method differs. */
export async function answer(
  routes: readonly Route[],
  raw: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(raw.url ?? '/', 'http://local');
  const method = raw.method === 'HEAD' ? 'GET' : (raw.method ?? 'GET');
  let reply: Reply;
  try {
    reply = await dispatch(routes, method, url, raw);
  } catch (error) {
    reply = replyToFailure(error);
  }
  await send(reply, response);
}

async function dispatch(
  routes: readonly Route[],
  method: string,
  url: URL,
  raw: IncomingMessage,
): Promise<Reply> {
  const fitting = routes.filter((candidate) => candidate.pattern.test(url.pathname));
  const chosen = fitting.find((candidate) => candidate.method === method);
  if (chosen === undefined) {
    return json(
      { errors: fitting.length > 0 ? 'Method Not Allowed' : 'Not Found' },
      fitting.length > 0 ? 405 : 404,
    );
  }
  const groups = chosen.pattern.exec(url.pathname)?.groups ?? {};
  const params = Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decodePart(value)]));
  return chosen.handle({ method, url, params, raw, body: (limit = defaultLimit) => collect(raw, limit) });
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400, `the address is not well encoded: ${text}`);
  }
}

function replyToFailure(error: unknown): Reply {
  if (error instanceof HttpError) return json({ errors: error.message }, error.status);
  if (error instanceof Error && error.name === 'ZodError') return json({ errors: error.message }, 422);
  console.error(error);
  return json({ errors: error instanceof Error ? error.message : String(error) }, 500);
}

async function collect(raw: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new HttpError(413, `body is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.drop) {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, reply.headers);
  const { body } = reply;
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    response.end(body);
    return;
  }
  await pipeline(Readable.from(inChunks(body)), response).catch(() => response.destroy());
}

/** Joins short lines into larger writes. */
async function* inChunks(
  parts: Iterable<string> | AsyncIterable<string | Buffer>,
): AsyncGenerator<string | Buffer> {
  let held = '';
  for await (const part of parts) {
    if (typeof part !== 'string') {
      yield part;
      continue;
    }
    held += part;
    if (held.length > 65_536) {
      yield held;
      held = '';
    }
  }
  if (held !== '') yield held;
}
