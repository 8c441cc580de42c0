import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { programPath, programPreviewPath, programPreviewRequestSchema } from '../../web/contract/loyalty.ts';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { tabTo } from '../support/tab-to.ts';
import { createScene } from './fixture/api.ts';
import { HEALTHY } from './fixture/health.ts';
import { createLoyaltyScene, unsavedScene } from './fixture/loyalty.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const LOOKS = LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width })));
const SAVE = 'ui-save-bar button[variant="primary"]';
const FIX_URL = 'https://encore-test.myshopify.com/admin/themes/current/editor?context=apps';
const EMBED_OFF = HEALTHY.map((check) =>
  check.check === 'app_embed' ? { ...check, state: 'off' as const, fixUrl: FIX_URL } : check,
);
const NOT_SEEN = 'Shoppers see no points yet';

/** The focused element: its own words, its label, or the words of the field it is. */
const focused = (frame: Frame) =>
  frame.evaluate(() => {
    const found = document.activeElement;
    const label = found?.id ? document.querySelector(`label[for="${CSS.escape(found.id)}"]`) : null;
    const group = found?.closest('fieldset')?.getAttribute('aria-label') ?? null;
    const name = found?.getAttribute('aria-label') ?? label?.textContent ?? found?.textContent ?? '';
    return { name, group, tag: found?.tagName ?? '' };
  });

const press = async (page: Page, frame: Frame, name: string | RegExp) => {
  await frame.getByRole('button', { name, exact: typeof name === 'string' }).focus();
  await page.keyboard.press('Enter');
};

