import { formatDecimal } from '../../state/money.ts';
import type { CollectionRecord, ProductRecord, VariantRecord } from '../../state/records.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { gid, idOfType } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { money } from '../money-view.ts';
import { sortBy } from '../order-search.ts';
import { badRequest } from '../refusal.ts';
import { compileSearch, parseSearch } from '../search-query.ts';
import { idTest, textTest, timeTest } from '../search-terms.ts';
import { metafieldFields } from './metafield.ts';

interface ListArgs extends PageArgs {
  readonly query?: string | null;
  readonly sortKey?: string;
}

const idOf = (record: { readonly id: string }): string => record.id;

const PRODUCT_FIELDS = {
  id: idTest<ProductRecord>((product) => product.id),
  title: textTest<ProductRecord>((product) => [product.title]),
  handle: textTest<ProductRecord>((product) => [product.handle]),
  tag: textTest<ProductRecord>((product) => product.tags),
  vendor: textTest<ProductRecord>((product) => [product.vendor]),
  gift_card: textTest<ProductRecord>((product) => [String(product.giftCard)]),
  product_type: textTest<ProductRecord>((product) => [product.productType]),
  created_at: timeTest<ProductRecord>((product) => product.createdAt),
  updated_at: timeTest<ProductRecord>((product) => product.updatedAt),
};

const PRODUCT_SORTS: Readonly<Record<string, ((product: ProductRecord) => number | string) | undefined>> = {
  TITLE: (product) => product.title.toLowerCase(),
  CREATED_AT: (product) => product.createdAt,
  UPDATED_AT: (product) => product.updatedAt,
};

function productPages(context: AdminContext, args: ListArgs) {
  const matches = compileSearch(parseSearch(args.query), PRODUCT_FIELDS);
  const found = [...context.shop.products.values()].filter((product) => matches?.(product) ?? true);
  const sortKey = args.sortKey ?? 'ID';
  if (sortKey === 'ID') return { items: sortBy(found, () => 0), idOf };
  const sortValue = PRODUCT_SORTS[sortKey];
  if (sortValue === undefined) throw badRequest(`The local Shopify does not sort products by ${sortKey}`);
  return { items: sortBy(found, sortValue), idOf, sortValue };
}

export const productResolvers: ResolverMap = {
  QueryRoot: {
    product: (_root: unknown, args: { readonly id: string }, { shop }) =>
      shop.products.get(idOfType(args.id, 'Product')) ?? null,
    products: (_root: unknown, args: ListArgs, context, info) =>
      connection(productPages(context, args), args, context, info),
    productVariant: (_root: unknown, args: { readonly id: string }, { shop }) =>
      shop.variants.get(idOfType(args.id, 'ProductVariant')) ?? null,
    productVariants: (_root: unknown, args: ListArgs, context, info) => {
      const fields = {
        id: idTest<VariantRecord>(idOf),
        sku: textTest<VariantRecord>((variant) => [variant.sku]),
      };
      const matches = compileSearch(parseSearch(args.query), fields);
      const items = [...context.shop.variants.values()].filter((variant) => matches?.(variant) ?? true);
      return connection({ items: sortBy(items, () => 0), idOf }, args, context, info);
    },
    collection: (_root: unknown, args: { readonly id: string }, { shop }) =>
      shop.collections.get(idOfType(args.id, 'Collection')) ?? null,
    collections: (_root: unknown, args: ListArgs, context, info) => {
      const fields = { title: textTest<CollectionRecord>((collection) => [collection.title]) };
      const matches = compileSearch(parseSearch(args.query), fields);
      const items = [...context.shop.collections.values()].filter((entry) => matches?.(entry) ?? true);
      return connection({ items: sortBy(items, () => 0), idOf }, args, context, info);
    },
  },
  Product: {
    id: (product: ProductRecord) => gid('Product', product.id),
    legacyResourceId: (product: ProductRecord) => product.id,
    title: (product: ProductRecord) => product.title,
    handle: (product: ProductRecord) => product.handle,
    vendor: (product: ProductRecord) => product.vendor,
    productType: (product: ProductRecord) => product.productType,
    isGiftCard: (product: ProductRecord) => product.giftCard,
    tags: (product: ProductRecord) => product.tags,
    status: () => 'ACTIVE',
    createdAt: (product: ProductRecord) => isoSeconds(product.createdAt),
    updatedAt: (product: ProductRecord) => isoSeconds(product.updatedAt),
    featuredMedia: () => null,
    priceRangeV2: (product: ProductRecord, _args: unknown, { shop }) => {
      const prices = product.variants.map((variant) => variant.priceMinor);
      return {
        minVariantPrice: money(Math.min(...prices), shop.currency),
        maxVariantPrice: money(Math.max(...prices), shop.currency),
      };
    },
    variants: (product: ProductRecord, args: PageArgs, context, info) =>
      connection({ items: product.variants, idOf, listOrder: true }, args, context, info),
    collections: (product: ProductRecord, args: PageArgs, context, info) => {
      const items = [...context.shop.collections.values()].filter((entry) =>
        entry.productIds.includes(product.id),
      );
      return connection({ items, idOf, listOrder: true }, args, context, info);
    },
    ...metafieldFields('Product'),
  },
  ProductVariant: {
    id: (variant: VariantRecord) => gid('ProductVariant', variant.id),
    legacyResourceId: (variant: VariantRecord) => variant.id,
    title: (variant: VariantRecord) => variant.title,
    displayName: (variant: VariantRecord, _args: unknown, { shop }) =>
      `${shop.products.get(variant.productId)?.title ?? ''} - ${variant.title}`,
    sku: (variant: VariantRecord) => variant.sku,
    price: (variant: VariantRecord, _args: unknown, { shop }) =>
      formatDecimal(variant.priceMinor, shop.currency),
    product: (variant: VariantRecord, _args: unknown, { shop }) =>
      shop.products.get(variant.productId) ?? null,
    inventoryItem: (variant: VariantRecord) => variant,
    ...metafieldFields('ProductVariant'),
  },
  InventoryItem: {
    id: (variant: VariantRecord) => gid('InventoryItem', variant.inventoryItemId),
    legacyResourceId: (variant: VariantRecord) => variant.inventoryItemId,
    sku: (variant: VariantRecord) => variant.sku,
    tracked: () => true,
    variant: (variant: VariantRecord) => variant,
    unitCost: (variant: VariantRecord, _args: unknown, { shop }) =>
      variant.unitCostMinor === null ? null : money(variant.unitCostMinor, shop.currency),
  },
  Collection: {
    id: (collection: CollectionRecord) => gid('Collection', collection.id),
    legacyResourceId: (collection: CollectionRecord) => collection.id,
    title: (collection: CollectionRecord) => collection.title,
    handle: (collection: CollectionRecord) => collection.handle,
    updatedAt: (collection: CollectionRecord) => isoSeconds(collection.updatedAt),
    products: (collection: CollectionRecord, args: ListArgs, context, info) => {
      const items = collection.productIds.flatMap((id) => context.shop.products.get(id) ?? []);
      return connection({ items, idOf, listOrder: true }, args, context, info);
    },
    ...metafieldFields('Collection'),
  },
};
