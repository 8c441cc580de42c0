import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const LOOKS = LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width })));

describe.skipIf(skipReason !== null)(
  `Settings → Privacy, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test('a request is downloaded and marked as answered → a JSON file, then the badge says so', async () => {
      const { page, frame, complaints, close } = await admin.open('/settings');
      const first = frame.locator('.request-list > li').first();
      await first.waitFor();
      expect(await first.textContent()).toContain('12 orders, 3 stage changes, and 2 tags');
      const saved = page.waitForEvent('download');
      await first.getByRole('button', { name: 'Download their data' }).click();
      expect((await saved).suggestedFilename()).toBe('customer-7000000000000000022.json');
      await first.getByRole('button', { name: 'Mark as answered' }).click();
      await first.getByText('Answered', { exact: true }).waitFor();
      expect(admin.fixture.scene.changes.map(({ path }) => path)).toContain('/api/data-requests/3/answered');
      expect(await frame.locator('.request-list > li').nth(1).textContent()).toContain('Overdue');
      expect(complaints).toEqual([]);
      await close();
    });

    test('nobody asked → said so', async () => {
      admin.fixture.scene.requests = [];
      const { frame, close } = await admin.open('/settings');
      await frame.getByText('No customer has asked for their data.').waitFor();
      await close();
    });

    test.each(LOOKS)('in $locale at $width px → clean, accessible, within the screen', async (look) => {
      const { page, frame, complaints, close } = await admin.open('/settings#privacy', look);
      await frame.locator('.request-list').waitFor();
      await frame.locator('#privacy').scrollIntoViewIfNeeded();
      await frame.locator('.request-list').evaluate((list) => list.scrollIntoView());
      await screenshot(page, `privacy-${look.locale}-${look.width}`);
      const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });
  },
);
