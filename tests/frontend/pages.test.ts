import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipReason } from '../support/browser.ts';
import { testLooks } from './fixture/looks.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';

const CUSTOMER = '7000000000000000022';

testLooks('Home, Customers, Settings', {
  home: { path: '/', scene: {}, ready: '.sparkline' },
  'first-sync': { path: '/', scene: { sync: 'reading' }, ready: '[role="progressbar"], progress' },
  'sync-failed': { path: '/', scene: { sync: 'failed' }, ready: '[role="progressbar"], progress' },
  customers: { path: '/customers', scene: {}, ready: 'a[href^="/customers/"][data-primary-link]' },
  'customers-empty': {
    path: '/customers?spentMinMinor=99999999',
    scene: {},
    ready: '.Polaris-IndexTable__EmptySearchResultWrapper',
  },
  'customers-without-names': {
    path: '/customers',
    scene: { shopifySilent: true },
    ready: 'a[href^="/customers/"][data-primary-link]',
  },
  customer: { path: `/customers/${CUSTOMER}`, scene: {}, ready: '.timeline-item' },
  settings: { path: '/settings', scene: {}, ready: '.histogram' },
});

describe.skipIf(skipReason !== null)(
  `languages in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  { timeout: 180_000 },
  () => {
    let admin: Admin;
    beforeAll(async () => {
      admin = await openAdmin();
    });
    afterAll(() => admin?.close());

    test.each([
      ['th', 'ลูกค้าที่ยังซื้ออยู่'],
      ['vi', 'Khách hàng đang hoạt động'],
    ])('?locale=%s → the page speaks it', async (locale, words) => {
      const { frame, close } = await admin.open('/', { locale });
      await expect.poll(() => frame.locator('#app').textContent()).toContain(words);
      await close();
    });

    test.each([
      ['in the viewer’s language and the shop’s calendar', 'th', /21 พ\.ย\. 2026/],
      ['in đồng as Vietnam writes it', 'vi', /412\.350\.000\s₫/],
    ])('dates and money → %s', async (_what, locale, pattern) => {
      const { frame, close } = await admin.open('/', { locale });
      await expect.poll(() => frame.locator('#app').textContent()).toMatch(pattern);
      await close();
    });
  },
);
