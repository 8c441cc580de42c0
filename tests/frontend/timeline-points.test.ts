import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { unsavedScene } from './fixture/loyalty.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const PAGE = '/customers/7000000000000000022';
const CASES = LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width })));
const FILTER = { en: 'Points', vi: 'Điểm', th: 'คะแนน' };

describe.skipIf(skipReason !== null)(
  `points in the timeline in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test.each(CASES)('$locale at $width px, only points → each with its reason, accessible', async (each) => {
      const { page, frame, complaints, close } = await admin.open(PAGE, each);
      const filter = frame.getByRole('button', { name: FILTER[each.locale], exact: true });
      await filter.scrollIntoViewIfNeeded();
      await screenshot(page, `timeline-${each.locale}-${each.width}`);
      await filter.click();
      const items = () => frame.locator('.timeline-item').allTextContents();
      const signOf = (text: string) => /[+−][\d.,]+/.exec(text)?.[0].replace(/[.,]/g, '');
      await expect
        .poll(async () => (await items()).map(signOf))
        .toEqual(['+64', '−1500', '+200', '−35', '−80']);
      expect((await items()).every((text) => text.includes(FILTER[each.locale].toLowerCase()))).toBe(true);
      await frame.locator('.timeline').scrollIntoViewIfNeeded();
      await screenshot(page, `timeline-points-${each.locale}-${each.width}`);
      expect(complaints).toEqual([]);
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });

    test('an entry → how many, for what, and its order where it has one', async () => {
      const { frame, close } = await admin.open(PAGE);
      const item = (words: string) => frame.locator('.timeline-item').filter({ hasText: words });
      await item('+200 points').getByText('Goodwill').waitFor();
      await item('−1,500 points').getByText('Reward redeemed').waitFor();
      await item('−35 points').getByText('Return or refund').waitFor();
      const href = await item('+64 points').getByRole('link', { name: 'Open order' }).getAttribute('href');
      expect(href).toContain('/orders/5900000000000000001');
      expect(await item('+200 points').getByRole('link').count()).toBe(0);
      await close();
    });

    test('no program was ever on → nothing speaks of points', async () => {
      admin.fixture.scene.loyalty = unsavedScene();
      const { frame, close } = await admin.open(PAGE);
      await frame.getByRole('button', { name: 'Refunds' }).waitFor();
      await frame.waitForFunction(() => !document.querySelector('[class*="Skeleton"]'));
      expect(await frame.getByRole('button', { name: 'Points' }).count()).toBe(0);
      await close();
    });
  },
);
