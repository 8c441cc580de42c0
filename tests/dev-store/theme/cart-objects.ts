import type { PricedCart } from '../checkout/price-cart.ts';
import type { DiscountApplicationRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { toHundredths } from './liquid-engine.ts';
import { productObject } from './shop-objects.ts';

export type ShownLine = { variantId: string; quantity: number };

/** Shopify spreads a code that holds for the whole order over the cart, not over its lines, until there is an order. */
const isCartLevel = (entry: DiscountApplicationRecord) =>
  entry.target === 'LINE_ITEM' && entry.selection !== 'ENTITLED';

/** The `cart` of Liquid; `priced` null = it is empty. Delivery is no part of it. */
export function cartObject(
  shop: ShopState,
  lines: readonly ShownLine[],
  priced: PricedCart | null,
  root: string,
) {
  const cents = (minor: number) => toHundredths(minor, shop.currency);
  const applications = priced?.applications ?? [];
  const offBy = (index: number) =>
    (priced?.lineAllocations ?? [])
      .flat()
      .reduce((sum, part) => sum + (part.applicationIndex === index ? part.amountMinor : 0), 0);
  const discounts = applications.flatMap((entry, index) =>
    entry.target === 'SHIPPING_LINE'
      ? []
      : [{ entry, view: { ...applicationView(entry), total_allocated_amount: cents(offBy(index)) } }],
  );
  const items = lines.map((line, index) => lineObject(shop, line, { priced, index, root }));
  const sum = (name: 'final_line_price' | 'original_line_price') =>
    items.reduce((total, item) => total + item[name], 0);
  const cartLevel = discounts.filter(({ entry }) => isCartLevel(entry)).map(({ view }) => view);
  const cartOff = cartLevel.reduce((total, view) => total + view.total_allocated_amount, 0);
  return {
    item_count: lines.reduce((total, line) => total + line.quantity, 0),
    items,
    items_subtotal_price: sum('final_line_price'),
    original_total_price: sum('original_line_price'),
    total_price: sum('final_line_price') - cartOff,
    total_discount: sum('original_line_price') - sum('final_line_price') + cartOff,
    currency: { iso_code: shop.currency },
    taxes_included: shop.taxesIncluded,
    discount_applications: discounts.map(({ view }) => view),
    cart_level_discount_applications: cartLevel,
  };
}

function applicationView(entry: DiscountApplicationRecord) {
  return {
    title: entry.title,
    type: entry.type === 'code' ? 'discount_code' : entry.type,
    value: entry.value,
    value_type: entry.valueKind === 'percentage' ? 'percentage' : 'fixed_amount',
    target_type: 'line_item',
    target_selection: entry.selection === 'ENTITLED' ? 'entitled' : 'all',
  };
}

function lineObject(
  shop: ShopState,
  line: ShownLine,
  from: { priced: PricedCart | null; index: number; root: string },
) {
  const variant = shop.variants.get(line.variantId);
  const product = shop.products.get(variant?.productId ?? '');
  if (variant === undefined || product === undefined)
    throw new Error(`the cart holds ${line.variantId}, which is not sold`);
  const cents = (minor: number) => toHundredths(minor, shop.currency);
  const gross = variant.priceMinor * line.quantity;
  const parts = (from.priced?.lineAllocations[from.index] ?? []).flatMap(
    ({ applicationIndex, amountMinor }) => {
      const entry = from.priced?.applications[applicationIndex];
      return entry === undefined || isCartLevel(entry) ? [] : [amountMinor];
    },
  );
  const off = parts.reduce((total, part) => total + part, 0);
  return {
    key: `${variant.id}:${from.index}`,
    product_id: product.id,
    variant_id: variant.id,
    title: variant.title === 'Default Title' ? product.title : `${product.title} - ${variant.title}`,
    quantity: line.quantity,
    price: cents(variant.priceMinor),
    original_line_price: cents(gross),
    final_line_price: cents(gross - off),
    line_level_total_discount: cents(off),
    gift_card: product.giftCard,
    url: `${from.root}products/${product.handle}?variant=${variant.id}`,
    product: productObject(shop, product, { root: from.root, variantId: variant.id }),
  };
}
