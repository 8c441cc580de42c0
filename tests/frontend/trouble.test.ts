import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { customersCsvPath } from '../../web/contract/customers.ts';
import { settingsPath } from '../../web/contract/settings.ts';
import { skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

describe.skipIf(skipReason !== null)(
  `when things go wrong, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test('the first sync ends → Home takes its place by itself', async () => {
      admin.fixture.scene.sync = 'scoring';
      const { frame, close } = await admin.open('/');
      await frame.waitForSelector('text=Scoring your customers');
      await frame.waitForSelector('text=9,100 of 23,570');
      admin.fixture.scene.sync = 'done';
      await frame.waitForSelector('h1:has-text("active customers")');
      await close();
    });

    test('a stopped first sync → one button goes on', async () => {
      admin.fixture.scene.sync = 'failed';
      const { frame, close } = await admin.open('/');
      await frame.click('text=Go on from where it stopped');
      // The step is named before and after; only the banner goes.
      await frame.waitForSelector('text=Go on from where it stopped', { state: 'detached' });
      expect(await frame.locator('#sync-step').textContent()).toBe('Reading orders');
      expect(admin.fixture.scene.changes).toHaveLength(1);
      await close();
    });

    test('the server is down, then up → a banner, and "Try again" brings the page', async () => {
      admin.fixture.scene.failWith = 500;
      const { frame, close } = await admin.open('/settings');
      await frame.waitForSelector('text=That did not work');
      admin.fixture.scene.failWith = null;
      await frame.getByRole('button', { name: 'Try again' }).click();
      await frame.waitForSelector('.histogram');
      await close();
    });

    test('a dead session → one reload, then a banner, never a loop', async () => {
      admin.fixture.scene.failWith = 401;
      const { page, frame, close } = await admin.open('/customers');
      let loads = 0;
      page.on('framenavigated', (which) => {
        if (which === frame) loads += 1;
      });
      await frame.waitForSelector('text=Your session has ended');
      // The reload, and on a slow machine the first load, whose event may come after we began to count.
      expect(loads).toBeLessThanOrEqual(2);
      await close();
    });

    test('Shopify is silent during a search → said so, and not "no customers match"', async () => {
      admin.fixture.scene.shopifySilent = true;
      const { frame, close } = await admin.open('/customers?search=ann');
      await frame.waitForSelector('text=Search is not available right now');
      expect(await frame.locator('#app').textContent()).not.toContain('No customers match');
      await close();
    });

    test('somebody else saved meanwhile → told so, and what was typed is still there', async () => {
      const { frame, close } = await admin.open('/settings');
      await frame.waitForSelector('.histogram');
      admin.fixture.scene.version = 7;
      const field = frame.locator('input[type="number"]').nth(1);
      await field.fill('90');
      await frame.waitForSelector('text=214 customers move');
      await frame.click('ui-save-bar button[variant="primary"]');
      await frame.waitForSelector('text=Somebody else has saved in the meantime');
      await frame.getByRole('button', { name: 'Try again' }).click();
      await frame.waitForSelector('text=Somebody else has saved in the meantime', { state: 'detached' });
      expect(await field.inputValue()).toBe('90');
      await frame.click('ui-save-bar button[variant="primary"]');
      await frame.waitForSelector('#rules-save-bar', { state: 'hidden' });
      const puts = admin.fixture.scene.changes.filter(({ path }) => path === settingsPath);
      expect(puts.map(({ body }) => JSON.parse(body).version)).toEqual([1, 7]);
      await close();
    });

    test('a number out of range → its field says the range, and nothing is asked or saved', async () => {
      const { frame, close } = await admin.open('/settings');
      await frame.waitForSelector('.histogram');
      await frame.locator('input[type="number"]').nth(1).fill('9');
      await frame.waitForSelector('text=Enter a whole number: 14–730.');
      await frame.waitForSelector('ui-save-bar button[variant="primary"]:disabled');
      expect(admin.fixture.scene.changes).toEqual([]);
      await close();
    });

    test('"Discard" → the loaded rules again', async () => {
      const { frame, close } = await admin.open('/settings');
      await frame.waitForSelector('.histogram');
      const field = frame.locator('input[type="number"]').nth(1);
      await field.fill('90');
      await frame.click('ui-save-bar >> text=Discard');
      await expect.poll(() => field.inputValue()).toBe('');
      await close();
    });

    test('a customer who is not ours → the way back, not an empty page', async () => {
      const { frame, close } = await admin.open('/customers/42');
      await frame.waitForSelector('text=We have no such customer');
      await close();
    });

    test('export → a file of the filtered list, fetched with the session token', async () => {
      const { page, frame, close } = await admin.open('/customers?stage=vip');
      const asked = page.waitForRequest((request) => request.url().includes(customersCsvPath));
      const download = page.waitForEvent('download');
      await frame.getByRole('button', { name: 'Export CSV' }).click();
      expect((await asked).url()).toContain('stage=vip');
      expect((await asked).headers().authorization).toMatch(/^Bearer /);
      expect((await download).suggestedFilename()).toBe('customers.csv');
      await close();
    });

    test('remove our tags → asked once, then sent', async () => {
      const { frame, close } = await admin.open('/settings');
      await frame.waitForSelector('.histogram');
      await frame.click('button:has-text("Remove our tags")');
      await frame.waitForSelector('text=Remove our tags from all customers?');
      expect(admin.fixture.scene.changes).toEqual([]);
      await frame.locator('[role="dialog"] button:has-text("Remove our tags")').click();
      await frame.waitForSelector('[role="dialog"]', { state: 'detached' });
      expect(admin.fixture.scene.changes.map(({ body }) => body)).toEqual(['{"confirm":true}']);
      await close();
    });
  },
);
