import type { DevStoreState } from '../state/dev-store-state.ts';
import { currencyExponent } from '../state/money.ts';
import type { CustomerRecord } from '../state/records.ts';
import type { ShopState } from '../state/shop-state.ts';
import { amountSpentMinor, countedOrders } from './customer-figures.ts';
import { badRequest } from './refusal.ts';
import type { SegmentNode, SegmentPredicate } from './segment-query.ts';
import { parseSegment } from './segment-query.ts';

const DAY_MS = 86_400_000;

/** Tags as segments see them now: those of `segmentLagMs` ago. */
export function laggedTags(
  state: DevStoreState,
  shop: ShopState,
  customer: CustomerRecord,
): readonly string[] {
  const cutoff = state.clock.now() - shop.segmentLagMs;
  const former = shop.formerTags.get(customer.id)?.find((entry) => entry.at > cutoff);
  return former?.tags ?? customer.tags;
}

/** `-30d`, `-6m`, `-1y` from now, or a date as the start of its UTC day. */
function dateValue(value: string, now: number): number {
  const offset = /^-(\d+)([dwmy])$/.exec(value);
  if (offset !== null) {
    const days = { d: 1, w: 7, m: 30, y: 365 }[offset[2] ?? 'd'] ?? 1;
    return now - Number(offset[1]) * days * DAY_MS;
  }
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:]+Z?)?$/.test(value) ? Date.parse(value) : Number.NaN;
  if (value === 'today') return now;
  if (Number.isNaN(at)) throw badRequest(`The local Shopify does not read the segment date ${value}`);
  return at;
}

function compare(operator: string, left: number, right: number): boolean {
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  return operator === '<' ? left < right : left <= right;
}

type Reader = (customer: CustomerRecord) => readonly string[] | number | string | null;

function readerOf(state: DevStoreState, shop: ShopState, filter: string): Reader {
  const orders = (customer: CustomerRecord) => countedOrders(shop, customer);
  const readers: Readonly<Record<string, Reader>> = {
    customer_tags: (customer) => laggedTags(state, shop, customer),
    customer_countries: (customer) => (customer.countryCode === null ? [] : [customer.countryCode]),
    number_of_orders: (customer) => orders(customer).length,
    amount_spent: (customer) => amountSpentMinor(shop, customer) / 10 ** currencyExponent(shop.currency),
    last_order_date: (customer) => orders(customer).at(-1)?.processedAt ?? null,
    first_order_date: (customer) => orders(customer)[0]?.processedAt ?? null,
    customer_added_date: (customer) => customer.createdAt,
    customer_email_domain: (customer) => customer.email?.split('@')[1] ?? null,
    customer_language: (customer) => customer.locale,
    email_subscription_status: (customer) => (customer.email === null ? null : customer.emailConsent.state),
    sms_subscription_status: (customer) => (customer.phone === null ? null : customer.smsConsent.state),
    customer_account_status: (customer) => customer.state,
  };
  const reader = readers[filter];
  if (reader === undefined) throw badRequest(`The local Shopify has no segment filter ${filter}`);
  return reader;
}

function predicateTest(
  state: DevStoreState,
  shop: ShopState,
  { filter, operator, value }: SegmentPredicate,
): (customer: CustomerRecord) => boolean {
  const read = readerOf(state, shop, filter);
  const dated = filter.endsWith('_date') && !operator.startsWith('IS');
  const wanted = dated ? dateValue(value, state.clock.now()) : Number(value);
  const folded = value.toLowerCase();
  return (customer) => {
    const actual = read(customer);
    const empty = actual === null || (Array.isArray(actual) && actual.length === 0);
    if (operator === 'IS NULL') return empty;
    if (operator === 'IS NOT NULL') return !empty;
    if (Array.isArray(actual)) {
      const has = actual.some((entry) => entry.toLowerCase() === folded);
      return operator === 'CONTAINS' ? has : !has;
    }
    if (actual === null) return false;
    if (typeof actual === 'number') return compare(operator, actual, wanted);
    const same = String(actual).toLowerCase() === folded;
    return operator === '=' ? same : !same;
  };
}

function nodeTest(
  state: DevStoreState,
  shop: ShopState,
  node: SegmentNode,
): (customer: CustomerRecord) => boolean {
  if (node.kind === 'predicate') return predicateTest(state, shop, node);
  if (node.kind === 'not') {
    const inner = nodeTest(state, shop, node.part);
    return (customer) => !inner(customer);
  }
  const tests = node.parts.map((part) => nodeTest(state, shop, part));
  return node.kind === 'and'
    ? (customer) => tests.every((test) => test(customer))
    : (customer) => tests.some((test) => test(customer));
}

/** A test of membership now; throws BAD_REQUEST with Shopify's words where the query is no good. */
export function segmentTest(
  state: DevStoreState,
  shop: ShopState,
  query: string,
): (customer: CustomerRecord) => boolean {
  const parsed = parseSegment(query);
  if (!parsed.ok) throw badRequest(parsed.problems.join(' '));
  return nodeTest(state, shop, parsed.node);
}
