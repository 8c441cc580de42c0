import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { collectComplaints, named, screenshot, skipReason } from '../support/browser.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import { customerAnswer, guestView, memberView, offer, openCode } from './support/shopper-view.ts';
import { openSurfaces, type Surfaces } from './support/surfaces.ts';

const WIDTHS = [390, 1280] as const;
const LOCALES = ['en', 'vi', 'th'] as const;
const everywhere = WIDTHS.flatMap((width) => LOCALES.map((locale) => [locale, width] as const));

describe.skipIf(skipReason !== null)(named('every surface in each language and width'), () => {
  let at: Surfaces;
  beforeAll(async () => {
    await buildExtensions();
    at = await openSurfaces();
    const view = memberView({ offer });
    const full = view.member === null ? view : { ...view, member: { ...view.member, codes: [openCode] } };
    at.stub.on('GET /ext/shopper', () => ({ body: full }));
    at.stub.on(`GET /ext/admin/customers/${at.customerId}`, () => ({
      body: customerAnswer(at.customerId),
    }));
  });
  afterAll(() => at.close());
  afterEach(() => at.leave());

  /** Drawn in the page's language, no barrier, nothing wider than the window; a picture is kept. */
  async function judge(page: Page, name: string, locale: string): Promise<void> {
    const block = page.locator('[data-extension][data-state=running]');
    await block.locator('s-text, s-heading').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await seriousFindings(page), name).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      name,
    ).toBeLessThanOrEqual(0);
    await screenshot(page, `extension-${name}-${locale}-${page.viewportSize()?.width}`);
  }

  test.each(everywhere)('%s at %s px → without a barrier, within the window', async (locale, width) => {
    const { page } = await at.visit('customer', width);
    const complaints = collectComplaints(page);
    await page.goto(`${await at.checkout({ customerId: at.customerId })}?locale=${locale}`);
    await judge(page, 'checkout', locale);
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.waitForURL('**/thank-you*');
    const orderId = [...at.shell.local.shop('tea-house').shop.orders.keys()].at(-1);
    at.stub.on(`GET /ext/orders/${orderId}`, () => ({ body: { points: 25, state: 'pending' } }));
    await judge(page, 'thank-you', locale);
    await page.goto(`${at.origin}/orders/${orderId}?locale=${locale}`);
    await judge(page, 'order-status', locale);
    await page.goto(`${at.origin}/account/pages/encore-account?locale=${locale}`);
    await judge(page, 'account', locale);
    await page.goto(`${at.origin}/account/profile?locale=${locale}`);
    await judge(page, 'profile', locale);
    await page.goto(`${at.shell.server.url}/store/tea-house/customers/${at.customerId}?locale=${locale}`);
    await judge(page, 'admin', locale);
    // The order is not known to the app at once.
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test.each(everywhere)(
    'order status by its link in %s at %s px → the invitation to log in, without a barrier',
    async (locale, width) => {
      const { page } = await at.visit('guest', width);
      at.stub.on('GET /ext/shopper', ({ caller }) => ({
        body: caller.from === 'shop' && caller.customerId !== null ? memberView({ offer }) : guestView(),
      }));
      await page.goto(`${await at.checkout({ email: 'new@example.com' })}?locale=${locale}`);
      await page.getByRole('button', { name: 'Place order' }).click();
      await page.waitForURL('**/thank-you*');
      const orderId = [...at.shell.local.shop('tea-house').shop.orders.keys()].at(-1);
      at.stub.on(`GET /ext/orders/${orderId}`, () => ({ status: 401 }));
      await page.goto(`${at.origin}/orders/${orderId}?locale=${locale}`);
      await page.locator('[data-extension] s-button').waitFor();
      await judge(page, 'order-status-guest', locale);
    },
  );
});
