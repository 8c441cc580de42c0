import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LocalShopify } from '../../dev-store/controls/local-shopify.ts';
import { type RunningServer, startServer } from '../../dev-store/server.ts';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { app, appToml, shopDomain } from './shell-harness.ts';

const TOML = `${appToml}\n[app_proxy]\nurl = "https://encore.example.com/proxy"\nprefix = "apps"\nsubpath = "encore"\n`;

type Came = { method: string; url: URL; request: IncomingMessage; body: string };

let came: Came[];
let door: Server;
let local: LocalShopify;
let server: RunningServer;
beforeEach(async () => {
  came = [];
  door = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://app');
    if (url.pathname.startsWith('/webhooks')) return void response.end();
    came.push({ method: request.method ?? '', url, request, body: Buffer.concat(chunks).toString() });
    response
      .writeHead(202, { 'set-cookie': 'mine=1', 'x-own': 'yes', 'content-type': 'text/plain' })
      .end('done');
  });
  await new Promise<void>((resolve) => door.listen(0, resolve));
  const appUrl = `http://localhost:${(door.address() as AddressInfo).port}`;
  local = new LocalShopify({ toml: TOML, appUrl, app });
  server = await startServer(local, 0);
  local.createShop({ domain: shopDomain }, { grantsAllOrders: true, install: true });
});
afterEach(async () => {
  await server.close();
  door.closeAllConnections();
  await new Promise<void>((resolve) => door.close(() => resolve()));
});

const visit = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { 'x-forwarded-host': shopDomain, ...init.headers },
  });

async function logIn(): Promise<string> {
  const { shop } = local.shop(shopDomain);
  upsertCustomer(local.state, shop, { email: 'an@example.com' });
  const body = new URLSearchParams({ email: 'an@example.com' });
  const [cookie] = (await visit('/account/login', { method: 'POST', body })).headers.getSetCookie();
  return cookie?.split(';')[0] ?? '';
}

function signatureOf(query: URLSearchParams): string {
  const pairs = [...new Set(query.keys())]
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${query.getAll(name).join(',')}`);
  return createHmac('sha256', app.clientSecret).update(pairs.join('')).digest('hex');
}

describe('an address of the shop under the app’s subpath', () => {
  test('asked by who is logged in → the app gets it signed, with the customer and without cookies', async () => {
    const cookie = await logIn();
    const askedAt = Date.now();
    const answer = await visit('/apps/encore/shopper?b=2&a=1&a=3', { headers: { cookie } });
    expect([answer.status, await answer.text(), answer.headers.get('x-own')]).toEqual([202, 'done', 'yes']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const [{ url, request }] = came as [Came];
    const customer = [...local.shop(shopDomain).shop.customers.values()][0];
    expect(url.pathname).toBe('/proxy/shopper');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      shop: shopDomain,
      logged_in_customer_id: customer?.id,
      path_prefix: '/apps/encore',
      b: '2',
    });
    expect(url.searchParams.get('signature')).toBe(signatureOf(url.searchParams));
    const timestamp = Number(url.searchParams.get('timestamp'));
    expect(timestamp).toBeGreaterThanOrEqual(Math.floor(askedAt / 1000));
    expect(timestamp).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000));
    expect(request.headers.cookie).toBeUndefined();
  });

  test('asked by a guest, or by a customer who is gone → a blank customer', async () => {
    await visit('/apps/encore/shopper');
    const cookie = await logIn();
    local.shop(shopDomain).shop.customers.clear();
    await visit('/apps/encore/shopper', { headers: { cookie } });
    expect(came.map(({ url }) => url.searchParams.get('logged_in_customer_id'))).toEqual(['', '']);
  });

  test.each(['POST', 'PUT', 'DELETE'])('%s → method and body arrive as they are', async (method) => {
    const answer = await visit('/apps/encore/redeem', {
      method,
      body: '{"rewardId":"r1"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(202);
    expect([came[0]?.method, came[0]?.body]).toEqual([method, '{"rewardId":"r1"}']);
    expect(came[0]?.request.headers['content-type']).toBe('application/json');
  });

  test('parameters that a visitor sends himself → stand beside the true ones, and the signature covers both', async () => {
    await visit('/apps/encore/shopper?logged_in_customer_id=7');
    const query = came[0]?.url.searchParams ?? new URLSearchParams();
    expect(query.getAll('logged_in_customer_id')).toEqual(['7', '']);
    expect(query.get('signature')).toBe(signatureOf(query));
  });

  test('an app that is not installed, one that is down → 404, 502', async () => {
    door.closeAllConnections();
    await new Promise<void>((resolve) => door.close(() => resolve()));
    expect((await visit('/apps/encore/shopper')).status).toBe(502);
    local.uninstall(shopDomain);
    expect((await visit('/apps/encore/shopper')).status).toBe(404);
  });

  test('an app without a proxy in its TOML → 404', async () => {
    const plain = await startServer(
      new LocalShopify({ toml: appToml, appUrl: 'http://localhost:1', app }),
      0,
    );
    expect((await fetch(`${plain.url}/apps/encore/shopper`)).status).toBe(404);
    await plain.close();
  });
});
