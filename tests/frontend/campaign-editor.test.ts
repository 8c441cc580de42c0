import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testSendPath } from '../../web/contract/campaigns.ts';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { PRESET_TERMS } from './fixture/campaign-terms.ts';
import { campaignWith } from './fixture/campaigns.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const LOOKS = LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width })));
const SAVE = 'ui-save-bar button[variant="primary"]';
const sentenceOf = (frame: Frame) => frame.locator('.editor-side [aria-live]');

describe.skipIf(skipReason !== null)(
  `the campaign editor, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const sent = (path: string, method = 'POST') =>
      admin.fixture.scene.changes
        .filter((change) => change.path === path && change.method === method)
        .map(({ body }) => JSON.parse(body));

    test('a typed change → the sentence says it at once, the save bar opens, saving sends the version that was read', async () => {
      const { frame, complaints, close } = await admin.open('/campaigns/1');
      await frame.getByLabel('Percent off').fill('12.5');
      await sentenceOf(frame).getByText('12.5% off, valid 14 days').waitFor();
      await frame.click(SAVE);
      await frame.locator('#campaign-save-bar').waitFor({ state: 'hidden' });
      expect(sent('/api/campaigns/1', 'PUT')).toMatchObject([
        {
          updatedAt: '2026-11-19T02:00:00.000Z',
          terms: { arms: [{ offers: [{ value: { kind: 'percentage', percentageBps: 1_250 } }] }] },
        },
      ]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('points that end → no offer, no arm and no widget to choose; nobody is held back, and it says so', async () => {
      const terms = PRESET_TERMS.points_expiring;
      admin.fixture.scene.campaigns = {
        ...admin.fixture.scene.campaigns,
        campaigns: [campaignWith(7, 'draft', terms)],
      };
      const { frame, complaints, close } = await admin.open('/campaigns/7');
      await frame.getByRole('heading', { name: 'Message 2, day 23' }).waitFor();
      const said = sentenceOf(frame);
      await said.getByText('Members enter when points of theirs end within 30 days.').waitFor();
      await said.getByText('nobody is held back, and what it brings is not measured').waitFor();
      await frame.getByText('results will say “not measured”').waitFor();
      expect(await frame.getByLabel('E-mail', { exact: false }).first().isChecked()).toBe(true);
      for (const absent of [
        'On your storefront',
        'Add an arm',
        'This message carries an offer',
        'comparison group',
      ])
        expect([absent, await frame.getByText(absent).count()]).toEqual([absent, 0]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('a number out of range → its field says the range, nothing can be saved or launched, the next 14 days wait', async () => {
      const { frame, close } = await admin.open('/campaigns/1');
      await frame.getByLabel('Valid for').fill('200');
      await frame.getByText('Enter a whole number from 1 to 90.').waitFor();
      await frame.getByText('Correct the marked fields to see the next 14 days.').waitFor();
      expect(await frame.locator(SAVE).isDisabled()).toBe(true);
      expect(await frame.getByRole('button', { name: 'Launch' }).isDisabled()).toBe(true);
      await frame.click('ui-save-bar >> text=Discard');
      await expect.poll(() => frame.getByLabel('Valid for').inputValue()).toBe('14');
      await close();
    });

    test('the server refuses a field → said at that field and with its place, until something is typed', async () => {
      const field = 'arms.0.offers.0.value.percentageBps';
      const { frame, close } = await admin.open('/campaigns/1');
      await frame.getByText('Next 14 days: 214 people').waitFor();
      admin.fixture.scene.campaigns.issues = [
        { field, message: 'takes 50 % off', code: 'margin', params: { deepestBps: 3_800 } },
      ];
      await frame.getByLabel('Percent off').fill('50');
      await frame.click(SAVE);
      await frame.getByText('Offer of message 1: More than your margin floor leaves: 38% off').waitFor();
      const said = () =>
        frame
          .getByLabel('Percent off')
          .evaluate((input) => document.getElementById(`${input.id}Error`)?.textContent);
      await expect.poll(said).toContain('38% off a typical order at most');
      admin.fixture.scene.campaigns.issues = [];
      await frame.getByLabel('Percent off').fill('30');
      await frame.getByText('Some fields need correcting').waitFor({ state: 'detached' });
      await close();
    });

    test('somebody else saved meanwhile → told so, what was typed stands, and the next save is over theirs', async () => {
      const { frame, close } = await admin.open('/campaigns/1');
      const [first, ...others] = admin.fixture.scene.campaigns.campaigns;
      if (!first) throw new Error('no campaign');
      const later = '2026-11-20T05:00:00.000Z';
      admin.fixture.scene.campaigns.campaigns = [{ ...first, updatedAt: later }, ...others];
      await frame.getByLabel('Valid for').fill('21');
      await frame.click(SAVE);
      await frame.getByText('Somebody else has saved in the meantime').waitFor();
      await frame.getByRole('button', { name: 'Try again' }).click();
      await frame.getByText('Somebody else has saved in the meantime').waitFor({ state: 'detached' });
      expect(await frame.getByLabel('Valid for').inputValue()).toBe('21');
      await frame.click(SAVE);
      await frame.locator('#campaign-save-bar').waitFor({ state: 'hidden' });
      expect(sent('/api/campaigns/1', 'PUT').map((body) => body.updatedAt)).toEqual([
        '2026-11-19T02:00:00.000Z',
        later,
      ]);
      await close();
    });

    test('launch with unsaved changes → asked once in the campaign’s own words; saved, then launched', async () => {
      const { frame, complaints, close } = await admin.open('/campaigns/1');
      await frame.getByLabel('Valid for').fill('21');
      await frame.getByRole('button', { name: 'Launch' }).click();
      const question = frame.getByRole('dialog');
      await question.getByText('10% off, valid 21 days').waitFor();
      await question.getByText('54 in the comparison group').waitFor();
      expect(sent('/api/campaigns/1/launch')).toEqual([]);
      await question.getByRole('button', { name: 'Launch' }).click();
      await frame.getByRole('heading', { name: /Version 1 has run since/ }).waitFor();
      expect(sent('/api/campaigns/1', 'PUT')).toHaveLength(1);
      expect(sent('/api/campaigns/1/launch')).toEqual([{ updatedAt: '2026-11-19T02:01:00.000Z' }]);
      await frame.locator('#campaign-save-bar').waitFor({ state: 'hidden' });
      await frame.getByRole('button', { name: /^Launch/ }).waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
      await close();
    });

    test('own words in Thai → start from those we ship; a field that cannot be filled is named at the text', async () => {
      const { frame, close } = await admin.open('/campaigns/1');
      await frame.getByLabel('Own words in Thai').click();
      const words = frame.getByRole('group', { name: 'Words in Thai' });
      await words.getByLabel('Heading').waitFor();
      expect(await words.getByLabel('Heading').inputValue()).toBe('กลับมาแวะหาเราอีกนะ');
      await words.getByLabel('Text', { exact: true }).fill('สวัสดี {{name}}');
      await words.getByText('{{name}} is no field that can be filled in.').waitFor();
      await words.getByLabel('Text', { exact: true }).fill('สวัสดี ');
      await words.getByRole('button', { name: 'First name' }).click();
      await expect
        .poll(() => words.getByLabel('Text', { exact: true }).inputValue())
        .toBe('สวัสดี {{first_name}}');
      await frame.getByLabel('This message carries an offer').uncheck();
      await frame.getByText('The words of this message speak of an offer.').waitFor();
      await close();
    });

    test('a message and an arm are added and removed → every arm has one offer a message', async () => {
      const { frame, close } = await admin.open('/campaigns/1');
      await frame.getByRole('button', { name: 'Add a message' }).click();
      await frame.getByRole('button', { name: 'Add an arm' }).click();
      await sentenceOf(frame).getByText('Day 15:').waitFor();
      await frame.getByLabel('Name of arm 2').fill('More');
      await frame.getByRole('button', { name: 'Remove message 1' }).click();
      await frame.click(SAVE);
      await frame.locator('#campaign-save-bar').waitFor({ state: 'hidden' });
      const [{ terms }] = sent('/api/campaigns/1', 'PUT');
      expect(terms.steps.map((step: { afterDays: number }) => step.afterDays)).toEqual([0]);
      expect(terms.arms).toMatchObject([{ offers: [{}] }, { name: 'More', offers: [{}] }]);
      await close();
    });

    test('people from before → left alone until chosen; then 5 % of them a day are suggested', async () => {
      const { frame, close } = await admin.open('/campaigns/5');
      await frame.getByText('2,960 people matched before today and are not in the campaign yet.').waitFor();
      expect(await frame.getByLabel('People a day at most').count()).toBe(0);
      await frame.getByText('Work them off, newest first').click();
      expect(await frame.getByLabel('People a day at most').inputValue()).toBe('148');
      await sentenceOf(frame).getByText('newest first, at most 148 people a day').waitFor();
      await close();
    });

    test('the admin’s picker → its products stand by name; without it their numbers can be typed', async () => {
      const { frame, close } = await admin.open('/campaigns/1');
      await frame.evaluate(() => {
        const picked = [{ id: 'gid://shopify/Product/9007199254740993', title: 'Áo dài lụa' }];
        Object.assign(shopify, { resourcePicker: async () => picked });
      });
      await frame.getByLabel('On what').selectOption('products');
      await frame.getByText('Name 1 to 100, each once.').waitFor();
      await frame.getByRole('button', { name: 'Choose products' }).click();
      await frame.getByText('Áo dài lụa').waitFor();
      await frame.getByLabel('Product numbers').fill('12, 34');
      await frame.getByRole('button', { name: 'Add', exact: true }).click();
      await sentenceOf(frame).getByText('10% off on 3 products').waitFor();
      await close();
    });

    test('a test mail, and a message to one customer → what became of them is said', async () => {
      admin.fixture.scene.campaigns.sendOne = { outcome: 'waits', reason: 'quiet_hours' };
      const { frame, close } = await admin.open('/campaigns/2');
      await frame.getByRole('button', { name: 'Vietnamese' }).click();
      await frame.getByRole('button', { name: 'Send a test' }).click();
      await frame.getByLabel('Your e-mail address').fill('full@example.com');
      await frame.getByRole('dialog').getByRole('button', { name: 'Send a test' }).click();
      await frame.getByText('Your mail server refused it.').waitFor();
      await frame.getByText('552 mailbox full').waitFor();
      expect(sent(testSendPath)).toMatchObject([{ to: 'full@example.com', language: 'vi', step: 0, arm: 0 }]);
      await frame.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
      await frame.getByRole('button', { name: 'Send to one customer now' }).click();
      await frame.getByLabel('Customer’s name or e-mail').fill('Ann');
      await frame.getByRole('dialog').getByText('Ann Whitfield').first().click();
      await frame.getByRole('button', { name: 'Send now' }).click();
      await frame.getByText('it waits for its moment. Waits for the end of the quiet hours.').waitFor();
      expect(sent('/api/campaigns/2/send-one')).toEqual([{ customerId: expect.stringMatching(/^7\d{18}$/) }]);
      await close();
    });

    test.each(LOOKS)(
      'the dry run in $locale at $width px → paged, accessible, within the screen',
      async (look) => {
        const { page, frame, complaints, close } = await admin.open('/campaigns/2', look);
        // A frame that comes while the page is judged cannot be entered.
        await frame.locator('.mail-window iframe').waitFor();
        await frame.locator('.preview button').first().click();
        const lines = frame.locator('.dry-table tbody tr');
        await expect.poll(() => lines.count()).toBe(25);
        const first = await lines.first().textContent();
        expect(await frame.locator('.skip-reasons li').count()).toBe(4);
        await screenshot(page, `dry-run-${look.locale}-${look.width}`);
        expect(await seriousFindings(page)).toEqual([]);
        expect(await frame.locator('#app').textContent()).not.toMatch(/undefined|NaN|\[object|\b25[67]\d\b/);
        const [, next] = await frame.locator('[role="dialog"] .Polaris-InlineStack > button').all();
        await next?.click();
        await expect.poll(() => lines.first().textContent()).not.toBe(first);
        expect(complaints).toEqual([]);
        await close();
      },
    );
  },
);
