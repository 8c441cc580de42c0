import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollection } from '../../dev-store/state/catalog.ts';
import { mainTheme, setEmbed } from '../../dev-store/state/themes.ts';
import { readThemeExtension } from '../../dev-store/theme/extension.ts';
import { createEngine, FACTS } from '../../dev-store/theme/liquid-engine.ts';
import { productObject } from '../../dev-store/theme/shop-objects.ts';
import { openThemeShop, PROGRAM, type ThemeShop } from '../../extensions/theme/theme-shop.ts';

describe('Liquid of a block', () => {
  const engine = createEngine({
    locales: new Map([['en', { a: { b: 'Hello {{ name }}' } }]]),
    defaultLocale: 'en',
    partials: tmpdir(),
    assetBase: '/assets',
  });
  const facts = {
    language: 'en',
    currency: 'VND',
    nowMs: Date.UTC(2026, 10, 22, 20),
    timeZone: 'Asia/Ho_Chi_Minh',
  };
  const render = (source: string) => {
    const globals = { [FACTS]: facts, product: { title: 'Tea' }, nothing: null };
    return engine.parseAndRenderSync(source, {}, { globals });
  };

  test.each([
    ['{{ product.colour }}', /undefined variable/],
    ['{{ prodct.title }}', /undefined variable/],
    ['{% if product.colour %}x{% endif %}', /undefined variable/],
    ['{{ product.title | sparkle }}', /undefined filter/],
    ['{% sparkle %}', /tag "sparkle" not found/],
    ["{{ 'a.c' | t }}", /translation missing/],
    ["{{ 'a.b' | t }}", /needs name/],
    ["{{ 'now' | date: '%d' }}", /not known here/],
  ])('%s → refused', (source, reason) => {
    expect(() => render(source)).toThrow(reason);
  });

  test.each([
    ["{{ 'a.b' | t: name: product.title }}", 'Hello Tea'],
    ['{{ nothing.at.all }}', ''],
    ['{{ 12800000 | money }}', '₫128,000'],
    ['{{ "</script>" | json }}', '"\\u003c/script\\u003e"'],
    [
      "{{ 'x.css' | asset_url | stylesheet_tag }}",
      '<link href="/assets/x.css" rel="stylesheet" media="all">',
    ],
    ["{{ '#fff' | color_brightness }}", '255'],
    // The shop's day.
    ["{{ 'now' | date: '%Y-%m-%d' }}", '2026-11-23'],
  ])('%s → %s', (source, text) => {
    expect(render(source)).toBe(text);
  });

  test('a block whose schema is missing → refused', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'theme-'));
    mkdirSync(path.join(folder, 'blocks'));
    mkdirSync(path.join(folder, 'locales'));
    writeFileSync(path.join(folder, 'blocks/x.liquid'), 'x');
    expect(() => readThemeExtension(pathToFileURL(`${folder}/`))).toThrow('x.liquid has no schema');
    rmSync(folder, { recursive: true });
  });
});

