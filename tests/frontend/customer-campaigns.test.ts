import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { seriousFindings } from '../support/axe.ts';
import { screenshot, skipReason } from '../support/browser.ts';
import { createScene } from './fixture/api.ts';
import { CAMPAIGNS_OF_CUSTOMER } from './fixture/customer-campaigns.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';
import { dayBefore } from './fixture/people.ts';

const PAGE = '/customers/7000000000000000022';
const CASES = LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ locale, width })));
const FILTER = { en: 'Campaigns', vi: 'Chiến dịch', th: 'แคมเปญ' };

describe.skipIf(skipReason !== null)(
  `campaigns on a customer's page in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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
    const openAs = async (customer: typeof admin.fixture.scene.customer) => {
      admin.fixture.scene.customer = customer;
      const opened = await admin.open(PAGE);
      await opened.frame.waitForSelector('.timeline-item');
      const card = (title: string) =>
        opened.frame
          .locator('.customer-side .Polaris-ShadowBevel')
          .filter({ has: opened.frame.getByRole('heading', { name: title, exact: true }) });
      return { ...opened, card };
    };

    test.each(CASES)('$locale at $width px, only campaigns → each outcome, accessible', async (each) => {
      admin.fixture.scene.customer = { expectedOrder: { on: dayBefore(-21), past: false } };
      const { page, frame, complaints, close } = await admin.open(PAGE, each);
      await frame.locator('.timeline-item').first().waitFor();
      await frame.getByText('BACK-7QX4M2', { exact: true }).scrollIntoViewIfNeeded();
      await screenshot(page, `customer-campaigns-card-${each.locale}-${each.width}`);
      await frame.getByRole('button', { name: FILTER[each.locale], exact: true }).click();
      await frame.waitForFunction(() => document.querySelectorAll('.timeline-item').length === 7);
      const items = frame.locator('.timeline-item');
      expect(await items.getByRole('link').count()).toBe(7);
      const text = (await items.allTextContents()).join(' ');
      expect(text).not.toMatch(/customer\.|campaignReason|\{\{|undefined|null/);
      await frame.locator('.timeline').scrollIntoViewIfNeeded();
      await screenshot(page, `customer-campaigns-${each.locale}-${each.width}`);
      expect(complaints).toEqual([]);
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });

    test('an entry → its message, how it went, its code until when; and why not', async () => {
      const { frame, close } = await openAs({});
      const item = (words: string) => frame.locator('.timeline-item').filter({ hasText: words });
      const sent = item('Message 2');
      await sent.getByText('Via your storefront.').waitFor();
      await sent.getByText('E-mail: An earlier mail came back.').waitFor();
      await sent.getByText(/^Code BACK-7QX4M2: 12.5% off, from ₫300,000 on, until Nov 30, 2026/).waitFor();
      const link = sent.getByRole('link', { name: 'Mời khách quay lại sau Tết' });
      expect(await link.getAttribute('href')).toBe('/campaigns/2');
      await item('Has had enough messages this week').getByText('Skipped').waitFor();
      await item('Has bought in the meantime').getByText('Ended').waitFor();
      await item('Comparison group').getByText('Gets nothing, so that you can see').waitFor();
      await item('BACK-2HJ8TC').getByText('It was used.').waitFor();
      const failed = item('BACK-PW3K9D');
      expect(await failed.getByText('Could not be delivered.').count()).toBe(1);
      await close();
    });

    test('treated in one, held back in another, a code open → what comes next, the badge, the code, copied by the keyboard', async () => {
      const { frame, card, close } = await openAs({});
      // The frame of these tests may not touch the clipboard.
      await frame.evaluate(() => {
        const writeText = async (text: string) => document.body.setAttribute('data-copied', text);
        Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
      });
      const campaigns = card('Campaigns');
      await campaigns.getByText(/^Next: message 3, Dec 16, 2026/).waitFor();
      await campaigns.getByText('Orders up to Dec 30, 2026 count in its results.').waitFor();
      const held = campaigns.getByRole('listitem').filter({ hasText: 'Comparison group' });
      expect(await held.count()).toBe(1);
      await held.getByText('Gets nothing, so that you can see').waitFor();
      await campaigns.getByText(/^Gives 12.5% off, from ₫300,000 on, until Nov 30, 2026/).waitFor();
      await campaigns.getByRole('button', { name: 'Copy code BACK-7QX4M2' }).press('Enter');
      await frame.waitForSelector('body[data-copied="BACK-7QX4M2"]');
      await close();
    });

    test('a message that waits, one on its way, none left → said so; no open code → none', async () => {
      const [first] = CAMPAIGNS_OF_CUSTOMER.current;
      if (!first) throw new Error('the fixture has one');
      const next = { step: 1, at: `${dayBefore(-2)}T02:00:00.000Z`, waitsFor: 'offer_cap' };
      const current = [
        { ...first, enrolmentId: '1', next },
        { ...first, enrolmentId: '2', next: null, onItsWay: true },
        { ...first, enrolmentId: '3', next: null, ordersCountUntil: null },
      ];
      const { card, close } = await openAs({ campaigns: { current, offer: null } });
      const campaigns = card('Campaigns');
      await campaigns.getByText('Message 2 is put off. Has had an offer lately').waitFor();
      await campaigns.getByText('A message is ready and goes out as soon as it may.').waitFor();
      await campaigns.getByText('No message lies ahead.').waitFor();
      expect(await campaigns.getByText('Open offer').count()).toBe(0);
      await close();
    });

    test('never in a campaign → no card; in none now → the card says so', async () => {
      const never = await openAs({ campaigns: null });
      expect(await never.card('Campaigns').count()).toBe(0);
      await never.close();
      const none = await openAs({ campaigns: { current: [], offer: null } });
      await none.card('Campaigns').getByText('In no campaign at the moment.').waitFor();
      await none.close();
    });

    test('an order expected, one that was expected, nothing to say → around which day, or nothing', async () => {
      const rfm = 'Recency, frequency, spending';
      const ahead = await openAs({ expectedOrder: { on: '2026-12-12', past: false } });
      await ahead.card(rfm).getByText('Expected around Dec 12, 2026').waitFor();
      await ahead.close();
      const past = await openAs({ expectedOrder: { on: '2026-10-02', past: true } });
      await past.card(rfm).getByText('Was expected around Oct 2, 2026').waitFor();
      await past.close();
      const none = await openAs({ expectedOrder: null });
      expect(await none.card(rfm).getByText('Next order').count()).toBe(0);
      await none.close();
    });
  },
);
