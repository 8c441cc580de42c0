import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { programPath } from '../../web/contract/loyalty.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { createLoyaltyScene, unsavedScene } from './fixture/loyalty.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const SAVE = 'ui-save-bar button[variant="primary"]';
const wordsOf = (frame: Frame) => frame.locator('.loyalty-side .in-words');
const monthsOf = (frame: Frame) => frame.locator('#expiry input[type="number"]');
const panelOf = (frame: Frame) => frame.locator('.panel-phone');
const balanceOf = (frame: Frame) => panelOf(frame).locator('.panel-balance');

describe.skipIf(skipReason !== null)(
  `the loyalty program, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const saved = () =>
      admin.fixture.scene.changes
        .filter(({ path, method }) => path === programPath && method === 'PUT')
        .map(({ body }) => JSON.parse(body));

    test('the earn rule is typed into its sentence → words, panel and give-back follow; saved over the version that was read', async () => {
      const { frame, complaints, close } = await admin.open('/loyalty');
      await frame.getByText('100 points cost you about ₫50,000: 5% of what was spent for them.').waitFor();
      await frame.getByLabel('Points', { exact: true }).first().fill('2');
      await wordsOf(frame).getByText('2 points for every ₫10,000 they spend').waitFor();
      await panelOf(frame).getByText('2 points for every ₫10,000 you spend').waitFor();
      await frame.getByText('₫50,000: 10% of what was spent').waitFor();
      await frame.getByText('A typical order of ₫420,000 brings 84 points.').waitFor();
      await frame.click(SAVE);
      await frame.locator('#loyalty-save-bar').waitFor({ state: 'hidden' });
      expect(saved()).toMatchObject([
        { basedOn: 3, terms: { on: true, earn: { points: 2, perMinor: 10_000 } } },
      ]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('a number out of range → its field says the range, nothing can be saved; discarding brings back what was', async () => {
      const { frame, close } = await admin.open('/loyalty');
      await monthsOf(frame).fill('90');
      await frame.getByText('Enter a whole number from 1 to 60.').waitFor();
      expect(await frame.locator(SAVE).isDisabled()).toBe(true);
      await frame.getByText('Correct the marked fields to see what points cost you.').waitFor();
      await frame.click('ui-save-bar >> text=Discard');
      await expect.poll(() => monthsOf(frame).inputValue()).toBe('12');
      await close();
    });

    test('the server refuses a reward → said at its field in a card that opens by itself, with its place, until something is typed', async () => {
      const { frame, close } = await admin.open('/loyalty', { locale: 'vi' });
      admin.fixture.scene.loyalty.issues = [
        {
          field: 'terms.rewards.1.value.productId',
          message: 'names no product',
          code: 'product',
          params: {},
        },
      ];
      await monthsOf(frame).fill('18');
      await frame.click(SAVE);
      await frame.getByText('Quà 2: Chọn một sản phẩm của cửa hàng.').waitFor();
      const said = () =>
        frame
          .getByLabel('Mã số sản phẩm', { exact: true })
          .last()
          .evaluate((input) => document.getElementById(`${input.id}Error`)?.textContent);
      await expect.poll(said).toContain('Chọn một sản phẩm của cửa hàng.');
      admin.fixture.scene.loyalty.issues = [];
      await monthsOf(frame).fill('24');
      await frame.getByText('Quà 2: Chọn').waitFor({ state: 'detached' });
      await close();
    });

    test('somebody else saved meanwhile → told so; what was typed stands and goes over theirs', async () => {
      const { frame, close } = await admin.open('/loyalty');
      await monthsOf(frame).fill('24');
      admin.fixture.scene.loyalty.version = 4;
      await frame.click(SAVE);
      await frame.getByText('Somebody else has saved in the meantime').waitFor();
      await frame.getByRole('button', { name: 'Try again' }).click();
      await frame.getByText('Somebody else has saved in the meantime').waitFor({ state: 'detached' });
      expect(await monthsOf(frame).inputValue()).toBe('24');
      await frame.click(SAVE);
      await frame.locator('#loyalty-save-bar').waitFor({ state: 'hidden' });
      expect(saved().map(({ basedOn }) => basedOn)).toEqual([3, 4]);
      await close();
    });

    test('a shop whose orders are sent before they are paid → asked; launched once, in words, with what was not saved', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { frame, complaints, close } = await admin.open('/loyalty');
      await frame.getByText('Of 1,000 orders in the last 90 days, 812 are fulfilled').waitFor();
      await frame.getByRole('button', { name: 'Yes, when fulfilled' }).click();
      await frame
        .getByText('Most of your orders are sent before they are paid')
        .waitFor({ state: 'detached' });
      await frame.getByRole('button', { name: 'Launch the program' }).click();
      const question = frame.getByRole('dialog');
      await question.getByText('to be used once the order is fulfilled.').waitFor();
      await question
        .getByText('They can redeem 100 points for “₫50,000 off” on orders from ₫100,000.')
        .waitFor();
      expect(saved()).toEqual([]);
      await question.getByRole('button', { name: 'Launch the program' }).click();
      await frame.getByText('Customers have earned points since').waitFor();
      expect(saved()).toMatchObject([
        { basedOn: 0, terms: { on: true, earn: { when: { kind: 'fulfilled' } } } },
      ]);
      await frame.getByText('What open points could cost').waitFor();
      expect(complaints).toEqual([]);
      await close();
    });

    test('orders from before the launch → what they come to is told before anything is saved, and that it is about so much', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { frame, close } = await admin.open('/loyalty');
      await frame.getByText('Yes, from a day on').click();
      await frame
        .getByText('412 customers get 43,680 points for 1,040 orders. If all of it is redeemed, it costs you')
        .waitFor();
      await wordsOf(frame).getByText('bring points, too: 43,680 points for 412 customers.').waitFor();
      const about = frame.getByText('About: counted from a sample of your customers.');
      expect(await about.count()).toBe(0);
      await frame.getByLabel('Orders from', { exact: true }).fill('2009-01-01');
      await about.waitFor();
      expect(saved()).toEqual([]);
      await close();
    });

    test('a reward is added, one is switched off, levels and bonus days change → all of it in one save', async () => {
      const { frame, complaints, close } = await admin.open('/loyalty');
      await frame.getByRole('button', { name: 'Switch off VIP night' }).click();
      await frame.getByRole('button', { name: 'Add a reward' }).click();
      await frame.getByLabel('What it gives').selectOption('percentage');
      await frame.getByLabel('Own name').fill('Tea time');
      await panelOf(frame).getByText('Tea time').first().waitFor();
      expect(await panelOf(frame).getByText('VIP night').count()).toBe(0);
      await frame.getByRole('button', { name: 'Add a level' }).click();
      await frame.getByRole('button', { name: 'Add bonus days' }).click();
      const name = frame.getByRole('group', { name: 'Bonus days 2' }).getByLabel('Name');
      // What has not got the focus yet cannot be left.
      await expect.poll(() => name.evaluate((input) => input === document.activeElement)).toBe(true);
      expect(await frame.getByText('Something must stand here.').count()).toBe(0);
      await name.blur();
      await frame.getByText('Something must stand here.').waitFor();
      await name.fill('Tết');
      await frame.click(SAVE);
      await frame.locator('#loyalty-save-bar').waitFor({ state: 'hidden' });
      const [{ terms }] = saved();
      expect(terms.rewards.at(2)).toMatchObject({ rewardId: 'r3', active: false });
      expect(terms.rewards.at(4)).toMatchObject({
        rewardId: 'r5',
        name: 'Tea time',
        value: { kind: 'percentage' },
      });
      expect(terms.tiers.levels.at(3)).toMatchObject({ key: 't4', threshold: 10_000_000 });
      expect(terms.bonuses).toHaveLength(2);
      expect(complaints).toEqual([]);
      await close();
    });

    test('the panel in another language → its own sentences and the merchant’s word of that language', async () => {
      const { frame, close } = await admin.open('/loyalty');
      await balanceOf(frame).getByText('132 points', { exact: true }).waitFor();
      await frame.getByRole('button', { name: 'Vietnamese' }).click();
      await balanceOf(frame).getByText('132 xu', { exact: true }).waitFor();
      await frame.getByRole('button', { name: 'Thai' }).click();
      await balanceOf(frame).getByText('132 คะแนน', { exact: true }).waitFor();
      expect(await panelOf(frame).getAttribute('lang')).toBe('th');
      await close();
    });

    test('a customer in the grace of a level → until when and what keeps it, as the theme says it; without grace not asked', async () => {
      const { frame, complaints, close } = await admin.open('/loyalty');
      const level = (text: RegExp) => panelOf(frame).getByText(text).waitFor();
      await level(/^Level Plus · kept until .+ 2\d{3} · ₫3,000,000 more to Premier$/);
      const grace = frame.getByLabel('As in the days of grace of a level');
      await grace.check();
      await level(
        /^Level Plus · kept until .+ 2\d{3} · ₫400,000 more to keep it · ₫3,400,000 more to Premier$/,
      );
      await frame.getByRole('button', { name: 'Vietnamese' }).click();
      await level(/^Hạng Plus · giữ đến .+ 2\d{3} · Thêm ₫?400.000.* để giữ hạng · /);
      await frame.getByRole('spinbutton', { name: 'Days of grace' }).fill('0');
      await grace.waitFor({ state: 'detached' });
      expect(await panelOf(frame).getByText('để giữ hạng').count()).toBe(0);
      expect(complaints).toEqual([]);
      await close();
    });

    test.each([
      ['en', 1_280],
      ['en', 390],
      ['vi', 1_280],
      ['vi', 390],
      ['th', 1_280],
      ['th', 390],
    ] as const)(
      'the panel in the grace in %s at %i px → accessible, within the screen',
      async (locale, width) => {
        const { page, frame, close } = await admin.open('/loyalty', { locale, width });
        await frame.locator('.loyalty-side').getByRole('checkbox').check();
        await panelOf(frame).scrollIntoViewIfNeeded();
        await screenshot(page, `loyalty-panel-grace-${locale}-${width}`);
        expect(await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
        expect(await seriousFindings(page)).toEqual([]);
        await close();
      },
    );

    test('the shop has left the program’s currency → both named and what to do; saved in the new one, the notice goes', async () => {
      Object.assign(admin.fixture.scene, { loyalty: { ...createLoyaltyScene(), savedIn: 'USD' } });
      const { frame, complaints, close } = await admin.open('/loyalty');
      const notice = frame.getByText('Your shop now uses VND, the program still USD');
      await notice.waitFor();
      await frame.getByText('Go through earning, rewards, levels and invitations').waitFor();
      await frame.getByRole('button', { name: 'Keep the numbers, save in VND' }).click();
      await notice.waitFor({ state: 'detached' });
      const [saved] = admin.fixture.scene.changes.filter(({ path }) => path === programPath);
      expect(JSON.parse(saved?.body ?? '{}')).toMatchObject({ basedOn: 3, terms: { on: true } });
      expect(complaints).toEqual([]);
      await close();
    });

    test('a shop without store credit → it is not offered and the reason is said', async () => {
      Object.assign(admin.fixture.scene, { loyalty: unsavedScene() });
      const { frame, close } = await admin.open('/loyalty');
      await frame.getByRole('button', { name: 'Edit ₫50,000 off' }).click();
      await frame.getByText('Your shop has no store credit.').waitFor();
      expect(await frame.getByLabel('What it gives').locator('option').allTextContents()).not.toContain(
        'Store credit',
      );
      await close();
    });

    test('switching off → asked once; points are kept', async () => {
      const { frame, close } = await admin.open('/loyalty');
      await frame.getByRole('button', { name: 'Switch off', exact: true }).click();
      await frame.getByRole('dialog').getByText('Points already earned are kept').waitFor();
      await frame.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
      await frame.getByText('Switched off. Nobody earns or redeems points').waitFor();
      expect(saved()).toMatchObject([{ terms: { on: false } }]);
      await close();
    });
  },
);
