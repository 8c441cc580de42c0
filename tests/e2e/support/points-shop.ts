import { rmSync } from 'node:fs';
import path from 'node:path';
import { allDone } from '../../demo/all-done.ts';
import { DrivenClock } from '../../demo/driven-clock.ts';
import { connectEncore, type EncoreClient } from '../../demo/encore-client.ts';
import type { LocalShop } from '../../demo/local-shop.ts';
import { startBoth } from '../../demo/start-both.ts';

const NAME = 'tea-house';
export const EMAIL = 'an@customers.example';
/** Sold at this price; shipping costs the same for every order. */
export const BOWL = { title: 'Bát Tràng bowl set', priceMinor: 745_000 };
export const SHIPPING_MINOR = 30_000;

/** Where the merchant puts our blocks in the theme editor. */
const BLOCKS = [
  { file: 'templates/index.json', handle: 'offer-banner' },
  { file: 'templates/product.json', handle: 'product-points' },
  { file: 'templates/cart.json', handle: 'cart-points' },
  { file: 'templates/page.json', handle: 'loyalty-page' },
];

/** A tea shop in đồng with one customer, its theme holding our blocks; Encore runs beside it and is not installed. */
export type PointsShop = {
  shop: LocalShop;
  client: EncoreClient;
  customerId: string;
  productId: string;
  productPath: string;
  /** The shop's own pages. */
  origin: string;
  /** A page of the Shopify admin. */
  admin(at: string, locale?: string): string;
  /** Nothing waits any more. */
  workDone(): Promise<void>;
  stop(): Promise<void>;
};

export async function openPointsShop(folder: string): Promise<PointsShop> {
  const { store, shop, encore } = await startBoth({
    domain: `${NAME}.myshopify.com`,
    shop: {
      name: 'Tea House',
      plan: 'basic',
      taxRate: 0.08,
      shippingRateMinor: SHIPPING_MINOR,
      install: false,
    },
    opensAt: null,
    ports: { encore: '0', shopify: '0' },
    dataDir: path.join(folder, 'db'),
    clock: new DrivenClock(),
    logLevel: 'warn',
  });
  const { title, priceMinor } = BOWL;
  const product = await shop.post<{ id: string; handle: string }>('/products', {
    title,
    productType: 'Kitchen',
    variants: [{ priceMinor }],
  });
  const customer = await shop.post<{ id: string }>('/customers', {
    firstName: 'An',
    lastName: 'Nguyễn',
    email: EMAIL,
    locale: 'vi',
    countryCode: 'VN',
  });
  await shop.post('/customer-accounts', { customerAccounts: 'NEW_CUSTOMER_ACCOUNTS' });
  const { port } = new URL(store.url);
  return {
    shop,
    client: connectEncore(encore.url, shop),
    customerId: customer.id,
    productId: product.id,
    productPath: `/products/${product.handle}`,
    origin: `http://${NAME}.localhost:${port}`,
    admin: (at, locale = 'en') => `${store.url}/store/${NAME}${at}?locale=${locale}`,
    workDone: () => allDone(encore, shop),
    async stop() {
      await encore.stop();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The merchant in the theme editor: the launcher on, each block where it belongs. */
export async function placeBlocks(shop: LocalShop): Promise<void> {
  await shop.post('/theme', { embeds: { launcher: true }, blocks: BLOCKS });
}
