import type { DevStoreState } from './dev-store-state.ts';
import type { CollectionRecord, ProductRecord } from './records.ts';
import type { ShopState } from './shop-state.ts';

export interface ProductInput {
  readonly title: string;
  readonly handle?: string;
  readonly productType?: string;
  readonly vendor?: string;
  readonly giftCard?: boolean;
  readonly tags?: readonly string[];
  readonly variants?: readonly {
    readonly title?: string;
    readonly sku?: string | null;
    readonly priceMinor: number;
    readonly unitCostMinor?: number | null;
  }[];
}

const handleOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

export function createProduct(state: DevStoreState, shop: ShopState, input: ProductInput): ProductRecord {
  const now = state.clock.now();
  const id = shop.newId();
  const variants = (input.variants ?? [{ priceMinor: 0 }]).map((variant) => ({
    id: shop.newId(),
    productId: id,
    inventoryItemId: shop.newId(),
    title: variant.title ?? 'Default Title',
    sku: variant.sku ?? null,
    priceMinor: variant.priceMinor,
    unitCostMinor: variant.unitCostMinor ?? null,
  }));
  const product: ProductRecord = {
    id,
    createdAt: now,
    updatedAt: now,
    title: input.title,
    handle: input.handle ?? handleOf(input.title),
    productType: input.productType ?? '',
    vendor: input.vendor ?? shop.name,
    giftCard: input.giftCard ?? false,
    tags: input.tags ?? [],
    variants,
  };
  shop.products.set(id, product);
  for (const variant of variants) shop.variants.set(variant.id, variant);
  state.emit(shop, [{ topic: 'products/create', resource: { kind: 'product', product } }]);
  return product;
}

/** Changes what a unit costs the merchant; null: unknown. */
export function setUnitCost(
  state: DevStoreState,
  shop: ShopState,
  variantId: string,
  unitCostMinor: number | null,
): void {
  const variant = shop.variants.get(variantId);
  const product = variant === undefined ? undefined : shop.products.get(variant.productId);
  if (variant === undefined || product === undefined) throw new Error(`no variant ${variantId}`);
  variant.unitCostMinor = unitCostMinor;
  product.updatedAt = Math.max(product.updatedAt, state.clock.now());
  state.emit(shop, [{ topic: 'products/update', resource: { kind: 'product', product } }]);
}

export function createCollection(
  state: DevStoreState,
  shop: ShopState,
  input: {
    readonly title: string;
    readonly productIds: readonly string[];
    readonly published?: boolean | undefined;
  },
): CollectionRecord {
  const collection: CollectionRecord = {
    id: shop.newId(),
    updatedAt: state.clock.now(),
    title: input.title,
    handle: handleOf(input.title),
    productIds: input.productIds,
    published: input.published ?? true,
  };
  shop.collections.set(collection.id, collection);
  return collection;
}
