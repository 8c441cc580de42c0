import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '@shopify/shopify-api/adapters/node';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { mintSessionToken } from '../../dev-store/auth/session-token.ts';
import { app, exchangeBody, type Shell, shopDomain, startShell } from './shell-harness.ts';

const shopQuery = { query: '{ shop { id name myshopifyDomain } }' };
const hour = 3_600_000;
const day = 24 * hour;

let shell: Shell;
beforeEach(async () => {
  shell = await startShell();
  shell.local.clock.freeze();
});
afterEach(() => shell.close());

type Tokens = {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  refresh_token_expires_in: number;
  scope: string;
};

async function exchange(): Promise<Tokens> {
  const response = await shell.asApp('/admin/oauth/access_token', {
    body: exchangeBody(await shell.idToken()),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Tokens;
}

function refresh(refreshToken: string): Promise<Response> {
  const body = {
    client_id: app.clientId,
    client_secret: app.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  };
  return shell.asApp('/admin/oauth/access_token', { body });
}

const query = (token: string, shop?: string): Promise<Response> =>
  shell.asApp('/admin/api/2026-10/graphql.json', { token, body: shopQuery, ...(shop ? { shop } : {}) });

describe('token exchange', () => {
  test('a session token from the framed page → an expiring offline pair that opens the Admin API', async () => {
    const tokens = await exchange();
    expect(tokens).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    expect(tokens.scope.split(',')).toContain('read_all_orders');
    const response = await query(tokens.access_token);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { shop: { myshopifyDomain: shopDomain } } });
  });

  test('shopify-api decodes the token and the signed query of the frame', async () => {
    const shopify = shopifyApi({
      apiKey: app.clientId,
      apiSecretKey: app.clientSecret,
      apiVersion: ApiVersion.October26,
      hostName: 'encore.example.com',
      isEmbeddedApp: true,
    });
    const { src, idToken } = await shell.control<{ src: string; idToken: string }>(
      'POST',
      'shops/tea-house/frame',
      { path: '/customers/7?tab=orders', locale: 'vi' },
    );
    const url = new URL(src);
    const claims = await shopify.session.decodeSessionToken(idToken);
    expect(claims).toMatchObject({
      dest: `https://${shopDomain}`,
      iss: `https://${shopDomain}/admin`,
      aud: app.clientId,
    });
    expect(claims.exp - claims.iat).toBe(60);
    expect(await shopify.utils.validateHmac(Object.fromEntries(url.searchParams))).toBe(true);
    expect(url.pathname).toBe('/customers/7');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      embedded: '1',
      shop: shopDomain,
      locale: 'vi',
      tab: 'orders',
    });
  });

  test('a non-expiring token asked for → 403', async () => {
    const body = { ...exchangeBody(await shell.idToken()), expiring: '0' };
    expect((await shell.asApp('/admin/oauth/access_token', { body })).status).toBe(403);
  });

  test('an old, forged or foreign session token → 400 invalid_subject_token', async () => {
    const staff = { userId: '1', sid: 's' };
    const old = mintSessionToken(app, { shopDomain, ...staff, now: Date.now() - 61_000 });
    const forged = mintSessionToken(
      { ...app, clientSecret: 'other' },
      { shopDomain, ...staff, now: Date.now() },
    );
    const foreign = mintSessionToken(app, { shopDomain: 'other.myshopify.com', ...staff, now: Date.now() });
    for (const token of [old, forged, foreign, 'nonsense']) {
      const response = await shell.asApp('/admin/oauth/access_token', { body: exchangeBody(token) });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_subject_token' });
    }
  });

  test('a wrong client secret → 400 invalid_client', async () => {
    const body = { ...exchangeBody(await shell.idToken()), client_secret: 'wrong' };
    const response = await shell.asApp('/admin/oauth/access_token', { body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('a shop Shopify did not approve for it → no read_all_orders in the grant', async () => {
    const { local } = shell;
    local.createShop({ domain: 'small' }, { grantsAllOrders: false, install: true });
    expect(local.shop('small').installation.scopes).not.toContain('read_all_orders');
    expect(local.shop('small').installation.scopes).toContain('read_orders');
  });
});

describe('expiry and rotation', () => {
  test('an hour later the access token is refused and the refresh token gives a new pair', async () => {
    const first = await exchange();
    await shell.control('POST', 'clock', { advanceMs: hour });
    expect((await query(first.access_token)).status).toBe(401);
    const second = (await (await refresh(first.refresh_token)).json()) as Tokens;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await query(second.access_token)).status).toBe(200);
  });

  test('a lost refresh answer → the old refresh token works again until the new pair is used', async () => {
    const first = await exchange();
    await refresh(first.refresh_token);
    const again = (await (await refresh(first.refresh_token)).json()) as Tokens;
    expect(again.access_token).toBeTruthy();
    await query(again.access_token);
    const late = await refresh(first.refresh_token);
    expect(late.status).toBe(401);
    expect(await late.json()).toMatchObject({
      error_description: 'This request requires an active refresh_token',
    });
  });

  test('the replacement refresh token used → its predecessor is retired', async () => {
    const first = await exchange();
    const second = (await (await refresh(first.refresh_token)).json()) as Tokens;
    expect((await refresh(second.refresh_token)).status).toBe(200);
    expect((await refresh(first.refresh_token)).status).toBe(401);
  });

  test('a used refresh token is good for 30 more days at most, an unused one for 90', async () => {
    const first = await exchange();
    await refresh(first.refresh_token);
    await shell.control('POST', 'clock', { advanceMs: 31 * day });
    expect((await refresh(first.refresh_token)).status).toBe(401);
    const second = await exchange();
    await shell.control('POST', 'clock', { advanceMs: 90 * day });
    expect((await refresh(second.refresh_token)).status).toBe(401);
  });

  test('a new exchange retires the refresh token before it', async () => {
    const first = await exchange();
    await exchange();
    expect((await refresh(first.refresh_token)).status).toBe(401);
  });
});

