import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { movedOut, seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';
import { createResultsScene } from './fixture/results.ts';

describe.skipIf(skipReason !== null)(
  `results in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test('the list → all together first, then each with its sentence, its range and what to do', async () => {
      const { frame, close } = await admin.open('/results');
      await frame.locator('h2').first().waitFor();
      expect(await frame.locator('h2').first().textContent()).toBe('All campaigns together');
      const text = await frame.locator('#app').textContent();
      expect(text).toContain('Of 900 who got it 69 ordered; of 100 held back 4 ordered.');
      expect(text).toContain('between 84 and 364, most likely about 224');
      expect(text).toContain('Keep it. More people ordered than chance explains');
      expect(text).toContain('Of 430 who got it 31 ordered. Nobody was held back to compare with.');
      await close();
    });

    test('one campaign by itself → nothing is said twice as "all together"', async () => {
      admin.fixture.scene.results = { ...createResultsScene(), launched: [2] };
      const { frame, close } = await admin.open('/results');
      await expect.poll(() => frame.locator('h2').allTextContents()).toEqual(['Mời khách quay lại sau Tết']);
      await close();
    });

    test('the picture → named in words, and its numbers stand in a table behind a button', async () => {
      const { page, frame, close } = await admin.open('/results/2');
      const picture = frame.locator('svg[role="img"]');
      await picture.waitFor();
      expect(await picture.getAttribute('aria-label')).toContain('between 84 and 364, most likely about 224');
      const button = frame.getByRole('button', { name: 'Show as a table' });
      await button.focus();
      await page.keyboard.press('Enter');
      const rows = frame.getByRole('table', { name: /Extra orders/ }).getByRole('row');
      await rows.nth(1).waitFor();
      expect(await rows.nth(1).textContent()).toBe('Nov 21, 2026+84+224+364');
      await close();
    });

    test('another version → in the address, and asked of the server', async () => {
      const { page, frame, close } = await admin.open('/results/2');
      const asked = page.waitForRequest((request) => /\/api\/results\/2\?version=1$/.test(request.url()));
      await frame.getByLabel('Version').selectOption('1');
      await asked;
      await frame.waitForURL(/\/results\/2\?.*version=1/);
      await close();
    });

    test('who came back → 20 a page, the rest on the next ones', async () => {
      const { frame, close } = await admin.open('/results/2');
      const orders = frame.locator('td a[href^="shopify://admin/orders/"]');
      await orders.first().waitFor();
      expect(await orders.count()).toBe(20);
      const first = await orders.first().getAttribute('href');
      await frame.locator('#nextURL, button[aria-label="Next"]').first().click();
      await frame.locator(`td a[href="${first}"]`).waitFor({ state: 'detached' });
      await expect.poll(() => orders.count()).toBe(20);
      await close();
    });

    test('export who came back → a file of all of them', async () => {
      const { page, frame, close } = await admin.open('/results/2?version=1');
      const button = frame.getByRole('button', { name: 'Export CSV' });
      const asked = page.waitForRequest(/came-back\.csv\?version=1$/);
      const downloaded = page.waitForEvent('download');
      await button.click();
      await asked;
      const file = await downloaded;
      expect(file.suggestedFilename()).toBe('came-back.csv');
      expect(await readFile(await file.path(), 'utf8')).toContain('5900000000000000100\r\n');
      await close();
    });

    test('groups not as drawn, mistakes, lost answers → said before the sentence', async () => {
      admin.fixture.scene.results = { ...createResultsScene(), doubtful: true };
      const { frame, close } = await admin.open('/results/2');
      await frame.getByText('2 messages may or may not have arrived').waitFor();
      const text = (await frame.locator('#app').textContent()) ?? '';
      const at = (words: string) => text.indexOf(words);
      expect(at('Do not trust this result')).toBeGreaterThan(-1);
      expect(at('3 comparison customers got an offer by mistake')).toBeGreaterThan(-1);
      expect(at('2 messages may or may not have arrived')).toBeGreaterThan(-1);
      expect(at('Do not trust this result')).toBeLessThan(at('who got it'));
      await close();
    });

    test('a campaign that was never launched → said so, with the way back', async () => {
      const { frame, close } = await admin.open('/results/1');
      await frame.waitForSelector('text=We have no results for this campaign');
      expect(await frame.locator('a[href="/results"]').count()).toBeGreaterThan(0);
      await close();
    });

    test.each(LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width }))))(
      '"How we measured" in $locale at $width px → every formula with its numbers, by keyboard',
      async (look) => {
        const { page, frame, complaints, close } = await admin.open('/results/2', look);
        const button = frame
          .locator('button:has(svg)')
          .filter({ hasText: /measured|đo|วัด/ })
          .first();
        await button.focus();
        await page.keyboard.press('Enter');
        const dialog = frame.getByRole('dialog');
        await dialog.locator('.formula').first().waitFor();
        const formulas = (await dialog.locator('.formula').allTextContents()).join(' ');
        expect(formulas).toMatch(/640 ÷ 6[.,]400 = 10/);
        expect(formulas).toMatch(/3[.,]5 ÷ 100 × 6[.,]400 = 224/);
        expect(await dialog.textContent()).not.toMatch(/–|undefined|NaN|\{\{/);
        await movedOut(frame);
        await screenshot(page, `how-measured-${look.locale}-${look.width}`);
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        await close();
      },
    );
  },
);
