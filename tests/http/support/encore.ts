import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { Express } from 'express';
import { expect, vi } from 'vitest';
import { createApp, type Outer } from '../../../web/app.ts';
import type { Config } from '../../../web/config.ts';
import { emailChannelPath } from '../../../web/contract/channels.ts';
import { connectShop, type LocalShop } from '../../demo/local-shop.ts';
import { LocalShopify } from '../../dev-store/controls/local-shopify.ts';
import { openShop, shopShape } from '../../dev-store/controls/shop-routes.ts';
import { MAIL_LOGIN } from '../../dev-store/mail/mail-server.ts';
import { startServer } from '../../dev-store/server.ts';
import { type RecordingLog, recordingLog } from '../../support/silent-log.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { API_KEY, API_SECRET } from './app-identity.ts';
import { deliver, type Sent } from './deliver.ts';
import { mintToken } from './token.ts';

/** Ids of the local Shopify start here, above 2^53, so that a reader that loses digits is found. */
export const FIRST_ID = '9007199254740993';

/** Longer than any machine needs: it only ends what would hang. */
const HANGS_MS = 60_000;

const MAIL_SETTINGS = {
  security: 'none',
  fromName: 'Tea House',
  fromAddress: 'hello@tea.example',
  replyTo: 'hello@tea.example',
  postalAddress: '1 Tea Street, Hanoi',
  dkimSelector: null,
  logoUrl: null,
  colour: '#112233',
  returnMailbox: null,
};

/** Encore as `npm start` serves it, on a test database and a local Shopify in this process. */
export type Installed = LocalShop & { shopId: number };

export type Encore = {
  url: string;
  database: TestDatabase;
  shopify: LocalShopify;
  log: RecordingLog;
  /** A shop at the local Shopify with the app on it; Encore hears of it at its first authenticated call. */
  openShop(name: string): Promise<LocalShop>;
  /** `openShop`, what `fill` does to it there, and that first call. */
  install(name: string, fill?: (shop: LocalShop) => Promise<void>): Promise<Installed>;
  startWorkers(): Promise<void>;
  /** What the clock starts every minute, now. */
  tick(): Promise<void>;
  /** The local mail server listens, and the shop sends by it. */
  setUpMail(domain: string): Promise<void>;
  /** Resolves when nothing waits: no delivery on its way from the local Shopify, none in the inbox, no job. */
  settled(): Promise<void>;
  /** Method and path pattern of every route of the server. */
  routes(): { method: string; path: string }[];
  /** One API call with a fresh session token of the shop. */
  api(domain: string, path: string, init?: RequestInit): Promise<Response>;
  /** One signed delivery; what is not given is right. */
  deliver(sent: Sent): Promise<Response>;
  rows<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  close(): Promise<void>;
};