describe('the storefront’s theme', () => {
  let shop: ThemeShop;
  let base: string;
  beforeAll(async () => {
    shop = await openThemeShop();
    base = `http://localhost:${shop.port}`;
  });
  afterAll(() => shop.close());
  const visit = (at: string, init: RequestInit = {}) =>
    fetch(`${base}${at}`, {
      redirect: 'manual',
      ...init,
      headers: { 'x-forwarded-host': shop.shop.domain, ...init.headers },
    });
  const text = async (at: string) => (await visit(at)).text();
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

  test.each([
    ['/', 'lang="en"', 'Add to cart'],
    ['/vi/collections/all', 'lang="vi"', 'Thêm vào giỏ'],
    ['/th/cart', 'lang="th"', 'ตะกร้าว่างอยู่'],
    ['/vi/products/lotus-tea', 'lang="vi"', 'href="/vi/cart"'],
    ['/th/', 'lang="th"', 'ดูสินค้าทั้งหมด'],
  ])('%s → in the language of its address', async (at, language, words) => {
    const page = await text(at);
    expect(page).toContain(language);
    expect(page).toContain(words);
  });

  test('a form sent in a language → leads on in it', async () => {
    const variant = shop.products.tea.variants[0]?.id ?? '';
    const sent = await visit('/vi/cart/add', { method: 'POST', body: new URLSearchParams({ id: variant }) });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/vi/cart']);
  });

  test('the app embed switched off, on → its block is gone, there; its script comes once for all blocks', async () => {
    const { local } = shop;
    const theme = mainTheme(local.state, shop.shop);
    if (!theme) throw new Error('no theme');
    setEmbed(theme, local.identity().handle, 'launcher', false);
    const without = await text('/collections/all');
    setEmbed(theme, local.identity().handle, 'launcher', true);
    const whole = await text('/products/lotus-tea');
    expect(without).not.toContain('encore-launcher');
    expect(without).not.toContain('encore.generated.js');
    expect(whole).toContain('<encore-launcher');
    expect(whole).toContain('<encore-product');
    expect(whole.match(/encore\.generated\.js/g)).toHaveLength(1);
  });

  test('the program on the app’s installation or on the shop → Liquid finds it; on neither → no block stands', async () => {
    const data = async () => /data-encore>([\s\S]*?)<\/script>/.exec(await text('/'))?.[1] ?? '';
    shop.publishProgram(null);
    expect(await data()).toBe('');
    shop.publishProgram(PROGRAM, 'shop');
    expect(JSON.parse(await data()).program).toEqual(PROGRAM);
    shop.publishProgram(null, 'shop');
    shop.publishProgram(PROGRAM);
    expect(JSON.parse(await data()).program).toEqual(PROGRAM);
  });

  test('the Ajax cart → prices in hundredths, codes judged, sections drawn', async () => {
    const [variant] = shop.products.tea.variants;
    const added = await visit('/cart/add.js', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: variant?.id, quantity: 2 }),
    });
    const cookie = cookieOf(added);
    shop.standCode('THIRTY', 30_000);
    const updated = await visit('/cart/update.js', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ discount: 'THIRTY,GONE' }),
    });
    expect(await updated.json()).toMatchObject({
      currency: 'VND',
      item_count: 2,
      original_total_price: 25_600_000,
      total_discount: 3_000_000,
      total_price: 22_600_000,
      cart_level_discount_applications: [{ title: 'THIRTY', total_allocated_amount: 3_000_000 }],
      discount_codes: [
        { code: 'THIRTY', applicable: true },
        { code: 'GONE', applicable: false },
      ],
    });
    const id = 'template--1__cart';
    const sections = await visit(`/cart?sections=${id},none`, { headers: { cookie } });
    const parts = (await sections.json()) as Record<string, string | null>;
    expect(parts.none).toBeNull();
    expect(parts[id]).toContain(`id="shopify-section-${id}"`);
    expect(parts[id]).toContain('THIRTY');
    const cleared = await visit('/cart/update.js', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ discount: '', updates: { [variant?.id ?? '']: 0 } }),
    });
    expect(await cleared.json()).toMatchObject({ item_count: 0, total_price: 0, discount_codes: [] });
  });

  test('a variant that is not sold, a quantity that is none → refused', async () => {
    const send = (body: object) =>
      visit('/cart/add.js', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await send({ id: '1' })).status).toBe(404);
    expect((await send({ id: shop.products.tea.variants[0]?.id, quantity: 0.5 })).status).toBe(422);
  });

  test('an asset that is none, a path out of the folder → 404', async () => {
    expect((await visit('/extensions/encore-theme/assets/encore.css')).status).toBe(200);
    for (const at of ['encore.ts', 'none.css', '..%2Fshopify.extension.toml'])
      expect((await visit(`/extensions/encore-theme/assets/${at}`)).status).toBe(404);
  });
});

test('collections of a product → those the storefront knows of; another is not named to Liquid', async () => {
  const shop = await openThemeShop();
  try {
    const { tea } = shop.products;
    const productIds = [tea.id];
    createCollection(shop.local.state, shop.shop, { title: 'Gifts', productIds });
    createCollection(shop.local.state, shop.shop, { title: 'Hidden', productIds, published: false });
    expect(productObject(shop.shop, tea, { root: '/', variantId: null })).toMatchObject({
      collections: [{ title: 'Gifts' }],
    });
  } finally {
    await shop.close();
  }
});
