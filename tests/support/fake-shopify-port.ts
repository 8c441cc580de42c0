import type { Order } from '../../web/domain/orders/order.ts';
import { AppError } from '../../web/domain/shared/errors.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import type {
  BulkStatus,
  CustomerProfile,
  DeliveryHint,
  LiveCustomer,
  Shopify,
  TagChange,
  TagOutcome,
} from '../../web/use-cases/ports.ts';
import type { FakeShopify } from './fake-shopify.ts';

const BATCH = 7;
const MAX_TAG_LENGTH = 40;

/** The port over a fake shop. Strict: unknown operations, foreign URLs and over-long id lists are errors of the caller. */
export function fakeShopifyPort(shop: FakeShopify): Shopify {
  const asked = <T>(name: string, answer: () => T): Promise<T> => {
    shop.calls.set(name, (shop.calls.get(name) ?? 0) + 1);
    if (shop.revoked) return Promise.reject(new AppError('NEEDS_REAUTH', 'the token was refused'));
    if (shop.away) return Promise.reject(new AppError('SHOPIFY_UNAVAILABLE', 'no answer'));
    return Promise.resolve(answer());
  };
  return {
    readDelivery,
    fetchProfile: () => asked('fetchProfile', () => shop.profile),
    fetchOrders: (ids) =>
      asked('fetchOrders', () => new Map(ids.map((id) => [id, visible(shop, shop.orders.get(id) ?? null)]))),
    fetchCustomers: (ids) =>
      asked('fetchCustomers', () => new Map(ids.map((id) => [id, shop.customers.get(id) ?? null]))),
    fetchUnitCosts: (ids) =>
      asked('fetchUnitCosts', () => new Map(ids.map((id) => [id, shop.unitCosts.get(id) ?? null]))),
    ordersUpdatedBetween: (from, to) =>
      batches(() => asked('ordersUpdatedBetween', () => changed(ordersOf(shop), from, to))),
    customersUpdatedBetween: (from, to) =>
      batches(() => asked('customersUpdatedBetween', () => changed([...shop.customers.values()], from, to))),
    countOrders: () => asked('countOrders', () => ordersOf(shop).length),
    countCustomers: () => asked('countCustomers', () => shop.customers.size),
    orderIdsOf: (customerId) =>
      asked('orderIdsOf', () =>
        ordersOf(shop).flatMap((order) => (order.customerId === customerId ? [order.orderId] : [])),
      ),
    startBulk: (kind) => asked('startBulk', () => shop.startBulk(kind)),
    bulkStatus: (id) => asked('bulkStatus', () => bulkStatus(shop, id)),
    readBulkOrders: (url, skip) =>
      batches(() => asked('readBulkOrders', () => bulkRows<Order>(shop, url, 'orders').slice(skip))),
    readBulkCustomers: (url, skip) =>
      batches(() =>
        asked('readBulkCustomers', () => bulkRows<CustomerProfile>(shop, url, 'customers').slice(skip)),
      ),
    readBulkIds: (url) =>
      batches(() => asked('readBulkIds', () => bulkRows<{ id: string; updatedAt: Date }>(shop, url))),
    changeTags: (changes) => asked('changeTags', () => changes.map((change) => changeTags(shop, change))),
    changeTagsInBulk: (changes) =>
      asked('changeTagsInBulk', () => {
        shop.bulkTagRuns += 1;
        return changes.map((change) => changeTags(shop, change));
      }),
    liveCustomers: (ids) =>
      asked('liveCustomers', () => new Map(ids.map((id) => [id, liveCustomer(shop, id)]))),
    searchCustomers: (text) => asked('searchCustomers', () => shop.searchHits.get(text) ?? []),
  };
}

function liveCustomer(shop: FakeShopify, customerId: CustomerId): LiveCustomer | null {
  const customer = shop.customers.get(customerId);
  if (!customer) return null;
  return {
    customerId,
    displayName: `Customer ${customerId}`,
    email: null,
    rfmGroup: 'LOYAL',
    tags: customer.tags,
  };
}

function readDelivery(_topic: string, body: string): DeliveryHint {
  try {
    return JSON.parse(body) as DeliveryHint;
  } catch {
    return { kind: 'ignored', reason: 'the body is no JSON' };
  }
}

const DAY_MS = 86_400_000;

/** Without read_all_orders Shopify shows 60 days. */
function visible(shop: FakeShopify, order: Order | null): Order | null {
  if (!order || shop.profile.scopes.includes('read_all_orders')) return order;
  return shop.clock.now().getTime() - order.createdAt.getTime() <= 60 * DAY_MS ? order : null;
}

function ordersOf(shop: FakeShopify): Order[] {
  return [...shop.orders.values()].filter((order) => visible(shop, order) !== null);
}

function changed<T extends { updatedAt: Date }>(rows: readonly T[], from: Date, to: Date): T[] {
  return rows
    .filter(({ updatedAt }) => updatedAt >= from && updatedAt < to)
    .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
}

async function* batches<T>(rows: () => Promise<readonly T[]>): AsyncGenerator<readonly T[]> {
  const all = await rows();
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}

function bulkStatus(shop: FakeShopify, id: string): BulkStatus {
  const bulk = shop.bulks.get(id);
  if (!bulk) throw new AppError('SHOPIFY_REFUSED', `no bulk operation ${id}`);
  if (bulk.lost) return { state: 'failed', rootObjects: 0, url: null, error: 'TIMEOUT' };
  if (bulk.polls > 0) {
    bulk.polls -= 1;
    return { state: 'running', rootObjects: 0, url: null, error: null };
  }
  const url = bulk.rows.length === 0 ? null : `https://storage.example/${id}`;
  return { state: 'completed', rootObjects: bulk.rows.length, url, error: null };
}

function bulkRows<T>(shop: FakeShopify, url: string, kind?: string): readonly T[] {
  const bulk = shop.bulks.get(url.slice(url.lastIndexOf('/') + 1));
  if (!bulk || (kind !== undefined && bulk.kind !== kind)) throw new Error(`${url} is no ${kind} result`);
  if (kind !== 'orders') return bulk.rows as T[];
  return bulk.rows.filter((order) => visible(shop, order as Order) !== null) as T[];
}

function changeTags(shop: FakeShopify, change: TagChange): TagOutcome {
  const { customerId } = change;
  shop.tagCalls.push(change);
  const customer = shop.customers.get(customerId);
  if (!customer) return { customerId, outcome: 'gone' };
  const left = customer.tags.filter((tag) => !change.remove.includes(tag));
  for (const tag of change.add) {
    const refused = shop.refusedTags.get(tag);
    if (refused !== undefined) {
      // Removals are calls of their own before the additions.
      if (left.length < customer.tags.length) writeTags(shop, customerId, left);
      return { customerId, outcome: 'refused', message: refused };
    }
    if (tag.length > MAX_TAG_LENGTH || tag.includes(','))
      throw new Error(`a tag Shopify cannot hold: ${tag}`);
  }
  writeTags(shop, customerId, [...left.filter((tag) => !change.add.includes(tag)), ...change.add]);
  return { customerId, outcome: shop.losesTagAnswers ? 'unknown' : 'done' };
}

function writeTags(shop: FakeShopify, customerId: CustomerId, tags: readonly string[]): void {
  shop.changeCustomer(customerId, { tags });
}
