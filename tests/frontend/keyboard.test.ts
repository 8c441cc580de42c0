import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settingsPath } from '../../web/contract/settings.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

type Control = { selector: string; text?: string; key?: 'Tab' | 'Shift+Tab' };

/** Presses Tab until the focused element in the app matches; fails after 80 presses, so an unreachable control is found. */
async function tabTo(page: Page, frame: Frame, { selector, text = '', key = 'Tab' }: Control): Promise<void> {
  const isThere = (wanted: { selector: string; text: string }) => {
    const focused = document.activeElement;
    return focused?.matches(wanted.selector) === true && focused.textContent?.includes(wanted.text) === true;
  };
  for (let presses = 0; presses < 80; presses++) {
    if (await frame.evaluate(isThere, { selector, text })) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${selector} ${text}`);
}

const SEARCH_BUTTON = { selector: 'button[aria-label="Search and filter results"]' };

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
      await frame.waitForSelector('a[href^="/customers/"]');
      await tabTo(page, frame, SEARCH_BUTTON);
      await page.keyboard.press('Enter');
      // Opening the search puts the cursor in it; Tab must not race with that.
      await frame.waitForSelector('input[placeholder="Search by name or e-mail"]:focus');
      await page.keyboard.type('Ann W');
      await frame.waitForSelector('text=customers found in Shopify');
      await tabTo(page, frame, { selector: 'a[href^="/customers/7"]' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('h1:has-text("Ann Whitfield")');
      await tabTo(page, frame, { selector: 'a[href="/customers"]' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('h1:has-text("Customers")');
      expect(complaints).toEqual([]);
      await close();
    });

    test('a stage tab and a filter → narrow the list and stand in the address', async () => {
      const { page, frame, close } = await admin.open('/customers');
      await frame.waitForSelector('a[href^="/customers/"]');
      await tabTo(page, frame, { selector: '[role="tab"]' });
      while (!(await frame.evaluate(() => document.activeElement?.id === 'vip'))) {
        await page.keyboard.press('ArrowRight');
      }
      await page.keyboard.press('Enter');
      await frame.waitForURL(/stage=vip/);
      await tabTo(page, frame, SEARCH_BUTTON);
      await page.keyboard.press('Enter');
      await frame.waitForSelector('input[placeholder="Search by name or e-mail"]:focus');
      await tabTo(page, frame, { selector: 'button', text: 'Marks' });
      await page.keyboard.press('Enter');
      // The rows behind have boxes too, and Tab must not race with the list that opens.
      await frame.waitForSelector('[data-portal-id] input[type="checkbox"]');
      await tabTo(page, frame, { selector: '[data-portal-id] input[type="checkbox"]' });
      await page.keyboard.press('Space');
      await frame.waitForURL(/marks=at_risk/);
      await close();
    });

    test('look at the dry run, then launch a draft → without a mouse', async () => {
      const { page, frame, complaints, close } = await admin.open('/campaigns');
      await frame.waitForSelector('a[href="/campaigns/6"]');
      await tabTo(page, frame, { selector: 'a[href="/campaigns/6"][data-primary-link]' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('text=Next 14 days: 214 people');
      await tabTo(page, frame, { selector: 'button', text: 'Dry run' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('.dry-table');
      await page.keyboard.press('Escape');
      await frame.waitForSelector('.dry-table', { state: 'detached' });
      await tabTo(page, frame, { selector: '.preview button', text: 'Launch' });
      await page.keyboard.press('Enter');
      await frame.waitForSelector('text=Launch “Back again”?');
      await tabTo(page, frame, { selector: '[role="dialog"] button', text: 'Launch' });
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
      await tabTo(page, frame, { selector: `[id="${fields[1]}"]` });
      await page.keyboard.type('90');
      await frame.waitForSelector('text=If you save this, 214 customers move');
      await tabTo(page, frame, { selector: 'ui-save-bar button[variant="primary"]', key: 'Shift+Tab' });
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
