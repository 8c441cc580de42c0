import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customersCsvPath } from '../../web/contract/customers.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { testLooks } from './fixture/looks.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const ROW = 'a[href^="/customers/7"]';

testLooks('Customers of campaigns', {
  'customers-in-campaign': { path: '/customers?campaigns=2,3', scene: {}, ready: ROW },
});

describe.skipIf(skipReason !== null)(
  `Customers of campaigns in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test('a second campaign chosen by name → in the address and on the pill, no draft among the choices; exported with them', async () => {
      const { page, frame, complaints, close } = await admin.open('/customers?campaigns=4');
      await frame.waitForSelector(ROW);
      await frame.getByRole('button', { name: 'In campaign: Win-back, spring' }).first().click();
      const choices = frame.locator('[data-portal-id]');
      await choices.getByText('Win-back 11.11 – Stopped by itself').click();
      expect(await choices.getByText('Second purchase').count()).toBe(0);
      await frame.waitForURL(/campaigns=4(,|%2C)5/);
      await frame.getByText('In campaign: Win-back, spring and Win-back 11.11').first().waitFor();
      const asked = page.waitForRequest((request) => request.url().includes(customersCsvPath));
      await page.keyboard.press('Escape');
      await frame.getByRole('button', { name: 'Export CSV' }).first().click();
      expect(new URL((await asked).url()).searchParams.get('campaigns')).toBe('4,5');
      expect(complaints).toEqual([]);
      await close();
    });

    test('how many are in a campaign → leads to them; from its result as well', async () => {
      const { frame, close } = await admin.open('/campaigns');
      await frame.locator('a[href="/customers?campaigns=4"]').first().click();
      await frame.getByText('In campaign: Win-back, spring').first().waitFor();
      await close();
      const result = await admin.open('/results/2');
      await result.frame.locator('a[href="/customers?campaigns=2"]:visible').first().click();
      await result.frame.waitForURL(/customers\?campaigns=2/);
      await result.close();
    });

    test('no campaign was ever launched → said so; the pill taken away → everybody again', async () => {
      admin.fixture.scene.campaigns = { ...admin.fixture.scene.campaigns, campaigns: [] };
      const { frame, close } = await admin.open('/customers?campaigns=9');
      await frame
        .getByRole('button', { name: /In campaign: Campaign 9/ })
        .first()
        .click();
      await frame.getByText('No campaign has been launched yet.').waitFor();
      await close();
    });
  },
);