/** `driven`: another clock than the real one, and how its time passes. */
export async function startEncore(
  database: TestDatabase,
  overrides: Partial<Config> = {},
  driven: Pick<Outer, 'wait'> & Partial<Pick<Outer, 'clock'>> = {},
): Promise<Encore> {
  const toml = readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8');
  const app = { clientId: API_KEY, clientSecret: API_SECRET };
  const shopify = new LocalShopify({ toml, appUrl: 'http://127.0.0.1:1', app });
  shopify.bulk.startDelayMs = 0;
  shopify.bulk.runMs = 0;
  // Encore is in this process: when it is slow to answer the machine is, and a second delivery a minute later helps nobody.
  shopify.hub.courier.timeoutMs = HANGS_MS;
  const store = await startServer(shopify, 0);
  const log = recordingLog();
  const config = configFor(store.url, overrides);
  const encore = await createApp(config, {
    log,
    clock: { now: () => new Date() },
    ...driven,
    open: async () => ({ ...database, close: async () => undefined }),
  });
  const server = createServer(encore.http);
  server.listen(0);
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  shopify.appUrl = url;
  const rows = async <R extends object>(text: string, values: unknown[] = []) =>
    (await database.pool.query<R>(text, values)).rows;
  const api = (domain: string, path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      ...init,
      headers: { authorization: `Bearer ${mintToken({ shop: domain })}`, 'content-type': 'application/json' },
    });
  let opened = 0n;
  const open = async (name: string) => {
    const firstId = String(BigInt(FIRST_ID) + 1_000_000n * opened++);
    const asked = { domain: name, currency: 'USD', install: true, firstId };
    const shop = await openShop(shopify, shopShape.parse(asked));
    return connectShop(store.url, shop.domain);
  };
  return {
    url,
    database,
    shopify,
    log,
    rows,
    api,
    openShop: open,
    async install(name, fill) {
      const local = await open(name);
      const { domain } = local;
      await fill?.(local);
      const answer = await api(domain, '/api/shop');
      if (!answer.ok) throw new Error(`install ${domain}: ${answer.status} ${inspect(log.lines)}`);
      const [shop] = await rows<{ shop_id: number }>('SELECT shop_id FROM shop WHERE domain = $1', [domain]);
      return { ...local, shopId: shop?.shop_id ?? 0 };
    },
    startWorkers: encore.startWorkers,
    tick: encore.tick,
    async setUpMail(domain) {
      await shopify.mail.up(0);
      const { user, password } = MAIL_LOGIN;
      const settings = { ...MAIL_SETTINGS, host: '127.0.0.1', port: shopify.mail.port, user };
      const body = JSON.stringify({ settings, password });
      const answer = await api(domain, emailChannelPath, { method: 'PUT', body });
      if (!answer.ok) throw new Error(`set up mail: ${answer.status} ${await answer.text()}`);
    },
    settled: () => settle(shopify, rows),
    routes: () => routesOf(encore.routed),
    deliver: (sent) => deliver(url, sent),
    async close() {
      server.close();
      server.closeAllConnections();
      await encore.stop();
      await shopify.mail.down();
      await store.close();
    },
  };
}

const WAITING = `SELECT 'inbox ' || topic || ' ' || coalesce(note, '') AS what FROM webhook_inbox WHERE state = 'pending'
  UNION ALL SELECT 'job ' || name || ' ' || state || ' ' || coalesce(output::text, '') FROM pgboss.job WHERE state < 'completed' AND name NOT LIKE '\\_\\_pgboss%'`;

/** What a job does in Shopify comes back as deliveries: these are looked at before the jobs and after them. */
async function settle({ hub: { courier } }: LocalShopify, rows: Encore['rows']): Promise<void> {
  const nothingWaits = async () => {
    await courier.quiet();
    expect(await waiting(rows)).toEqual([]);
    expect(courier.busy).toBe(false);
  };
  await vi.waitFor(nothingWaits, { timeout: HANGS_MS, interval: 20 });
}

async function waiting(rows: Encore['rows']): Promise<string[]> {
  return (await rows<{ what: string }>(WAITING)).map(({ what }) => what);
}

function routesOf(app: Express): { method: string; path: string }[] {
  const found: { method: string; path: string }[] = [];
  const walk = (stack: readonly Layer[]): void => {
    for (const { route, handle } of stack) {
      for (const path of route ? [route.path].flat() : [])
        for (const method of Object.keys(route?.methods ?? {}))
          found.push({ method: method.toUpperCase(), path });
      if (handle.stack) walk(handle.stack);
    }
  };
  walk(app.router.stack as unknown as Layer[]);
  return found;
}

type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
};

/** Production's settings but for the address of Shopify. */
function configFor(storeUrl: string, overrides: Partial<Config>): Config {
  return {
    port: 0,
    appUrl: 'https://encore.example.com',
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    encryptionKeys: [Buffer.alloc(32, 7)],
    database: { dataDir: 'given by the test' },
    apiOrigin: storeUrl,
    appBridgeUrl: 'https://cdn.shopify.com/shopifycloud/app-bridge.js',
    logLevel: 'silent',
    frameAncestors: [],
    ...overrides,
  };
}