describe('doors', () => {
  test('uninstalled → tokens dead at once, exchange and refresh refused, reinstalling works again', async () => {
    const tokens = await exchange();
    const idToken = await shell.idToken();
    await shell.control('POST', 'shops/tea-house/uninstall');
    expect((await query(tokens.access_token)).status).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(401);
    expect((await shell.asApp('/admin/oauth/access_token', { body: exchangeBody(idToken) })).status).toBe(
      400,
    );
    await shell.control('POST', 'shops/tea-house/install');
    expect((await query((await exchange()).access_token)).status).toBe(200);
  });

  test("another shop's token → 401; frozen → 402; unknown shop or version → 404", async () => {
    const tokens = await exchange();
    shell.local.createShop({ domain: 'other' }, { grantsAllOrders: true, install: true });
    expect((await query(tokens.access_token, 'other.myshopify.com')).status).toBe(401);
    expect((await query(tokens.access_token, 'nobody.myshopify.com')).status).toBe(404);
    const old = await shell.asApp('/admin/api/2024-01/graphql.json', {
      token: tokens.access_token,
      body: shopQuery,
    });
    expect(old.status).toBe(404);
    await shell.control('POST', 'shops/tea-house/frozen', { on: true });
    expect((await query(tokens.access_token)).status).toBe(402);
  });

  test('session tokens are handed to open frames of that shop only', async () => {
    const { frameId } = await shell.control<{ frameId: string }>('POST', 'shops/tea-house/frame', {});
    const ask = (shop: string, frame: string, headers = {}) =>
      fetch(`${shell.server.url}/store/${shop}/session-token/${frame}`, { method: 'POST', headers });
    shell.local.createShop({ domain: 'other' }, { grantsAllOrders: true, install: true });
    expect((await ask('tea-house', frameId)).status).toBe(200);
    expect((await ask('other', frameId)).status).toBe(403);
    expect((await ask('tea-house', 'made-up')).status).toBe(403);
    expect((await ask('tea-house', frameId, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});
