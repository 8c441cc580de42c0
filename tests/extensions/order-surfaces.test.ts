import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collectComplaints, named, skipReason } from '../support/browser.ts';
import { buildExtensions } from '../support/built-extensions.ts';
import { guestView, memberView, offer, points, program } from './support/shopper-view.ts';
import { openSurfaces, type Surfaces } from './support/surfaces.ts';

describe.skipIf(skipReason !== null)(named('after the order, in Chromium'), () => {
  let at: Surfaces;
  beforeAll(async () => {
    await buildExtensions();
    at = await openSurfaces();
  });
  afterAll(() => at.close());
  afterEach(() => at.leave());
  beforeEach(() => {
    at.stub.requests.length = 0;
    at.stub.on('GET /ext/shopper', ({ caller }) => ({
      body: caller.from === 'shop' && caller.customerId !== null ? memberView() : guestView(),
    }));
  });

  /** Buys one product; answers the page and the id the order will have. */
  async function buy(
    who: 'customer' | 'guest',
    prepare: (orderId: string) => void,
    email = 'new@example.com',
  ): Promise<{ page: Page; orderId: string }> {
    const { page } = await at.visit(who);
    const input = who === 'customer' ? { customerId: at.customerId } : { email };
    await page.goto(await at.checkout(input));
    const { shop } = at.shell.local.shop('tea-house');
    const before = new Set(shop.orders.keys());
    // The order gets its id while the page is being asked for.
    await page.route('**/thank-you*', async (route) => {
      const made = [...shop.orders.keys()].find((id) => !before.has(id));
      if (made !== undefined) prepare(made);
      await route.continue();
    });
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.waitForURL('**/thank-you*');
    const orderId = [...shop.orders.keys()].find((id) => !before.has(id)) ?? '';
    prepare(orderId);
    return { page, orderId };
  }

  test('the webhook comes after the page → an estimate first, marked as one, then what the server says', async () => {
    let isThere = false;
    const { page, orderId } = await buy('customer', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () =>
        isThere ? { body: { points: 25, state: 'pending' } } : { status: 404 },
      ),
    );
    await page.getByText('This order earns about 25 points.').waitFor();
    const path = `/ext/orders/${orderId}`;
    const asked = () => at.stub.requests.filter((request) => request.path === path);
    // The estimate stands as soon as the program is known, the order may not be asked for by then.
    await expect.poll(() => asked().length).toBeGreaterThan(0);
    isThere = true;
    await page.getByText('You earned 25 points. They arrive when the order is paid.').waitFor();
    await page.getByText('You have 320 points.').waitFor();
    await page.getByText('180 points to 20% off').first().waitFor();
    expect(asked().length).toBeGreaterThan(1);
    expect(asked().every(({ caller }) => caller.from === 'shop' && caller.customerId === at.customerId)).toBe(
      true,
    );
  });

  test('the webhook comes after the page → the balance is told with the order’s points in it', async () => {
    let isThere = false;
    const before = points({ points: 20, debtPoints: 0 });
    at.stub.on('GET /ext/shopper', () => {
      const view = memberView();
      return { body: { ...view, member: { ...view.member, ...before } } };
    });
    const { page } = await buy('customer', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () =>
        isThere
          ? { body: { points: 149, state: 'earned', member: { ...before, points: 169 } } }
          : { status: 404 },
      ),
    );
    await page.getByText('You have 20 points.').waitFor();
    await page.getByText('80 points to ₫50,000 off').first().waitFor();
    isThere = true;
    await page.getByText('You earned 149 points.').waitFor();
    await page.getByText('You have 169 points.').waitFor();
    await page.getByText('331 points to 20% off').first().waitFor();
    expect(await page.locator('[data-extension]').textContent()).not.toMatch(/about|20 points\./);
  });

  test('the order was refunded in full → its points were taken back', async () => {
    const { page } = await buy('customer', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({
        body: { points: 0, state: 'taken_back', member: points({ points: 0, debtPoints: 11 }) },
      })),
    );
    await page.getByText('The points of this order were taken back.').waitFor();
    await page.getByText('Your next 11 points make up for returned goods.').waitFor();
    await page.getByText('111 points to ₫50,000 off').first().waitFor();
  });

  test('points that are there already → said so, with the open offer and its end in words', async () => {
    at.stub.on('GET /ext/shopper', () => ({ body: memberView({ offer }) }));
    const { page } = await buy('customer', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({ body: { points: 25, state: 'earned' } })),
    );
    await page.getByText('You earned 25 points.').waitFor();
    await page.getByRole('heading', { name: 'For you: 15% off' }).waitFor();
    await page.getByText('Until Sunday, November 29').waitFor();
    expect(await page.getByRole('link', { name: 'Shop with this offer' }).getAttribute('href')).toBe(
      offer.url,
    );
  });

  test('a guest → an estimate, no balance, and how to collect', async () => {
    const { page } = await buy('guest', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, ({ caller }) => ({
        status: caller.from === 'shop' && caller.customerId === null ? 401 : 404,
      })),
    );
    await page.getByText('This order earns about 25 points.').waitFor();
    await page.getByText('Log in with the e-mail of this order to collect your points.').waitFor();
    expect(await page.locator('[data-extension]').textContent()).not.toContain('You have');
  });

  test('an order that earns nothing → said, not guessed', async () => {
    const { page } = await buy('customer', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({ body: { points: 0, state: 'none' } })),
    );
    await page.getByText('This order earns no points.').waitFor();
  });

  test('order status of who is logged in → their points; opened by another browser → no such page', async () => {
    const { page, orderId } = await buy('customer', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({ body: { points: 25, state: 'earned' } })),
    );
    await page.goto(`${at.origin}/orders/${orderId}`);
    await page.getByText('You earned 25 points.').waitFor();
    const { page: stranger } = await at.visit('guest');
    expect((await stranger.goto(`${at.origin}/orders/${orderId}`))?.status()).toBe(404);
  });

  test('order status by its link, not logged in → invited to log in; having done so, their points', async () => {
    const { page, orderId } = await buy(
      'guest',
      (id) =>
        at.stub.on(`GET /ext/orders/${id}`, ({ caller }) =>
          caller.from === 'shop' && caller.customerId === at.customerId
            ? { body: { points: 25, state: 'earned' } }
            : { status: 401 },
        ),
      'an@example.com',
    );
    expect(await page.getByRole('button', { name: 'Log in' }).count()).toBe(0);
    await page.goto(`${at.origin}/orders/${orderId}`);
    await page.getByText('Log in to see your points.').waitFor();
    page.once('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByLabel('E-mail').fill('an@example.com');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('You earned 25 points.').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/orders/${orderId}`);
    await page.getByText('You have 320 points.').waitFor();
    expect(await page.getByRole('button', { name: 'Log in' }).count()).toBe(0);
  });

  test('the log-in is declined → the page stays as it is, without a fault', async () => {
    const { page, orderId } = await buy('guest', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({ status: 401 })),
    );
    const complaints = collectComplaints(page);
    await page.goto(`${at.origin}/orders/${orderId}`);
    // The second question comes only after the page has dealt with the first answer.
    for (const _time of ['first', 'second']) {
      // Declined as it comes: the page stands still, and the click with it, until it is.
      const declined = page.waitForEvent('dialog').then((dialog) => dialog.dismiss());
      await page.getByRole('button', { name: 'Log in' }).click();
      await declined;
    }
    await page.getByText('Log in to see your points.').waitFor();
    expect(complaints).toEqual([]);
  });

  test('order status in the guest’s own browser, not logged in → the token names nobody', async () => {
    const { page, orderId } = await buy('guest', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({ status: 401 })),
    );
    at.stub.requests.length = 0;
    await page.goto(`${at.origin}/orders/${orderId}`);
    await page.getByText('This order earns about 25 points.').waitFor();
    expect(at.stub.requests.length).toBeGreaterThan(0);
    expect(at.stub.requests.every(({ caller }) => caller.from === 'shop' && caller.customerId === null)).toBe(
      true,
    );
  });

  test('order status while the app does not know the order → by the bonus of its own day; cancelled → no promise', async () => {
    const bonuses = [{ name: 'Twice', fromOn: '2020-02-02', toOn: '2020-02-02', multiplierBps: 20_000 }];
    at.stub.on('GET /ext/shopper', () => ({ body: { ...guestView(), program: program({ bonuses }) } }));
    const { page, orderId } = await buy('guest', (id) =>
      at.stub.on(`GET /ext/orders/${id}`, () => ({ status: 401 })),
    );
    await page.getByText('This order earns about 25 points.').waitFor();
    const order = at.shell.local.shop('tea-house').shop.orders.get(orderId);
    if (!order) throw new Error('no order');
    order.processedAt = Date.UTC(2020, 1, 1, 20);
    await page.goto(`${at.origin}/orders/${orderId}`);
    await page.getByText('This order earns about 50 points.').waitFor();
    order.cancelledAt = Date.UTC(2020, 1, 3);
    await page.goto(`${at.origin}/orders/${orderId}`);
    await page.getByText('Points for this order').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('[data-extension]').textContent()).not.toContain('This order earns');
  });
});
