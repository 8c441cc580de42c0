import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { launchBrowser, screenshot, skipReason } from '../support/browser.ts';
import { MEMBER, openThemeShop, type ThemeShop } from './theme/theme-shop.ts';
import { offerAt, openVisit, shiftOf } from './theme/theme-visit.ts';

const PAGES = { home: '/', product: '/products/lotus-tea', cart: '/cart', loyalty: '/pages/loyalty' };

describe.skipIf(skipReason !== null)(
  `the theme’s blocks by width and language${skipReason ? ` (${skipReason})` : ''}`,
  () => {
    let shop: ThemeShop;
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
      shop = await openThemeShop();
      shop.knowMember(MEMBER, offerAt(shop));
    });
    afterAll(async () => {
      await browser.close();
      await shop.close();
    });

    describe.each([390, 1280])('at %i px', (width) => {
      test.each(['en', 'vi', 'th'] as const)(
        'in %s → nothing moves, nothing runs out of the page, axe finds nothing serious',
        async (language) => {
          const { page, context, launcher, dialog, go, fillCart } = await openVisit(browser, shop, width);
          await shop.logIn(page);
          await fillCart(shop.products.tea.variants[0]?.id);
          for (const [name, at] of Object.entries(PAGES)) {
            await go(`${language === 'en' ? '' : `/${language}`}${at}`);
            await launcher.waitFor();
            const shift = await shiftOf(page);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            expect([name, shift, wide]).toEqual([name, 0, 0]);
            if (width === 390 || language === 'en') expect(await seriousFindings(page), name).toEqual([]);
            await screenshot(page, `theme-${name}-${language}-${width}`);
          }
          await launcher.click();
          await dialog.waitFor();
          await screenshot(page, `theme-panel-${language}-${width}`);
          const cut = await dialog.evaluate((box) =>
            [...box.querySelectorAll('button, p, span, li')].some(
              (one) =>
                one.clientWidth > 0 &&
                one.scrollWidth > one.clientWidth + 1 &&
                getComputedStyle(one).display !== 'inline',
            ),
          );
          expect(cut).toBe(false);
          await context.close();
        },
      );
    });
  },
);
