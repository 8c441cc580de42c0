import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { named, skipReason } from '../support/browser.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import { memberView, openCode, points } from './support/shopper-view.ts';
import { openSurfaces, type Surfaces } from './support/surfaces.ts';

describe.skipIf(skipReason !== null)(named('points in the account in Chromium'), () => {
  let at: Surfaces;
  beforeAll(async () => {
    await buildExtensions();
    at = await openSurfaces();
  });
  afterAll(() => at.close());
  afterEach(() => at.leave());
  beforeEach(() => {
    at.stub.requests.length = 0;
    at.stub.on('GET /ext/shopper', () => ({ body: memberView() }));
  });

  async function openPage(path: string) {
    const { page, context } = await at.visit('customer');
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: at.origin });
    await page.goto(`${at.origin}${path}`);
    return page;
  }

  test('the profile → balance, tier and a link to the page of its own', async () => {
    const page = await openPage('/account/profile');
    await page.getByRole('heading', { name: 'You have 320 points.' }).waitFor();
    await page.getByText('Level Member').waitFor();
    await page.getByRole('link', { name: 'See points and rewards' }).click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(page.url()).toContain('/account/pages/encore-account');
  });

  test('a level in its grace → until when, and what is missing to keep it', async () => {
    const tier = { key: 'plus', name: 'Plus', multiplierBps: 12_500, keptUntilOn: '2030-12-01' };
    const late = { ...tier, graceUntilOn: '2030-12-31', graceMissing: 120_000 };
    const view = memberView();
    at.stub.on('GET /ext/shopper', () => ({
      body: { ...view, member: { ...view.member, tier: late, nextTier: null } },
    }));
    const page = await openPage('/account/profile');
    await page.getByText('Level Plus · kept until Tuesday, December 31, 2030').waitFor();
    await page.getByText('₫120,000 more to keep it').waitFor();
  });

  test('the page → balance, what is to come and ends, rewards, ways to earn, history', async () => {
    const page = await openPage('/account/pages/encore-account');
    await page.getByRole('heading', { name: 'You have 320 points.' }).waitFor();
    await page.getByText('12 points more arrive when your order is paid.').waitFor();
    await page.getByText('40 points end on Wednesday, January 15, 2031.').waitFor();
    await page.getByText('₫750,000 more to Plus').waitFor();
    await page.getByText('order of Oct 30, 2025').waitFor();
    const lines = await page.getByRole('list').last().getByRole('listitem').allInnerTexts();
    expect(lines.map((line) => line.replaceAll(/\s*\n\s*/g, ' | '))).toEqual([
      'Order | Nov 20, 2026 | +24',
      'For joining | Nov 12, 2026 | +20',
      'Reward redeemed: ₫50,000 off | Nov 5, 2026 | −100',
      'Return or refund | Nov 1, 2026 · order of Oct 30, 2025 | −6',
    ]);
    await page.getByText(/^\d+ points? for every/).waitFor();
    // Who is a member has joined.
    expect(await page.getByText(/points? for joining/).count()).toBe(0);
  });

  test('a reward is redeemed → its code to copy; given back → the points return', async () => {
    at.stub.on('POST /ext/redeem', () => ({
      body: {
        code: { ...openCode, redemptionId: '21', code: 'PTS-7788' },
        credit: null,
        points: points({ points: 220 }),
      },
    }));
    at.stub.on('POST /ext/return', () => ({ body: { points: points() } }));
    const page = await openPage('/account/pages/encore-account');
    await page.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' }).click();
    await page.getByText('Your code is PTS-7788. Use it at checkout.').waitFor();
    await page.getByRole('heading', { name: 'You have 220 points.' }).waitFor();
    await page.getByRole('button', { name: 'Copy code: PTS-7788' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('PTS-7788');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.getByText('Your points are back.').waitFor();
    await page.getByRole('heading', { name: 'You have 320 points.' }).waitFor();
  });

  test('Shopify had no time for the first tap → the second finds that out and is done all the same', async () => {
    at.stub.on('POST /ext/redeem', () => ({ status: 503, body: { code: 'SHOPIFY_UNAVAILABLE' } }));
    const page = await openPage('/account/pages/encore-account');
    const button = page.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' });
    await button.click();
    await page.getByText('Try again: your points are taken only once.').waitFor();
    const keys = () =>
      at.stub.requests.filter(({ path }) => path === '/ext/redeem').map(({ body }) => body.requestKey);
    const [first] = keys();
    // The points went back, so that the server refuses that key for good.
    at.stub.on('POST /ext/redeem', ({ body }) =>
      body.requestKey === first
        ? { status: 502, body: { code: 'SHOPIFY_REFUSED' } }
        : {
            body: {
              code: { ...openCode, redemptionId: '22', code: 'PTS-7799' },
              credit: null,
              points: points({ points: 220 }),
            },
          },
    );
    await button.click();
    await page.getByText('Your code is PTS-7799. Use it at checkout.').waitFor();
    const [, second, third] = keys();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('store credit → said with its amount', async () => {
    at.stub.on('POST /ext/redeem', () => ({
      body: { code: null, credit: { amountMinor: 50_000, currency: 'VND' }, points: points({ points: 220 }) },
    }));
    const page = await openPage('/account/pages/encore-account');
    await page.getByRole('button', { name: /^Redeem: ₫50,000/ }).click();
    await page.getByText('₫50,000 was added to your store credit.').waitFor();
  });

  test('points are owed → what is missing for a reward counts them, in the sentence and in the list', async () => {
    const view = memberView();
    at.stub.on('GET /ext/shopper', () => ({
      body: { ...view, member: { ...view.member, ...points({ points: 0, debtPoints: 11 }) } },
    }));
    const page = await openPage('/account/pages/encore-account');
    await page.getByText('Your next 11 points make up for returned goods.').waitFor();
    await page.getByText('111 points to ₫50,000 off').first().waitFor();
    await page.getByText('161 points more').waitFor();
    expect(await page.getByText('100 points more').count()).toBe(0);
  });

  test('the referral’s hold → said in days; none → at delivery', async () => {
    const page = await openPage('/account/pages/encore-account');
    const terms = 'Your friend gets 10% off. You get 100 points';
    await page
      .getByText(`${terms} 14 days after their first order was delivered, if they keep it.`)
      .waitFor();
    const view = memberView();
    const referral = view.program.referral && { ...view.program.referral, holdDays: 0 };
    at.stub.on('GET /ext/shopper', () => ({ body: { ...view, program: { ...view.program, referral } } }));
    await page.reload();
    await page.getByText(`${terms} once their first order was delivered.`).waitFor();
  });

  test('no referral link yet → made when asked for', async () => {
    const view = memberView();
    at.stub.on('GET /ext/shopper', () => ({
      body: view.member === null ? view : { ...view, member: { ...view.member, referral: null } },
    }));
    at.stub.on('POST /ext/referral', () => ({
      body: { code: 'AN-1', url: 'https://tea-house.example/discount/AN-1' },
    }));
    const page = await openPage('/account/pages/encore-account');
    await page.getByRole('button', { name: 'Get my link' }).click();
    await page.getByText('https://tea-house.example/discount/AN-1').waitFor();
  });

  test('the app’s server is away → said, and tried again on demand', async () => {
    at.stub.on('GET /ext/shopper', () => ({ status: 503 }));
    const page = await openPage('/account/pages/encore-account');
    await page.getByText('Your points cannot be shown right now.').waitFor();
    at.stub.on('GET /ext/shopper', () => ({ body: memberView() }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'You have 320 points.' }).waitFor();
  });

  test('the merchant’s own word for points → in their language', async () => {
    const view = memberView();
    const pointsName = { en: 'leaves', vi: 'lá', th: 'ใบชา' };
    at.stub.on('GET /ext/shopper', () => ({ body: { ...view, program: { ...view.program, pointsName } } }));
    const page = await openPage('/account/pages/encore-account?locale=vi');
    await page.getByRole('heading', { name: 'Bạn có 320 lá.' }).waitFor();
  });

  test('nobody is logged in → to the log-in, and no token', async () => {
    const { page } = await at.visit('guest');
    await page.goto(`${at.origin}/account/pages/encore-account`);
    expect(page.url()).toContain('/account/login');
    expect(
      await page.evaluate(() =>
        fetch('/account/session-token', { method: 'POST' }).then(({ status }) => status),
      ),
    ).toBe(403);
  });
});
