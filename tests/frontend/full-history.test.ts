import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { movedOut, seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

describe.skipIf(skipReason !== null)(
  `only 60 days of orders are visible, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let admin: Admin;
    beforeAll(async () => {
      admin = await openAdmin();
    });
    afterAll(() => admin?.close());
    beforeEach(() => {
      Object.assign(admin.fixture.scene, createScene(), { nextStep: 'ask_full_history' });
    });

    test.each(LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width }))))(
      'Home in $locale at $width px → the steps to ask for all orders, Shopify’s page beside them',
      async (look) => {
        const { page, frame, complaints, close } = await admin.open('/', look);
        await frame.locator('button.Polaris-Button--variantPrimary').first().click();
        const dialog = frame.getByRole('dialog');
        await dialog.locator('ol').waitFor();
        expect(await dialog.locator('ol > li').count()).toBe(5);
        expect(await dialog.textContent()).toContain('read_all_orders');
        const link = dialog.locator('a[href^="https://shopify.dev/"]');
        expect(await link.getAttribute('target')).toBe('_blank');
        await movedOut(frame);
        await screenshot(page, `full-history-${look.locale}-${look.width}`);
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await close();
      },
    );
  },
);
