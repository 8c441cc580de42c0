import { settleCodes, shownUsage } from '../../state/discount-codes.ts';
import type { DiscountRecord, DiscountSettings, RedeemCodeRecord } from '../../state/discount-records.ts';
import { discountClass, discountStatus } from '../../state/discounts.ts';
import { orderFigures } from '../../state/order-figures.ts';
import { connection } from '../connection.ts';
import type { AdminContext, Resolve, ResolverMap } from '../context.ts';
import { type DiscountsArgs, discountPages } from '../discount-search.ts';
import { discountSummary } from '../discount-summary.ts';
import { gid, parseGid } from '../gid.ts';
import { isoOrNull, isoSeconds } from '../instant.ts';
import { money } from '../money-view.ts';
import { sortBy } from '../order-search.ts';
import { badRequest, invalidId } from '../refusal.ts';
import { compileSearch, parseSearch } from '../search-query.ts';
import { idTest, textTest } from '../search-terms.ts';
import { asType } from '../type-of.ts';
import { contextView, minimumView, termsFields } from './discount-parts.ts';
import { metafieldFields } from './metafield.ts';
import { countOf } from './order.ts';

const idOf = (record: { readonly id: string }): string => record.id;

/** A code discount by gid: null where it is gone, an error where the gid is of another kind. */
export function findDiscount(
  context: AdminContext,
  text: string,
  types: readonly string[],
): DiscountRecord | null {
  const parsed = parseGid(text);
  if (parsed === undefined || !types.includes(parsed.type) || !/^\d+$/.test(parsed.id)) throw invalidId(text);
  settleCodes(context.state, context.shop);
  if (parsed.type === 'DiscountAutomaticNode') return null;
  return context.shop.discountBook.discounts.get(parsed.id) ?? null;
}

interface CodesArgs extends DiscountsArgs {
  readonly sortKey?: string;
}

function codePages(context: AdminContext, discount: DiscountRecord, args: CodesArgs) {
  if (args.savedSearchId != null) throw badRequest('The local Shopify has no saved searches');
  const matches = compileSearch(parseSearch(args.query), {
    id: idTest<RedeemCodeRecord>(idOf),
    code: textTest<RedeemCodeRecord>((code) => [code.code]),
  });
  const found = context.shop.discountBook.codesOf(discount.id).filter((code) => matches?.(code) ?? true);
  const sortKey = args.sortKey ?? 'ID';
  if (sortKey === 'ID') return { items: sortBy(found, () => 0), idOf };
  if (sortKey !== 'CODE' && sortKey !== 'CREATED_AT')
    throw badRequest(`The local Shopify does not sort codes by ${sortKey}`);
  const sortValue = (code: RedeemCodeRecord): number | string =>
    sortKey === 'CODE' ? code.code.toUpperCase() : code.createdAt;
  return { items: sortBy(found, sortValue), idOf, sortValue };
}

/** Every order that used one of its codes, as far as the count has come. */
function totalSales(context: AdminContext, discount: DiscountRecord) {
  const { state, shop } = context;
  const until = state.clock.now() - shop.discountBook.delays.usageCountMs;
  const uses = shop.discountBook
    .codesOf(discount.id)
    .flatMap((code) => shop.discountBook.redemptionsOf(code.id));
  const shown = uses.filter(({ at }) => at <= until);
  return money(
    shown.reduce((sum, { order }) => sum + orderFigures(order).totalMinor, 0),
    shop.currency,
  );
}

/** The store's own link for the first code, as the admin offers it. */
function shareableUrls({ shop }: AdminContext, discount: DiscountRecord) {
  const first = shop.discountBook.codesOf(discount.id)[0];
  if (first === undefined) return [];
  const url = `https://${shop.domain}/discount/${encodeURIComponent(first.code)}`;
  return [{ url, targetType: 'HOME', title: discount.settings.title, targetItemImage: null }];
}

type Read = (settings: DiscountSettings, context: AdminContext) => unknown;
const ofSettings =
  (read: Read): Resolve =>
  (discount: DiscountRecord, _args: unknown, context) =>
    read(discount.settings, context);

