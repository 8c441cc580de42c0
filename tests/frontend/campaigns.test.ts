import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { campaignsPath } from '../../web/contract/campaigns.ts';
import { pauseEverythingPath } from '../../web/contract/channels.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

describe.skipIf(skipReason !== null)(
  `campaigns, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
        .map(({ body }) => (body === '' ? null : JSON.parse(body)));

    test('"Pause everything" → asked once with how many run, then said on the page; "Go on" lets them send', async () => {
      const { frame, complaints, close } = await admin.open('/campaigns');
      await frame.getByRole('button', { name: 'Pause everything' }).click();
      await frame.getByText('1 running campaign stops sending at once.').waitFor();
      expect(sent(pauseEverythingPath)).toEqual([]);
      await frame.getByRole('dialog').getByRole('button', { name: 'Pause everything' }).click();
      await frame.getByRole('heading', { name: 'Everything is paused' }).waitFor();
      await frame.getByRole('button', { name: 'Go on sending' }).click();
      await frame.getByRole('dialog').getByRole('button', { name: 'Go on sending' }).click();
      await frame.getByRole('heading', { name: 'Campaigns may send' }).waitFor();
      expect(sent(pauseEverythingPath)).toEqual([{ paused: true }, { paused: false }]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('a preset → a draft in its terms, named in the merchant’s language, opened at once', async () => {
      admin.fixture.scene.campaigns.campaigns = [];
      const { frame, complaints, close } = await admin.open('/campaigns', { locale: 'vi' });
      await frame.getByRole('button', { name: 'Thiết lập “Mời khách quay lại”' }).click();
      await frame.getByRole('heading', { level: 1, name: 'Mời khách quay lại' }).waitFor();
      expect(sent(campaignsPath)).toMatchObject([
        {
          terms: {
            kind: 'win_back',
            name: 'Mời khách quay lại',
            arms: [{ name: 'Nhánh 1' }],
            steps: [{ afterDays: 0 }, {}, {}],
          },
        },
      ]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('a heading chosen by the keyboard → sorted, said to screen readers, turned round by the next', async () => {
      const { frame, complaints, close } = await admin.open('/campaigns');
      const heading = frame.locator('th[data-index-table-heading]').filter({ hasText: 'Campaign' }).first();
      const names = () => frame.locator('a[data-primary-link]').allTextContents();
      await frame.locator('a[href="/campaigns/2"]').waitFor();
      expect(await heading.getAttribute('aria-sort')).toBeNull();
      await heading.getByRole('button').focus();
      await heading.getByRole('button').press('Enter');
      await frame.locator('th[aria-sort="ascending"]').waitFor();
      const first = await names();
      expect(first).toHaveLength(6);
      expect(first).toEqual(first.toSorted(new Intl.Collator('en', { numeric: true }).compare));
      await heading.getByRole('button').press('Enter');
      await frame.locator('th[aria-sort="descending"]').waitFor();
      expect(await names()).toEqual(first.toReversed());
      await frame.locator('th').filter({ hasText: 'Next send' }).getByRole('button').click();
      await expect.poll(() => frame.locator('th[aria-sort]').allTextContents()).toEqual(['Next send']);
      expect((await names())[0]).toBe('Mời khách quay lại sau Tết');
      expect(complaints).toEqual([]);
      await close();
    });

    test('a phone → sorted by a choice, for there are no headings', async () => {
      const { frame, close } = await admin.open('/campaigns', { width: 390 });
      await frame.getByLabel('Sort by').selectOption('next');
      await frame.locator('.short-row').first().getByText('Mời khách quay lại sau Tết').waitFor();
      await close();
    });

    test('"Export CSV" → the list as it stands on the page, in the downloads', async () => {
      const { frame, close } = await admin.open('/campaigns');
      await frame.locator('th').filter({ hasText: 'State' }).getByRole('button').click();
      await frame.locator('th[aria-sort]').filter({ hasText: 'State' }).waitFor();
      const [download] = await Promise.all([
        frame.page().waitForEvent('download'),
        frame.getByRole('button', { name: 'Export CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('campaigns.csv');
      const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
      expect(lines[0]?.startsWith('\uFEFFcampaign_id,name,kind,state')).toBe(true);
      expect(lines[1]).toMatch(/^2,Mời khách quay lại sau Tết,win_back,running,,1286,/);
      expect(lines).toHaveLength(8);
      await close();
    });

    test('60 days of history and no program → win-back and reminders of points say why they are locked and where to go; the others can be set up', async () => {
      Object.assign(admin.fixture.scene.campaigns, { campaigns: [], cutHistory: true, noProgram: true });
      const { frame, close } = await admin.open('/campaigns');
      await frame.getByText('Locked: Encore sees 60 days of orders only').first().waitFor();
      expect(await frame.getByRole('button', { name: /Set up/ }).allTextContents()).toEqual([
        'Set up “Second purchase”',
        'Set up “Back again”',
      ]);
      expect(await frame.getByText('Locked: it needs the loyalty program').count()).toBe(2);
      expect(await frame.getByRole('link', { name: 'Go to Loyalty' }).first().getAttribute('href')).toBe(
        '/loyalty',
      );
      await frame.getByRole('link', { name: 'Show me on Home' }).first().click();
      await frame.getByRole('heading', { name: /active customers/ }).waitFor();
      await close();
    });

    test('before the first night → the numbers are promised, not invented', async () => {
      Object.assign(admin.fixture.scene.campaigns, { campaigns: [], counted: false });
      const { frame, close } = await admin.open('/campaigns');
      await expect.poll(() => frame.getByText('Counted after the first night.').count()).toBe(6);
      await close();
    });

    test('a running kind → its preset is gone; a draft’s preset leads to the draft', async () => {
      const { frame, close } = await admin.open('/campaigns');
      const cards = frame.getByRole('region', { name: 'Ready to start' });
      const names = () => cards.getByRole('heading', { level: 3 }).allTextContents();
      await expect
        .poll(names)
        .toEqual(['Second purchase', 'Back again', 'Points that end soon', 'Points enough for a reward']);
      await cards.getByRole('link', { name: 'Go on with the draft' }).first().click();
      await frame.getByRole('heading', { level: 1, name: 'Second purchase' }).waitFor();
      await close();
    });

    test.each([
      [2, 'Pause', 'This campaign is paused', 'pause'],
      [3, 'End', 'This campaign has ended', 'end'],
    ])('campaign %i: "%s" → asked, then "%s"', async (id, button, banner, action) => {
      const { frame, complaints, close } = await admin.open(`/campaigns/${id}`);
      await frame.getByRole('button', { name: button, exact: true }).click();
      await frame.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
      await frame.getByRole('heading', { name: banner }).waitFor();
      expect(sent(`/api/campaigns/${id}/action`)).toEqual([{ action }]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('a paused campaign: "Go on" → runs again', async () => {
      const { frame, close } = await admin.open('/campaigns/3');
      await frame.getByRole('button', { name: 'Go on', exact: true }).click();
      await frame.getByRole('heading', { name: /Version 1 has run since/ }).waitFor();
      expect(sent('/api/campaigns/3/action')).toEqual([{ action: 'resume' }]);
      await close();
    });

    test('delete a draft → asked, gone from the list', async () => {
      const { frame, close } = await admin.open('/campaigns/6');
      await frame.getByRole('button', { name: 'Delete draft' }).click();
      await frame.getByRole('dialog').getByRole('button', { name: 'Delete draft' }).click();
      await frame.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
      await frame.locator('a[href="/campaigns/6"]').waitFor({ state: 'detached' });
      expect(sent('/api/campaigns/6', 'DELETE')).toHaveLength(1);
      await close();
    });

    test('an ended campaign → can be read, not changed', async () => {
      const { frame, close } = await admin.open('/campaigns/4');
      await frame.locator('.mail-window iframe').waitFor();
      expect(await frame.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
      expect(await frame.getByRole('button', { name: 'Launch' }).count()).toBe(0);
      await close();
    });

    test('no such campaign → said so, with the way back', async () => {
      const { frame, close } = await admin.open('/campaigns/99');
      await frame.getByText('We have no such campaign').waitFor();
      await frame.getByRole('link', { name: 'Campaigns' }).click();
      await frame.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
      await close();
    });

    test('the server is down, then up → a banner, and "Try again" brings the list', async () => {
      admin.fixture.scene.failWith = 500;
      const { frame, close } = await admin.open('/campaigns');
      await frame.getByText('That did not work').waitFor();
      admin.fixture.scene.failWith = null;
      await frame.getByRole('button', { name: 'Try again' }).click();
      await frame.locator('a[href="/campaigns/2"]').waitFor();
      await close();
    });
  },
);
