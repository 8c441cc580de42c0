import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settingsPath } from '../../web/contract/settings.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

/** Presses Tab until the focused element in the app matches; fails after 120 presses, so an unreachable control is found. */
async function tabTo(page: Page, frame: Frame, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await frame.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector}`);
}

describe.skipIf(skipReason !== null)(
  `keyboard only, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
      await tabTo(page, frame, 'button[aria-label="Search and filter results"]');
      await page.keyboard.press('Enter');
      await tabTo(page, frame, 'input[placeholder="Search by name or e-mail"]');
      await page.keyboard.type('Ann W');
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
      await frame.waitForSelector('a[href^="/customers/"]');
      await tabTo(page, frame, '[role="tab"]#vip, [role="tab"]#all');
      while (!(await frame.evaluate(() => document.activeElement?.id === 'vip'))) {
        await page.keyboard.press('ArrowRight');
      }
      await page.keyboard.press('Enter');
      await frame.waitForURL(/stage=vip/);
      await tabTo(page, frame, 'button[aria-label="Search and filter results"]');
      await page.keyboard.press('Enter');
      await tabTo(page, frame, 'button:has-text("Marks"), [aria-label="Marks"]').catch(async () => {
        await frame.evaluate(() => document.activeElement?.outerHTML);
      });
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
      await page.keyboard.press('Shift+Tab');
      await tabBackTo(page, frame, 'ui-save-bar button[variant="primary"]');
      await page.keyboard.press('Enter');
      await frame.waitForSelector('text=Saved');
      const saved = admin.fixture.scene.changes.find(
        ({ method, path }) => method === 'PUT' && path === settingsPath,
      );
      expect(JSON.parse(saved?.body ?? '{}')).toMatchObject({ version: 1, rules: { lapseLaterDays: 90 } });
      expect(complaints).toEqual([]);
      await close();
    });
  },
);

async function tabBackTo(page: Page, frame: Frame, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await frame.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Shift+Tab');
  }
  throw new Error(`Shift+Tab never reached ${selector}`);
}
