import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSessionToken } from '../../dev-store/auth/session-token.ts';
import { launchBrowser, skipReason } from '../../support/browser.ts';
import { app, type Shell, shopDomain, startShell } from './shell-harness.ts';

/** A small embedded app: navigation, a save bar, a modal, and an endpoint that tells which headers came. */
const appPage = (
  bridge: string,
) => `<!doctype html><html><head><meta name="shopify-api-key" content="${app.clientId}">
<script src="${bridge}/app-bridge.js"></script></head><body>
<ui-nav-menu><a href="/" rel="home">Home</a><a href="/customers">Customers</a></ui-nav-menu><ui-title-bar title="Encore home"></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" id="save"></button><button id="discard"></button></ui-save-bar>
<ui-modal id="modal"><ui-title-bar title="Sure?"></ui-title-bar></ui-modal><p id="place"></p>
<script type="module">
const place = () => { document.getElementById('place').textContent = location.pathname + ' ' + shopify.config.locale; };
addEventListener('popstate', place); place();
document.getElementById('modal').content.append('Body of the modal');
</script></body></html>`;

describe.skipIf(skipReason !== null)(`the framed page in Chromium (skipped: ${skipReason})`, () => {
  let shell: Shell;
  let browser: Browser;
  let page: Page;
  let framed: FrameLocator;
  let server: Server;
  let seen: Record<string, unknown>[] = [];

  beforeAll(async () => {
    shell = await startShell();
    browser = await launchBrowser();
    server = createServer((request, response) => {
      if (request.url?.startsWith('/api')) {
        seen.push(request.headers);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
        return;
      }
      response.writeHead(200, { 'content-type': 'text/html' }).end(appPage(shell.server.url));
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    shell.local.appUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await shell.close();
  });
  beforeEach(async () => {
    seen = [];
    await page.goto(`${shell.server.url}/store/tea-house/apps/encore?locale=vi`);
    framed = page.frameLocator('iframe');
    await framed.locator('#place').filter({ hasText: 'vi' }).waitFor();
  });

  const inFrame = (expression: string): Promise<unknown> | undefined =>
    page
      .frames()
      .find((frame) => frame.parentFrame() !== null)
      ?.evaluate(expression);

  test('fetch to the app → a fresh one-minute token of the staff member in the header', async () => {
    await inFrame("fetch('/api/home').then((response) => response.json())");
    const token = String(seen[0]?.authorization).replace('Bearer ', '');
    const claims = readSessionToken(app, token, { shopDomain, now: Date.now() });
    expect(claims).toMatchObject({ dest: `https://${shopDomain}`, sub: '902541635' });
  });

  test('outside the frame → no token', async () => {
    const alone = await browser.newPage();
    await alone.goto(`${shell.local.appUrl}/?shop=${shopDomain}`);
    const said = await alone.evaluate('shopify.idToken().catch((error) => error.message)');
    await alone.close();
    expect(said).toContain('not open in the Shopify admin');
  });

  test("the admin shows the app's pages and title; a click changes the page inside and the address outside", async () => {
    await expect.poll(() => page.title()).toBe('Encore home');
    await page.locator('[data-app-nav]').getByText('Customers').click();
    await framed.locator('#place').filter({ hasText: '/customers vi' }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/store/tea-house/apps/encore/customers');
    expect(page.url()).not.toContain('id_token');
  });

  test('the link to the online store → the storefront of this shop in the language of the admin', async () => {
    const link = page.getByRole('link', { name: 'Online store' });
    const href = await link.getAttribute('href');
    expect(href).toBe(`http://tea-house.localhost:${shell.server.port}/vi/`);
    const store = await browser.newPage();
    const answer = await store.goto(href ?? '');
    expect([answer?.status(), await store.locator('html').getAttribute('lang')]).toEqual([200, 'vi']);
    await store.close();
  });

  test('an address with a path of the app → opens there', async () => {
    await page.goto(`${shell.server.url}/store/tea-house/apps/encore/customers/7?locale=th`);
    await framed.locator('#place').filter({ hasText: '/customers/7 th' }).waitFor();
  });

  test('toast, save bar and modal → shown and hidden by the calls of App Bridge', async () => {
    await inFrame("shopify.toast.show('Saved', { duration: 60_000 })");
    await framed.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    await inFrame("shopify.saveBar.show('bar')");
    const bar = framed.getByRole('region', { name: 'Unsaved changes' });
    await bar.getByRole('button', { name: 'Save' }).waitFor();
    await inFrame("shopify.saveBar.hide('bar')");
    await bar.waitFor({ state: 'hidden' });
    await inFrame("shopify.modal.show('modal')");
    await framed.getByRole('dialog', { name: 'Sure?' }).filter({ hasText: 'Body of the modal' }).waitFor();
    await inFrame("shopify.modal.hide('modal')");
    await framed.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  test('the language switch → the frame opens again in that language', async () => {
    await page.locator('[data-locale]').selectOption('th');
    await framed.locator('#place').filter({ hasText: 'th' }).waitFor();
    expect(page.url()).toContain('locale=th');
  });

  test('not installed → the consent page; approved → the app', async () => {
    shell.local.createShop({ domain: 'fresh' }, { grantsAllOrders: false, install: false });
    await page.goto(`${shell.server.url}/store/fresh/apps/encore`);
    expect(await page.locator('main').textContent()).not.toContain('read_all_orders');
    await page.getByRole('button', { name: 'Install' }).click();
    await framed.locator('#place').waitFor();
    expect(shell.local.shop('fresh').installation.installed).toBe(true);
  });

  test('customers in the admin → the tags on them, found by tag, linked to the app; names are text, not markup', async () => {
    const { id } = await shell.control<{ id: string }>('POST', 'shops/tea-house/customers', {
      firstName: '<b>An</b>',
      email: 'an@example.com',
      tags: ['vip'],
    });
    await shell.control('POST', 'shops/tea-house/customers', { firstName: 'Bình', tags: ['lapsed'] });
    await page.goto(`${shell.server.url}/store/tea-house/customers?q=vip`);
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(1);
    expect(await rows.textContent()).toContain('<b>An</b>');
    expect(await rows.locator('.tag').textContent()).toBe('vip');
    await rows.getByRole('link', { name: 'Open in the app' }).click();
    await framed
      .locator('#place')
      .filter({ hasText: `/customers/${id}` })
      .waitFor();
  });
});
