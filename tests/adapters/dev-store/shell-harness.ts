import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalShopify } from '../../dev-store/controls/local-shopify.ts';
import { type RunningServer, startServer } from '../../dev-store/server.ts';

export const app = { clientId: 'test-client-id', clientSecret: 'test-client-secret' };
export const shopDomain = 'tea-house.myshopify.com';

/** A manifest with every kind of subscription the shell has to tell apart. */
export const appToml = `
client_id = "test-client-id"
name = "Encore"
handle = "encore"
application_url = "https://encore.example.com"
embedded = true
[access_scopes]
scopes = "read_customers,write_customers,read_orders,read_all_orders,read_products,read_customer_merge,read_discounts,write_discounts"
[auth]
redirect_urls = []
[webhooks]
api_version = "2026-10"
  [[webhooks.subscriptions]]
  name = "orders"
  topics = ["orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/edited", "orders/fulfilled", "orders/delete", "refunds/create"]
  uri = "/webhooks/orders"
  [[webhooks.subscriptions]]
  topics = ["customers/create", "customers/update", "customers/delete", "customers/merge", "customer.tags_added", "customer.tags_removed"]
  uri = "/webhooks/customers"
  [[webhooks.subscriptions]]
  topics = ["app/uninstalled", "app/scopes_update", "bulk_operations/finish", "shop/update"]
  uri = "/webhooks/app"
  [[webhooks.subscriptions]]
  topics = ["discounts/create", "discounts/update", "discounts/delete"]
  uri = "/webhooks/discounts"
  [[webhooks.subscriptions]]
  compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
  uri = "/webhooks/compliance"
`;

/** One delivery as the app's door saw it. */
export type Received = { path: string; headers: IncomingHttpHeaders; body: string; topic: string };

/** A door that records what comes and answers as told. */
export type Door = {
  url: string;
  received: Received[];
  answerWith: (status: number | 'hang') => void;
  close(): Promise<void>;
};

/** An HTTP server in the app's place. It answers 200 until told otherwise. */
export async function openDoor(): Promise<Door> {
  const received: Received[] = [];
  let status: number | 'hang' = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    received.push({
      path: request.url ?? '',
      headers: request.headers,
      body,
      topic: String(request.headers['x-shopify-topic']),
    });
    if (status === 'hang') return;
    response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end();
  });
  const url = await listen(server);
  return {
    url,
    received,
    answerWith: (next) => {
      status = next;
    },
    close: () => closed(server),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** A running local Shopify with one installed shop, and a door where its app would be. */
export type Shell = {
  local: LocalShopify;
  server: RunningServer;
  door: Door;
  /** A control under `/__dev/`; answers its JSON and throws on a refusal. */
  control<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
  /** Any request to the shop as the app's client sends it. */
  asApp(path: string, init?: { token?: string; body?: unknown; shop?: string }): Promise<Response>;
  /** A fresh session token, got through the framed page. */
  idToken(): Promise<string>;
  /** An expiring offline token by token exchange. */
  accessToken(): Promise<string>;
  close(): Promise<void>;
};

/** Starts one; `currency` and time zone of the shop as given, USD in Hồ Chí Minh City else. */
export async function startShell(shop: { currency?: string; firstId?: bigint } = {}): Promise<Shell> {
  const door = await openDoor();
  const local = new LocalShopify({ toml: appToml, appUrl: door.url, app });
  const server = await startServer(local, 0);
  const input = { currency: 'USD', ianaTimezone: 'Asia/Ho_Chi_Minh', taxesIncluded: true, ...shop };
  local.createShop({ domain: shopDomain, ...input }, { grantsAllOrders: true, install: true });
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server.url}/__dev/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const asApp: Shell['asApp'] = (path, init = {}) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-host': init.shop ?? shopDomain,
        ...(init.token ? { 'x-shopify-access-token': init.token } : {}),
      },
      body: JSON.stringify(init.body ?? {}),
    });
  const idToken = async (): Promise<string> =>
    (await control<{ idToken: string }>('POST', 'shops/tea-house/frame', {})).idToken;
  const accessToken = async (): Promise<string> => {
    const response = await asApp('/admin/oauth/access_token', { body: exchangeBody(await idToken()) });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const close = async (): Promise<void> => {
    await server.close();
    await door.close();
  };
  return { local, server, door, control, asApp, idToken, accessToken, close };
}

/** The body of a token exchange for an expiring offline token. */
export function exchangeBody(subjectToken: string): Record<string, string> {
  return {
    client_id: app.clientId,
    client_secret: app.clientSecret,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  };
}
