import { financialStatus, fulfillmentStatus, orderFigures } from '../state/order-figures.ts';
import { compareIds } from '../state/ordered-index.ts';
import type { OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { PageSource } from './connection.ts';
import { badRequest } from './refusal.ts';
import type { SearchTerm, TermTest } from './search-query.ts';
import { compileSearch, parseSearch, requiredTerms } from './search-query.ts';
import { choiceTest, idTest, instantOf, numberTest, textTest, timeTest } from './search-terms.ts';

const FINANCIAL = 'authorized expired paid partially_paid partially_refunded pending refunded voided'.split(
  ' ',
);
const FULFILLMENT = ['unshipped', 'unfulfilled', 'shipped', 'fulfilled', 'partial'];

function statusWords(order: OrderRecord): string[] {
  if (order.cancelledAt !== null) return ['cancelled', 'any'];
  return order.closedAt === null ? ['open', 'not_closed', 'any'] : ['closed', 'any'];
}

function fulfillmentWords(order: OrderRecord): string[] {
  const status = fulfillmentStatus(order);
  if (status === 'FULFILLED') return ['shipped', 'fulfilled'];
  return status === 'UNFULFILLED' ? ['unshipped', 'unfulfilled'] : ['partial'];
}

const firstCode = (order: OrderRecord): string | null =>
  order.discounts.find((discount) => discount.type === 'code')?.title ?? null;

/** Shopify matches only the first code of an order here. */
const FIELDS: Readonly<Record<string, TermTest<OrderRecord>>> = {
  id: idTest((order) => order.id),
  customer_id: idTest((order) => order.customerId),
  created_at: timeTest((order) => order.createdAt),
  processed_at: timeTest((order) => order.processedAt),
  updated_at: timeTest((order) => order.updatedAt),
  test: choiceTest(['true', 'false'], (order) => [String(order.test)]),
  status: choiceTest(['open', 'closed', 'cancelled', 'not_closed', 'any'], statusWords),
  financial_status: choiceTest(FINANCIAL, (order) => [financialStatus(order).toLowerCase()]),
  fulfillment_status: choiceTest(FULFILLMENT, fulfillmentWords),
  email: textTest((order) => [order.email]),
  name: textTest((order) => [`#${order.number}`, String(order.number)]),
  source_name: textTest((order) => [order.sourceName]),
  discount_code: textTest((order) => [firstCode(order)]),
  tag: textTest((order) => order.tags),
  tag_not: (term) => {
    const has = textTest<OrderRecord>((order) => order.tags)(term);
    return (order) => !has(order);
  },
  current_total_price: numberTest((order) => orderFigures(order).currentTotalMinor),
};

type OrderIndexName = 'ordersByUpdatedAt' | 'ordersByCreatedAt' | 'ordersByProcessedAt';

const INDEXES: Readonly<Record<string, { name: OrderIndexName; key: (order: OrderRecord) => number }>> = {
  updated_at: { name: 'ordersByUpdatedAt', key: (order) => order.updatedAt },
  created_at: { name: 'ordersByCreatedAt', key: (order) => order.createdAt },
  processed_at: { name: 'ordersByProcessedAt', key: (order) => order.processedAt },
};

/** Candidates by the tightest index: a customer's own orders, or those from a moment on. */
function candidates(shop: ShopState, terms: readonly SearchTerm[]): readonly OrderRecord[] {
  const byCustomer = terms.find((term) => term.field === 'customer_id' && term.comparator === ':');
  if (byCustomer !== undefined) return shop.ordersOf(byCustomer.value.replace(/^.*\//, ''));
  for (const term of terms) {
    const index = INDEXES[term.field];
    if (index === undefined || !term.comparator.startsWith(':>')) continue;
    const ordered = shop[index.name];
    return ordered.all().slice(ordered.lowerBound(instantOf(term)));
  }
  return shop.ordersByProcessedAt.all();
}

/** Orders that match, unsorted. `oldest`: creation before which orders are out of sight. */
export function findOrders(
  shop: ShopState,
  query: string | null | undefined,
  oldest: number,
  within?: readonly OrderRecord[],
): readonly OrderRecord[] {
  const node = parseSearch(query);
  const matches = compileSearch(node, FIELDS);
  const pool = within ?? candidates(shop, requiredTerms(node));
  const seen = oldest === Number.NEGATIVE_INFINITY ? pool : pool.filter((order) => order.createdAt >= oldest);
  return matches === undefined ? seen : seen.filter(matches);
}

const SORTS: Readonly<Record<string, ((order: OrderRecord) => number | string) | undefined>> = {
  PROCESSED_AT: (order) => order.processedAt,
  CREATED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  ORDER_NUMBER: (order) => order.number,
  CURRENT_TOTAL_PRICE: (order) => orderFigures(order).currentTotalMinor,
  TOTAL_PRICE: (order) => orderFigures(order).totalMinor,
  FINANCIAL_STATUS: (order) => financialStatus(order),
  FULFILLMENT_STATUS: (order) => fulfillmentStatus(order),
};

/** The orders as a list to page through, sorted by an `OrderSortKeys` value. */
export function orderPages(orders: readonly OrderRecord[], sortKey: string): PageSource<OrderRecord> {
  const idOf = (order: OrderRecord): string => order.id;
  if (sortKey === 'ID') return { items: [...orders].sort((a, b) => compareIds(a.id, b.id)), idOf };
  const sortValue = SORTS[sortKey];
  if (sortValue === undefined) throw badRequest(`The local Shopify does not sort orders by ${sortKey}`);
  return { items: sortBy(orders, sortValue), idOf, sortValue };
}

/** Sorted by value, ties by id; a list already in order (an index) is not sorted again. */
export function sortBy<T extends { readonly id: string }>(
  records: readonly T[],
  sortValue: (record: T) => number | string,
): readonly T[] {
  const compare = (a: T, b: T): number => {
    const left = sortValue(a);
    const right = sortValue(b);
    return left < right ? -1 : left > right ? 1 : compareIds(a.id, b.id);
  };
  const inOrder = records.every((record, at) => {
    const before = at === 0 ? undefined : records[at - 1];
    return before === undefined || compare(before, record) <= 0;
  });
  return inOrder ? records : [...records].sort(compare);
}
