import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { SLOWER } from '../../support/browser.ts';

/** Who a checked token speaks for: a shopper (null = a guest), or staff in the admin. */
export type Caller = { from: 'shop'; customerId: string | null } | { from: 'admin' };
export type StubReply = { status?: number; body?: unknown };
export type StubRequest = { method: string; path: string; caller: Caller; body: Record<string, unknown> };

/** An HTTP server in the app's place that checks session tokens and CORS as the app does. */
export type StubApp = {
  url: string;
  /** Requests that were let in, in order. */
  requests: StubRequest[];
  /** Origins of the browser's requests, as they came. */
  origins: (string | undefined)[];
  /** False: the server forgets to allow other origins. */
  allowsOrigins: boolean;
  /** Answers `METHOD /path`; the latest answer given for a route holds. */
  on(route: string, reply: (request: StubRequest) => StubReply | Promise<StubReply>): void;
  close(): Promise<void>;
};

/** @param app whose secret signs the tokens; @param shopDomain whose shoppers may ask */
export async function startStubApp(
  app: { clientId: string; clientSecret: string },
  shopDomain: string,
): Promise<StubApp> {
  const requests: StubRequest[] = [];
  const origins: (string | undefined)[] = [];
  const routes = new Map<string, Parameters<StubApp['on']>[1]>();
  const server = createServer(async (request, response) => {
    if (stub.allowsOrigins) response.setHeader('Access-Control-Allow-Origin', '*');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
      response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
      response.writeHead(204).end();
      return;
    }
    const path = request.url ?? '';
    // Webhooks of the local Shopify come here too, and are nobody's business.
    if (!path.startsWith('/ext/')) return send(response, {});
    origins.push(request.headers.origin);
    const caller = readToken(app, shopDomain, request.headers.authorization);
    const isAdminPath = path.startsWith('/ext/admin/');
    if (caller === null || (caller.from === 'admin') !== isAdminPath) return send(response, { status: 401 });
    const method = request.method ?? 'GET';
    const asked = { method, path, caller, body: await readBody(request) };
    requests.push(asked);
    const reply = (await routes.get(`${method} ${path}`)?.(asked)) ?? { status: 404 };
    if (SLOWER > 1) await setTimeout(Math.random() * 50 * SLOWER);
    send(response, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const stub: StubApp = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    requests,
    origins,
    allowsOrigins: true,
    on: (route, reply) => void routes.set(route, reply),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return stub;
}

function send(response: ServerResponse, { status = 200, body = {} }: StubReply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Signature, audience, shop, lifetime; the admin names itself as issuer, a shopper is named by a customer's gid. */
function readToken(
  app: { clientId: string; clientSecret: string },
  shopDomain: string,
  authorization = '',
): Caller | null {
  const [, header, payload, signature] = /^Bearer ([^.]+)\.([^.]+)\.(.+)$/.exec(authorization) ?? [];
  const right = createHmac('sha256', app.clientSecret).update(`${header}.${payload}`).digest('base64url');
  if (payload === undefined || signature !== right) return null;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  const now = Date.now() / 1000;
  const isLive = Number(claims.nbf) <= now + 1 && now < Number(claims.exp);
  const isOurs = String(claims.dest).replace('https://', '') === shopDomain && claims.aud === app.clientId;
  if (!isLive || !isOurs) return null;
  if (claims.iss !== undefined) return { from: 'admin' };
  const customer = /^gid:\/\/shopify\/Customer\/(\d+)$/.exec(String(claims.sub ?? ''))?.[1];
  return { from: 'shop', customerId: customer ?? null };
}
