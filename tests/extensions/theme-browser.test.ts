import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSieve } from '../../web/domain/loyalty/product-sieve.ts';
import { seriousFindings } from '../support/axe.ts';
import { launchBrowser, skipReason } from '../support/browser.ts';
import { MEMBER, openThemeShop, PROGRAM, type ThemeShop } from './theme/theme-shop.ts';
import { longTasksOf, offerAt, openVisit, seen, shiftOf, type ThemeVisit } from './theme/theme-visit.ts';

const OFF = { ...PROGRAM, on: false, rewards: [], referral: null };
const OURS = '.encore, [data-encore]';

describe.skipIf(skipReason !== null)(
  `the theme’s blocks in Chromium${skipReason ? ` (${skipReason})` : ''}`,
  () => {
    let shop: ThemeShop;
    let browser: Browser;
    let visit: ThemeVisit;
    let page: Page;

    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      shop = await openThemeShop();
      shop.knowMember();
      visit = await openVisit(browser, shop, 1280);
      page = visit.page;
    });
    afterEach(async () => {
      await visit.context.close();
      await shop.close();
    });

    const asked = () => shop.stub.calls.filter(({ path }) => path.startsWith('/proxy'));

    const addOne = async (variantId: string | undefined) => {
      if (!page.url().startsWith('http')) await visit.go('/');
      await visit.fillCart(variantId);
    };

    describe('a guest', () => {
      test('on a product → the estimate of the chosen variant and quantity, and the app is asked nothing', async () => {
        await visit.go('/products/lotus-tea');
        const line = page.locator('encore-product');
        await expect.poll(() => seen(line)).toBe('Earn about 12 points');
        await page.getByLabel('Variant').selectOption({ index: 1 });
        await expect.poll(() => seen(line)).toBe('Earn about 24 points');
        await page.getByLabel('Quantity').fill('3');
        await expect.poll(() => seen(line)).toBe('Earn about 72 points');
        await page.waitForLoadState('networkidle');
        expect(asked()).toEqual([]);
        expect(visit.complaints).toEqual([]);
      });

      test('opens the panel → what the program gives, and the way to log in', async () => {
        await visit.go('/products/lotus-tea');
        await visit.launcher.click();
        await expect.poll(() => seen(visit.dialog)).toContain('1 point for every ₫10,000 you spend');
        const text = await seen(visit.dialog);
        expect(text).toContain('1.25× points');
        expect(text).not.toContain('You have');
        expect(await visit.dialog.getByRole('button', { name: 'Redeem' }).count()).toBe(0);
        expect(await visit.dialog.getByRole('link', { name: 'Log in' }).getAttribute('href')).toBe(
          '/account/login',
        );
      });

      test('with goods of an excluded collection the storefront does not know of, and a gift card → the others alone earn', async () => {
        const { bowl, tea, giftCard } = shop.products;
        shop.publishProgram({ ...PROGRAM, earn: { ...PROGRAM.earn, excludedProducts: [bowl.id] } });
        for (const product of [bowl, tea, giftCard]) await addOne(product.variants[0]?.id);
        await visit.go('/cart');
        await expect.poll(() => seen(page.locator('encore-cart'))).toContain('This cart earns 12 points');
        const earn = { ...PROGRAM.earn, excludedSieve: makeSieve([bowl.id]) };
        shop.publishProgram({ ...PROGRAM, earn });
        await visit.go('/cart');
        await expect
          .poll(() => seen(page.locator('encore-cart')))
          .toContain('This cart earns about 12 points');
        expect(visit.complaints).toEqual([]);
      });

      test('on a product that earns nothing (gift card, excluded) → no line at all', async () => {
        await visit.go('/products/gift-card');
        await visit.launcher.waitFor();
        expect((await page.locator('encore-product [data-body]').textContent())?.trim()).toBe('');
        const { bowl } = shop.products;
        shop.publishProgram({ ...PROGRAM, earn: { ...PROGRAM.earn, excludedProducts: [bowl.id] } });
        await visit.go(`/products/${bowl.handle}`);
        await visit.launcher.waitFor();
        expect((await page.locator('encore-product [data-body]').textContent())?.trim()).toBe('');
      });

      test('while the program is off, or not published → nothing of ours stands in any page', async () => {
        await addOne(shop.products.tea.variants[0]?.id);
        for (const program of [OFF, null]) {
          shop.publishProgram(program);
          for (const at of ['/', '/products/lotus-tea', '/cart', '/pages/loyalty']) {
            await visit.go(at);
            expect(await page.locator(OURS).count()).toBe(0);
          }
        }
        await page.waitForLoadState('networkidle');
        expect(asked()).toEqual([]);
        expect(visit.complaints).toEqual([]);
      });
    });

    describe('a member', () => {
      beforeEach(() => shop.logIn(page));

      test.each([
        ['/products/lotus-tea', 'Earn about 16 points'],
        ['/', '22 points to Free shipping'],
        ['/pages/loyalty', 'You have'],
      ])(
        'opens %s with several blocks → one request after load, nothing moves, no task over 50 ms',
        async (at, ready) => {
          let longTasks: number[] = [];
          // A busy machine works more slowly, too; a page that works for long by itself does so each time.
          for (let attempt = 0; attempt < 3; attempt++) {
            shop.stub.calls.length = 0;
            longTasks = await longTasksOf(page, async () => {
              await visit.go(at);
              await page.getByText(ready).first().waitFor();
              await page.waitForLoadState('networkidle');
            });
            expect(asked().map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /proxy/shopper']);
            expect(await shiftOf(page)).toBe(0);
            if (longTasks.length === 0) break;
          }
          expect(longTasks).toEqual([]);
          expect(visit.complaints).toEqual([]);
        },
      );

      test('a page that does work for long → found by that measure', async () => {
        await page.addInitScript(() => {
          addEventListener('load', () => {
            let sum = 0;
            for (let step = 0; step < 150_000_000; step++) sum += Math.sqrt(step);
            document.title = String(sum);
          });
        });
        expect(await longTasksOf(page, () => visit.go('/'))).not.toEqual([]);
      });

      test('opens the panel with the keyboard → the focus stays inside and comes back; axe finds nothing serious', async () => {
        shop.knowMember(MEMBER, offerAt(shop));
        await visit.go('/products/lotus-tea');
        await visit.launcher.waitFor();
        await expect.poll(() => seen(visit.launcher)).toContain('128 points');
        expect((await visit.launcher.boundingBox())?.height).toBeGreaterThanOrEqual(44);
        await visit.launcher.focus();
        await page.keyboard.press('Enter');
        await visit.dialog.waitFor();
        const holdsFocus = () => visit.dialog.evaluate((dialog) => dialog.contains(document.activeElement));
        await expect.poll(holdsFocus).toBe(true);
        expect(await visit.dialog.getAttribute('aria-labelledby')).not.toBeNull();
        expect(await page.getByRole('dialog', { name: 'Points and rewards' }).count()).toBe(1);
        for (let step = 0; step < 12; step++) {
          await page.keyboard.press('Tab');
          const outside = await page.evaluate(() => {
            const at = document.activeElement;
            return at !== document.body && at !== null && at.closest('dialog') === null;
          });
          expect(outside).toBe(false);
        }
        expect(await seriousFindings(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await visit.dialog.waitFor({ state: 'hidden' });
        await expect
          .poll(() => visit.launcher.evaluate((button) => button === document.activeElement))
          .toBe(true);
      });

      test('redeems in the cart → the theme’s total falls at once and it is said; undo → as before', async () => {
        await visit.fillCart(shop.products.tea.variants[0]?.id);
        await visit.go('/cart');
        const block = page.locator('encore-cart');
        const total = page.locator('tr.total td');
        await expect.poll(() => seen(block)).toContain('This cart earns 16 points');
        await block.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' }).click();
        await expect.poll(() => seen(total)).toBe('₫108,000');
        await expect.poll(() => seen(block.getByRole('status'))).toBe('₫50,000 off is in your cart.');
        // 128,000 − 50,000 at 1.25 points for 10,000.
        await expect.poll(() => seen(block)).toContain('This cart earns 9 points');
        const undo = block.getByRole('button', { name: 'Undo: ₫50,000 off' });
        await expect.poll(() => undo.evaluate((button) => button === document.activeElement)).toBe(true);
        await page.keyboard.press('Enter');
        await expect.poll(() => seen(total)).toBe('₫158,000');
        await expect.poll(() => seen(block.getByRole('status'))).toContain('Your points are back');
        expect(
          asked()
            .map(({ path }) => path)
            .slice(-2),
        ).toEqual(['/proxy/redeem', '/proxy/return']);
        await visit.launcher.click();
        await expect.poll(() => seen(visit.dialog)).toContain('128 points');
        expect(await seen(visit.dialog)).toContain('Reward undone');
        expect(visit.complaints).toEqual([]);
      });

      test('with a code that this cart is too small for → kept and said; the cart stays as it was', async () => {
        const { stub } = shop;
        stub.onRedeem = ({ code }) => shop.standCode(code, 50_000, 500_000);
        const [first, ...others] = PROGRAM.rewards;
        const rewards = first ? [{ ...first, minimumSpendMinor: 500_000 }, ...others] : [];
        shop.publishProgram({ ...PROGRAM, rewards });
        await visit.fillCart(shop.products.tea.variants[0]?.id);
        await visit.go('/cart');
        const block = page.locator('encore-cart');
        await block.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' }).click();
        await expect
          .poll(() => seen(block.getByRole('status')))
          .toBe('₫50,000 off needs an order from ₫500,000. Code POINTS-1K7 waits here for you.');
        expect(await seen(page.locator('tr.total td'))).toBe('₫158,000');
        expect(
          await page.evaluate(() =>
            fetch('/cart.js')
              .then((r) => r.json())
              .then((cart) => cart.discount_codes),
          ),
        ).toEqual([]);
        expect(await block.getByRole('button', { name: 'Use in cart' }).count()).toBe(1);
      });

      test('an answer that is lost → asked again with the same key: points are taken once', async () => {
        await visit.fillCart(shop.products.tea.variants[0]?.id);
        await visit.go('/cart');
        const block = page.locator('encore-cart');
        shop.stub.next.set('/proxy/redeem', [{ status: 502, body: {} }]);
        const redeem = block.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' });
        await redeem.click();
        await expect.poll(() => seen(block.getByRole('status'))).toContain('nothing is taken twice');
        await redeem.click();
        await expect.poll(() => seen(block.getByRole('status'))).toBe('₫50,000 off is in your cart.');
        const keys = asked().flatMap(({ path, body }) =>
          path === '/proxy/redeem' ? [JSON.parse(body).requestKey] : [],
        );
        expect(keys).toHaveLength(2);
        expect(new Set(keys).size).toBe(1);
      });

      test('a redemption whose outcome is not known → said so, the points are taken; the next tap asks with the same key', async () => {
        shop.knowMember({ ...MEMBER, points: 240 });
        shop.stub.unconfirmed = 1;
        await visit.fillCart(shop.products.tea.variants[0]?.id);
        await visit.go('/cart');
        const block = page.locator('encore-cart');
        const all = block.getByRole('list').last();
        await block.getByText('All rewards').click();
        const redeem = all.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' });
        await redeem.click();
        await expect
          .poll(() => seen(block.getByRole('status')))
          .toBe('Your code is being made. It will show here in a moment.');
        expect(await seen(page.locator('tr.total td'))).toBe('₫158,000');
        await block.getByText('All rewards').click();
        await redeem.click();
        await expect.poll(() => seen(block.getByRole('status'))).toBe('₫50,000 off is in your cart.');
        const keys = asked().flatMap(({ path, body }) =>
          path === '/proxy/redeem' ? [JSON.parse(body).requestKey] : [],
        );
        expect(keys).toHaveLength(2);
        expect(new Set(keys).size).toBe(1);
        await visit.launcher.click();
        await expect.poll(() => seen(visit.dialog)).toContain('140 points');
        expect(visit.complaints).toEqual([]);
      });

      test('a code taken out by the theme’s own control → waits to be used again', async () => {
        await visit.fillCart(shop.products.tea.variants[0]?.id);
        await visit.go('/cart');
        const block = page.locator('encore-cart');
        await block.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' }).click();
        await expect.poll(() => seen(block)).toContain('in your cart');
        await page.evaluate(async () => {
          const json = { 'content-type': 'application/json' };
          await fetch('/cart/update.js', { method: 'POST', headers: json, body: '{"discount":""}' });
          const section = document.querySelector('.shopify-section');
          const id = section?.id.replace('shopify-section-', '') ?? '';
          const parts = await (await fetch(`/cart?sections=${id}`)).json();
          const fresh = new DOMParser().parseFromString(parts[id], 'text/html').body.firstElementChild;
          section?.replaceChildren(...(fresh?.childNodes ?? []));
        });
        await expect.poll(() => block.getByRole('button', { name: 'Use in cart' }).count()).toBe(1);
        expect(await seen(block)).not.toContain('in your cart');
      });

      test('the browser keeps the clipboard to itself → the link is selected, and buttons go on working', async () => {
        await page.addInitScript(() => {
          const refuse = () => Promise.reject(new Error('not allowed'));
          Object.defineProperty(navigator, 'clipboard', { value: { writeText: refuse } });
        });
        const referral = { code: 'AN-1', url: 'https://tea-house.example/discount/AN-1' };
        shop.knowMember({ ...MEMBER, referral });
        await visit.go('/pages/loyalty');
        const block = page.locator('encore-page');
        await block.getByRole('button', { name: 'Copy link' }).click();
        await expect.poll(() => seen(block.getByRole('status'))).toBe('The link is selected: copy it');
        await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe(referral.url);
        await block.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' }).click();
        await expect.poll(() => seen(block.getByRole('status'))).toContain('is yours');
      });

      test('points that are gone meanwhile, a session that ended → said, and the balance is read anew', async () => {
        await visit.fillCart(shop.products.tea.variants[0]?.id);
        await visit.go('/cart');
        const block = page.locator('encore-cart');
        const redeem = block.getByRole('button', { name: 'Redeem: ₫50,000 off, 100 points' });
        await redeem.waitFor();
        shop.knowMember({ ...MEMBER, points: 40 });
        await redeem.click();
        await expect.poll(() => seen(block.getByRole('status'))).toContain('Your points have changed');
        await expect.poll(() => seen(block)).toContain('60 points more');
        shop.knowMember();
        await visit.go('/cart');
        shop.stub.next.set('/proxy/redeem', [{ status: 401, body: {} }]);
        await redeem.click();
        await expect.poll(() => seen(block.getByRole('status'))).toBe('Please log in again.');
      });

      test('the open offer → in the banner with its end in words, and one button that applies it', async () => {
        const offer = offerAt(shop);
        shop.knowMember(MEMBER, offer);
        await visit.go('/');
        const banner = page.locator('encore-offer');
        await expect.poll(() => seen(banner)).toContain('For you: 10% off');
        const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'Asia/Ho_Chi_Minh' });
        expect(await seen(banner)).toContain(`Until ${weekday.format(new Date(offer.endsAt))}`);
        await banner.getByRole('link', { name: 'Use it' }).click();
        await page.waitForURL('**/collections/all');
        const cookies = await visit.context.cookies(shop.origin);
        expect(cookies.find(({ name }) => name === 'discount_code')?.value).toBe('BACK-7QX2');
      });

      test('the open offer while the program is off → in the banner, in its place from the start, and nothing else of ours', async () => {
        shop.publishProgram(OFF);
        shop.wearOfferTag();
        shop.knowMember(null, offerAt(shop));
        await visit.go('/');
        const banner = page.locator('encore-offer');
        await expect.poll(() => seen(banner)).toContain('For you: 10% off');
        expect(await shiftOf(page)).toBe(0);
        expect(await banner.getByRole('link', { name: 'Use it' }).getAttribute('href')).toContain(
          'BACK-7QX2',
        );
        expect(await page.locator('encore-launcher').count()).toBe(0);
        const colorOf = (part: Locator) => part.evaluate((one) => getComputedStyle(one).backgroundColor);
        expect(await colorOf(banner.getByRole('link'))).toBe(await colorOf(page.locator('.button').first()));
        await visit.go('/pages/loyalty');
        expect(await page.locator(OURS).count()).toBe(0);
        expect(visit.complaints).toEqual([]);
      });

      test('no offer while the program is off → no room; one that was used a moment ago → its room goes', async () => {
        shop.publishProgram(OFF);
        await visit.go('/');
        expect(await page.locator(OURS).count()).toBe(0);
        expect(asked().map(({ path }) => path)).toEqual(['/proxy/shopper']);
        shop.wearOfferTag();
        shop.knowMember(null);
        await visit.go('/');
        await expect.poll(() => page.locator('encore-offer').boundingBox()).toBeNull();
        expect(visit.complaints).toEqual([]);
      });

      test('a level in its grace → until when, and what is missing to keep it', async () => {
        const tier = MEMBER.tier && { ...MEMBER.tier, graceUntilOn: '2027-09-13', graceMissing: 1_200_000 };
        shop.knowMember({ ...MEMBER, tier, nextTier: null });
        await visit.go('/products/lotus-tea');
        await visit.launcher.click();
        const line = visit.dialog.getByText('Level Plus');
        await expect
          .poll(() => seen(line))
          .toMatch(/^Level Plus · kept until .*13.* · ₫1,200,000 more to keep it$/);
      });

      test('without an offer → the banner says balance and next reward in one sentence', async () => {
        await visit.go('/');
        const banner = page.locator('encore-offer');
        await expect.poll(() => seen(banner)).toBe('128 points · 22 points to Free shipping');
      });

      test('store credit, a referral link, the merchant’s own words → shown as text, never as HTML', async () => {
        const credit = { kind: 'store_credit', amountMinor: 20_000 } as const;
        const reward = {
          rewardId: 'r9',
          name: '<img src=x onerror=alert(1)>',
          value: credit,
          costPoints: 50,
          minimumSpendMinor: null,
        };
        shop.publishProgram({ ...PROGRAM, rewards: [reward] });
        shop.stub.program.rewards = [reward];
        await visit.go('/pages/loyalty');
        const block = page.locator('encore-page');
        await expect.poll(() => seen(block)).toContain('<img src=x');
        await block.getByRole('button', { name: 'Redeem:' }).click();
        await expect
          .poll(() => seen(block.getByRole('status')))
          .toBe('₫20,000 was added to your store credit.');
        await block.getByRole('button', { name: 'Get my link' }).click();
        await expect.poll(() => seen(block.locator('code'))).toContain('/discount/FRIEND-AN');
        expect(await block.getByRole('button', { name: 'Copy link' }).count()).toBe(1);
        expect(visit.complaints).toEqual([]);
      });

      test('the app does not answer → the panel says so and still shows the program; a buyer without points → zero', async () => {
        shop.stub.next.set('/proxy/shopper', [{ status: 503, body: {} }]);
        await visit.go('/products/lotus-tea');
        await visit.launcher.click();
        await expect.poll(() => seen(visit.dialog)).toContain('Your points cannot be shown right now.');
        expect(await seen(visit.dialog)).toContain('Ways to earn');
        shop.knowMember(null);
        await visit.go('/pages/loyalty');
        await expect.poll(() => seen(page.locator('encore-page'))).toContain('0 points');
        expect(await seen(page.locator('encore-page'))).toContain(
          'Your first order brings your first points.',
        );
      });
    });

    test('prices shown in another currency → "about", by the rate Shopify shows', async () => {
      await page.addInitScript(() => {
        Object.defineProperty(window, 'Shopify', { value: { currency: { active: 'USD', rate: '0.00004' } } });
      });
      await page.route('**/products/lotus-tea', async (route) => {
        const response = await fetch(`http://localhost:${shop.port}/products/lotus-tea`, {
          headers: { 'x-forwarded-host': shop.shop.domain },
        });
        // Shopify converts prices and says the currency; 5.12 $ are the 128,000 ₫ of the shop.
        const body = (await response.text())
          .replace('"currency": "VND"', '"currency": "USD"')
          .replace('12800000', '512');
        await route.fulfill({ body, contentType: 'text/html' });
      });
      await visit.go('/products/lotus-tea');
      await expect.poll(() => seen(page.locator('encore-product'))).toBe('Earn about 12 points');
    });
  },
);
