import type { GraphQLResolveInfo } from 'graphql';
import { settleCodes } from '../../state/discount-codes.ts';
import { themesOf } from '../../state/themes.ts';
import { checkTypeAccess } from '../access.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { parseGid } from '../gid.ts';
import { badRequest, invalidId } from '../refusal.ts';
import { asType } from '../type-of.ts';
import { visibleOrder, visibleRefund } from './order.ts';

type Find = (context: AdminContext, id: string) => object | null | undefined;

/** The kinds of objects that `node` finds here. */
const FINDERS: Readonly<Record<string, Find>> = {
  Order: visibleOrder,
  Refund: visibleRefund,
  Customer: (context, id) => context.shop.customers.get(id),
  Product: (context, id) => context.shop.products.get(id),
  ProductVariant: (context, id) => context.shop.variants.get(id),
  Collection: (context, id) => context.shop.collections.get(id),
  DiscountCodeNode: (context, id) => context.shop.discountBook.discounts.get(id),
  DiscountRedeemCodeBulkCreation: ({ state, shop }, id) => {
    settleCodes(state, shop);
    return shop.discountBook.bulkCreations.get(id);
  },
  StoreCreditAccount: (context, id) => context.shop.storeCreditAccounts.get(id),
  OnlineStoreTheme: ({ state, shop }, id) => themesOf(state, shop).find((theme) => theme.id === id),
  Segment: (context, id) => context.shop.segments.get(id),
  WebhookSubscription: (context, id) => {
    const found = context.shop.webhookSubscriptions.get(id);
    return found?.appId === context.caller.app.id ? found : undefined;
  },
  BulkOperation: (context, id) => context.bulk?.find(context.caller, id),
  Shop: (context, id) => (context.shop.id === id ? context.shop : undefined),
};

/** The object of a gid; null for one that is gone, an error for a form or type that cannot be. */
export function findNode(context: AdminContext, text: string, fieldName: string): object | null {
  const parsed = parseGid(text);
  if (parsed === undefined || !/^\d+$/.test(parsed.id)) throw invalidId(text);
  const find = Object.hasOwn(FINDERS, parsed.type) ? FINDERS[parsed.type] : undefined;
  if (find === undefined) {
    if (context.admin.schema.getType(parsed.type) === undefined) throw invalidId(text);
    throw badRequest(`The local Shopify has no ${parsed.type} nodes (${text})`);
  }
  checkTypeAccess(context, parsed.type, fieldName);
  const found = find(context, parsed.id);
  return found == null ? null : asType(parsed.type, found);
}

export const nodeResolvers: ResolverMap = {
  QueryRoot: {
    node: (_root: unknown, args: { readonly id: string }, context, info: GraphQLResolveInfo) =>
      findNode(context, args.id, info.fieldName),
    nodes: (_root: unknown, args: { readonly ids: readonly string[] }, context, info: GraphQLResolveInfo) =>
      args.ids.map((id) => findNode(context, id, info.fieldName)),
  },
};
