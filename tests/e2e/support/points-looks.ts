import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openVisit } from '../../extensions/theme/theme-visit.ts';
import { seriousFindings } from '../../support/axe.ts';
import { collectComplaints, screenshot } from '../../support/browser.ts';
import { appIn } from '../../support/framed-app.ts';
import type { PointsShop } from './points-shop.ts';

export type Locale = 'en' | 'vi' | 'th';
type Session = Awaited<ReturnType<BrowserContext['storageState']>>;
/** Where the walk has come to: who is logged in, what was bought, and a checkout that is open. */
export type Reached = {
  at: PointsShop;
  browser: Browser;
  session: Session;
  orderId: string;
  thanksPath: string;
  checkoutPath: string;
};
type Look = { locale: Locale; width: number; withAxe: boolean };

/** Pictures of every surface in a language at a width: nothing wider than the window, no complaint. */
export async function takePictures(reached: Reached, look: Look): Promise<void> {
  await Promise.all([pictureShop(reached, look), pictureAdmin(reached, look)]);
}

/** Storefront, checkout, thanks, order and account. */
async function pictureShop({ at, browser, session, ...places }: Reached, look: Look): Promise<void> {
  const { locale, width } = look;
  const { page, context, launcher, dialog, go, complaints } = await openVisit(browser, at, width);
  await context.addCookies(session.cookies);
  const theme = { home: '/', product: at.productPath, cart: '/cart', loyalty: '/pages/loyalty' };
  for (const [name, path] of Object.entries(theme)) {
    // Four pages are drawn at once on a machine at work: what always moves is found in three loads as well.
    let shift = 1;
    for (let load = 0; load < 3 && shift > 0; load++) {
      await go(`${locale === 'en' ? '' : `/${locale}`}${path}`);
      await launcher.waitFor();
      await page.waitForLoadState('networkidle');
      shift = (await page.evaluate(() => window.seen)).shift;
    }
    expect([name, locale, shift]).toEqual([name, locale, 0]);
    await keep(page, name, look);
  }
  await launcher.click();
  await dialog.waitFor();
  await keep(page, 'panel', look);
  const surfaces = {
    checkout: places.checkoutPath,
    'thank-you': places.thanksPath,
    'order-status': `/orders/${places.orderId}`,
    account: '/account/pages/encore-account',
    profile: '/account/profile',
  };
  for (const [name, path] of Object.entries(surfaces)) {
    await go(`${path}?locale=${locale}`);
    await drawn(page);
    await keep(page, name, look);
  }
  expect(complaints).toEqual([]);
  await context.close();
}

/** Our block on Shopify's page, and Encore's own pages. */
async function pictureAdmin({ at, browser }: Reached, look: Look): Promise<void> {
  const context = await browser.newContext({ viewport: { width: look.width, height: 844 } });
  const page = await context.newPage();
  const complaints = collectComplaints(page);
  await page.goto(at.admin(`/customers/${at.customerId}`, look.locale));
  await drawn(page);
  await keep(page, 'admin-block', look);
  const pages = {
    program: ['/loyalty', '.figures'],
    members: ['/loyalty/members', `a[href^="/loyalty/members/${at.customerId}"]`],
    member: [`/loyalty/members/${at.customerId}`, '.ledger'],
    customer: [`/customers/${at.customerId}`, `a[href="/loyalty/members/${at.customerId}"]`],
  } as const;
  for (const [name, [path, ready]] of Object.entries(pages)) {
    await page.goto(at.admin(`/apps/encore${path}`, look.locale));
    const frame = await appIn(page);
    await frame.waitForSelector(ready);
    await frame.waitForFunction(() => document.querySelector('[class*="Skeleton"]') === null);
    await keep(page, name, look);
  }
  expect(complaints).toEqual([]);
  await context.close();
}

async function drawn(page: Page): Promise<void> {
  await page.locator('[data-extension][data-state=running]').locator('s-text, s-heading').first().waitFor();
  await page.waitForLoadState('networkidle');
}

async function keep(page: Page, name: string, { locale, width, withAxe }: Look): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect([name, locale, width, Math.max(0, wide)]).toEqual([name, locale, width, 0]);
  if (withAxe) expect(await seriousFindings(page), `${name} ${locale} ${width}`).toEqual([]);
  await screenshot(page, `points-${name}-${locale}-${width}`);
}
