import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { tabTo } from '../support/tab-to.ts';
import { createScene } from './fixture/api.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const ID = '7000000000000000000';
const MEMBER = `/loyalty/members/${ID}`;

describe.skipIf(skipReason !== null)(
  `members, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const sent = (path: string) =>
      admin.fixture.scene.changes
        .filter((change) => change.path === path)
        .map(({ body }) => JSON.parse(body));

    test('points given with the keyboard alone → the range is said, a reason chosen, booked once, the balance follows', async () => {
      const { page, frame, complaints, close } = await admin.open(MEMBER);
      await frame.getByText('118 points', { exact: true }).waitFor();
      await tabTo(page, frame, 'button', { text: 'Adjust points' });
      await page.keyboard.press('Enter');
      await frame.getByText('From -118 to 10,000,000, not 0.').waitFor();
      await tabTo(page, frame, 'input[type="number"]', { inside: '[role="dialog"]' });
      await page.keyboard.type('-119');
      await frame.locator('[role="dialog"] .Polaris-InlineError').waitFor();
      expect(await frame.getByRole('dialog').getByRole('button', { name: 'Book it' }).isDisabled()).toBe(
        true,
      );
      await page.keyboard.press('Backspace');
      await page.keyboard.type('8');
      await frame.getByText('Balance: 118 → 0 points').waitFor();
      await tabTo(page, frame, 'select', { inside: '[role="dialog"]' });
      // One key: a second that comes late begins another word.
      await page.keyboard.press('C');
      await expect.poll(() => frame.locator('[role="dialog"] select').inputValue()).toBe('correction');
      await tabTo(page, frame, 'button', { text: 'Book it', inside: '[role="dialog"]' });
      await page.keyboard.press('Enter');
      await frame.getByText('0 points', { exact: true }).waitFor();
      expect(sent(`/api/loyalty/members/${ID}/adjust`)).toEqual([
        { points: -118, reason: 'correction', requestKey: expect.stringMatching(/^[\w-]{36}$/) },
      ]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('half a point → whole numbers only, not the range', async () => {
      const { frame, close } = await admin.open(MEMBER);
      await frame.getByRole('button', { name: 'Adjust points' }).click();
      await frame.getByRole('dialog').locator('input[type="number"]').fill('1.5');
      const said = frame.locator('[role="dialog"] .Polaris-InlineError');
      await expect.poll(() => said.textContent()).toBe('Whole numbers only.');
      await close();
    });

    test('an order of before the launch → its own day, and from when its points count', async () => {
      const { frame, close } = await admin.open(MEMBER);
      await frame.getByText('counted from Aug 23, 2026').waitFor();
      await frame.getByText('Order of Jan 25, 2026').waitFor();
      expect(await frame.getByText(/counted from/).count()).toBe(1);
      await close();
    });

    test('where points come from → the code, the file, the reason; what a file gave and was taken back is no import', async () => {
      const { frame, close } = await admin.open(MEMBER);
      const row = (what: string) => frame.locator('.ledger tbody tr', { hasText: what }).first();
      await row('File undone').waitFor();
      const cells = async (what: string) => (await row(what).locator('td').allTextContents()).slice(1);
      expect((await cells('Reward redeemed')).at(-1)).toBe('Code ENC-7Q4M-K2XD');
      expect((await cells('Reward given back')).at(-1)).toBe('Code ENC-7Q4M-K2XD');
      expect((await cells('Given by hand')).at(-1)).toBe('Goodwill');
      const undone = await cells('File undone');
      expect([undone[1], undone.at(-1)]).toEqual(['-75', 'Điểm cũ – tháng 10.csv']);
      expect((await cells('Brought in by file')).at(-1)).toBe('Điểm cũ – tháng 10.csv');
      await close();
    });

    test('the balance has changed meanwhile → the server’s range is said and what was typed stands', async () => {
      const { frame, close } = await admin.open(MEMBER);
      await frame.getByRole('button', { name: 'Adjust points' }).click();
      admin.fixture.scene.loyalty.members = admin.fixture.scene.loyalty.members.map((member) =>
        member.customerId === ID ? { ...member, points: 30 } : member,
      );
      const field = frame.getByRole('dialog').locator('input[type="number"]');
      await field.fill('-100');
      await frame.getByRole('button', { name: 'Book it' }).click();
      await frame.locator('.Polaris-InlineError').getByText('From -30 to 10,000,000, not 0.').waitFor();
      expect(await field.inputValue()).toBe('-100');
      await close();
    });

    test('an unused code → ended after one question, its points are back', async () => {
      const { frame, complaints, close } = await admin.open(MEMBER);
      await frame.getByRole('button', { name: 'End it, give points back: ENC-7Q4M-K2XD' }).click();
      await frame.getByRole('dialog').getByRole('button', { name: 'End it, give points back' }).click();
      await frame.getByText('Points back', { exact: true }).waitFor();
      expect(sent('/api/loyalty/redemptions/33/return')).toEqual([{}]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('a code whose return was cut off → said, and can be asked for again', async () => {
      const { frame, complaints, close } = await admin.open(MEMBER);
      await frame.getByText('Being given back', { exact: true }).waitFor();
      await frame.getByRole('button', { name: 'End it, give points back: ENC-5T8W-H3QN' }).click();
      await frame.getByRole('dialog').getByRole('button', { name: 'End it, give points back' }).click();
      await frame.getByText('Being given back', { exact: true }).waitFor({ state: 'detached' });
      expect(sent('/api/loyalty/redemptions/35/return')).toEqual([{}]);
      expect(complaints).toEqual([]);
      await close();
    });

    test('the ledger → pages on, and the whole of it as a file', async () => {
      const { page, frame, close } = await admin.open(MEMBER);
      const rows = frame.locator('.ledger tbody tr');
      await expect.poll(() => rows.count()).toBe(25);
      await frame.getByRole('button', { name: 'Show more' }).click();
      await expect.poll(() => rows.count()).toBe(50);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        frame.getByRole('button', { name: 'Export CSV' }).click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString().trim().split('\r\n')).toHaveLength(61);
      await close();
    });

    test('list, member, customer page and back → each leads to the other; filters stand in the address', async () => {
      const { frame, complaints, close } = await admin.open('/loyalty/members?withDebt=true');
      await frame.getByText('owes 18').first().waitFor();
      const [first] = await frame.locator('a[href^="/loyalty/members/7"]').all();
      await first?.click();
      await frame.getByText('Owes 18 points after a refund').waitFor();
      await frame.getByRole('link', { name: 'Customer page' }).click();
      await frame.getByRole('link', { name: 'See how they came about' }).click();
      await frame.getByText('Owes 18 points after a refund').waitFor();
      expect(complaints).toEqual([]);
      await close();
    });

    test('the customer page of who is no member yet → said so, and no request fails', async () => {
      admin.fixture.scene.loyalty.members = [];
      const { frame, complaints, close } = await admin.open(`/customers/${ID}`);
      await frame.getByText('No points so far.').waitFor();
      expect(complaints).toEqual([]);
      await close();
    });

    test('who is no member yet → said so, and points given make them one', async () => {
      admin.fixture.scene.loyalty.members = [];
      const { frame, close } = await admin.open(MEMBER);
      await frame.getByText('No member yet').waitFor();
      await frame.getByRole('button', { name: 'Adjust points' }).click();
      await frame.getByText('From 1 to 10,000,000, not 0.').waitFor();
      await frame.getByRole('dialog').locator('input[type="number"]').fill('50');
      await frame.getByRole('button', { name: 'Book it' }).click();
      await frame.getByText('50 points', { exact: true }).first().waitFor();
      await close();
    });

    test('no member at all → the table says how they come about', async () => {
      admin.fixture.scene.loyalty.members = [];
      const { frame, close } = await admin.open('/loyalty/members');
      await frame.getByText('No members yet').waitFor();
      await close();
    });

    test.each([1280, 390])('the adjustment at %i px → accessible, within the screen', async (width) => {
      const { page, frame, close } = await admin.open(MEMBER, { width, locale: 'th' });
      await frame.getByRole('button', { name: 'ปรับคะแนน' }).click();
      await frame.getByRole('dialog').locator('input[type="number"]').fill('25');
      await frame.getByText('ยอดคงเหลือ: 118 → 143').waitFor();
      await screenshot(page, `loyalty-adjust-th-${width}`);
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });
  },
);
