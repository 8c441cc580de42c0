import { currencyExponent } from '../state/money.ts';
import { compareIds } from '../state/ordered-index.ts';
import type { CustomerRecord, OrderRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import type { PageSource } from './connection.ts';
import { amountSpentMinor, countedOrders } from './customer-figures.ts';
import { sortBy } from './order-search.ts';
import { badRequest } from './refusal.ts';
import type { SearchTerm, TermTest } from './search-query.ts';
import { compileSearch, parseSearch, requiredTerms } from './search-query.ts';
import { choiceTest, idTest, instantOf, numberTest, textTest, timeTest, wordsTest } from './search-terms.ts';

function fieldsOf(shop: ShopState): Readonly<Record<string, TermTest<CustomerRecord>>> {
  const lastOrder = (customer: CustomerRecord): OrderRecord | undefined => shop.ordersOf(customer.id).at(-1);
  const spent = (customer: CustomerRecord): number =>
    amountSpentMinor(shop, customer) / 10 ** currencyExponent(shop.currency);
  return {
    '': wordsTest((customer) => [customer.firstName, customer.lastName]),
    id: idTest((customer) => customer.id),
    created_at: timeTest((customer) => customer.createdAt),
    customer_date: timeTest((customer) => customer.createdAt),
    updated_at: timeTest((customer) => customer.updatedAt),
    order_date: timeTest((customer) => lastOrder(customer)?.createdAt ?? null),
    last_abandoned_order_date: timeTest(() => null),
    email: textTest((customer) => [customer.email]),
    phone: textTest((customer) => [customer.phone]),
    first_name: textTest((customer) => [customer.firstName]),
    last_name: textTest((customer) => [customer.lastName]),
    country: textTest((customer) => [customer.countryCode]),
    tag: textTest((customer) => customer.tags),
    tag_not: (term) => {
      const has = textTest<CustomerRecord>((customer) => customer.tags)(term);
      return (customer) => !has(customer);
    },
    state: choiceTest(['enabled', 'disabled', 'invited', 'declined'], (customer) => [
      customer.state.toLowerCase(),
    ]),
    accepts_marketing: choiceTest(['true', 'false'], (customer) => [
      String(customer.emailConsent.state === 'SUBSCRIBED'),
    ]),
    orders_count: numberTest((customer) => countedOrders(shop, customer).length),
    total_spent: numberTest(spent),
  };
}

function candidates(shop: ShopState, terms: readonly SearchTerm[]): readonly CustomerRecord[] {
  const exact = terms.find((term) => term.field === 'email' && !term.value.includes('*'));
  if (exact !== undefined) {
    const found = shop.customersByEmail.get(exact.value.toLowerCase());
    return found === undefined ? [] : [found];
  }
  const since = terms.find((term) => term.field === 'updated_at' && term.comparator.startsWith(':>'));
  if (since === undefined) return [...shop.customers.values()];
  return shop.customersByUpdatedAt.all().slice(shop.customersByUpdatedAt.lowerBound(instantOf(since)));
}

/** Customers that match, unsorted. */
export function findCustomers(shop: ShopState, query: string | null | undefined): readonly CustomerRecord[] {
  const node = parseSearch(query);
  const matches = compileSearch(node, fieldsOf(shop));
  const pool = candidates(shop, requiredTerms(node));
  return matches === undefined ? pool : pool.filter(matches);
}

const SORTS: Readonly<Record<string, ((customer: CustomerRecord) => number | string) | undefined>> = {
  CREATED_AT: (customer) => customer.createdAt,
  UPDATED_AT: (customer) => customer.updatedAt,
  NAME: (customer) => `${customer.lastName ?? ''} ${customer.firstName ?? ''}`.toLowerCase(),
  LOCATION: (customer) => `${customer.countryCode ?? ''} ${customer.city ?? ''}`.toLowerCase(),
};

/** The customers as a list to page through, sorted by a `CustomerSortKeys` value. */
export function customerPages(
  customers: readonly CustomerRecord[],
  sortKey: string,
): PageSource<CustomerRecord> {
  const idOf = (customer: CustomerRecord): string => customer.id;
  if (sortKey === 'ID') return { items: [...customers].sort((a, b) => compareIds(a.id, b.id)), idOf };
  const sortValue = SORTS[sortKey];
  if (sortValue === undefined) throw badRequest(`The local Shopify does not sort customers by ${sortKey}`);
  return { items: sortBy(customers, sortValue), idOf, sortValue };
}
