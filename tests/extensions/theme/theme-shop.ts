import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { ProgramView, ShopperView } from '../../../web/domain/loyalty/member-view.ts';
import { LocalShopify } from '../../dev-store/controls/local-shopify.ts';
import { startServer } from '../../dev-store/server.ts';
import { createCollection, createProduct } from '../../dev-store/state/catalog.ts';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { createDiscount } from '../../dev-store/state/discounts.ts';
import { mainTheme, placeBlock, setEmbed } from '../../dev-store/state/themes.ts';
import { startProxyStub } from './proxy-stub.ts';

const DAY_MS = 86_400_000;
const SECRET = 'theme-secret';
const SHOP = 'tea-house.myshopify.com';
export const EMAIL = 'an@customers.example';

export const PROGRAM: ProgramView = {
  on: true,
  currency: 'VND',
  pointsName: { en: '', vi: '', th: '' },
  earn: { points: 1, perMinor: 10_000, when: 'paid', excludedProducts: [], excludedSieve: null },
  bonuses: [],
  actions: { signUp: 20, birthday: 50, review: 0 },
  expiry: { kind: 'per_lot', months: 12 },
  tiers: {
    by: 'spend',
    levels: [
      { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
      { key: 'plus', name: 'Plus', threshold: 3_000_000, multiplierBps: 12_500 },
      { key: 'premier', name: 'Premier', threshold: 10_000_000, multiplierBps: 15_000 },
    ],
  },
  rewards: [
    {
      rewardId: 'r1',
      name: '',
      value: { kind: 'amount', amountMinor: 50_000 },
      costPoints: 100,
      minimumSpendMinor: 100_000,
    },
    { rewardId: 'r2', name: '', value: { kind: 'free_shipping' }, costPoints: 150, minimumSpendMinor: null },
    {
      rewardId: 'r3',
      name: '',
      value: { kind: 'percentage', percentageBps: 1_500 },
      costPoints: 600,
      minimumSpendMinor: null,
    },
  ],
  referral: { advocatePoints: 100, friendOffer: { kind: 'percentage', percentageBps: 1_000 } },
};

const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

export const MEMBER: NonNullable<ShopperView['member']> = {
  points: 128,
  pendingPoints: 24,
  debtPoints: 0,
  tier: {
    key: 'plus',
    name: 'Plus',
    multiplierBps: 12_500,
    keptUntilOn: '2027-08-14',
    graceUntilOn: null,
    graceMissing: null,
  },
  nextTier: { key: 'premier', name: 'Premier', missing: 6_200_000 },
  expiring: { points: 40, at: ago(-60) },
  history: [
    { at: ago(2), points: 24, what: 'pending', grantReason: null, orderId: '1004' },
    { at: ago(9), points: 56, what: 'order', grantReason: null, orderId: '1003' },
    { at: ago(30), points: -100, what: 'redeem', grantReason: null, orderId: null },
    { at: ago(41), points: 50, what: 'grant', grantReason: 'birthday', orderId: null },
    { at: ago(300), points: -12, what: 'refund', grantReason: null, orderId: '1001' },
  ],
  codes: [],
  referral: null,
};

/** The merchant switches the launcher on and puts each block where it belongs. */
function placeBlocks(local: LocalShopify): void {
  const { shop } = local.shop(SHOP);
  const theme = mainTheme(local.state, shop);
  if (!theme) throw new Error('the shop has no theme');
  const app = local.identity().handle;
  setEmbed(theme, app, 'launcher', true);
  const placed = [
    ['index', 'offer-banner'],
    ['product', 'product-points'],
    ['cart', 'cart-points'],
    ['page', 'loyalty-page'],
  ] as const;
  for (const [name, handle] of placed)
    placeBlock(theme, app, { file: `templates/${name}.json`, handle, on: true });
}

export type ThemeShop = Awaited<ReturnType<typeof openThemeShop>>;

/** A tea shop in đồng with the app installed, its theme blocks placed, and the app's side of the proxy answered by a stub. */
export async function openThemeShop(program: ProgramView | null = PROGRAM) {
  const stub = await startProxyStub({
    secret: SECRET,
    view: { program: { ...(program ?? PROGRAM) }, timeZone: 'Asia/Ho_Chi_Minh' },
  });
  const toml = readFileSync(new URL('../../../shopify.app.toml', import.meta.url), 'utf8');
  const local = new LocalShopify({
    toml,
    appUrl: stub.url,
    app: { clientId: 'theme', clientSecret: SECRET },
  });
  const server = await startServer(local, 0);
  const shop = local.createShop(
    {
      domain: SHOP,
      name: 'Tea House',
      currency: 'VND',
      ianaTimezone: 'Asia/Ho_Chi_Minh',
      taxesIncluded: true,
      taxRate: 0.08,
      countryCode: 'VN',
    },
    { grantsAllOrders: true, install: true },
  );
  const sell = (title: string, productType: string, prices: readonly number[], giftCard = false) =>
    createProduct(local.state, shop, {
      title,
      productType,
      giftCard,
      variants: prices.map((priceMinor, index) => ({
        priceMinor,
        ...(prices.length > 1 ? { title: `${(index + 1) * 100} g` } : {}),
      })),
    });
  const tea = sell('Lotus tea', 'Tea', [128_000, 240_000]);
  const bowl = sell('Bát Tràng bowl set', 'Kitchen', [725_000]);
  const candle = sell('Lemongrass candle', 'Home', [410_000]);
  const giftCard = sell('Gift card', 'Thẻ quà tặng', [500_000], true);
  createCollection(local.state, shop, { title: 'Kitchen', productIds: [bowl.id], published: false });
  const customer = upsertCustomer(local.state, shop, { email: EMAIL, firstName: 'An' });
  publishProgram(program);
  placeBlocks(local);
  stub.onRedeem = ({ code, value }) =>
    value.kind === 'free_shipping'
      ? standDelivery(code)
      : standCode(code, value.kind === 'amount' ? value.amountMinor : null);

  /** Where the app may keep what Liquid reads: on its own installation, or on the shop, opened to the storefront. */
  function publishProgram(view: ProgramView | null, on: 'installation' | 'shop' = 'installation'): void {
    const [ownerId, namespace] =
      on === 'shop'
        ? [`gid://shopify/Shop/${shop.id}`, 'app--1--loyalty']
        : ['gid://shopify/AppInstallation/1', 'loyalty'];
    const value = JSON.stringify(view);
    const id = shop.newId();
    const entry = { id, ownerId, namespace, key: 'program', type: 'json', value, createdAt: 0, updatedAt: 0 };
    shop.metafields.set(ownerId, view === null ? [] : [entry]);
    if (on === 'shop')
      shop.metafieldDefinitions.set(`SHOP ${namespace} program`, {
        id,
        namespace,
        key: 'program',
        name: 'Program',
        description: null,
        type: 'json',
        ownerType: 'SHOP',
        access: { admin: 'MERCHANT_READ', storefront: 'PUBLIC_READ', customerAccount: 'READ' },
      });
  }

  /** A code as the app would have made it: so much off orders from a minimum on, or 15 %. */
  function standCode(code: string, amountMinor: number | null, minimumMinor = 100_000): void {
    const value =
      amountMinor === null
        ? { kind: 'percentage', percentage: 0.15 }
        : { kind: 'amount', amountMinor, onEachItem: false };
    const minimum = amountMinor === null ? null : { kind: 'subtotal', amountMinor: minimumMinor };
    stand(code, { terms: { kind: 'basic', value, items: { kind: 'all' } }, minimum });
  }

  /** A code that makes delivery free. */
  function standDelivery(code: string): void {
    stand(code, {
      terms: { kind: 'freeShipping', destination: null, maximumShippingMinor: null },
      minimum: null,
    });
  }

  /** It combines with nothing. */
  function stand(code: string, what: { terms: object; minimum: object | null }): void {
    createDiscount(
      local.state,
      shop,
      {
        ...what,
        title: code,
        startsAt: 0,
        endsAt: null,
        context: { kind: 'all' },
        appliesOnOneTimePurchase: true,
        appliesOnSubscription: false,
        recurringCycleLimit: 1,
        usageLimit: 1,
        appliesOncePerCustomer: false,
        combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
        tags: [],
      } as Parameters<typeof createDiscount>[2],
      code,
    );
  }

  return {
    stub,
    local,
    shop,
    customer,
    products: { tea, bowl, candle, giftCard },
    origin: `http://tea-house.localhost:${server.port}`,
    port: server.port,
    publishProgram,
    standCode,
    standDelivery,
    /** The tag that holders of an open offer carry. */
    wearOfferTag(): void {
      customer.tags = ['encore-offer'];
    },
    /** What the proxy says of the customer from now on. */
    knowMember(member: ShopperView['member'] = MEMBER, offer: ShopperView['offer'] = null): void {
      stub.shoppers.set(customer.id, { member, offer });
    },
    /** Logs a page's browser in, as a shopper does. */
    async logIn(page: Page): Promise<void> {
      await page.goto(`http://tea-house.localhost:${server.port}/account/login`);
      await page.getByLabel('E-mail').fill(EMAIL);
      // The page that follows asks the app, too, when the browser has nothing better to do: only its answer says that it has.
      const answered = page.waitForResponse((response) => response.url().endsWith('/apps/encore/shopper'));
      await page.locator('main button').click();
      await page.waitForURL('**/cart');
      await (await answered).finished();
    },
    async close(): Promise<void> {
      await server.close();
      await stub.close();
    },
  };
}