/** Fields that both kinds of code discounts have. */
const SHARED: Readonly<Record<string, Resolve>> = {
  title: ofSettings((settings) => settings.title),
  status: ofSettings((settings, { state }) => discountStatus(settings, state.clock.now())),
  summary: ofSettings((settings, { shop }) => discountSummary(settings, shop.currency)),
  shortSummary: ofSettings((settings, { shop }) => discountSummary(settings, shop.currency).split(' • ')[0]),
  startsAt: ofSettings((settings) => isoSeconds(settings.startsAt)),
  endsAt: ofSettings((settings) => isoOrNull(settings.endsAt)),
  createdAt: (discount: DiscountRecord) => isoSeconds(discount.createdAt),
  updatedAt: (discount: DiscountRecord) => isoSeconds(discount.updatedAt),
  usageLimit: ofSettings((settings) => settings.usageLimit),
  appliesOncePerCustomer: ofSettings((settings) => settings.appliesOncePerCustomer),
  recurringCycleLimit: ofSettings((settings) => settings.recurringCycleLimit),
  tags: ofSettings((settings) => settings.tags),
  discountClass: ofSettings((settings) => discountClass(settings)),
  discountClasses: ofSettings((settings) => [discountClass(settings)]),
  hasTimelineComment: () => false,
  combinesWith: ofSettings((settings) => ({
    ...settings.combinesWith,
    productDiscountsWithTagsOnSameCartLine: null,
  })),
  context: ofSettings((settings, context) => contextView(context, settings, 'context')),
  customerSelection: ofSettings((settings, context) => contextView(context, settings, 'customerSelection')),
  minimumRequirement: ofSettings((settings, { shop }) => minimumView(settings, shop.currency)),
  asyncUsageCount: (discount: DiscountRecord, _args: unknown, { state, shop }) => {
    const codes = shop.discountBook.codesOf(discount.id);
    return codes.reduce((sum, code) => sum + shownUsage(state, shop, code.id), 0);
  },
  codes: (discount: DiscountRecord, args: CodesArgs, context, info) =>
    connection(codePages(context, discount, args), args, context, info),
  codesCount: (discount: DiscountRecord, _args: unknown, { shop }) =>
    countOf(shop.discountBook.codesCount(discount.id), null),
  shareableUrls: (discount: DiscountRecord, _args: unknown, context) => shareableUrls(context, discount),
  totalSales: (discount: DiscountRecord, _args: unknown, context) => totalSales(context, discount),
};

/** The discount behind a node, typed for the union: an object of its own, for the node's type is another. */
const typed = (discount: DiscountRecord): object => {
  const name = discount.settings.terms.kind === 'basic' ? 'DiscountCodeBasic' : 'DiscountCodeFreeShipping';
  return asType(name, { ...discount });
};

const nodeFields = {
  id: (discount: DiscountRecord) => gid('DiscountCodeNode', discount.id),
  ...metafieldFields('DiscountCodeNode'),
};

/** A `DiscountNode` shows the id of what it stands for. */
const NODE_TYPES = ['DiscountCodeNode', 'DiscountNode', 'DiscountAutomaticNode'];

export const discountResolvers: ResolverMap = {
  QueryRoot: {
    codeDiscountNode: (_root: unknown, args: { readonly id: string }, context) =>
      findDiscount(context, args.id, ['DiscountCodeNode']),
    discountNode: (_root: unknown, args: { readonly id: string }, context) =>
      findDiscount(context, args.id, NODE_TYPES),
    codeDiscountNodeByCode: (_root: unknown, args: { readonly code: string }, { state, shop }) => {
      settleCodes(state, shop);
      const code = shop.discountBook.codeByText(args.code);
      return code === undefined ? null : (shop.discountBook.discounts.get(code.discountId) ?? null);
    },
    discountNodes: (_root: unknown, args: DiscountsArgs, context, info) => {
      settleCodes(context.state, context.shop);
      return connection(discountPages(context, args), args, context, info);
    },
    codeDiscountNodes: (_root: unknown, args: DiscountsArgs, context, info) => {
      settleCodes(context.state, context.shop);
      return connection(discountPages(context, args), args, context, info);
    },
    discountNodesCount: (_root: unknown, args: DiscountsArgs & { readonly limit?: number | null }, context) =>
      countOf(discountPages(context, { query: args.query ?? null }).items.length, args.limit),
  },
  DiscountCodeNode: { ...nodeFields, codeDiscount: typed },
  DiscountNode: { ...nodeFields, discount: typed },
  DiscountCodeBasic: { ...SHARED, customerGets: ofSettings(termsFields.customerGets) },
  DiscountCodeFreeShipping: {
    ...SHARED,
    destinationSelection: ofSettings(termsFields.destinationSelection),
    maximumShippingPrice: ofSettings(termsFields.maximumShippingPrice),
    appliesOnOneTimePurchase: ofSettings((settings) => settings.appliesOnOneTimePurchase),
    appliesOnSubscription: ofSettings((settings) => settings.appliesOnSubscription),
  },
  DiscountRedeemCode: {
    id: (code: RedeemCodeRecord) => gid('DiscountRedeemCode', code.id),
    code: (code: RedeemCodeRecord) => code.code,
    asyncUsageCount: (code: RedeemCodeRecord, _args: unknown, { state, shop }) =>
      shownUsage(state, shop, code.id),
    createdBy: (code: RedeemCodeRecord, _args: unknown, { caller }) =>
      code.addedByApp ? { ...caller.app, id: gid('App', caller.app.id) } : null,
  },
};
