import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../support/axe.ts';
import { launchBrowser, skipReason } from '../../support/browser.ts';
import { type Shell, startShell } from './shell-harness.ts';
import { CREATE, plain } from './support/discounts.ts';

describe.skipIf(skipReason !== null)(`the storefront in Chromium (skipped: ${skipReason})`, () => {
  let shell: Shell;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    shell = await startShell({ currency: 'VND' });
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    await shell.control('POST', 'shops/tea-house/products', {
      title: 'Tea',
      variants: [{ priceMinor: 250_000 }],
    });
    await shell.control('POST', 'shops/tea-house/customers', { email: 'an@example.com' });
    const body = { query: CREATE, variables: { d: plain({ code: 'TEN' }) } };
    await shell.asApp('/admin/api/2026-10/graphql.json', { token: await shell.accessToken(), body });
  });
  afterAll(async () => {
    await browser.close();
    await shell.close();
  });

  const violations = async (): Promise<string[]> => (await violationsOf(page)).map(({ id }) => id);

  test('a discount link opened at the shop’s own host → bought with its code, every page without a barrier', async () => {
    const origin = `http://tea-house.localhost:${shell.server.port}`;
    await page.goto(`${origin}/discount/TEN?redirect=${encodeURIComponent('/collections/all')}`);
    expect(page.url()).toBe(`${origin}/collections/all`);
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'Add to cart: Tea' }).click();
    await page.getByRole('textbox', { name: 'Discount code' }).fill('NOPE');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Enter a valid discount code.');
    expect(await violations()).toEqual([]);
    const removal = page.getByRole('button', { name: 'Remove NOPE' });
    await removal.click();
    // The next link would break off the form that is being sent.
    await removal.waitFor({ state: 'detached' });
    await page.getByRole('navigation').getByRole('link', { name: 'Cart' }).click();
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click();
    // The cart asks for an e-mail, too.
    await page.waitForURL('**/account/login');
    await page.getByLabel('E-mail').fill('an@example.com');
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Place order', exact: true }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toContain('₫255,000');
    expect(await violations()).toEqual([]);
    const [order] = [...shell.local.shop('tea-house').shop.orders.values()];
    expect(order).toMatchObject({ email: 'an@example.com', discounts: [{ title: 'TEN' }] });
  });
});
