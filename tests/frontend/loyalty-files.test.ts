import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { batchesPath } from '../../web/contract/batches.ts';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { tabTo } from '../support/tab-to.ts';
import { createScene } from './fixture/api.ts';
import { unsavedScene } from './fixture/loyalty.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const LOOKS = LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width })));
const GOOD = '\uFEFFE-mail;Điểm;Hết hạn\nann@example.com;120;2027-03-31\nbo@example.com;"1,200";\n';
const BAD =
  'E-mail,Points\nann@example.com,12x\nnobody,5\nbo@example.com,\nbo@example.com,3\nbo@example.com,3\n,0.5\n';

const give = (frame: Frame, text: string) =>
  frame.locator('input[type="file"]').setInputFiles({
    name: 'points.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });

describe.skipIf(skipReason !== null)(
  `points by file, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const sent = () =>
      admin.fixture.scene.changes
        .filter(({ path }) => path === batchesPath)
        .map(({ body }) => JSON.parse(body));

    test('with the keyboard alone → file chosen, columns guessed, checked, applied; nothing was changed before', async () => {
      const { page, frame, complaints, close } = await admin.open('/loyalty/files');
      // Long before the key: the browser is told to hand its dialog over, and a key that is quicker opens a real one.
      const asked = page.waitForEvent('filechooser');
      await frame.getByText('Earlier files').waitFor();
      await tabTo(page, frame, 'input[type="file"]');
      await page.keyboard.press('Space');
      await (await asked).setFiles({ name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from(GOOD) });
      await frame.getByText('points.csv').waitFor();
      expect(await frame.getByLabel('Points', { exact: true }).inputValue()).toBe('1');
      expect(await frame.getByLabel('Last day').inputValue()).toBe('2');
      await tabTo(page, frame, 'button', { text: 'Check the file' });
      await page.keyboard.press('Enter');
      await frame.getByText('All 2 rows are good: 2 customers, 1,320 points in all.').waitFor();
      expect(sent()).toMatchObject([{ dryRun: true }]);
      await tabTo(page, frame, 'button', { text: 'Apply the file' });
      await page.keyboard.press('Enter');
      await frame.getByText('2 rows, +1,320 points.').waitFor();
      await frame.getByRole('heading', { name: /^points\.csv, / }).waitFor();
      const [checked, applied] = sent();
      expect(applied).toMatchObject({
        kind: 'import',
        dryRun: false,
        fileName: 'points.csv',
        header: true,
        requestKey: checked.requestKey,
        mapping: { customer: 0, customerBy: 'email', points: 1, expires: 2 },
      });
      expect(complaints).toEqual([]);
      await close();
    });

    test('rows that cannot be taken → listed by line and field with what stands there; nothing can be applied', async () => {
      const { frame, close } = await admin.open('/loyalty/files');
      await give(frame, BAD);
      await frame.getByRole('button', { name: 'Check the file' }).click();
      await frame.getByText('7 things to correct in this file').waitFor();
      const line = frame.locator('.row-issues tbody tr').first();
      expect(await line.locator('td').allTextContents()).toEqual([
        '2',
        'Points',
        '12x',
        'Write a whole number without separators, such as 1250.',
      ]);
      await frame.getByText('And 2 more.').waitFor();
      expect(await frame.getByRole('button', { name: 'Apply the file' }).count()).toBe(0);
      await close();
    });

    test('a column read otherwise → checked anew before it can be applied', async () => {
      const { frame, close } = await admin.open('/loyalty/files');
      await give(frame, GOOD);
      await frame.getByRole('button', { name: 'Check the file' }).click();
      await frame.getByRole('button', { name: 'Apply the file' }).waitFor();
      await frame.getByLabel('Last day').selectOption('');
      await frame.getByRole('button', { name: 'Apply the file' }).waitFor({ state: 'detached' });
      await frame.getByRole('button', { name: 'Check the file' }).click();
      await frame.getByRole('button', { name: 'Apply the file' }).waitFor();
      const keys = sent().map(({ requestKey }) => requestKey);
      expect(new Set(keys).size).toBe(2);
      await close();
    });

    test('points taken with a reason, in a file without headings → sent as such', async () => {
      const { frame, close } = await admin.open('/loyalty/files');
      await frame.getByText('Points to give or take').first().click();
      await frame.getByLabel('Reason').selectOption('campaign');
      await give(frame, '7000000000000000001,-20\n7000000000000000002,15\n');
      await frame.getByRole('button', { name: 'Check the file' }).click();
      await frame.getByText('All 2 rows are good: 2 customers, -5 in all.').waitFor();
      expect(sent()).toMatchObject([
        { kind: 'adjust', reason: 'campaign', header: false, mapping: { customerBy: 'id', expires: null } },
      ]);
      await close();
    });

    test('no text, an open quote → refused with a way out', async () => {
      const { frame, close } = await admin.open('/loyalty/files');
      await frame.locator('input[type="file"]').setInputFiles({
        name: 'points.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from([0x44, 0xe9, 0x6a, 0xe0]),
      });
      await frame.getByText('Save it as “CSV UTF-8” and choose it again.').waitFor();
      await give(frame, 'a@example.com,"5\n');
      await frame.getByRole('button', { name: 'Check the file' }).click();
      await frame.getByText('a quote is not closed').waitFor();
      await close();
    });

    test('an earlier file → undone after one question', async () => {
      const { frame, complaints, close } = await admin.open('/loyalty/files');
      await frame.getByRole('button', { name: /^Undo Điểm cũ/ }).click();
      await frame.getByText('(+88,120) are taken back').waitFor();
      await frame.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
      await frame.getByRole('button', { name: /^Undo Điểm cũ/ }).waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
      await close();
    });

    test('before the launch → the way to the program instead of a file', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { frame, close } = await admin.open('/loyalty/files');
      await frame.getByText('Launch the program first').waitFor();
      expect(await frame.locator('input[type="file"]').count()).toBe(0);
      await close();
    });

    test.each(LOOKS)('refused rows in $locale at $width px → accessible, within the screen', async (look) => {
      const { page, frame, complaints, close } = await admin.open('/loyalty/files', look);
      await give(frame, BAD);
      await frame.locator('#check button').first().click();
      await frame.locator('.row-issues').waitFor();
      await page.setViewportSize({ width: look.width, height: 1900 });
      await screenshot(page, `loyalty-refused-${look.locale}-${look.width}`);
      const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(await frame.locator('#app').textContent()).not.toMatch(/undefined|NaN|\[object|\{\{/);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    });
  },
);
