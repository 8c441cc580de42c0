import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenCode } from '../../web/domain/loyalty/member-view.ts';
import { collectComplaints, named, skipReason } from '../support/browser.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import { guestView, memberView, openCode, points, program } from './support/shopper-view.ts';
import { openSurfaces, type Surfaces } from './support/surfaces.ts';

describe.skipIf(skipReason !== null)(named('points at checkout in Chromium'), () => {
  let at: Surfaces;
  beforeAll(async () => {
    await buildExtensions();
    at = await openSurfaces();
    await at.makeCode('PTS-NEW1', {
      customerGets: {
        value: { discountAmount: { amount: '50000', appliesOnEachItem: false } },
        items: { all: true },
      },
    });
    await at.makeCode('PTS-BIG', {
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '900000' } },
    });
  });
  afterAll(() => at.close());
  afterEach(() => at.leave());
  beforeEach(() => {
    at.stub.requests.length = 0;
    at.stub.allowsOrigins = true;
    at.stub.on('GET /ext/shopper', ({ caller }) => ({
      body: caller.from === 'shop' && caller.customerId === at.customerId ? memberView() : guestView(),
    }));
  });

  const redeems = (code: string) =>
    at.stub.on('POST /ext/redeem', () => ({
      body: {
        code: { ...openCode, redemptionId: '11', code } satisfies OpenCode,
        credit: null,
        points: points({ points: 220 }),
      },
    }));
  const returns = () => at.stub.on('POST /ext/return', () => ({ body: { points: points() } }));
  const asked = (route: string) =>
    at.stub.requests.filter(({ method, path }) => `${method} ${path}` === route);
  const total = (page: Page) => page.locator('[data-total]').textContent();

  async function openCheckout(who: 'customer' | 'guest', input: Record<string, unknown> = {}): Promise<Page> {
    const { page } = await at.visit(who);
    await page.goto(await at.checkout(who === 'customer' ? { customerId: at.customerId, ...input } : input));
    return page;
  }

  test('a member with 320 points → balance, what the order earns, rewards within reach, the next one', async () => {
    const page = await openCheckout('customer');
    const complaints = collectComplaints(page);
    const block = page.locator('[data-extension]');
    await block.getByText('You have 320 points.').waitFor();
    await block.getByText('This order earns about 25 points.').waitFor();
    await block.getByText('180 points to 20% off').first().waitFor();
    expect(await block.getByRole('button').allTextContents()).toHaveLength(2);
    expect(at.stub.requests[0]?.caller).toEqual({ from: 'shop', customerId: at.customerId });
    expect(at.stub.origins.every((origin) => origin === 'null')).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('a reward is used → the checkout takes its code and the total falls; undone → both as before', async () => {
    redeems('PTS-NEW1');
    returns();
    const page = await openCheckout('customer');
    await page.getByRole('button', { name: 'Use 100 points: ₫50,000 off' }).click();
    await page.getByText('Your discount is applied.').waitFor();
    expect(await total(page)).toBe('₫230,000');
    await page.getByText('You have 220 points.').waitFor();
    // The estimate follows the discount.
    await page.getByText('This order earns about 20 points.').waitFor();
    await page.getByRole('button', { name: 'Undo: ₫50,000 off' }).click();
    await page.getByText('Your points are back.').waitFor();
    expect(await total(page)).toBe('₫280,000');
    await page.getByText('You have 320 points.').waitFor();
    expect(asked('POST /ext/redeem')[0]?.body).toMatchObject({ rewardId: 'r1' });
    expect(asked('POST /ext/return')[0]?.body).toEqual({ redemptionId: '11' });
  });

  test('the checkout refuses the code → its own words, and the points are given back', async () => {
    redeems('PTS-BIG');
    returns();
    const page = await openCheckout('customer');
    await page.getByRole('button', { name: /^Use 100 points/ }).click();
    await page.getByText('This order does not take the discount. Your points are back.').waitFor();
    await page.getByText('Your cart does not reach the minimum amount of this discount code.').waitFor();
    expect(asked('POST /ext/return')).toHaveLength(1);
    expect(await total(page)).toBe('₫280,000');
  });

  test('no answer to the first tap → the second carries the same key; a new reward later gets another', async () => {
    at.stub.on('POST /ext/redeem', () => ({ status: 503 }));
    returns();
    const page = await openCheckout('customer');
    const use = page.getByRole('button', { name: /^Use 100 points/ });
    await use.click();
    await page.getByText('Try again: your points are taken only once.').waitFor();
    redeems('PTS-NEW1');
    await use.click();
    await page.getByText('Your discount is applied.').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.getByText('Your points are back.').waitFor();
    await use.click();
    await page.getByText('Your discount is applied.').waitFor();
    const [first, second, third] = asked('POST /ext/redeem').map(({ body }) => body.requestKey);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('Shopify refused the reward → the next tap is a new wish, and is done', async () => {
    const refused = { status: 502, body: { code: 'SHOPIFY_REFUSED' } };
    at.stub.on('POST /ext/redeem', () => refused);
    const page = await openCheckout('customer');
    const use = page.getByRole('button', { name: /^Use 100 points/ });
    await use.click();
    await page.getByText('Try again: your points are taken only once.').waitFor();
    const settled = asked('POST /ext/redeem').map(({ body }) => body.requestKey);
    // As the server does: what was refused stays refused for its key.
    at.stub.on('POST /ext/redeem', ({ body }) =>
      settled.includes(body.requestKey)
        ? refused
        : {
            body: {
              code: { ...openCode, redemptionId: '12', code: 'PTS-NEW1' },
              credit: null,
              points: points(),
            },
          },
    );
    await use.click();
    await page.getByText('Your discount is applied.').waitFor();
    expect(asked('POST /ext/redeem')).toHaveLength(2);
  });

  test('points spent elsewhere meanwhile → said, and the balance asked anew', async () => {
    const page = await openCheckout('customer');
    await page.getByText('You have 320 points.').waitFor();
    at.stub.on('POST /ext/redeem', () => ({ status: 409, body: { code: 'CONFLICT' } }));
    at.stub.on('GET /ext/shopper', () => {
      const view = memberView();
      return { body: view.member === null ? view : { ...view, member: { ...view.member, points: 40 } } };
    });
    await page.getByRole('button', { name: /^Use 100 points/ }).click();
    await page.getByText('You no longer have enough points for this.').waitFor();
    await page.getByText('You have 40 points.').waitFor();
  });

  test('a code redeemed before → applied with one tap, without points', async () => {
    await at.makeCode(openCode.code);
    at.stub.on('GET /ext/shopper', () => {
      const view = memberView();
      return {
        body: view.member === null ? view : { ...view, member: { ...view.member, codes: [openCode] } },
      };
    });
    const page = await openCheckout('customer');
    await page.getByRole('button', { name: 'Apply: ₫50,000 off' }).click();
    await page.getByText('Your discount is applied.').waitFor();
    expect(asked('POST /ext/redeem')).toEqual([]);
  });

  test('a wallet’s own checkout, where codes cannot change → no button, and why', async () => {
    const page = await openCheckout('customer', { accelerated: true });
    await page.getByText('Points cannot be used with this way of paying. They stay yours.').waitFor();
    expect(await page.locator('[data-extension]').getByRole('button').count()).toBe(0);
  });

  test('a guest → an estimate and nothing personal; the token names nobody', async () => {
    const page = await openCheckout('guest', { email: 'an@example.com' });
    await page.getByText('This order earns about 25 points if you have an account with us.').waitFor();
    expect(await page.locator('[data-extension]').textContent()).not.toContain('You have');
    expect(at.stub.requests.map(({ caller }) => caller)).toEqual([{ from: 'shop', customerId: null }]);
  });

  test('the cart in Vietnamese → a checkout in Vietnamese, with its lines', async () => {
    const { page } = await at.visit('customer');
    const [variantId = ''] = at.shell.local.shop('tea-house').shop.variants.keys();
    await page.goto(`${at.origin}/vi/cart`);
    await page.evaluate((variant) => {
      const body = new URLSearchParams({ variant, quantity: '2' });
      return fetch('/cart/add', { method: 'POST', body });
    }, variantId);
    await page.reload();
    await page.evaluate(() => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: '/checkout' });
      document.body.append(form);
      form.submit();
    });
    await page.getByText('Bạn có 320 điểm.').waitFor();
    await page.getByText('Đơn hàng này tích được khoảng 50 điểm.').waitFor();
  });

  test('a server that does not allow other origins → the browser does not let the question through', async () => {
    at.stub.allowsOrigins = false;
    const { page } = await at.visit('customer');
    const complaints = collectComplaints(page);
    await page.goto(await at.checkout({ customerId: at.customerId }));
    await expect.poll(() => complaints.join(' ')).toContain('/ext/shopper net::ERR_FAILED');
    expect(at.stub.requests).toEqual([]);
    expect(await page.locator('[data-extension]').textContent()).toBe('');
  });

  test('a program that is off → nothing at all', async () => {
    at.stub.on('GET /ext/shopper', () => ({ body: { ...memberView(), program: program({ on: false }) } }));
    const page = await openCheckout('customer');
    await expect.poll(() => asked('GET /ext/shopper').length).toBe(1);
    await page.waitForLoadState('networkidle');
    expect(await page.locator('[data-extension]').textContent()).toBe('');
  });

  test('a shop below Plus → no block in the checkout', async () => {
    const { shop } = at.shell.local.shop('tea-house');
    shop.plan = 'grow';
    const page = await openCheckout('customer');
    expect(await page.locator('[data-extension]').count()).toBe(0);
    shop.plan = 'plus';
  });

  test('the app’s server is away → balance and estimate from Shopify’s metafields, and a way to try again', async () => {
    const { shop } = at.shell.local.shop('tea-house');
    const entry = (ownerId: string, key: string, value: object) => ({
      id: key,
      ownerId,
      namespace: 'app--1--loyalty',
      key,
      type: 'json',
      value: JSON.stringify(value),
      createdAt: 0,
      updatedAt: 0,
    });
    const [shopGid, customerGid] = [
      `gid://shopify/Shop/${shop.id}`,
      `gid://shopify/Customer/${at.customerId}`,
    ];
    shop.metafields.set(shopGid, [entry(shopGid, 'program', program())]);
    shop.metafields.set(customerGid, [entry(customerGid, 'member', points({ points: 77 }))]);
    at.stub.on('GET /ext/shopper', () => ({ status: 503 }));
    const page = await openCheckout('customer');
    await page.getByText('You have 77 points.').waitFor();
    await page.getByText('This order earns about 25 points.').waitFor();
    at.stub.on('GET /ext/shopper', () => ({ body: memberView() }));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('You have 320 points.').waitFor();
    shop.metafields.delete(shopGid);
    shop.metafields.delete(customerGid);
  });
});
