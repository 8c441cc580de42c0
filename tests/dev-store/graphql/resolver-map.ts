import type { GraphQLFieldResolver, GraphQLTypeResolver } from 'graphql';
import { checkFieldAccess } from './access.ts';
import type { AdminContext, ResolverMap, TypeResolvers } from './context.ts';
import { notImplemented } from './refusal.ts';
import { appResolvers } from './resolvers/app.ts';
import { bulkResolvers } from './resolvers/bulk.ts';
import { consentResolvers } from './resolvers/consent.ts';
import { customerResolvers } from './resolvers/customer.ts';
import { customerChangeResolvers } from './resolvers/customer-changes.ts';
import { discountResolvers } from './resolvers/discount.ts';
import { discountChangeResolvers } from './resolvers/discount-changes.ts';
import { discountCodeResolvers } from './resolvers/discount-codes.ts';
import { discountItemResolvers } from './resolvers/discount-parts.ts';
import { flowResolvers } from './resolvers/flow.ts';
import { fulfillmentResolvers } from './resolvers/fulfillment.ts';
import { lineItemResolvers } from './resolvers/line-item.ts';
import { marketingResolvers } from './resolvers/marketing.ts';
import { metafieldResolvers } from './resolvers/metafield.ts';
import { metafieldChangeResolvers } from './resolvers/metafield-changes.ts';
import { nodeResolvers } from './resolvers/node.ts';
import { orderResolvers } from './resolvers/order.ts';
import { orderChangeResolvers } from './resolvers/order-changes.ts';
import { productResolvers } from './resolvers/product.ts';
import { refundResolvers } from './resolvers/refund.ts';
import { segmentResolvers } from './resolvers/segment.ts';
import { segmentChangeResolvers } from './resolvers/segment-changes.ts';
import { shopResolvers } from './resolvers/shop.ts';
import { storeCreditResolvers } from './resolvers/store-credit.ts';
import { tagResolvers } from './resolvers/tags.ts';
import { themeResolvers } from './resolvers/theme.ts';
import { transactionResolvers } from './resolvers/transaction.ts';
import { webhookResolvers } from './resolvers/webhook.ts';
import { typeOf } from './type-of.ts';

function mergeMaps(maps: readonly ResolverMap[]): ReadonlyMap<string, TypeResolvers> {
  const merged = new Map<string, TypeResolvers>();
  for (const [typeName, fields] of maps.flatMap((map) => Object.entries(map))) {
    merged.set(typeName, { ...merged.get(typeName), ...fields });
  }
  return merged;
}

const RESOLVERS = mergeMaps([
  shopResolvers,
  orderResolvers,
  lineItemResolvers,
  refundResolvers,
  transactionResolvers,
  fulfillmentResolvers,
  customerResolvers,
  productResolvers,
  metafieldResolvers,
  nodeResolvers,
  tagResolvers,
  appResolvers,
  bulkResolvers,
  consentResolvers,
  customerChangeResolvers,
  discountResolvers,
  discountChangeResolvers,
  discountCodeResolvers,
  discountItemResolvers,
  flowResolvers,
  marketingResolvers,
  metafieldChangeResolvers,
  orderChangeResolvers,
  segmentResolvers,
  segmentChangeResolvers,
  storeCreditResolvers,
  themeResolvers,
  webhookResolvers,
]);

/** Whether the local Shopify answers a field by a resolver of its own. */
export function isImplemented(typeName: string, fieldName: string): boolean {
  return Object.hasOwn(RESOLVERS.get(typeName) ?? {}, fieldName);
}

/** Whether a type is answered by resolvers; of others the views answer what they hold. */
export function answersType(typeName: string): boolean {
  return RESOLVERS.has(typeName);
}

/** Resolves by the map; a type without an entry is a view whose own properties answer. Anything else is refused by name. */
export const resolveField: GraphQLFieldResolver<unknown, AdminContext> = (source, args, context, info) => {
  checkFieldAccess(context, info);
  const typeName = info.parentType.name;
  const resolvers = RESOLVERS.get(typeName);
  const resolve =
    resolvers !== undefined && Object.hasOwn(resolvers, info.fieldName)
      ? resolvers[info.fieldName]
      : undefined;
  if (resolve !== undefined) return resolve(source as never, args as never, context, info);
  if (resolvers === undefined && typeof source === 'object' && source !== null && info.fieldName in source) {
    return Reflect.get(source, info.fieldName);
  }
  throw notImplemented(typeName, info.fieldName);
};

/** The type of an object handed out as an interface or union. */
export const resolveType: GraphQLTypeResolver<unknown, AdminContext> = (value) => typeOf(value);
