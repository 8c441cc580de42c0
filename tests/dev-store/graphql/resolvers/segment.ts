import { compareIds } from '../../state/ordered-index.ts';
import type { CustomerRecord, SegmentRecord } from '../../state/records.ts';
import { checkTypeAccess } from '../access.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { amountSpentMinor, countedOrders } from '../customer-figures.ts';
import { gid, idOfType, parseGid } from '../gid.ts';
import { isoSeconds } from '../instant.ts';
import { money } from '../money-view.ts';
import { sortBy } from '../order-search.ts';
import { badRequest, invalidId } from '../refusal.ts';
import { compileSearch, parseSearch } from '../search-query.ts';
import { idTest, textTest } from '../search-terms.ts';
import { segmentTest } from '../segment-members.ts';
import { displayName, emailView, phoneView } from './customer.ts';
import { metafieldFields } from './metafield.ts';
import { countOf } from './order.ts';

interface SegmentsArgs extends PageArgs {
  readonly query?: string | null;
  readonly sortKey: string;
}

interface MembersArgs extends PageArgs {
  readonly query?: string | null;
  readonly segmentId?: string | null;
  readonly queryId?: string | null;
  readonly sortKey?: string | null;
}

const MEMBERS_PER_PAGE = 1000;
const idOf = (record: { readonly id: string }): string => record.id;

function segmentPages(context: AdminContext, args: SegmentsArgs) {
  const fields = {
    id: idTest<SegmentRecord>(idOf),
    name: textTest<SegmentRecord>((segment) => [segment.name]),
  };
  const matches = compileSearch(parseSearch(args.query), fields);
  const found = [...context.shop.segments.values()].filter((segment) => matches?.(segment) ?? true);
  if (args.sortKey === 'LAST_EDIT_DATE') {
    const sortValue = (segment: SegmentRecord): number => segment.lastEditDate;
    return { items: sortBy(found, sortValue), idOf, sortValue };
  }
  const sortValue = (segment: SegmentRecord): number => segment.creationDate;
  return args.sortKey === 'ID'
    ? { items: sortBy(found, () => 0), idOf }
    : { items: sortBy(found, sortValue), idOf, sortValue };
}

/** The query behind exactly one of the three ways to name members. */
function memberQuery(context: AdminContext, args: MembersArgs): string {
  const given = [args.query, args.segmentId, args.queryId].filter((value) => value != null);
  if (given.length !== 1) throw badRequest('You must provide exactly one of query, segment_id or query_id.');
  if (args.query != null) return args.query;
  if (args.segmentId != null) {
    const segment = context.shop.segments.get(idOfType(args.segmentId, 'Segment'));
    if (segment === undefined) throw invalidId(args.segmentId);
    return segment.query;
  }
  const pending = context.shop.memberQueries.get(parseGid(args.queryId ?? '')?.id ?? '');
  if (pending === undefined) throw invalidId(args.queryId ?? '');
  if (pending.readyAt > context.state.clock.now()) throw badRequest('The members query is still running.');
  return pending.query;
}

function membersOf(context: AdminContext, args: MembersArgs): readonly CustomerRecord[] {
  if (args.sortKey != null) throw badRequest('The local Shopify lists segment members by id only');
  const belongs = segmentTest(context.state, context.shop, memberQuery(context, args));
  const members = [...context.shop.customers.values()].filter(belongs);
  return members.sort((a, b) => compareIds(a.id, b.id));
}

export const segmentResolvers: ResolverMap = {
  QueryRoot: {
    segment: (_root: unknown, args: { readonly id: string }, { shop }) =>
      shop.segments.get(idOfType(args.id, 'Segment')) ?? null,
    segments: (_root: unknown, args: SegmentsArgs, context, info) =>
      connection(segmentPages(context, args), args, context, info),
    segmentsCount: (_root: unknown, args: { readonly limit?: number | null }, context, info) => {
      checkTypeAccess(context, 'Segment', info.fieldName);
      return countOf(context.shop.segments.size, args.limit);
    },
    customerSegmentMembers: (_root: unknown, args: MembersArgs, context, info) => {
      const items = membersOf(context, args);
      const source = { items, idOf, maxPage: MEMBERS_PER_PAGE, totalCount: items.length };
      return connection(source, args, context, info);
    },
    customerSegmentMembership: (
      _root: unknown,
      args: { readonly customerId: string; readonly segmentIds: readonly string[] },
      { state, shop },
    ) => {
      const customer = shop.customers.get(idOfType(args.customerId, 'Customer'));
      const memberships = args.segmentIds.map((segmentId) => {
        const segment = shop.segments.get(idOfType(segmentId, 'Segment'));
        if (segment === undefined) throw invalidId(segmentId);
        const isMember = customer !== undefined && segmentTest(state, shop, segment.query)(customer);
        return { segmentId, isMember };
      });
      return { memberships };
    },
    customerSegmentMembersQuery: (_root: unknown, args: { readonly id: string }, context) => {
      const pending = context.shop.memberQueries.get(parseGid(args.id)?.id ?? '');
      return pending === undefined ? null : memberQueryView(context, pending);
    },
  },
  Segment: {
    id: (segment: SegmentRecord) => gid('Segment', segment.id),
    name: (segment: SegmentRecord) => segment.name,
    query: (segment: SegmentRecord) => segment.query,
    creationDate: (segment: SegmentRecord) => isoSeconds(segment.creationDate),
    lastEditDate: (segment: SegmentRecord) => isoSeconds(segment.lastEditDate),
  },
  CustomerSegmentMember: {
    id: (customer: CustomerRecord) => gid('CustomerSegmentMember', customer.id),
    displayName: (customer: CustomerRecord) => displayName(customer),
    firstName: (customer: CustomerRecord) => customer.firstName,
    lastName: (customer: CustomerRecord) => customer.lastName,
    note: (customer: CustomerRecord) => customer.note,
    defaultEmailAddress: (customer: CustomerRecord) => emailView(customer),
    defaultPhoneNumber: (customer: CustomerRecord) => phoneView(customer),
    numberOfOrders: (customer: CustomerRecord, _args: unknown, { shop }) =>
      String(countedOrders(shop, customer).length),
    amountSpent: (customer: CustomerRecord, _args: unknown, { shop }) =>
      money(amountSpentMinor(shop, customer), shop.currency),
    lastOrderId: (customer: CustomerRecord, _args: unknown, { shop }) => {
      const last = countedOrders(shop, customer).at(-1);
      return last === undefined ? null : gid('Order', last.id);
    },
    ...metafieldFields('Customer'),
  },
};

/** Members so far: none until the query is done. */
export function memberQueryView(
  context: AdminContext,
  pending: { readonly id: string; readonly query: string; readonly readyAt: number },
): { readonly id: string; readonly currentCount: number; readonly done: boolean } {
  const { state, shop } = context;
  const done = pending.readyAt <= state.clock.now();
  const count = done
    ? [...shop.customers.values()].filter(segmentTest(state, shop, pending.query)).length
    : 0;
  return { id: gid('CustomerSegmentMembersQuery', pending.id), currentCount: count, done };
}
