import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { skipReason } from '../support/browser.ts';
import { tabTo } from '../support/tab-to.ts';
import { createScene } from './fixture/api.ts';
import { testLooks } from './fixture/looks.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const counted = { state: 'counted', differing: {} } as const;
const FIELD = '.segment-grid a';

testLooks('Segments', {
  segments: { path: '/customers/segments', scene: { segments: counted }, ready: FIELD },
  'segments-money': { path: '/customers/segments?by=m', scene: { segments: counted }, ready: FIELD },
  'segments-empty': {
    path: '/customers/segments',
    scene: { segments: { state: 'counted', differing: { cells: [] } } },
    ready: 'p',
  },
});

describe.skipIf(skipReason !== null)(
  `Segments in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test('from the customers by keyboard, a field chosen → the list of as many as the field says', async () => {
      const { page, frame, complaints, close } = await admin.open('/customers');
      await tabTo(page, frame, 'a[href="/customers/segments"]');
      await page.keyboard.press('Enter');
      await frame.waitForSelector(FIELD);
      const best = '.segment-grid a[href="/customers?r=5&f=5"]';
      await tabTo(page, frame, best);
      const field = frame.locator(best);
      const count = await field.locator('.segment-count').textContent();
      expect(await field.textContent()).toMatch(
        /^\d+ \d+(\.\d)?% of the money: customers with 5 or more purchases, most recently in the last 30 days$/,
      );
      const listed = page.waitForResponse((answer) => /customers\?r=5&f=5/.test(answer.url()));
      await page.keyboard.press('Enter');
      await frame.waitForURL(/\/customers\?.*r=5.*f=5/);
      expect((await (await listed).json()).counts.all).toBe(Number(count));
      await frame.getByText('Recency: 5').first().waitFor();
      expect(complaints).toEqual([]);
      await close();
    });

    test('by money instead → other rows and links, kept in the address', async () => {
      const { frame, close } = await admin.open('/customers/segments');
      await frame.getByRole('button', { name: 'By money spent' }).click();
      await frame.waitForSelector('.segment-grid a[href="/customers?r=5&m=5"]');
      expect(await frame.locator('.segment-grid a[href*="f="]').count()).toBe(0);
      await frame.waitForURL(/by=m/);
      await frame.getByRole('button', { name: 'By purchases' }).click();
      await frame.waitForSelector('.segment-grid a[href="/customers?r=5&f=5"]');
      await close();
    });

    test('the table → the same customers, most money first; the file → a line each', async () => {
      const { page, frame, close } = await admin.open('/customers/segments');
      await frame.getByRole('button', { name: 'Show as a table' }).click();
      const lines = frame.getByRole('region', { name: 'Customers by last purchase' }).locator('tbody tr');
      await lines.first().waitFor();
      expect(await lines.count()).toBe(await frame.locator(FIELD).count());
      const download = page.waitForEvent('download');
      await frame.getByRole('button', { name: 'Export CSV' }).first().click();
      const file = await download;
      expect(file.suggestedFilename()).toBe('segments.csv');
      expect((await readFile(await file.path(), 'utf8')).split('\r\n').length).toBeGreaterThan(25);
      await close();
    });

    test.for([
      ['first_scoring', 'The grid comes with your first scores'],
      ['next_night', 'Counted tonight'],
    ] as const)('nothing counted (%s) → why, and when it will be', async ([state, words]) => {
      admin.fixture.scene.segments = { state, differing: {} };
      const { frame, close } = await admin.open('/customers/segments');
      await frame.getByText(words).waitFor();
      await close();
    });

    test('few buyers of a shop whose history is cut → fixed steps and provisional, said so', async () => {
      admin.fixture.scene.segments = { state: 'counted', differing: { fixed: true, provisional: true } };
      const { frame, close } = await admin.open('/customers/segments');
      await frame.getByText('Below 100 customers the scores use fixed steps').waitFor();
      await frame.getByText('Shopify shows us the orders of 60 days only').waitFor();
      await close();
    });
  },
);
