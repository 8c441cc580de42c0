import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../web/frontend/shared/locale.ts';
import { screenshot, seriousFindings, skipReason } from '../support/browser.ts';
import { createScene, type Scene } from './fixture/api.ts';
import { createCampaignsScene } from './fixture/campaigns.ts';
import { type Admin, openAdmin } from './fixture/open-admin.ts';
import { createResultsScene } from './fixture/results.ts';

const CUSTOMER = '7000000000000000022';

/** Path, what the scene is, and what must stand on the page before it is judged. */
const PAGES: Record<string, { path: string; scene: Partial<Scene>; ready: string }> = {
  home: { path: '/', scene: {}, ready: '.sparkline' },
  'first-sync': { path: '/', scene: { sync: 'reading' }, ready: '[role="progressbar"], progress' },
  'sync-failed': { path: '/', scene: { sync: 'failed' }, ready: '[role="progressbar"], progress' },
  customers: { path: '/customers', scene: {}, ready: 'a[href^="/customers/"]' },
  'customers-empty': { path: '/customers?spentMinMinor=99999999', scene: {}, ready: '[role="tab"]' },
  'customers-without-names': {
    path: '/customers',
    scene: { shopifySilent: true },
    ready: 'a[href^="/customers/"]',
  },
  customer: { path: `/customers/${CUSTOMER}`, scene: {}, ready: '.timeline-item' },
  settings: { path: '/settings', scene: {}, ready: '.histogram' },
  campaigns: { path: '/campaigns', scene: {}, ready: 'a[href="/campaigns/2"]' },
  'campaigns-first': {
    path: '/campaigns',
    scene: { campaigns: { ...createCampaignsScene(), campaigns: [], cutHistory: true } },
    ready: '.page-heading',
  },
  'campaign-draft': { path: '/campaigns/1', scene: {}, ready: '.mail-window iframe' },
  'campaign-running': { path: '/campaigns/2', scene: {}, ready: '.mail-window iframe' },
  'campaign-stopped': {
    path: '/campaigns/5',
    scene: { campaigns: { ...createCampaignsScene(), small: true } },
    ready: '.mail-window iframe',
  },
  'campaign-ended': { path: '/campaigns/4', scene: {}, ready: '.mail-window iframe' },
  results: { path: '/results', scene: {}, ready: 'a[href="/results/2"]' },
  'results-none': {
    path: '/results',
    scene: { results: { ...createResultsScene(), launched: [], measured: false } },
    ready: 'a[href="/campaigns"].Polaris-Button',
  },
  result: { path: '/results/2', scene: {}, ready: '.lift-band' },
  'result-doubtful': {
    path: '/results/2',
    scene: { results: { ...createResultsScene(), doubtful: true, nameless: true } },
    ready: '.short-row, td a[href^="/customers/"]',
  },
  'result-early': { path: '/results/8', scene: {}, ready: '.funnel' },
  'result-not-measured': { path: '/results/5', scene: {}, ready: '.funnel' },
};

const CASES = Object.keys(PAGES).flatMap((name) =>
  LANGUAGES.flatMap((locale) => [1280, 390].map((width) => ({ name, locale, width }))),
);

describe.skipIf(skipReason !== null)(
  `admin pages in Chromium${skipReason ? ` (${skipReason})` : ''}`,
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

    test.each(CASES)('$name in $locale at $width px → clean, accessible, within the screen', async (each) => {
      const { path, scene, ready } = PAGES[each.name] ?? { path: '/', scene: {}, ready: 'h1' };
      Object.assign(admin.fixture.scene, scene);
      const { page, frame, complaints, close } = await admin.open(path, each);
      await frame.waitForSelector(ready, { state: 'attached' });
      await frame.waitForFunction(() => !document.querySelector('[class*="Skeleton"]'));
      const facts = await frame.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        language: document.documentElement.lang,
        text: document.getElementById('app')?.textContent ?? '',
      }));
      await screenshot(page, `${each.name}-${each.locale}-${each.width}`);
      expect(complaints).toEqual([]);
      expect(facts.overflow).toBeLessThanOrEqual(0);
      expect(facts.language).toBe(each.locale);
      expect(facts.text).not.toMatch(/\{\{|undefined|NaN|\[object|\b25[67]\d\b/);
      expect(await seriousFindings(page)).toEqual([]);
      await close();
    });

    test.each([
      ['th', 'ลูกค้าที่ยังซื้ออยู่'],
      ['vi', 'Khách hàng đang hoạt động'],
    ])('?locale=%s → the page speaks it', async (locale, words) => {
      const { frame, close } = await admin.open('/', { locale });
      expect(await frame.locator('#app').textContent()).toContain(words);
      await close();
    });

    test.each([
      ['in the viewer’s language and the shop’s calendar', 'th', /21 พ\.ย\. 2026/],
      ['in đồng as Vietnam writes it', 'vi', /412\.350\.000\s₫/],
    ])('dates and money → %s', async (_what, locale, pattern) => {
      const { frame, close } = await admin.open('/', { locale });
      expect(await frame.locator('#app').textContent()).toMatch(pattern);
      await close();
    });
  },
);
