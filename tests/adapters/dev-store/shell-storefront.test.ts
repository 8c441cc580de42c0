import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDiscount } from '../../dev-store/state/discounts.ts';
import { ownPath } from '../../dev-store/storefront/shop-host.ts';
import { type Shell, shopDomain, startShell } from './shell-harness.ts';

let shell: Shell;
let variantId: string;
beforeEach(async () => {
  shell = await startShell({ currency: 'VND' });
  shell.local.clock.freeze();
  const product = await shell.control<{ variants: { id: string }[] }>('POST', 'shops/tea-house/products', {
    title: 'Lotus <tea>',
    variants: [{ priceMinor: 250_000 }],
  });
  variantId = product.variants[0]?.id ?? '';
  await shell.control('POST', 'shops/tea-house/customers', { email: 'an@example.com' });
  tenPercent();
});
afterEach(() => shell.close());

/** A code TEN for those who have bought nothing with it yet. */
function tenPercent(): void {
  const { state } = shell.local;
  const settings = {
    title: 'Ten off',
    startsAt: 0,
    endsAt: null,
    context: { kind: 'all' },
    terms: { kind: 'basic', value: { kind: 'percentage', percentage: 0.1 }, items: { kind: 'all' } },
    minimum: null,
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    recurringCycleLimit: 1,
    usageLimit: 1,
    appliesOncePerCustomer: false,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
    tags: [],
  } as const;
  createDiscount(state, shell.local.shop('tea-house').shop, settings, 'TEN');
}

/** A browser without scripts: keeps cookies, follows nothing by itself. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async visit(
    path: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; location: string | null; text: string }> {
    const response = await fetch(`${shell.server.url}${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        'x-forwarded-host': shopDomain,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (cookie.includes('Max-Age=0')) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: await response.text(),
    };
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }
}

describe('a discount link', () => {
  test('followed → remembers the code and leads on within the shop', async () => {
    const browser = new Browser();
    const target = '/collections/all?utm_campaign=back';
    const followed = await browser.visit(`/discount/TEN?redirect=${encodeURIComponent(target)}`);
    expect([followed.status, followed.location, browser.cookie('discount_code')]).toEqual([
      302,
      target,
      'TEN',
    ]);
  });

  test('of a code nobody has → the same: the checkout judges it', async () => {
    const browser = new Browser();
    expect(await browser.visit('/discount/GONE%20%26')).toMatchObject({ status: 302, location: '/' });
    await browser.visit('/cart/add', { variant: variantId, quantity: '1' });
    expect((await browser.visit('/cart')).text).toContain('Enter a valid discount code.');
  });

  test('badly encoded → 400', async () => {
    expect((await new Browser().visit('/discount/%E0%A4%A')).status).toBe(400);
  });

  test.each([
    ['https://evil.example/x', '/'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['relative', '/'],
    ['/cart?a=1#b', '/cart?a=1#b'],
  ])('redirect to %s → %s', (target, path) => {
    expect(ownPath(target)).toBe(path);
  });
});

describe('buying in the storefront', () => {
  test('link, cart, log-in, order → an order of that customer with the code and the landing page', async () => {
    const browser = new Browser();
    await browser.visit('/discount/TEN?redirect=/collections/all?utm_source=mail');
    const shelf = await browser.visit('/collections/all?utm_source=mail');
    expect(shelf.text).toContain('Lotus &lt;tea&gt;');
    expect(shelf.text).toContain('₫250,000');
    await browser.visit('/cart/add', { variant: variantId, quantity: '2' });
    expect(await browser.visit('/account/login', { email: 'AN@example.com' })).toMatchObject({
      status: 303,
      location: '/cart',
    });
    const cart = await browser.visit('/cart');
    expect(cart.text).toContain('<strong>TEN</strong> is applied.');
    expect(cart.text).toContain('-₫50,000');
    expect(cart.text).toContain('₫480,000');
    const done = await browser.visit('/cart/place', { payment: 'pending', whenRefused: 'stop' });
    expect([done.status, done.location, browser.cookie('discount_code')]).toEqual([
      303,
      '/cart/thank-you',
      undefined,
    ]);
    expect((await browser.visit('/cart/thank-you')).text).toContain('₫480,000');
    const [order] = [...shell.local.shop('tea-house').shop.orders.values()];
    expect(order).toMatchObject({
      email: 'an@example.com',
      landingSite: '/collections/all?utm_source=mail',
      discounts: [{ type: 'code', title: 'TEN' }],
      transactions: [{ status: 'PENDING' }],
    });
  });

  test('a code that ran out → the order stops with the reason, and can be placed without it', async () => {
    const { shop } = shell.local.shop('tea-house');
    const first = { email: 'binh@example.com', lines: [{ variantId }], codes: ['TEN'] };
    const browser = new Browser();
    await browser.visit('/cart/add', { variant: variantId, quantity: '1' });
    await browser.visit('/cart/codes', { code: ' ten ' });
    expect((await browser.visit('/cart')).text).toContain('is applied');
    await shell.control('POST', 'shops/tea-house/checkout', first);
    const order = { email: 'an@example.com', payment: 'paid' };
    const stopped = await browser.visit('/cart/place', { ...order, whenRefused: 'stop' });
    expect(stopped.status).toBe(422);
    expect(stopped.text).toContain(
      'Your order is not placed. TEN: This discount code has reached its usage limit.',
    );
    expect(stopped.text).toContain('Place order without the codes that do not apply');
    expect(shop.orders.size).toBe(1);
    expect(await browser.visit('/cart/place', { ...order, whenRefused: 'without' })).toMatchObject({
      status: 303,
    });
    expect([...shop.orders.values()].map((entry) => entry.discounts.length)).toEqual([1, 0]);
  });

  test('a code taken off again → gone from the cart, the one of a link too', async () => {
    const browser = new Browser();
    await browser.visit('/discount/TEN');
    await browser.visit('/cart/add', { variant: variantId, quantity: '1' });
    await browser.visit('/cart/codes/remove', { code: 'ten' });
    expect((await browser.visit('/cart')).text).not.toContain('TEN');
  });

  test('no e-mail, an unknown log-in, units that are none → said at the field, nothing placed', async () => {
    const browser = new Browser();
    await browser.visit('/cart/add', { variant: variantId, quantity: '1' });
    const nobody = await browser.visit('/cart/place', { payment: 'paid', email: 'an' });
    expect([nobody.status, nobody.text.includes('Enter your e-mail')]).toEqual([422, true]);
    expect((await browser.visit('/account/login', { email: 'x@example.com' })).status).toBe(422);
    expect((await browser.visit('/cart/change', { variant: variantId, quantity: '-1' })).status).toBe(422);
    expect(shell.local.shop('tea-house').shop.orders.size).toBe(0);
  });

  test('a host that is no shop → 404; this server’s own root → still the list of shops', async () => {
    const plain = (path: string) => fetch(`${shell.server.url}${path}`, { redirect: 'manual' });
    expect((await plain('/cart')).status).toBe(404);
    expect(await (await plain('/')).text()).toContain('Shops');
    expect((await new Browser().visit('/')).text).toContain('<h1>Things that last</h1>');
  });
});
