import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '../../../../web/shopify/session-storage.ts';
import type { Timing } from '../../../../web/shopify/timing.ts';
import type { Log } from '../../../../web/use-cases/ports.ts';

export const APP = {
  apiKey: 'key',
  apiSecret: 'a-secret-of-some-length',
  appUrl: 'https://encore.example.com',
};
export const SHOP = 'pho.myshopify.com';

/** Every item of an asynchronous sequence. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A log that keeps its lines. */
export function keepingLog(): Log & { lines: { level: string; fields: object; message: string }[] } {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), lines };
  return { ...log, child: () => ({ ...log, child: () => keepingLog() }) };
}

/** Time that moves only by waiting, which takes no time at all. */
export function jumpingTiming(start = Date.now()): Timing & { waits: number[]; advance(ms: number): void } {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    advance: (ms) => {
      now += ms;
    },
    now: () => now,
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    random: () => 0.5,
  };
}

/** Time that stands still while the waiting goes on: for things that really happen side by side. */
export function standingTiming(): Timing {
  const now = Date.now();
  return { now: () => now, wait: () => delay(1), random: () => 0.5 };
}

export type Seen = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
/** What the stand-in answers: a reply, or what to do with the connection. */
export type Scripted =
  | { status?: number; headers?: Record<string, string>; body: unknown }
  | 'cut'
  | ((seen: Seen, response: ServerResponse) => void | Promise<void>);

/** A server that answers request after request from a script (the last answer repeats) and keeps what it saw. */
export async function startScripted(script: Scripted[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    seen.push(one);
    const step = script.length > 1 ? script.shift() : script[0];
    if (step === undefined || step === 'cut') {
      request.socket.destroy();
      return;
    }
    if (typeof step === 'function') {
      await step(one, response);
      return;
    }
    const payload = typeof step.body === 'string' ? step.body : JSON.stringify(step.body);
    response
      .writeHead(step.status ?? 200, { 'content-type': 'application/json', ...step.headers })
      .end(payload);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    script,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sessions in memory: what `SessionStorage` promises, for tests that are not about storage. */
export function memoryStorage(): SessionStorage & { leases: Map<string, number> } {
  const sessions = new Map<string, Session>();
  const leases = new Map<string, number>();
  return {
    leases,
    storeSession: async (session) => {
      sessions.set(session.id, session);
      return true;
    },
    loadSession: async (id) => sessions.get(id),
    deleteSession: async (id) => sessions.delete(id),
    deleteSessions: async (ids) => ids.map((id) => sessions.delete(id)).every(Boolean),
    findSessionsByShop: async (shop) => [...sessions.values()].filter((session) => session.shop === shop),
    takeLease: async ({ id, now, until }) => {
      if ((leases.get(id) ?? 0) > now.getTime()) return false;
      leases.set(id, until.getTime());
      return true;
    },
    endLease: async (id) => {
      leases.delete(id);
    },
  };
}

/** An offline session of the shop. `lifeMs` from now; null = Shopify named no expiry. */
export function offlineSession(
  parts: { token?: string; refresh?: string; lifeMs?: number | null; now?: number } = {},
): Session {
  const lifeMs = parts.lifeMs === undefined ? 3_600_000 : parts.lifeMs;
  return new Session({
    id: `offline_${SHOP}`,
    shop: SHOP,
    state: '',
    isOnline: false,
    scope: 'read_orders',
    accessToken: parts.token ?? 'shpat_1',
    refreshToken: parts.refresh ?? 'shprt_1',
    ...(lifeMs === null ? {} : { expires: new Date((parts.now ?? Date.now()) + lifeMs) }),
  });
}

/** A session token as App Bridge gives it; `changes` overrides claims, `secret` the key. */
export function sessionToken(changes: Record<string, unknown> = {}, secret = APP.apiSecret): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${SHOP}/admin`,
    dest: `https://${SHOP}`,
    aud: APP.apiKey,
    sub: '42',
    exp: now + 60,
    nbf: now - 1,
    iat: now,
    jti: randomUUID(),
    sid: 's',
    ...changes,
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
