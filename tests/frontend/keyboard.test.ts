import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settingsPath } from '../../web/contract/settings.ts';
import { skipReason } from '../support/browser.ts';
import { tabTo } from '../support/tab-to.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const SEARCH_BUTTON = 'button[aria-label="Search and filter results"]';
const SEARCH_FIELD = 'input[placeholder="Search by name or e-mail"]:focus';

describe.skipIf(skipReason !== null)(
  `keyboard only, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let admin: Admin;
    beforeAll(async () => {
      admin = await openAdmin();
    });
    afterAll(() => admin?.close());
    beforeEach(() => {
      Object.assign(admin.fixture.scene, createScene());
    });

    test('search, open a customer, go back → without a mouse', async () => {
      const { page, frame, complaints, close } = await admin.open('/customers');
      await frame.waitForSelector('a[href^="/customers/"][data-primary-link]');
      await tabTo(page, frame, SEARCH_BUTTON);
      await page.keyboard.press('Enter');
      // Opening the search puts the cursor in it; Tab must not race with that.
      await frame.waitForSelector(SEARCH_FIELD);
      await page.keyboard.type('Ann W');
      // The search follows when the typing pauses, which a slow machine may do in the middle of the name.
      await frame.waitForURL(/search=Ann(\+|%20)W/);
      await frame.waitForFunction(() => {
        const rows = [...document.querySelectorAll('tbody tr')];
        return rows.length > 0 && rows.every((row) => row.textContent?.includes('Ann Whitfield'));
      });
      await frame.waitForSelector('text=customers found in Shopify');
      await tabTo(page, frame, 'a[href^="/customers/7"]');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('h1:has-text("Ann Whitfield")');
      await tabTo(page, frame, 'a[href="/customers"]');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('h1:has-text("Customers")');
      expect(complaints).toEqual([]);
      await close();
    });

    test('a stage tab and a filter → narrow the list and stand in the address', async () => {
      const { page, frame, close } = await admin.open('/customers');
      await frame.waitForSelector('a[href^="/customers/"][data-primary-link]');
      await tabTo(page, frame, '[role="tab"]');
      while (!(await frame.evaluate(() => document.activeElement?.id === 'vip'))) {
        await page.keyboard.press('ArrowRight');
      }
      await page.keyboard.press('Enter');
      await frame.waitForURL(/stage=vip/);
      await tabTo(page, frame, SEARCH_BUTTON);
      await page.keyboard.press('Enter');
      await frame.waitForSelector(SEARCH_FIELD);
      await tabTo(page, frame, 'button', { text: 'Marks' });
      await page.keyboard.press('Enter');
      // The rows behind have boxes too.
      await tabTo(page, frame, 'input[type="checkbox"]', { inside: '[data-portal-id]' });
      await page.keyboard.press('Space');
      await frame.waitForURL(/marks=at_risk/);
      await close();
    });

    test('look at the dry run, then launch a draft → without a mouse', async () => {
      const { page, frame, complaints, close } = await admin.open('/campaigns');
      await frame.waitForSelector('a[href="/campaigns/6"]');
      await tabTo(page, frame, 'a[href="/campaigns/6"][data-primary-link]');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('text=Next 14 days: 214 people');
      await tabTo(page, frame, 'button', { text: 'Dry run' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('[role="dialog"]:focus-within .dry-table');
      await page.keyboard.press('Escape');
      await frame.waitForSelector('.dry-table', { state: 'detached' });
      await tabTo(page, frame, '.preview button', { text: 'Launch' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('text=Launch “Back again”?');
      await tabTo(page, frame, 'button', { text: 'Launch', inside: '[role="dialog"]' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('text=Version 1 has run since');
      expect(complaints).toEqual([]);
      await close();
    });

    test('change a rule, see who would move, save → the change reaches the server', async () => {
      const { page, frame, complaints, close } = await admin.open('/settings');
      await frame.waitForSelector('.histogram');
      const fields = await frame
        .locator('input[type="number"]')
        .evaluateAll((all) => all.map(({ id }) => id));
      await tabTo(page, frame, `[id="${fields[1]}"]`);
      await page.keyboard.type('90');
      await frame.waitForSelector('text=If you save this, 214 customers move');
      await tabTo(page, frame, 'ui-save-bar button[variant="primary"]', { key: 'Shift+Tab' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('#rules-save-bar', { state: 'hidden' });
      const saved = admin.fixture.scene.changes.find(
        ({ method, path }) => method === 'PUT' && path === settingsPath,
      );
      expect(JSON.parse(saved?.body ?? '{}')).toMatchObject({ version: 1, rules: { lapseLaterDays: 90 } });
      expect(complaints).toEqual([]);
      await close();
    });
  },
);
