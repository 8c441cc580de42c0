import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { OfferView } from '../../../web/domain/loyalty/member-view.ts';
import { collectComplaints } from '../../support/browser.ts';
import type { ThemeShop } from './theme-shop.ts';

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
declare global {
  interface Window {
    seen: { shift: number; longTasks: number[] };
  }
}

/** A browser at the shop. `seen` of its window: what moved without a click, and what kept the page busy for over 50 ms. */
export type ThemeVisit = {
  page: Page;
  context: BrowserContext;
  complaints: string[];
  launcher: Locator;
  dialog: Locator;
  go(at: string): Promise<void>;
  fillCart(variantId: string | undefined): Promise<void>;
};

export async function openVisit(
  browser: Browser,
  shop: Pick<ThemeShop, 'origin'>,
  width: number,
): Promise<ThemeVisit> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(watchPage);
  return {
    page,
    context,
    complaints: collectComplaints(page),
    launcher: page.locator('[data-open]'),
    dialog: page.getByRole('dialog'),
    async go(at) {
      await page.goto(`${shop.origin}${at}`);
    },
    async fillCart(variantId) {
      await page.evaluate(
        (body) =>
          fetch('/cart/add.js', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          }).then((answer) => answer.json()),
        JSON.stringify({ id: variantId }),
      );
    },
  };
}

/** Runs in the page before anything of it. */
function watchPage(): void {
  window.seen = { shift: 0, longTasks: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[])
      if (!entry.hadRecentInput) window.seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.seen.longTasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** What a person sees of it. */
export const seen = async (part: Locator): Promise<string> => (await part.allInnerTexts()).join('\n');

/** 10 % off from 200,000 ₫ for three days more. */
export const offerAt = (shop: ThemeShop): OfferView => ({
  code: 'BACK-7QX2',
  value: { kind: 'percentage', percentageBps: 1_000 },
  minimumSpendMinor: 200_000,
  endsAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
  url: `${shop.origin}/discount/BACK-7QX2?redirect=/collections/all`,
});
