import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../web/config.ts';
import { errorBodySchema } from '../../web/contract/errors.ts';
import { prepareAdmin } from '../support/admin-dist.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { API_KEY } from './support/app-identity.ts';
import { type Encore, startEncore } from './support/encore.ts';

const CDN = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';
const KEY = Buffer.alloc(32, 7).toString('base64');
const PRODUCTION = {
  APP_URL: 'https://encore.example.com',
  SHOPIFY_API_KEY: API_KEY,
  SHOPIFY_API_SECRET: 'hush',
  ENCRYPTION_KEY: KEY,
  DATABASE_URL: 'postgres://u:p@localhost/encore',
};

describe("the admin's document in production", () => {
  let encore: Encore;
  let database: TestDatabase;
  beforeAll(async () => {
    await prepareAdmin();
    const { appBridgeUrl, frameAncestors } = readConfig(PRODUCTION);
    database = await createTestDatabase('pglite');
    encore = await startEncore(database, { appBridgeUrl, frameAncestors });
  });
  afterAll(async () => {
    await encore.close();
    await database.close();
  });

  const csp = async (path: string) => (await fetch(encore.url + path)).headers.get('content-security-policy');

  it("framed by its own shop's admin and Shopify's, by nobody else", async () => {
    expect(await csp('/?shop=Tea-House.myshopify.com')).toBe(
      'frame-ancestors https://tea-house.myshopify.com https://admin.shopify.com;',
    );
    expect(await csp('/customers/12?shop=tea-house.myshopify.com')).toContain(
      'https://tea-house.myshopify.com',
    );
  });

  it.each([
    '/',
    '/?shop=',
    '/?shop=evil.example',
    '/?shop=a.myshopify.com.evil.example',
    '/?shop=a.myshopify.com;%20script-src%20*',
    '/?shop=a.myshopify.com&shop=b.myshopify.com',
    '/settings?shop=https://a.myshopify.com',
  ])('no shop, or a malformed one: %s → framed by nobody', async (path) => {
    expect(await csp(path)).toBe("frame-ancestors 'none';");
  });

  it("App Bridge from Shopify's CDN as the first script, with the app's key, no placeholder left", async () => {
    const answer = await fetch(`${encore.url}/?shop=a.myshopify.com`);
    const html = await answer.text();
    const [first] = html.match(/<script[^>]*>/g) ?? [];
    expect(first).toContain(`src="${CDN}"`);
    expect(html).toContain(`content="${API_KEY}"`);
    expect(html).not.toMatch(/%[A-Z_]+%|localhost|127\.0\.0\.1/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('its scripts and styles → found, kept for a year; one that is not there → 404', async () => {
    const html = await (await fetch(`${encore.url}/?shop=a.myshopify.com`)).text();
    const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.length).toBeGreaterThanOrEqual(2);
    for (const path of assets) {
      const answer = await fetch(encore.url + path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get('cache-control')).toContain('immutable');
    }
    expect((await fetch(`${encore.url}/assets/missing.js`)).status).toBe(404);
  });

  it('an address that cannot be decoded → 400 by the contract', async () => {
    const answer = await fetch(`${encore.url}/assets/%ff`);
    expect(answer.status).toBe(400);
    errorBodySchema.parse(await answer.json());
  });

  it('the server says nothing about what it runs on', async () => {
    expect((await fetch(`${encore.url}/`)).headers.get('x-powered-by')).toBeNull();
  });
});
