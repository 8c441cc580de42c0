import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type BulkSize, writeCustomers, writeOrders } from './bulk-files.ts';

/** One call of the Admin API as it arrived; its operation's name in lower camel case. */
export type AdminCall = { operation: string; variables: Record<string, unknown>; at: number };
/** The `data` of an answer. */
export type AdminAnswer = (call: AdminCall) => object;

export type FakeAdmin = {
  url: string;
  /** Told of every call before it is answered. */
  onCall(listener: (call: AdminCall) => void): void;
  close(): Promise<void>;
};

/** A bucket that never empties: what is measured is Encore, not Shopify's limits. */
const THROTTLE = { maximumAvailable: 40_000, currentlyAvailable: 40_000, restoreRate: 20_000 };

/**
 * The least of an Admin API over HTTP: answers by operation name, bulk queries that are complete at once, their files made
 * while they are read, so that a million orders need no disk and no memory here.
 */
export async function startFakeAdmin(
  size: BulkSize,
  answers: Record<string, AdminAnswer> = {},
): Promise<FakeAdmin> {
  const listeners: ((call: AdminCall) => void)[] = [];
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0);
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const known: Record<string, AdminAnswer> = { ...bulkAnswers(url, size), ...answers };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/orders.jsonl') return writeOrders(response, size);
    if (request.url === '/customers.jsonl') return writeCustomers(response, size);
    const { query, variables = {} } = JSON.parse(await text(request)) as {
      query: string;
      variables?: AdminCall['variables'];
    };
    const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? '';
    const operation = name.slice(0, 1).toLowerCase() + name.slice(1);
    const call = { operation, variables, at: Date.now() };
    for (const listener of listeners) listener(call);
    const answer = known[operation];
    const body = answer
      ? { data: answer(call) }
      : { errors: [{ message: `${operation} is not known here` }] };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ ...body, extensions: { cost: { requestedQueryCost: 10, throttleStatus: THROTTLE } } }),
    );
  }

  return {
    url,
    onCall: (listener) => {
      listeners.push(listener);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function bulkAnswers(url: string, { orders, customers }: BulkSize): Record<string, AdminAnswer> {
  const scopes = ['read_orders', 'read_all_orders', 'read_customers', 'write_customers', 'read_products'];
  return {
    shopProfile: () => ({
      shop: { name: 'Bench', currencyCode: 'USD', ianaTimezone: 'UTC' },
      currentAppInstallation: { accessScopes: scopes.map((handle) => ({ handle })) },
    }),
    unitCosts: ({ variables }) => ({
      nodes: (variables.ids as string[]).map(() => ({
        inventoryItem: { unitCost: { amount: '4.50', currencyCode: 'USD' } },
      })),
    }),
    ordersCount: () => ({ ordersCount: { count: orders } }),
    customersCount: () => ({ customersCount: { count: customers } }),
    runBulkQuery: ({ variables }) => {
      const kind = /\borders\b/.test(String(variables.query)) ? 'orders' : 'customers';
      return {
        bulkOperationRunQuery: {
          bulkOperation: { id: `gid://shopify/BulkOperation/${kind}` },
          userErrors: [],
        },
      };
    },
    bulkOperation: ({ variables }) => {
      const kind = String(variables.id).endsWith('orders') ? 'orders' : 'customers';
      const rootObjectCount = kind === 'orders' ? orders : customers;
      return {
        bulkOperation: {
          id: variables.id,
          status: 'COMPLETED',
          errorCode: null,
          rootObjectCount,
          url: `${url}/${kind}.jsonl`,
        },
      };
    },
  };
}
