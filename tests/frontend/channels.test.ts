import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  campaignSettingsPath,
  emailChannelPath,
  pauseEverythingPath,
  webhookChannelPath,
} from '../../web/contract/channels.ts';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { createChannelsScene, WEBHOOK_SECRET } from './fixture/channels.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

describe.skipIf(skipReason !== null)(
  `channels in Settings, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const bodyOf = (method: string, path: string) => {
      const found = admin.fixture.scene.changes.find((one) => one.method === method && one.path === path);
      return found === undefined ? null : JSON.parse(found.body || 'null');
    };
    const section = (opened: Awaited<ReturnType<Admin['open']>>, id: string) =>
      opened.frame.locator(`section#${id}`);

    test('the mail server is changed → saved without a password that was not typed, then checked', async () => {
      const opened = await admin.open('/settings');
      const email = section(opened, 'email');
      await email.getByText('User name or password were refused.').waitFor();
      const check = email.getByRole('button', { name: 'Check connection' });
      expect(await check.isEnabled()).toBe(true);
      await email.getByLabel('Mail server').fill('mail.example.org');
      await expect.poll(() => check.isEnabled()).toBe(false);
      await email.getByRole('button', { name: 'Save mail server' }).click();
      await email.getByText('Not checked since it was saved.').waitFor();
      const saved = bodyOf('PUT', emailChannelPath);
      expect(saved.settings.host).toBe('mail.example.org');
      expect(Object.keys(saved)).toEqual(['settings']);
      await check.click();
      await email.getByText('Connected and logged in.').waitFor();
      await email.getByText('DKIM found').waitFor();
      expect(opened.complaints).toEqual([]);
      await opened.close();
    });

    test('a wrong port → its field says the range and nothing is sent', async () => {
      const opened = await admin.open('/settings');
      const email = section(opened, 'email');
      await email.getByLabel('Port', { exact: true }).fill('99999');
      await email.getByRole('button', { name: 'Save mail server' }).click();
      await email.getByText('Enter a whole number from 1 to 65535.').waitFor();
      expect(bodyOf('PUT', emailChannelPath)).toBeNull();
      await opened.close();
    });

    test('a new secret → asked first, shown once, gone after the page is loaded again', async () => {
      const opened = await admin.open('/settings');
      const { frame, page } = opened;
      await section(opened, 'webhook').getByRole('button', { name: 'Make a new secret' }).click();
      expect(bodyOf('PUT', webhookChannelPath)).toBeNull();
      await frame.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
      await section(opened, 'webhook').getByText(WEBHOOK_SECRET).waitFor();
      expect(bodyOf('PUT', webhookChannelPath)).toMatchObject({ newSecret: true });
      expect(await seriousFindings(page)).toEqual([]);
      await opened.close();
      const again = await admin.open('/settings');
      await section(again, 'webhook').getByLabel('Address of the service').waitFor();
      expect(await again.frame.locator('#app').textContent()).not.toContain(WEBHOOK_SECRET);
      await again.close();
    });

    test('the first address → makes the first secret with it', async () => {
      admin.fixture.scene.channels.channels = { ...createChannelsScene().channels, webhook: null };
      const opened = await admin.open('/settings');
      const webhook = section(opened, 'webhook');
      await webhook.getByLabel('Address of the service').fill('https://hooks.example.org/in');
      await webhook.getByRole('button', { name: 'Save address' }).click();
      await webhook.getByText(WEBHOOK_SECRET).waitFor();
      expect(bodyOf('PUT', webhookChannelPath)).toEqual({
        settings: { url: 'https://hooks.example.org/in' },
        newSecret: true,
      });
      await opened.close();
    });

    test('limits and days without sends → one save bar, one request, on the version that was read', async () => {
      const opened = await admin.open('/settings');
      const { frame } = opened;
      const sending = section(opened, 'sending');
      await sending.getByLabel('New offers in 30 days at most').fill('99');
      await sending.getByText('Enter a whole number from 0 to 10.').waitFor();
      const save = frame.locator('#sending-save-bar button[variant="primary"]');
      await expect.poll(() => save.isDisabled()).toBe(true);
      await sending.getByLabel('New offers in 30 days at most').fill('2');
      const blackouts = section(opened, 'blackouts');
      await blackouts.getByRole('button', { name: 'Add 11.11' }).click();
      await blackouts.getByLabel('First day').nth(1).fill('2027-11-11');
      await save.click();
      await frame.waitForSelector('#sending-save-bar', { state: 'detached' });
      expect(bodyOf('PUT', campaignSettingsPath)).toMatchObject({
        version: 3,
        settings: {
          caps: { offersPer30Days: 2, messagesPer7Days: 2 },
          blackouts: [{}, { name: '11.11 sale', from: '2027-11-11', to: '2027-11-11' }],
        },
      });
      await opened.close();
    });

    test('somebody else saved meanwhile → told so, and what was typed is still there', async () => {
      const opened = await admin.open('/settings');
      const cost = section(opened, 'cost').getByLabel('Cost of goods');
      await cost.fill('40');
      const { channels } = admin.fixture.scene.channels;
      admin.fixture.scene.channels.channels = { ...channels, version: 9 };
      const save = opened.frame.locator('#sending-save-bar button[variant="primary"]');
      await save.click();
      await opened.frame.waitForSelector('text=Somebody else has saved in the meantime');
      await opened.frame.getByRole('button', { name: 'Try again' }).click();
      await opened.frame.waitForSelector('text=Somebody else has saved in the meantime', {
        state: 'detached',
      });
      expect(await cost.inputValue()).toBe('40');
      await opened.close();
    });

    test('pause everything → asked once, then sent', async () => {
      const opened = await admin.open('/settings');
      await section(opened, 'pause').getByRole('button', { name: 'Pause everything' }).click();
      expect(bodyOf('POST', pauseEverythingPath)).toBeNull();
      await opened.frame.getByRole('dialog').getByRole('button', { name: 'Pause everything' }).click();
      await opened.frame.getByRole('dialog').waitFor({ state: 'detached' });
      expect(bodyOf('POST', pauseEverythingPath)).toEqual({ paused: true });
      await opened.close();
    });

    test.each(LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width }))))(
      'every part in $locale at $width px → seen, with the signature explained',
      async (look) => {
        const opened = await admin.open('/settings', look);
        await section(opened, 'webhook').locator('button[aria-expanded]').click();
        for (const id of ['email', 'webhook', 'blackouts', 'pause']) {
          await section(opened, id).evaluate((element) => element.scrollIntoView());
          await screenshot(opened.page, `settings-${id}-${look.locale}-${look.width}`);
        }
        const overflow = await opened.frame.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        expect(await seriousFindings(opened.page)).toEqual([]);
        expect(opened.complaints).toEqual([]);
        await opened.close();
      },
    );
  },
);
