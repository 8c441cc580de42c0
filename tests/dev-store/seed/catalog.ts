import { createCollection, createProduct } from '../state/catalog.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import { currencyExponent } from '../state/money.ts';
import type { ShopState } from '../state/shop-state.ts';

/** What a seeded order is made of; prices in minor units of the shop's currency. */
export type SeedVariant = { variantId: string; productId: string; priceMinor: number };
export type SeedCatalog = { goods: readonly SeedVariant[]; giftCard: SeedVariant; subscription: SeedVariant };

/** Roughly one US dollar, and what prices are rounded to, in the currency. */
const scales: Record<string, { perDollar: number; step: number }> = {
  VND: { perDollar: 25_000, step: 1_000 },
  THB: { perDollar: 35, step: 1 },
  JPY: { perDollar: 150, step: 10 },
  KRW: { perDollar: 1_350, step: 100 },
  IDR: { perDollar: 16_000, step: 500 },
};

const goods: readonly (readonly [string, string, number])[] = [
  ['Lotus tea, 100 g', 'Tea', 4.2],
  ['Robusta coffee, 250 g', 'Coffee', 6],
  ['Bamboo straw set', 'Kitchen', 7.4],
  ['Coconut soap trio', 'Bath', 9],
  ['Phin coffee filter', 'Coffee', 11],
  ['Arabica Cầu Đất, 500 g', 'Coffee', 14],
  ['Lemongrass candle', 'Home', 16.5],
  ['Ceramic tea cup pair', 'Kitchen', 19],
  ['Hand-woven tote', 'Fashion', 24],
  ['Bát Tràng bowl set', 'Kitchen', 29],
  ['Linen shirt', 'Fashion', 36],
  ['Rattan lamp shade', 'Home', 45],
  ['Silk scarf', 'Fashion', 58],
  ['Lacquer tray', 'Home', 74],
  ['Áo dài, made to measure', 'Fashion', 98],
  ['Rattan armchair', 'Home', 165],
];

/** Minor units of a dollar amount in the shop's currency, rounded as shops there price things. */
export function fromDollars(dollars: number, currency: string): number {
  const unit = 10 ** currencyExponent(currency);
  const scale = scales[currency] ?? { perDollar: 1, step: 0.05 };
  const rounded = Math.max(scale.step, Math.round((dollars * scale.perDollar) / scale.step) * scale.step);
  return Math.round(rounded * unit);
}

/** Puts the seed's products, gift card and subscription product into a shop, with unit costs for most of them. */
export function plantCatalog(state: DevStoreState, shop: ShopState): SeedCatalog {
  const add = (title: string, productType: string, dollars: number, giftCard = false): SeedVariant => {
    const priceMinor = fromDollars(dollars, shop.currency);
    // A third of the margin is the dearer goods'; one product has no cost on file, as in most shops.
    const unitCostMinor = giftCard || title.startsWith('Linen') ? null : Math.round(priceMinor * 0.45);
    const sku = title
      .replaceAll(/[^A-Za-z]+/g, '-')
      .slice(0, 16)
      .toUpperCase();
    const product = createProduct(state, shop, {
      title,
      productType,
      giftCard,
      variants: [{ sku, priceMinor, unitCostMinor }],
    });
    const variant = product.variants[0];
    if (variant === undefined) throw new Error(`no variant for ${title}`);
    return { variantId: variant.id, productId: product.id, priceMinor };
  };
  const planted = goods.map(([title, type, dollars]) => add(title, type, dollars));
  const byType = Map.groupBy(planted, (variant) => shop.products.get(variant.productId)?.productType ?? '');
  for (const [title, members] of byType) {
    createCollection(state, shop, { title, productIds: members.map((variant) => variant.productId) });
  }
  return {
    goods: planted,
    giftCard: add('Gift card', 'Gift card', 20, true),
    subscription: add('Monthly coffee box', 'Coffee', 18),
  };
}