describe.skipIf(skipReason !== null)(
  `editing the loyalty program, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const bodies = (path: string, method: string) =>
      admin.fixture.scene.changes
        .filter((change) => change.path === path && change.method === method)
        .map(({ body }) => JSON.parse(body));

    test('the theme shows nothing yet → said in the question before the launch and on the page after it, with the way there', async () => {
      Object.assign(admin.fixture.scene, { loyalty: { ...unsavedScene(), health: EMBED_OFF } });
      const { page, frame, complaints, close } = await admin.open('/loyalty');
      await frame.locator('.panel-launcher').waitFor();
      expect(await frame.getByText(NOT_SEEN).count()).toBe(0);
      await press(page, frame, 'Launch the program');
      const question = frame.getByRole('dialog');
      await question.getByText(NOT_SEEN).waitFor();
      expect(await question.getByRole('link').getAttribute('href')).toBe(FIX_URL);
      await tabTo(page, frame, 'button', { text: 'Launch the program', inside: '[role="dialog"]' });
      await page.keyboard.press('Enter');
      await frame.getByText('Customers have earned points since').waitFor();
      await question.waitFor({ state: 'detached' });
      await frame.getByText(NOT_SEEN).waitFor();
      await expect.poll(() => focused(frame)).toMatchObject({ tag: 'H2', name: 'Loyalty program' });
      expect(complaints).toEqual([]);
      await close();
    });

    test('the question is closed without an answer → the keyboard goes on at its button', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { page, frame, close } = await admin.open('/loyalty');
      await press(page, frame, 'Launch the program');
      // It hears the key from when it has taken the focus.
      await frame.waitForSelector('[role="dialog"]:focus-within');
      await page.keyboard.press('Escape');
      await expect.poll(() => focused(frame)).toMatchObject({ tag: 'BUTTON', name: 'Launch the program' });
      await close();
    });

    test('the theme shows points, or Shopify does not say → no notice', async () => {
      const unknown = HEALTHY.map((check) => ({ ...check, state: 'unknown' as const }));
      for (const health of [HEALTHY, unknown]) {
        Object.assign(admin.fixture.scene, { loyalty: { ...createLoyaltyScene(), health } });
        const { frame, close } = await admin.open('/loyalty');
        await frame.locator('.panel-launcher').waitFor();
        expect(await frame.getByText(NOT_SEEN).count()).toBe(0);
        await close();
      }
    });

    test('the order a reward asks for → on its card, in words and in the panel', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { frame, close } = await admin.open('/loyalty');
      await frame.locator('#rewards').getByText('100 points · orders from ₫100,000').waitFor();
      await frame.locator('.panel').getByText('100 points · orders from ₫100,000').waitFor();
      await frame
        .locator('.loyalty-side .in-words')
        .getByText('100 points for “₫50,000 off” on orders from ₫100,000')
        .waitFor();
      await close();
    });

    test('points for signing up → who gets them when, and how many that could be', async () => {
      const { frame, close } = await admin.open('/loyalty');
      await frame.getByText('to customers from before, too: now 18,340 customers at most.').waitFor();
      await frame.locator('#actions').getByRole('spinbutton').first().fill('0');
      await frame.getByText('to customers from before, too').waitFor({ state: 'detached' });
      await close();
    });

    test('rewards that one order does not take together → named, until they may combine', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { frame, close } = await admin.open('/loyalty');
      await frame.getByRole('button', { name: 'Add a reward' }).click();
      await frame.locator('#rewards').getByText('“₫50,000 off” with “₫100,000 off”').waitFor();
      await frame.getByText('Cannot be used in one order with “₫50,000 off”.').waitFor();
      await frame.getByLabel('What it gives').selectOption('free_shipping');
      await frame.getByText('Cannot be used in one order with').waitFor({ state: 'detached' });
      expect(await frame.locator('#rewards').getByText('Not in one order').count()).toBe(0);
      expect(await frame.getByLabel('Discounts on shipping').count()).toBe(0);
      expect(await frame.getByLabel('Discounts on the order').isChecked()).toBe(true);
      await close();
    });

    test('with the keyboard: added → its first field; removed → what stands there now, else the button', async () => {
      const { page, frame, close } = await admin.open('/loyalty');
      await press(page, frame, 'Add a reward');
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'What it gives', tag: 'SELECT' });
      await press(page, frame, /^Remove ₫100,000 off/);
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Add a reward' });
      await press(page, frame, 'Add a level');
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Name', group: 'Level 4' });
      await press(page, frame, 'Remove Plus');
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Name', group: 'Level 2' });
      await press(page, frame, 'Add bonus days');
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Name', group: 'Bonus days 2' });
      await press(page, frame, 'Remove bonus days 1');
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Name', group: 'Bonus days 1' });
      await press(page, frame, 'Remove bonus days 1');
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Add bonus days' });
      await close();
    });

    test('a free product not yet chosen → nothing is red until it is left empty or saved, and no half terms are sent', async () => {
      const { page, frame, complaints, close } = await admin.open('/loyalty');
      await frame.getByRole('button', { name: 'Add a reward' }).click();
      await frame.getByLabel('What it gives').selectOption('free_product');
      await frame.getByText('Fill in the new fields to see what points cost you.').waitFor();
      const product = frame.getByLabel('Product number', { exact: true }).last();
      const faults = frame.locator('#rewards [aria-invalid="true"]');
      expect(await faults.count()).toBe(0);
      await frame.click(SAVE);
      await expect.poll(() => faults.count()).toBe(2);
      await expect.poll(() => focused(frame)).toMatchObject({ name: 'Product number' });
      expect(bodies(programPath, 'PUT')).toEqual([]);
      await product.fill('8100000000000000042');
      await frame.getByLabel('Name shown to customers').last().fill('Bag');
      await page.keyboard.press('Tab');
      await frame.getByText('100 points cost you about').waitFor();
      await expect.poll(() => bodies(programPreviewPath, 'POST').at(-1)?.terms.rewards.length).toBe(5);
      const asked = bodies(programPreviewPath, 'POST');
      expect(asked.every((body) => programPreviewRequestSchema.safeParse(body).success)).toBe(true);
      expect(complaints).toEqual([]);
      await close();
    });

    test.each(LOOKS)('the launch before the theme shows it, in $locale at $width px', async (look) => {
      Object.assign(admin.fixture.scene, { loyalty: { ...unsavedScene(), health: EMBED_OFF } });
      const { page, frame, close } = await admin.open('/loyalty', look);
      await frame.locator('.panel-launcher').waitFor();
      await frame.locator('#reward-list-add').click();
      await screenshot(page, `loyalty-editing-${look.locale}-${look.width}`);
      await frame.locator('#loyalty-switch button').click();
      await frame.getByRole('dialog').getByRole('link').waitFor();
      await screenshot(page, `loyalty-launch-${look.locale}-${look.width}`);
      expect(await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      expect(await frame.locator('#app').textContent()).not.toMatch(/undefined|NaN|\[object|\{\{|loyalty\./);
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });
  },
);
