import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstSync } from '../demo/waiting.ts';
import { prepareAdmin } from '../support/admin-dist.ts';
import { seriousFindings } from '../support/axe.ts';
import { collectComplaints, launchBrowser, screenshot, skipReason } from '../support/browser.ts';
import { appIn } from '../support/framed-app.ts';
import { tabTo } from '../support/tab-to.ts';
import { fillEmailForm, launchHere } from './support/merchant.ts';
import { fillCart, keptCode, logIn, openMail } from './support/shopper.ts';
import { type Enrolled, openWalkShop, type WalkShop } from './support/walk-shop.ts';

const PATIENCE_MS = 60_000;
const PRODUCT = { title: 'Green tea', variants: [{ priceMinor: 180_000 }] };
/** So many that by chance alone nobody, or everybody, is held back once in a million runs. */
const PEOPLE = 60;

describe.skipIf(skipReason !== null)(
  `two campaigns from their launch to their result, in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let walk: WalkShop;
    let browser: Browser;
    let buyer: Enrolled;
    let code: string;

    beforeAll(async () => {
      await prepareAdmin();
      walk = await openWalkShop(mkdtempSync(path.join(os.tmpdir(), 'encore-walk-')));
      browser = await launchBrowser();
      await walk.shop.post('/products', PRODUCT);
      // Due from day 21 on: tomorrow. Lapsed after 180 days: already.
      await walk.buyers(PEOPLE, 20);
      await walk.buyers(PEOPLE, 200);
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await walk?.stop();
    });

    async function openPage(): Promise<{ page: Page; complaints: string[] }> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      return { page, complaints: collectComplaints(page) };
    }
    async function openApp(at: string) {
      const opened = await openPage();
      await opened.page.goto(walk.admin(`/apps/encore${at}`));
      return { ...opened, frame: await appIn(opened.page) };
    }
    const splitOf = (all: readonly Enrolled[]) => ({
      treated: all.filter(({ heldOut }) => !heldOut),
      held: all.filter(({ heldOut }) => heldOut),
    });
    const mailsTo = async ({ email }: { email: string }) =>
      (await walk.shop.get<{ total: number }>(`/__dev/mails?to=${encodeURIComponent(email)}`)).total;
    const countMails = (people: readonly Enrolled[]) => Promise.all(people.map(mailsTo));

    it('Encore is installed; the merchant types in the mail server, which answers the check', async () => {
      const { page, complaints } = await openPage();
      await page.goto(walk.admin('/apps/encore'));
      await page.click('button:has-text("Install")');
      await (await appIn(page)).waitForSelector('h1:has-text("active customer")');
      await firstSync(walk.client, () => undefined);
      await page.goto(walk.admin('/apps/encore/settings'));
      const frame = await appIn(page);
      await fillEmailForm(frame, await walk.shop.get('/__dev/mail-server'));
      await frame.getByRole('button', { name: 'Save mail server' }).click();
      await frame.getByText('Not checked since it was saved.').waitFor();
      await frame.getByRole('button', { name: 'Check connection and domain' }).click();
      await frame.getByText('Connected and logged in.').waitFor();
      await screenshot(page, 'walk-settings');
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('second purchase, by the keyboard alone: opened, launched, running', async () => {
      const { page, frame, complaints } = await openApp('/campaigns');
      await frame.getByRole('heading', { name: 'Ready to start' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await tabTo(page, frame, 'a, button', { text: 'Set up “Second purchase”' });
      await page.keyboard.press('Enter');
      await frame.getByText(/^Next 14 days: \d+ people/).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await tabTo(page, frame, '.preview button.Polaris-Button--variantPrimary');
      await page.keyboard.press('Enter');
      await frame.getByRole('dialog').waitFor();
      await tabTo(page, frame, 'button.Polaris-Button--variantPrimary', { inside: '[role="dialog"]' });
      await page.keyboard.press('Enter');
      await frame.getByText(/^Version 1 has run since/).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('win-back with the backlog worked off → all who lapsed get a reminder at once, nobody held back', async () => {
      const { page, frame, complaints } = await openApp('/campaigns');
      await frame.getByRole('button', { name: 'Set up “Win-back”' }).click();
      await frame.getByText('Work them off, newest first').click();
      await frame.getByLabel('People a day at most').fill(String(PEOPLE));
      await launchHere(frame, 'Win-back');
      await screenshot(page, 'walk-editor');
      expect(complaints).toEqual([]);
      // Where the clock runs fast a page's session tokens are over in a second.
      await page.context().close();
      await walk.workDone();
      const { treated, held } = splitOf(await walk.enrolled('win_back'));
      expect(treated.length + held.length).toBe(PEOPLE);
      expect(held.length).toBeGreaterThan(0);
      expect(await countMails(treated)).toEqual(treated.map(() => 1));
      expect(await countMails(held)).toEqual(held.map(() => 0));
    });

    it('the next morning first-time customers are due → one mail each; its link leads to the shop with the code', async () => {
      await walk.liveUntil(1);
      const { treated, held } = splitOf(await walk.enrolled('second_purchase'));
      expect(treated.length + held.length).toBe(PEOPLE);
      expect(await countMails(treated)).toEqual(treated.map(() => 1));
      expect(await countMails(held)).toEqual(held.map(() => 0));
      const [first] = treated;
      if (!first) throw new Error('nobody got a mail');
      buyer = first;
      const { page, complaints } = await openPage();
      const shop = await openMail(page, walk.storeUrl, buyer.email);
      expect(new URL(shop.url()).origin).toBe(walk.storefront);
      code = await keptCode(shop, walk.storefront);
      expect(code).not.toBe('');

      await logIn(shop, walk.storefront, buyer.email);
      await fillCart(shop, PRODUCT.title);
      await shop.locator(`[role="status"][data-code="${code}"]`).waitFor();
      await screenshot(shop, 'walk-checkout');
      await shop.getByRole('button', { name: 'Place order', exact: true }).click();
      await shop.getByText(`Discount code ${code} was used.`).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('a held-out customer at the checkout with somebody’s code → refused with a reason, no order', async () => {
      const { treated, held } = splitOf(await walk.enrolled('second_purchase'));
      const [other, heldBack] = [treated[1], held[0]];
      if (!other || !heldBack) throw new Error('too few people');
      const { page } = await openPage();
      await openMail(page, walk.storeUrl, other.email);
      const theirs = await keptCode(page, walk.storefront);
      expect(['', code]).not.toContain(theirs);
      await page.context().close();
      const { page: shop } = await openPage();
      await logIn(shop, walk.storefront, heldBack.email);
      await fillCart(shop, PRODUCT.title);
      await shop.getByRole('textbox', { name: 'Discount code' }).fill(theirs);
      await shop.getByRole('button', { name: 'Apply' }).click();
      const refusal = shop.locator(`[role="alert"][data-code="${theirs}"]`);
      expect(await refusal.getAttribute('data-reason')).toBe('CUSTOMER_NOT_ELIGIBLE');
      expect(await refusal.textContent()).toContain('This discount code is not available to you.');
      await shop.getByRole('button', { name: 'Place order', exact: true }).click();
      await shop.getByText('Your order is not placed.').waitFor();
      await screenshot(shop, 'walk-refused');
      await shop.context().close();
    });

    it('ten days after the reminder → those still away get the small offer, nobody held back anything', async () => {
      await walk.liveUntil(10);
      const { treated, held } = splitOf(await walk.enrolled('win_back'));
      expect(await countMails(treated)).toEqual(treated.map(() => 2));
      expect(await countMails(held)).toEqual(held.map(() => 0));
    });

    it('when the days are over → Results says it in a sentence, and the order stands with those that used the offer', async () => {
      await walk.liveUntil(35);
      const { treated, held } = splitOf(await walk.enrolled('second_purchase'));
      const { page, frame, complaints } = await openApp('/results');
      const sentence = `Of ${treated.length} who got it 1 ordered; of ${held.length} held back 0 ordered.`;
      await frame.getByText(sentence).first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await frame.getByRole('link', { name: 'Second purchase' }).click();
      await frame.getByText(/^1 order, .+ in revenue after ₫18,000 in discounts$/).waitFor();
      await frame.getByText('1 with the code').waitFor();
      await frame.getByRole('link', { name: /^Guest / }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await screenshot(page, 'walk-result');
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  },
);
