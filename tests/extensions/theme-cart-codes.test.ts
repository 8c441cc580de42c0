import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenCode, ProgramView } from '../../web/domain/loyalty/member-view.ts';
import { seriousFindings } from '../support/axe.ts';
import { launchBrowser, screenshot, skipReason } from '../support/browser.ts';
import { MEMBER, openThemeShop, PROGRAM, type ThemeShop } from './theme/theme-shop.ts';
import { openVisit, seen, shiftOf, type ThemeVisit } from './theme/theme-visit.ts';

const NONE = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };
const ALONE: ProgramView = {
  ...PROGRAM,
  rewards: PROGRAM.rewards.map((reward) => ({ ...reward, combinesWith: NONE })),
};
const open = (rewardId: string, value: OpenCode['value'], code: string): OpenCode => ({
  redemptionId: `r-${code}`,
  rewardId,
  value,
  points: 100,
  code,
  endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
});
const OFF = open('r1', { kind: 'amount', amountMinor: 50_000 }, 'POINTS-OFF');
const DELIVERY = open('r2', { kind: 'free_shipping' }, 'POINTS-SHIP');

describe.skipIf(skipReason !== null)(
  `codes of points in the theme’s cart${skipReason ? ` (${skipReason})` : ''}`,
  () => {
    let shop: ThemeShop;
    let browser: Browser;
    let visit: ThemeVisit;
    let page: Page;
    let block: Locator;

    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      shop = await openThemeShop(ALONE);
      visit = await openVisit(browser, shop, 1280);
      page = visit.page;
      block = page.locator('encore-cart');
      shop.knowMember({ ...MEMBER, points: 740 });
      await shop.logIn(page);
      await visit.fillCart(shop.products.tea.variants[0]?.id);
    });
    afterEach(async () => {
      await visit.context.close();
      await shop.close();
    });

    const enter = (codes: string) =>
      page.evaluate(
        (discount) =>
          fetch('/cart/update.js', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ discount }),
          }).then((answer) => answer.json()),
        codes,
      );
    const changes = () =>
      shop.stub.calls.flatMap(({ method, path }) =>
        method === 'POST' && path.startsWith('/proxy/') ? [path.replace('/proxy/', '')] : [],
      );

    test('a reward in the cart → the others that do not go with it say so and cannot be redeemed; undone → they can', async () => {
      await visit.go('/cart');
      await block.getByText('All rewards').click();
      const all = block.getByRole('list').last();
      await all.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' }).click();
      await expect.poll(() => seen(block.getByRole('status'))).toBe('₫50,000 off is in your cart.');
      await block.getByText('All rewards').click();
      const delivery = all.getByRole('listitem').filter({ hasText: 'Free shipping' });
      await expect
        .poll(() => seen(delivery))
        .toContain('150 points · cannot be used together with ₫50,000 off');
      expect(await seen(all.getByRole('listitem').first())).toContain('orders from ₫100,000 · in your cart');
      expect(await all.getByRole('button', { name: 'Redeem' }).count()).toBe(0);
      await block.getByRole('button', { name: 'Undo: ₫50,000 off' }).click();
      await expect.poll(() => seen(block.getByRole('status'))).toContain('Your points are back');
      await block.getByText('All rewards').click();
      await delivery.getByRole('button', { name: 'Redeem: Free shipping' }).waitFor();
    });

    test('a program that does not say what combines, and Shopify refuses → the points are back at once, the reason is named', async () => {
      shop.publishProgram(PROGRAM);
      shop.knowMember({ ...MEMBER, points: 740, codes: [OFF] });
      shop.standCode(OFF.code, 50_000);
      await enter(OFF.code);
      await visit.go('/cart');
      await block.getByText('All rewards').click();
      await block.getByRole('button', { name: 'Redeem: Free shipping, 150 points' }).click();
      await expect
        .poll(() => seen(block.getByRole('status')))
        .toBe('Free shipping cannot be used together with ₫50,000 off. Your points are back.');
      expect(changes()).toEqual(['redeem', 'return']);
      expect(await seen(page.locator('tr.total td'))).toBe('₫108,000');
      expect(await block.getByRole('list').first().getByRole('listitem').count()).toBe(1);
      await visit.launcher.click();
      await expect.poll(() => seen(visit.dialog)).toContain('740 points');
      expect(await seen(visit.dialog)).toContain('Reward undone: Free shipping');
      expect(visit.complaints).toEqual([]);
    });

    test('the points of a refused code do not come back either → the code stays and is said to', async () => {
      shop.publishProgram(PROGRAM);
      shop.standCode('SPRING', 60_000);
      await enter('SPRING');
      await visit.go('/cart');
      shop.stub.next.set('/proxy/return', [{ status: 503, body: {} }]);
      await block.getByText('All rewards').click();
      await block.getByRole('list').last().getByRole('button', { name: 'Redeem: ₫50,000 off' }).click();
      await expect
        .poll(() => seen(block.getByRole('status')))
        .toBe('₫50,000 off cannot be used together with SPRING. Code POINTS-1K7 waits here for you.');
      expect(await block.getByRole('button', { name: 'Undo: ₫50,000 off' }).count()).toBe(1);
    });

    test('redeemed while the cart is empty → the code is kept, none of its terms is questioned', async () => {
      const [variant] = shop.products.tea.variants;
      await page.evaluate(
        (id) =>
          fetch('/cart/change.js', { method: 'POST', body: new URLSearchParams({ id, quantity: '0' }) }),
        variant?.id ?? '',
      );
      await visit.go('/pages/loyalty');
      const loyalty = page.locator('encore-page');
      await loyalty.getByRole('button', { name: 'Redeem: Free shipping, 150 points' }).click();
      await expect
        .poll(() => seen(loyalty.getByRole('status')))
        .toBe('Free shipping is yours: code POINTS-1K7.');
      expect(changes()).toEqual(['redeem']);
    });

    test('after a reload, an open code that is not in the cart → to be used or undone, beside the one that is', async () => {
      shop.knowMember({ ...MEMBER, codes: [DELIVERY] });
      await visit.go('/cart');
      const row = block.getByRole('list').first().getByRole('listitem');
      await expect.poll(() => seen(row)).toContain('POINTS-SHIP');
      expect(await row.getByRole('button').allInnerTexts()).toEqual(['Use in cart', 'Undo']);
      expect(await row.getByRole('button', { name: 'Use in cart: Free shipping' }).count()).toBe(1);
      shop.knowMember({ ...MEMBER, codes: [DELIVERY, OFF] });
      shop.standCode(OFF.code, 50_000);
      await enter(OFF.code);
      await visit.go('/cart');
      await expect.poll(() => row.count()).toBe(2);
      expect(await seen(row.first())).toContain('POINTS-OFF, in your cart');
      expect(await seen(row.last())).toContain('POINTS-SHIP · cannot be used together with ₫50,000 off');
      expect(await row.getByRole('button').allInnerTexts()).toEqual(['Undo', 'Undo']);
    });

    test('a code for delivery in the cart, which Liquid does not name → known to be in it, and no other is offered', async () => {
      shop.knowMember({ ...MEMBER, points: 740, codes: [DELIVERY] });
      shop.standDelivery(DELIVERY.code);
      await enter(DELIVERY.code);
      await visit.go('/cart');
      const row = block.getByRole('list').first().getByRole('listitem');
      await expect.poll(() => seen(row)).toContain('POINTS-SHIP, in your cart');
      await block.getByText('All rewards').click();
      expect(await block.getByRole('button', { name: 'Redeem' }).count()).toBe(0);
      expect(await seen(page.locator('tr.total td'))).toBe('₫128,000');
    });

    test('nothing in hand and 11 owed → what is missing counts them, wherever it is said', async () => {
      shop.knowMember({ ...MEMBER, points: 0, debtPoints: 11 });
      await visit.go('/cart');
      await expect.poll(() => seen(block)).toContain('111 points more');
      await visit.go('/');
      await expect
        .poll(() => seen(page.locator('encore-offer')))
        .toBe('0 points · 111 points to ₫50,000 off');
      await visit.launcher.click();
      await expect.poll(() => seen(visit.dialog)).toContain('111 points to ₫50,000 off');
    });

    test('the first row of the cart → with the order its reward asks for', async () => {
      shop.knowMember();
      await visit.go('/cart');
      const row = block.getByRole('list').first();
      await expect.poll(() => seen(row)).toContain('100 points · orders from ₫100,000');
    });

    test('the history of a member → rewards by name, another year with it, and that older lines are left out', async () => {
      const reward = { rewardId: 'old', name: 'Tết gift', value: { kind: 'free_shipping' } } as const;
      const bought = { at: '2024-02-03T10:00:00Z', points: -100, what: 'redeem', reward } as const;
      const line = { ...bought, grantReason: null, orderId: null };
      shop.knowMember({ ...MEMBER, history: [line] });
      await visit.go('/pages/loyalty');
      const loyalty = page.locator('encore-page');
      await expect.poll(() => seen(loyalty)).toContain('Reward redeemed: Tết gift');
      expect(await seen(loyalty)).toContain('February 3, 2024');
      expect(await seen(loyalty)).not.toContain('newest entries');
      expect(await seen(loyalty)).not.toContain('for joining');
      shop.knowMember({ ...MEMBER, history: Array.from({ length: 20 }, () => line) });
      await visit.go('/pages/loyalty');
      await expect.poll(() => seen(loyalty)).toContain('Your balance counts older ones, too.');
    });

    test.each([
      ['en', 390],
      ['vi', 390],
      ['th', 390],
      ['en', 1280],
      ['vi', 1280],
      ['th', 1280],
    ] as const)(
      '%s at %i px, one code in the cart and one beside → nothing runs out, axe finds nothing',
      async (language, width) => {
        shop.knowMember({ ...MEMBER, points: 740, codes: [OFF, DELIVERY] });
        shop.standCode(OFF.code, 50_000);
        await enter(OFF.code);
        await page.setViewportSize({ width, height: 844 });
        await visit.go(`${language === 'en' ? '' : `/${language}`}/cart`);
        await expect.poll(() => block.getByRole('listitem').count()).toBe(2);
        await block.locator('summary').click();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide).toBe(0);
        expect(await seriousFindings(page)).toEqual([]);
        await screenshot(page, `theme-codes-${language}-${width}`);
        await enter('');
        await visit.go(`${language === 'en' ? '' : `/${language}`}/cart`);
        await expect.poll(() => block.getByRole('listitem').count()).toBe(2);
        expect(await shiftOf(page)).toBeLessThan(0.1);
        await screenshot(page, `theme-waiting-${language}-${width}`);
      },
    );
  },
);
