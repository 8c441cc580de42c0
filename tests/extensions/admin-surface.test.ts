import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { named, skipReason } from '../support/browser.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import { customerAnswer } from './support/shopper-view.ts';
import { openSurfaces, type Surfaces } from './support/surfaces.ts';

describe.skipIf(skipReason !== null)(named('our parts of Shopify’s admin in Chromium'), () => {
  let at: Surfaces;
  let path: string;
  beforeAll(async () => {
    await buildExtensions();
    at = await openSurfaces();
    path = `/ext/admin/customers/${at.customerId}`;
  });
  afterAll(() => at.close());
  afterEach(() => at.leave());
  beforeEach(() => {
    at.stub.requests.length = 0;
    at.stub.on(`GET ${path}`, () => ({ body: customerAnswer(at.customerId) }));
  });

  async function openCustomer(query = '') {
    const { page } = await at.visit('guest');
    await page.goto(`${at.shell.server.url}/store/tea-house/customers/${at.customerId}${query}`);
    return page;
  }

  test('a customer’s page → stage with its reason, scores in words, points, offer, and the way into the app', async () => {
    const page = await openCustomer();
    await page.getByText('VIP', { exact: true }).waitFor();
    await page.getByText('7 purchases and ₫4,200,000 spent; VIP from 6 purchases and ₫2,400,000.').waitFor();
    await page.getByText('Bought a while ago (3) · Buys most often (5) · Spent most (5)').waitFor();
    await page.getByText('320 points · 12 points still to come · Level Member').waitFor();
    await page.getByText('Open offer: 15% off, code BACK-7Q2M, until Sunday, November 29').waitFor();
    const href = await page.getByRole('link', { name: 'Open in Encore' }).getAttribute('href');
    expect(href).toBe(`/store/tea-house/apps/encore/customers/${at.customerId}`);
    expect(at.stub.requests.map(({ caller }) => caller)).toEqual([{ from: 'admin' }]);
  });

  test('points adjusted → the new balance; no answer and again → the same key', async () => {
    at.stub.on(`POST ${path}/adjust`, () => ({ status: 503 }));
    const page = await openCustomer();
    await page.getByLabel('Points (below 0 takes them)').fill('-50');
    await page.getByLabel('Reason').selectOption('correction');
    const adjust = page.getByRole('button', { name: 'Adjust' });
    await adjust.click();
    await page.getByText('Encore did not answer. Click again: the points change only once.').waitFor();
    at.stub.on(`POST ${path}/adjust`, () => ({ body: customerAnswer(at.customerId, 270) }));
    await adjust.click();
    await page.getByText('Points are adjusted.').waitFor();
    await page.getByText('270 points · 12 points still to come · Level Member').waitFor();
    const [first, second] = at.stub.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body);
    expect(first).toMatchObject({ points: -50, reason: 'correction' });
    expect(second).toEqual(first);
  });

  test('no whole number → named at the field, and nothing is asked', async () => {
    const page = await openCustomer();
    await page.getByLabel('Points (below 0 takes them)').fill('1.5');
    await page.getByRole('button', { name: 'Adjust' }).click();
    await page.getByText('Enter a whole number other than 0, for example 50 or -50.').waitFor();
    expect(at.stub.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('a customer Encore does not hold, and a server that is away → said each', async () => {
    at.stub.on(`GET ${path}`, () => ({ status: 404 }));
    const page = await openCustomer();
    await page.getByText('This customer has no orders in Encore yet.').waitFor();
    at.stub.on(`GET ${path}`, () => ({ status: 503 }));
    await page.reload();
    await page.getByText('Encore did not answer.').waitFor();
    at.stub.on(`GET ${path}`, () => ({ body: customerAnswer(at.customerId) }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('VIP', { exact: true }).waitFor();
  });

  test('segment templates → one for each of our tags, in queries Shopify’s editor reads', async () => {
    at.stub.on('GET /ext/admin/tags', () => ({
      body: {
        tags: [
          { of: 'first_time', tag: 'encore-first-time' },
          { of: 'vip', tag: "o'vip" },
        ],
      },
    }));
    at.shell.local.shop('tea-house').shop.segmentLagMs = 0;
    await at.shell.control('POST', 'shops/tea-house/customers', {
      email: 'vip@example.com',
      tags: ["o'vip"],
    });
    const { page } = await at.visit('guest');
    await page.goto(`${at.shell.server.url}/store/tea-house/segments/templates`);
    const items = page.locator('[data-templates] li');
    await expect.poll(() => items.count()).toBe(2);
    const [first, second] = await items.allInnerTexts();
    expect(first).toMatch(/^First-time customers .* customer_tags CONTAINS 'encore-first-time' 0$/);
    expect(second).toMatch(/ 1$/);
  });

  test('the app cannot say its tags → no template rather than a wrong one', async () => {
    at.stub.on('GET /ext/admin/tags', () => ({ status: 503 }));
    const { page } = await at.visit('guest');
    await page.goto(`${at.shell.server.url}/store/tea-house/segments/templates`);
    await page.locator('[data-extension][data-state=running]').waitFor({ state: 'attached' });
    expect(await page.locator('[data-templates] li').count()).toBe(0);
  });
});
