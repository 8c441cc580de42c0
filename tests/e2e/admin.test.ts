import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstSync, settled } from '../demo/waiting.ts';
import { prepareAdmin } from '../support/admin-dist.ts';
import { seriousFindings } from '../support/axe.ts';
import { collectComplaints, launchBrowser, screenshot, skipReason } from '../support/browser.ts';
import { appIn } from '../support/framed-app.ts';
import { type RunningEncore, runEncore } from '../support/running-encore.ts';
import { tabTo } from '../support/tab-to.ts';

const NAME = 'tea-house';
const SHOP = {
  domain: `${NAME}.myshopify.com`,
  name: 'Tea House',
  ianaTimezone: 'Asia/Ho_Chi_Minh',
  plan: 'plus',
  seed: { customers: 300 },
};
const PATIENCE_MS = 60_000;
/** What stands on a page when it is drawn. */
const PAGES = [
  { name: 'home', at: '', ready: '.sparkline' },
  { name: 'customers', at: '/customers', ready: 'a[href^="/customers/"][data-primary-link]' },
  { name: 'customer', at: '/customers/:id', ready: '.timeline-item' },
  { name: 'settings', at: '/settings', ready: '.histogram' },
];
const LOOKS = ['en', 'vi', 'th'].flatMap((locale) =>
  [1280, 390].flatMap((width) => PAGES.map((page) => ({ ...page, locale, width }))),
);
const LAST_OF_LOCALE = new Map(LOOKS.map((look) => [look.locale, look]));

describe.skipIf(skipReason !== null)(
  `Encore in the Shopify admin, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'encore-admin-'));
    let encore: RunningEncore;
    let browser: Browser;
    let onLooker: Page | null = null;
    let someone: string;

    beforeAll(async () => {
      await prepareAdmin();
      encore = await runEncore({ database: { DATA_DIR: path.join(folder, 'db') }, shop: SHOP });
      browser = await launchBrowser();
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await encore?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function openPage(width = 1280): Promise<{ page: Page; complaints: string[] }> {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      return { page, complaints: collectComplaints(page) };
    }
    const admin = (at: string, locale = 'en') => `${encore.storeUrl}/store/${NAME}${at}?locale=${locale}`;

    it('opened for the first time → it installs itself, shows the first sync, then numbers; tags stand in Shopify', async () => {
      // A history that Shopify takes its time to write, so that the sync is seen.
      await encore.shop.post('/__dev/bulk', { runMs: 10_000 });
      const { page, complaints } = await openPage();
      await page.goto(admin('/apps/encore'));
      await page.click('button:has-text("Install")');
      const frame = await appIn(page);
      await frame.waitForSelector('[role="progressbar"], progress');
      await screenshot(page, 'e2e-first-sync');
      await encore.shop.post('/__dev/bulk', { startDelayMs: 0, runMs: 0 });
      await frame.waitForSelector('h1:has-text("active customer")');
      await firstSync(encore.client, () => undefined);
      const home = await encore.client.home();
      if (home.phase !== 'ready') throw new Error('not ready');
      await frame.waitForSelector(`h1:has-text("${home.active.count} active")`);
      for (const { count } of home.stages) expect(count).toBeGreaterThan(0);
      await page.goto(admin('/customers'));
      expect(await page.locator('body').textContent()).toMatch(/encore-(first-time|repeat|vip|lapsed)/);
      await screenshot(page, 'e2e-shopify-customers');
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('from Home by the keyboard to a stage, a customer and the reason on the timeline', async () => {
      const { page, complaints } = await openPage();
      await page.goto(admin('/apps/encore/customers'));
      const frame = await appIn(page);
      await frame.waitForSelector('a[href^="/customers/"][data-primary-link]');
      await tabTo(page, frame, '[role="tab"]');
      while (!(await frame.evaluate(() => document.activeElement?.id === 'vip')))
        await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await frame.waitForURL(/stage=vip/);
      // The list before stands until the new one is here.
      await frame.waitForFunction(() => {
        const rows = [...document.querySelectorAll('tbody tr')];
        return rows.length > 0 && rows.every((row) => row.textContent?.includes('VIP'));
      });
      await tabTo(page, frame, 'a[href^="/customers/"][data-primary-link]');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('.timeline-item');
      await frame.waitForURL(/\/customers\/\d+/);
      someone = new URL(frame.url()).pathname.split('/').at(-1) ?? '';
      const app = frame.locator('#app');
      await expect.poll(() => app.textContent()).toMatch(/VIP/);
      await expect.poll(() => app.textContent()).toMatch(/encore-vip/);
      const text = await app.textContent();
      expect(text).not.toMatch(/reason\.|\{\{|undefined/);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('a lapse limit changed → shown who would move, saved, and they move', async () => {
      const { page, complaints } = await openPage();
      await page.goto(admin('/apps/encore/settings'));
      const frame = await appIn(page);
      await frame.waitForSelector('.histogram');
      const before = await encore.client.home();
      const field = frame.locator('input[type="number"]').nth(1);
      await field.focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('20');
      await frame.waitForSelector('text=/If you save this, \\d+ customers? move/');
      const said = /If you save this, (\d+) customer/.exec(
        (await frame.locator('.preview').textContent()) ?? '',
      );
      await screenshot(page, 'e2e-settings-preview');
      const help = (await frame.locator('#app').textContent()) ?? '';
      expect(help).not.toContain('Leave empty to use the default of 20 days');
      await tabTo(page, frame, 'ui-save-bar button[variant="primary"]', { key: 'Shift+Tab' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('#rules-save-bar', { state: 'hidden' });
      await settled(encore.client);
      const after = await encore.client.home();
      if (before.phase !== 'ready' || after.phase !== 'ready') throw new Error('not ready');
      const lapsed = (home: typeof before) => home.stages.find(({ stage }) => stage === 'lapsed')?.count ?? 0;
      expect(lapsed(after)).toBeGreaterThan(lapsed(before));
      expect(Number(said?.[1])).toBeGreaterThanOrEqual(lapsed(after) - lapsed(before));
      expect((await encore.client.settings()).rules.lapseLaterDays).toBe(20);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it.each(LOOKS)('$name in $locale at $width px → clean, accessible, within the screen', async (look) => {
      // One page for a few: opened again it starts in half the time.
      onLooker ??= (await openPage()).page;
      const page = onLooker;
      page.removeAllListeners();
      const complaints = collectComplaints(page);
      await page.setViewportSize({ width: look.width, height: 900 });
      await page.goto(admin(`/apps/encore${look.at.replace(':id', someone)}`, look.locale));
      const frame = await appIn(page);
      await frame.waitForSelector(look.ready, { state: 'attached' });
      await frame.waitForFunction(() => !document.querySelector('[class*="Skeleton"]'));
      const facts = await frame.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        language: document.documentElement.lang,
        text: document.getElementById('app')?.textContent ?? '',
      }));
      await screenshot(page, `e2e-${look.name}-${look.locale}-${look.width}`);
      expect(complaints).toEqual([]);
      expect(facts.overflow).toBeLessThanOrEqual(0);
      expect(facts.language).toBe(look.locale);
      expect(facts.text).not.toMatch(/\{\{|undefined|NaN|\[object|\b25[67]\d\b/);
      expect(await seriousFindings(page)).toEqual([]);
      if (look !== LAST_OF_LOCALE.get(look.locale)) return;
      await page.context().close();
      onLooker = null;
    });
  },
);
