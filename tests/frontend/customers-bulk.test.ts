import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BatchRequest, batchesPath } from '../../web/contract/batches.ts';
import { customersCsvPath } from '../../web/contract/customers.ts';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { tabTo } from '../support/tab-to.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const ROW = 'a[href^="/customers/7"]';
const ADJUST = { en: 'Adjust points', vi: 'Điều chỉnh điểm', th: 'ปรับคะแนน' } as const;
const BOXES = 'input[type="checkbox"]';

describe.skipIf(skipReason !== null)(
  `customers chosen on a page, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    const files = () =>
      admin.fixture.scene.changes
        .filter(({ path }) => path === batchesPath)
        .map(({ body }) => JSON.parse(body) as BatchRequest);

    async function choose(count: number) {
      const opened = await admin.open('/customers');
      await opened.frame.waitForSelector(ROW);
      const rows = await opened.frame
        .locator(ROW)
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
      const ids = rows.slice(0, count).map((href) => href?.split('/').at(-1) ?? '');
      for (const id of ids) await opened.frame.locator(`[id="${id}"] ${BOXES}`).check({ force: true });
      return { ...opened, ids };
    }

    test('a program was on → what each can spend stands in the list, no order by it; never on → no such column, no such action', async () => {
      const withPoints = await admin.open('/customers');
      await withPoints.frame.waitForSelector(ROW);
      const heading = withPoints.frame.getByRole('columnheader', { name: 'Points', exact: true });
      await heading.first().waitFor();
      expect(await heading.first().getByRole('button').count()).toBe(0);
      await withPoints.close();
      admin.fixture.scene.hasPoints = false;
      const { frame, close } = await choose(1);
      await frame.getByRole('button', { name: 'Export selected' }).first().waitFor();
      expect(await frame.getByRole('columnheader', { name: 'Points', exact: true }).count()).toBe(0);
      expect(await frame.getByRole('button', { name: 'Adjust points' }).count()).toBe(0);
      await close();
    });

    test('two chosen, points given → one file of two rows under one key, which stands under Files; the choice is over', async () => {
      const { frame, ids, complaints, close } = await choose(2);
      await frame.getByRole('button', { name: 'Adjust points' }).first().click();
      await frame.getByText('Adjust points of 2 customers').waitFor();
      await frame.getByLabel('Give or take').fill('25');
      await frame.getByText('+25 for each of 2 customers, +50 in all.').waitFor();
      await frame.getByLabel('Reason').selectOption('campaign');
      await frame.getByRole('button', { name: 'Book it' }).click();
      await frame.getByText('Adjust points of 2 customers').waitFor({ state: 'detached' });
      expect(files()).toEqual([
        expect.objectContaining({
          kind: 'adjust',
          csv: ids.map((id) => `${id},25`).join('\r\n'),
          mapping: { customer: 0, customerBy: 'id', points: 1, expires: null },
          header: false,
          reason: 'campaign',
          dryRun: false,
        }),
      ]);
      expect(admin.fixture.scene.loyalty.batches[0]).toMatchObject({ kind: 'adjust', rows: 2, points: 50 });
      await expect.poll(() => frame.locator(`tbody ${BOXES}:checked`).count()).toBe(0);
      expect(complaints).toEqual([]);
      await close();
    });

    test('the answer is lost, tried again → the same key; another number → another key', async () => {
      const { page, frame, close } = await choose(1);
      await frame.getByRole('button', { name: 'Adjust points' }).first().click();
      await frame.getByLabel('Give or take').fill('25');
      const lost = `**${batchesPath}`;
      const keys: string[] = [];
      await page.route(lost, async (route) => {
        keys.push((route.request().postDataJSON() as BatchRequest).requestKey);
        await route.abort();
      });
      await frame.getByRole('button', { name: 'Book it' }).click();
      await expect.poll(() => keys.length).toBe(1);
      await frame.getByRole('button', { name: 'Try again' }).click();
      await expect.poll(() => keys.length).toBe(2);
      await frame.getByLabel('Give or take').fill('30');
      await page.unroute(lost);
      await frame.getByRole('button', { name: 'Book it' }).click();
      await expect.poll(() => files().length).toBe(1);
      expect(keys[1]).toBe(keys[0]);
      expect(files()[0]?.requestKey).not.toBe(keys[0]);
      await close();
    });

    test('somebody has too few → named, and nobody’s points change', async () => {
      const { page, frame, close } = await choose(2);
      await frame.getByRole('button', { name: 'Adjust points' }).first().click();
      await frame.getByLabel('Give or take').fill('-500');
      const issue = {
        line: 2,
        field: 'points',
        message: 'below_zero',
        value: '-500',
        allowed: 'at least -3',
      };
      const body = { batchId: null, rows: 2, customers: 2, points: -1_000, issues: [issue], moreIssues: 0 };
      await page.route(`**${batchesPath}`, (route) => route.fulfill({ json: body }));
      await frame.getByRole('button', { name: 'Book it' }).click();
      await frame.getByText('Nothing was booked: 1 customer cannot be adjusted.').waitFor();
      const name = await frame.locator(ROW).nth(1).textContent();
      await frame.getByRole('dialog').getByText(`${name}: The balance would go below 0.`).waitFor();
      await close();
    });

    test('chosen and exported → a file of these alone; another page → nobody is chosen', async () => {
      const { page, frame, ids, close } = await choose(2);
      const asked = page.waitForRequest((request) => request.url().includes(customersCsvPath));
      const download = page.waitForEvent('download');
      await frame.getByRole('button', { name: 'Export selected' }).first().click();
      expect(new URL((await asked).url()).searchParams.get('ids')).toBe(ids.join(','));
      expect((await download).suggestedFilename()).toBe('customers.csv');
      await frame.getByRole('button', { name: 'Next' }).click();
      await frame.waitForSelector(`[id="${ids[0]}"]`, { state: 'detached' });
      await frame.waitForSelector(ROW);
      expect(await frame.locator(`tbody ${BOXES}:checked`).count()).toBe(0);
      await close();
    });

    test('without a mouse → a row chosen, points taken, and back', async () => {
      const { page, frame, close } = await choose(0);
      const box = frame.locator(`tbody ${BOXES}`).first();
      await box.focus();
      await page.keyboard.press('Space');
      await frame.getByRole('button', { name: 'Adjust points' }).first().waitFor();
      await tabTo(page, frame, 'button', { text: 'Adjust points', key: 'Shift+Tab' });
      await page.keyboard.press('Enter');
      await tabTo(page, frame, 'input[type="number"]', { inside: '[role="dialog"]' });
      await page.keyboard.type('40');
      await frame.getByText('+40 for 1 customer.').waitFor();
      await tabTo(page, frame, '.Polaris-Button--variantPrimary', { inside: '[role="dialog"]' });
      await page.keyboard.press('Enter');
      await expect.poll(() => files().length).toBe(1);
      await close();
    });

    test.each(LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width }))))(
      'the page chosen and asked about, in $locale at $width px → accessible, within the screen',
      async ({ locale, width }) => {
        const { page, frame, complaints, close } = await admin.open('/customers', { locale, width });
        await frame.waitForSelector(ROW);
        if (width === 1280) await frame.locator(`thead ${BOXES}`).first().check({ force: true });
        else for (const at of [0, 1, 2]) await frame.locator(`li ${BOXES}`).nth(at).check({ force: true });
        await screenshot(page, `customers-chosen-${locale}-${width}`);
        expect(await seriousFindings(page)).toEqual([]);
        await frame.getByRole('button', { name: ADJUST[locale] }).first().click();
        await frame.getByRole('dialog').locator('input[type="number"]').fill('25');
        await screenshot(page, `customers-adjust-${locale}-${width}`);
        const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        expect(await seriousFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await close();
      },
    );
  },
);
