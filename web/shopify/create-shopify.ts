import { type CustomerId, type OrderId, toGid } from '../domain/shared/ids.ts';
import type { CustomerProfile, LiveCustomer, Shopify, ShopProfile } from '../use-cases/ports.ts';
import type { AdminClient, CallOptions } from './admin-client.ts';
import { inBatches } from './batches.ts';
import { readBulkCustomers, readBulkIds } from './bulk/read-bulk-customers.ts';
import { readBulkOrders } from './bulk/read-bulk-orders.ts';
import { bulkStatus, startBulk } from './bulk/start-bulk.ts';
import { toProfile } from './customers/customer-mapping.ts';
import { toSearchText } from './customers/search-text.ts';
import { readDelivery } from './deliveries/read-delivery.ts';
import {
  CUSTOMERS_BY_ID,
  CUSTOMERS_UPDATED,
  LIVE_CUSTOMERS,
  SEARCH_CUSTOMERS,
} from './operations/customer-operations.ts';
import { ORDER_IDS_OF_CUSTOMER, ORDERS_UPDATED } from './operations/order-operations.ts';
import { CUSTOMERS_COUNT, ORDERS_COUNT, SHOP_PROFILE } from './operations/shop-operations.ts';
import { fetchOrders } from './orders/fetch-orders.ts';
import { requireId } from './orders/order-mapping.ts';
import type { Priority } from './pace.ts';
import { fetchUnitCosts } from './products/fetch-unit-costs.ts';
import { changeTags } from './tags/change-tags.ts';
import { changeTagsInBulk } from './tags/change-tags-in-bulk.ts';
import type { Timing } from './timing.ts';
import { updatedBetween } from './updated-between.ts';

/** What a merchant looks at right now goes first, whoever asks. */
const LIVE: CallOptions = { priority: 'interactive' };

/** The `Shopify` port for one shop. `priority` is that of its other calls: `background` for jobs (default). */
export function createShopify(options: {
  client: AdminClient;
  timing: Timing;
  priority?: Priority;
}): Shopify {
  const { client, timing } = options;
  const calls: CallOptions = { priority: options.priority ?? 'background' };
  return {
    readDelivery,
    fetchProfile: () => fetchProfile(client, calls),
    fetchOrders: (ids, payloads) => fetchOrders(client, ids, payloads, calls),
    fetchCustomers: (ids) => fetchCustomers(client, ids, calls),
    fetchUnitCosts: (variantIds) => fetchUnitCosts(client, variantIds, calls),
    ordersUpdatedBetween: (from, to) => ordersUpdated(client, { from, to }),
    customersUpdatedBetween: (from, to) => customersUpdated(client, { from, to }),
    countOrders: async () => (await client.run(ORDERS_COUNT, {}, calls)).ordersCount?.count ?? 0,
    countCustomers: async () => (await client.run(CUSTOMERS_COUNT, {}, calls)).customersCount?.count ?? 0,
    orderIdsOf: (customerId) => orderIdsOf(client, customerId, calls),
    startBulk: (kind) => startBulk(client, timing, kind),
    bulkStatus: (operationId) => bulkStatus(client, operationId),
    readBulkOrders: (url, skip, leftOut) => readBulkOrders(client, url, { skip, leftOut }),
    readBulkCustomers: (url, skip, leftOut) => readBulkCustomers(url, skip, leftOut),
    readBulkIds: (url) => readBulkIds(url),
    changeTags: (changes) => changeTags(client, changes),
    changeTagsInBulk: (changes) => changeTagsInBulk(client, timing, changes),
    liveCustomers: (ids) => liveCustomers(client, ids),
    searchCustomers: (text) => searchCustomers(client, text),
  };
}

async function fetchProfile(client: AdminClient, calls: CallOptions): Promise<ShopProfile> {
  const { shop, currentAppInstallation } = await client.run(SHOP_PROFILE, {}, calls);
  return {
    name: shop.name,
    currency: shop.currencyCode,
    timeZone: shop.ianaTimezone,
    scopes: currentAppInstallation.accessScopes.map((scope) => scope.handle),
  };
}

async function fetchCustomers(
  client: AdminClient,
  ids: readonly CustomerId[],
  options: CallOptions,
): Promise<Map<CustomerId, CustomerProfile | null>> {
  const result = new Map<CustomerId, CustomerProfile | null>();
  const items = [...new Set(ids)];
  for await (const { batch, data } of inBatches(client, {
    operation: CUSTOMERS_BY_ID,
    items,
    variablesOf: customerGids,
    options,
  })) {
    batch.forEach((id, index) => {
      const node = data.nodes[index];
      result.set(id, node ? toProfile(node) : null);
    });
  }
  return result;
}

async function liveCustomers(
  client: AdminClient,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, LiveCustomer | null>> {
  const result = new Map<CustomerId, LiveCustomer | null>();
  const items = [...new Set(ids)];
  for await (const { batch, data } of inBatches(client, {
    operation: LIVE_CUSTOMERS,
    items,
    variablesOf: customerGids,
    options: LIVE,
  })) {
    batch.forEach((customerId, index) => {
      const node = data.nodes[index];
      const live = node && {
        customerId,
        displayName: node.displayName,
        email: node.defaultEmailAddress?.emailAddress ?? null,
        rfmGroup: node.statistics?.rfmGroup ?? null,
        tags: node.tags,
      };
      result.set(customerId, live ?? null);
    });
  }
  return result;
}

function customerGids(ids: readonly CustomerId[]): { ids: string[] } {
  return { ids: ids.map((id) => toGid('Customer', id)) };
}

function ordersUpdated(client: AdminClient, range: { from: Date; to: Date }) {
  return updatedBetween(
    range,
    async (query, after) => {
      const { orders } = await client.run(ORDERS_UPDATED, { query, after });
      const items = orders.nodes.map(({ id, updatedAt }) => ({
        orderId: requireId<OrderId>(id),
        updatedAt: new Date(updatedAt),
      }));
      return { items, next: orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null };
    },
    ({ orderId, updatedAt }) => ({ id: orderId, updatedAt }),
  );
}

function customersUpdated(client: AdminClient, range: { from: Date; to: Date }) {
  return updatedBetween(
    range,
    async (query, after) => {
      const { customers } = await client.run(CUSTOMERS_UPDATED, { query, after });
      const next = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
      return { items: customers.nodes.map(toProfile), next };
    },
    ({ customerId, updatedAt }) => ({ id: customerId, updatedAt }),
  );
}

type IdPage = (typeof ORDER_IDS_OF_CUSTOMER.data)['_output'];

async function orderIdsOf(
  client: AdminClient,
  customerId: CustomerId,
  options: CallOptions,
): Promise<OrderId[]> {
  const ids: OrderId[] = [];
  let after: string | null = null;
  do {
    const id = toGid('Customer', customerId);
    const page: IdPage = await client.run(ORDER_IDS_OF_CUSTOMER, { id, after }, options);
    if (!page.customer) return ids;
    const { orders } = page.customer;
    ids.push(...orders.nodes.map((node) => requireId<OrderId>(node.id)));
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}

async function searchCustomers(client: AdminClient, text: string): Promise<CustomerId[]> {
  const query = toSearchText(text);
  if (query === '') return [];
  const { customers } = await client.run(SEARCH_CUSTOMERS, { query }, LIVE);
  return customers.nodes.map((node) => requireId<CustomerId>(node.id));
}
