import type { Browser, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { openVisit, seen, type ThemeVisit } from '../../extensions/theme/theme-visit.ts';
import { seriousFindings } from '../../support/axe.ts';
import { BOWL, EMAIL } from './points-shop.ts';
import { logIn } from './shopper.ts';

/** A shopper's browser at the points shop, held to account on every page of the storefront. */
export type ShopperVisit = ThemeVisit & {
  /** Opens a page of the storefront: one request to the app, or none for a guest; nothing moves. */
  open(at: string): Promise<void>;
  /** The same, and axe has nothing to say. */
  openJudged(at: string): Promise<void>;
  logIn(): Promise<void>;
  /** Puts so many bowls into the cart by the product's own form. */
  buy(productPath: string, quantity: number): Promise<void>;
  /** From the cart to the checkout. */
  checkOut(): Promise<void>;
  /** Places the order; answers its id, the thank-you page being open. */
  placeOrder(payment: 'Pay now' | 'Cash on delivery'): Promise<string>;
};

export async function visitShop(browser: Browser, origin: string, width = 1280): Promise<ShopperVisit> {
  const visit = await openVisit(browser, { origin }, width);
  const { page } = visit;
  const asked = countRequests(page);
  let isMember = false;

  async function open(at: string): Promise<void> {
    await visit.go(at);
    await visit.launcher.waitFor();
    await page.waitForLoadState('networkidle');
    expect([at, ...asked]).toEqual([at, ...(isMember ? ['GET /apps/encore/shopper'] : [])]);
    expect([at, (await page.evaluate(() => window.seen)).shift]).toEqual([at, 0]);
  }

  return {
    ...visit,
    open,
    async openJudged(at) {
      await open(at);
      expect(await seriousFindings(page), at).toEqual([]);
    },
    async logIn() {
      await logIn(page, origin, EMAIL);
      isMember = true;
    },
    async buy(productPath, quantity) {
      await visit.go(productPath);
      await page.getByLabel('Quantity').fill(String(quantity));
      await page.getByRole('button', { name: `Add to cart: ${BOWL.title}` }).click();
      await page.waitForURL('**/cart');
    },
    async checkOut() {
      await page.getByRole('button', { name: 'Check out' }).click();
      await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    },
    async placeOrder(payment) {
      await page.getByLabel(payment).check();
      await page.getByRole('button', { name: 'Place order' }).click();
      await page.waitForURL('**/thank-you*');
      const href = await page.getByRole('link', { name: 'Order status' }).getAttribute('href');
      return /\/orders\/(\d+)/.exec(href ?? '')?.[1] ?? '';
    },
  };
}

/** What the page that is open asks the app through Shopify, as it happens. */
function countRequests(page: Page): string[] {
  const asked: string[] = [];
  // The page before asks too, until the next one is there.
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) asked.length = 0;
  });
  page.on('request', (request: Request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/apps/encore')) asked.push(`${request.method()} ${pathname}`);
  });
  return asked;
}

/** The number before the word for points in a text such as "You have 1,219 points."; throws where there is none. */
export function pointsIn(text: string): number {
  const found = /(\d[\d,]*) points?/.exec(text)?.[1];
  if (found === undefined) throw new Error(`no points in “${text}”`);
  return Number(found.replaceAll(',', ''));
}

/** What the shopper reads of the balance: in the panel, the account and its profile, and on an order's page. */
export async function balanceForShopper(
  { page, go, launcher, dialog }: ThemeVisit,
  orderId: string,
): Promise<Record<string, number>> {
  const balance = page.getByText(/^You have [\d,]+ points?\.$/);
  const read = async (at: string): Promise<number> => {
    await go(at);
    await balance.waitFor();
    return pointsIn(await seen(balance));
  };
  await go('/');
  await page.waitForLoadState('networkidle');
  await launcher.click();
  const panel = pointsIn(await seen(dialog.locator('.encore-points')));
  return {
    panel,
    account: await read('/account/pages/encore-account'),
    profile: await read('/account/profile'),
    orderStatus: await read(`/orders/${orderId}`),
  };
}

/** The history on the account's page that is open: what, and by how many points. */
export async function readHistory(page: Page): Promise<string[]> {
  const lines = await page.getByRole('list').last().getByRole('listitem').allInnerTexts();
  return lines.map((line) => line.split(/\s*\n\s*/)).map(([what, , points]) => `${what} ${points}`);
}
