import type { DiscountSettings } from '../../state/discount-records.ts';
import { type ConnectionView, connection, type PageArgs } from '../connection.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { money } from '../money-view.ts';
import { asType } from '../type-of.ts';

/** For whom, as `context` and the deprecated `customerSelection` show it; who is gone from the shop is left out. */
export function contextView(
  { shop }: AdminContext,
  { context }: DiscountSettings,
  field: 'context' | 'customerSelection',
): object {
  if (context.kind === 'customers') {
    const customers = context.ids.flatMap((id) => shop.customers.get(id) ?? []);
    return asType('DiscountCustomers', { customers });
  }
  if (context.kind === 'segments') {
    const segments = context.ids.flatMap((id) => shop.segments.get(id) ?? []);
    return asType('DiscountCustomerSegments', { segments });
  }
  return field === 'context'
    ? asType('DiscountBuyerSelectionAll', { all: 'ALL' })
    : asType('DiscountCustomerAll', { allCustomers: true });
}

export function minimumView({ minimum }: DiscountSettings, currency: string): object | null {
  if (minimum === null) return null;
  return minimum.kind === 'subtotal'
    ? asType('DiscountMinimumSubtotal', {
        greaterThanOrEqualToSubtotal: money(minimum.amountMinor, currency),
      })
    : asType('DiscountMinimumQuantity', { greaterThanOrEqualToQuantity: String(minimum.quantity) });
}

function valueView({ terms }: DiscountSettings, currency: string): object {
  if (terms.kind !== 'basic') throw new Error('a free-shipping discount has no value');
  const { value } = terms;
  if (value.kind === 'percentage') return asType('DiscountPercentage', { percentage: value.percentage });
  const amount = money(value.amountMinor, currency);
  return asType('DiscountAmount', { amount, appliesOnEachItem: value.onEachItem });
}

function itemsView({ terms }: DiscountSettings): object {
  if (terms.kind !== 'basic') throw new Error('a free-shipping discount has no items');
  const { items } = terms;
  if (items.kind === 'all') return asType('AllDiscountItems', { allItems: true });
  return asType(items.kind === 'products' ? 'DiscountProducts' : 'DiscountCollections', { ...items });
}

/** What the two kinds answer each for themselves. */
export const termsFields = {
  customerGets: (settings: DiscountSettings, { shop }: AdminContext): object => ({
    value: valueView(settings, shop.currency),
    items: itemsView(settings),
    appliesOnOneTimePurchase: settings.appliesOnOneTimePurchase,
    appliesOnSubscription: settings.appliesOnSubscription,
  }),
  destinationSelection: ({ terms }: DiscountSettings): object => {
    const place = terms.kind === 'freeShipping' ? terms.destination : null;
    return place === null
      ? asType('DiscountCountryAll', { allCountries: true })
      : asType('DiscountCountries', { ...place });
  },
  maximumShippingPrice: ({ terms }: DiscountSettings, { shop }: AdminContext): object | null => {
    const most = terms.kind === 'freeShipping' ? terms.maximumShippingMinor : null;
    return most === null ? null : money(most, shop.currency);
  },
};

const idOf = (record: { readonly id: string }): string => record.id;

function page<T extends { readonly id: string }>(
  ids: readonly string[],
  held: ReadonlyMap<string, T>,
  args: PageArgs,
  [context, info]: [AdminContext, Parameters<typeof connection>[3]],
): ConnectionView<T> {
  const items = ids.flatMap((id) => held.get(id) ?? []);
  return connection({ items, idOf, listOrder: true }, args, context, info);
}

export const discountItemResolvers: ResolverMap = {
  DiscountProducts: {
    products: (source: { readonly productIds: readonly string[] }, args: PageArgs, context, info) =>
      page(source.productIds, context.shop.products, args, [context, info]),
    productVariants: (source: { readonly variantIds: readonly string[] }, args: PageArgs, context, info) =>
      page(source.variantIds, context.shop.variants, args, [context, info]),
  },
  DiscountCollections: {
    collections: (source: { readonly collectionIds: readonly string[] }, args: PageArgs, context, info) =>
      page(source.collectionIds, context.shop.collections, args, [context, info]),
  },
};
