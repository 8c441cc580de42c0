import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { campaignSettingsPath, emailChannelPath, webhookChannelPath } from '../../web/contract/channels.ts';
import { programPath } from '../../web/contract/loyalty.ts';
import { settingsPath } from '../../web/contract/settings.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const inBar = (bar: string) => `#${bar} button[variant="primary"]`;

/** Each form that is saved: where it is, its request, its button, one field of it, what is typed there, first and then, and how that is sent. */
const FORMS = {
  campaign: {
    at: '/campaigns/1',
    path: '/api/campaigns/1',
    save: inBar('campaign-save-bar'),
    field: (frame: Frame) => frame.getByLabel('Valid for'),
    typed: ['21', '22'],
    key: '"validDays":',
  },
  'loyalty program': {
    at: '/loyalty',
    path: programPath,
    save: inBar('loyalty-save-bar'),
    field: (frame: Frame) => frame.locator('#expiry input[type="number"]'),
    typed: ['24', '25'],
    key: '"months":',
  },
  rules: {
    at: '/settings',
    path: settingsPath,
    save: inBar('rules-save-bar'),
    field: (frame: Frame) => frame.locator('input[type="number"]').nth(1),
    typed: ['90', '91'],
    key: '"lapseLaterDays":',
  },
  'limits of sending': {
    at: '/settings',
    path: campaignSettingsPath,
    save: inBar('sending-save-bar'),
    field: (frame: Frame) => frame.getByLabel('New offers in 30 days at most'),
    typed: ['2', '3'],
    key: '"offersPer30Days":',
  },
  'outgoing webhook': {
    at: '/settings',
    path: webhookChannelPath,
    save: '#webhook .Polaris-Button--variantPrimary',
    field: (frame: Frame) => frame.locator('#webhook input[type="url"]'),
    typed: ['https://one.example.org/in', 'https://two.example.org/in'],
    key: '"url":"',
  },
  'mail server': {
    at: '/settings',
    path: emailChannelPath,
    save: '#email .Polaris-Button--variantPrimary',
    field: (frame: Frame) => frame.locator('#email').getByLabel('Mail server'),
    typed: ['one.example.org', 'two.example.org'],
    key: '"host":"',
  },
} as const;

describe.skipIf(skipReason !== null)(
  `what is typed while a save is on its way, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test.each(Object.entries(FORMS))('%s → stands, and the next save takes it', async (_, form) => {
      const [first, second] = form.typed;
      const { page, frame, complaints, close } = await admin.open(form.at);
      const saves = () =>
        admin.fixture.scene.changes
          .filter(({ path, method }) => path === form.path && method === 'PUT')
          .map(({ body }) => body);
      const typed = Promise.withResolvers<void>();
      await page.route(`**${form.path}`, async (route) => {
        if (route.request().method() === 'PUT') await typed.promise;
        await route.continue();
      });
      const field = form.field(frame);
      const save = frame.locator(form.save);
      await field.fill(first);
      await save.click();
      await expect.poll(() => save.isDisabled()).toBe(true);
      await field.fill(second);
      typed.resolve();
      // The first save is over, and there is something to save.
      await expect.poll(() => save.isEnabled()).toBe(true);
      expect(await field.inputValue()).toBe(second);
      await save.click();
      await expect.poll(() => saves().length).toBe(2);
      expect(saves()[0]).toContain(`${form.key}${first}`);
      expect(saves()[1]).toContain(`${form.key}${second}`);
      expect(complaints).toEqual([]);
      await close();
    });
  },
);
