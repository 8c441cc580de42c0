import { describe, expect, it } from 'vitest';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { refundOrder } from '../../dev-store/state/order-changes.ts';
import type { OrderInput } from '../../dev-store/state/orders.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import { AdminShop, START } from './support/admin-shop.ts';

const DAY = 86_400_000;
const LINE = [{ id: '1', unitPriceMinor: 1000 }];
const NAMES = 'query($q: String, $n: Int = 10) { orders(first: $n, query: $q) { nodes { name } } }';

function place(store: AdminShop, input: Partial<OrderInput> = {}) {
  return placeOrder(store.state, store.shop, { lines: LINE, ...input });
}

function names(store: AdminShop, query: string): readonly string[] {
  const { orders } = store.data(NAMES, { q: query }) as { orders: { nodes: { name: string }[] } };
  return orders.nodes.map((order) => order.name);
}

describe('orders by GraphQL', () => {
  it('an order with a code, a return and a buyer currency → as Shopify spells it', () => {
    const store = new AdminShop({ currency: 'VND' });
    const customer = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    const order = place(store, {
      customerId: customer.id,
      lines: [
        {
          id: '7',
          unitPriceMinor: 100_000,
          quantity: 2,
          allocations: [{ applicationIndex: 0, amountMinor: 20_000 }],
        },
      ],
      discounts: [{ type: 'code', title: 'BACK-1', valueKind: 'percentage', value: 10, target: 'LINE_ITEM' }],
      presentmentCurrency: 'USD',
      presentmentRate: 0.00004,
    });
    refundOrder(store.state, store.shop, order, { lines: [{ lineId: '7', quantity: 1 }] });
    const read = store.data(
      `query($id: ID!) { order(id: $id) {
        customer { id } discountCodes displayFinancialStatus
        currentTotalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
        netPaymentSet { shopMoney { amount } }
        discountApplications(first: 1) { nodes { __typename ... on DiscountCodeApplication { code } value { ... on PricingPercentageValue { percentage } } } }
        lineItems(first: 5) { nodes { quantity currentQuantity discountAllocations { allocatedAmountSet { shopMoney { amount } } } } }
        refunds { refundLineItems(first: 5) { nodes { quantity lineItem { id } subtotalSet { shopMoney { amount } } } } }
      } }`,
      { id: `gid://shopify/Order/${order.id}` },
    );
    expect(read.order).toEqual({
      customer: { id: `gid://shopify/Customer/${customer.id}` },
      discountCodes: ['BACK-1'],
      displayFinancialStatus: 'PARTIALLY_REFUNDED',
      currentTotalPriceSet: {
        shopMoney: { amount: '90000.0', currencyCode: 'VND' },
        presentmentMoney: { amount: '3.6', currencyCode: 'USD' },
      },
      netPaymentSet: { shopMoney: { amount: '90000.0' } },
      discountApplications: {
        nodes: [{ __typename: 'DiscountCodeApplication', code: 'BACK-1', value: { percentage: 10 } }],
      },
      lineItems: {
        nodes: [
          {
            quantity: 2,
            currentQuantity: 1,
            discountAllocations: [{ allocatedAmountSet: { shopMoney: { amount: '20000.0' } } }],
          },
        ],
      },
      refunds: [
        {
          refundLineItems: {
            nodes: [
              {
                quantity: 1,
                lineItem: { id: 'gid://shopify/LineItem/7' },
                subtotalSet: { shopMoney: { amount: '90000.0' } },
              },
            ],
          },
        },
      ],
    });
  });

  it('search terms joined by AND, OR, NOT and blanks → the orders that match', () => {
    const store = new AdminShop();
    const customer = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    place(store, { customerId: customer.id, tags: ['gift wrap'] });
    place(store, { test: true, payment: 'pending' });
    place(store, { payment: 'authorized', sourceName: 'pos' });
    expect(names(store, `customer_id:${customer.id}`)).toEqual(['#1001']);
    expect(names(store, 'test:true')).toEqual(['#1002']);
    expect(names(store, 'financial_status:pending OR source_name:pos')).toEqual(['#1002', '#1003']);
    expect(names(store, 'NOT test:true AND -financial_status:paid')).toEqual(['#1003']);
    expect(names(store, 'financial_status:paid,pending test:false')).toEqual(['#1001']);
    expect(names(store, `tag:'gift wrap'`)).toEqual(['#1001']);
    expect(names(store, 'email:an@example.com (test:true OR test:false)')).toEqual(['#1001']);
  });

  it.each([
    ['an unknown field', 'colour:red', /search by field colour/],
    ['a time without a zone', 'updated_at:>2026-11-20T00:00:00', /time with its zone/],
    ['a status that is none', 'status:lost', /cannot be "lost"/],
    ['an open bracket', '(test:true', /bracket/],
    ['an id that is none', 'id:abc', /needs an id/],
  ])('%s in a search → refused, even where no order is', (_name, query, message) => {
    const reply = new AdminShop().run(NAMES, { q: query });
    expect(reply.errors?.[0]?.message).toMatch(message);
    expect(reply.errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  });

  it('changes since a moment, oldest change first → from the first second of it', () => {
    const store = new AdminShop();
    const old = place(store);
    store.now = START + 10_500;
    place(store);
    store.now = START + 20_000;
    refundOrder(store.state, store.shop, old, { amountMinor: 100 });
    const query = `query($q: String!) { orders(first: 5, sortKey: UPDATED_AT, query: $q) { nodes { name } } }`;
    const since = (at: number) =>
      store.data(query, { q: `updated_at:>='${new Date(at).toISOString()}'` }).orders;
    expect(since(START + 10_000)).toEqual({ nodes: [{ name: '#1002' }, { name: '#1001' }] });
    expect(since(START + 11_000)).toEqual({ nodes: [{ name: '#1001' }] });
  });

  it('pages forward and backward by cursor, either direction of sorting → every order once', () => {
    const store = new AdminShop();
    for (let n = 0; n < 7; n += 1) place(store, { createdAt: START + (n % 3) * 1000 });
    const page = `query($first: Int, $after: String, $last: Int, $before: String, $reverse: Boolean) {
      orders(first: $first, after: $after, last: $last, before: $before, reverse: $reverse, sortKey: CREATED_AT) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    type Page = {
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
    };
    const read = (variables: Record<string, unknown>) => store.data(page, variables).orders as Page;
    for (const reverse of [false, true]) {
      const forward: string[] = [];
      let after: string | null = null;
      do {
        const got: Page = read({ first: 2, after, reverse });
        forward.push(...got.nodes.map((node) => node.id));
        after = got.pageInfo.hasNextPage ? got.pageInfo.endCursor : null;
      } while (after !== null);
      expect(new Set(forward).size).toBe(7);
      const backward: string[] = [];
      let before: string | null = null;
      do {
        const got: Page = read({ last: 3, before, reverse });
        backward.unshift(...got.nodes.map((node) => node.id));
        before = got.pageInfo.hasPreviousPage ? got.pageInfo.startCursor : null;
      } while (before !== null);
      expect(backward).toEqual(forward);
    }
  });

  it.each([
    ['neither first nor last', '{ orders { nodes { id } } }', 'you must provide one of first or last'],
    ['251 at once', '{ orders(first: 251) { nodes { id } } }', 'first cannot exceed 250'],
    [
      'a foreign cursor',
      '{ orders(first: 1, after: "abc") { nodes { id } } }',
      'Invalid cursor for current pagination sort.',
    ],
  ])('%s → refused', (_name, query, message) => {
    expect(new AdminShop().run(query).errors?.[0]?.message).toBe(message);
  });

  it('a cursor of another sorting → refused', () => {
    const store = new AdminShop();
    place(store);
    const { orders } = store.data('{ orders(first: 1, sortKey: ID) { pageInfo { endCursor } } }') as {
      orders: { pageInfo: { endCursor: string } };
    };
    const reply = store.run(
      'query($c: String) { orders(first: 1, sortKey: UPDATED_AT, after: $c) { nodes { id } } }',
      {
        c: orders.pageInfo.endCursor,
      },
    );
    expect(reply.errors?.[0]?.message).toBe('Invalid cursor for current pagination sort.');
  });

  it('beyond 25,000 objects → refused, however small the page', () => {
    const store = new AdminShop();
    store.state.silently(() => {
      for (let n = 0; n < 25_010; n += 1) place(store, { createdAt: START - DAY + n });
    });
    const ids = [...store.shop.orders.keys()];
    const cursor = Buffer.from(JSON.stringify({ last_id: ids[24_998] })).toString('base64url');
    const query =
      'query($n: Int!, $c: String) { orders(first: $n, sortKey: ID, after: $c) { nodes { id } } }';
    expect(store.run(query, { n: 1, c: cursor }).errors).toBeUndefined();
    expect(store.run(query, { n: 2, c: cursor }).errors?.[0]?.message).toMatch(/limited to 25000/);
  });

  it('without read_all_orders → orders of the last 60 days only, by every road', () => {
    const store = new AdminShop();
    const customer = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    const old = place(store, { customerId: customer.id, createdAt: START - 61 * DAY });
    place(store, { createdAt: START - 59 * DAY });
    store.scopes = ['read_orders', 'read_customers'];
    const read = store.data(
      `query($order: ID!, $customer: ID!) {
        orders(first: 5) { nodes { name } } ordersCount { count }
        order(id: $order) { id } node(id: $order) { id }
        customer(id: $customer) { numberOfOrders lastOrder { id } orders(first: 5) { nodes { id } } } }`,
      { order: `gid://shopify/Order/${old.id}`, customer: `gid://shopify/Customer/${customer.id}` },
    );
    expect(read).toEqual({
      orders: { nodes: [{ name: '#1002' }] },
      ordersCount: { count: 1 },
      order: null,
      node: null,
      customer: { numberOfOrders: '1', lastOrder: null, orders: { nodes: [] } },
    });
  });

  it('nodes with ids of the deleted, the unknown and another type → null, null, a fragment that does not apply', () => {
    const store = new AdminShop();
    const order = place(store);
    const read = store.data('query($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Order { name } } }', {
      ids: ['gid://shopify/Order/1', `gid://shopify/Order/${order.id}`, 'gid://shopify/Customer/1'],
    });
    expect(read.nodes).toEqual([null, { __typename: 'Order', name: '#1001' }, null]);
  });

  it('an id of another type → RESOURCE_NOT_FOUND; text that is no id → the variable is refused', () => {
    const store = new AdminShop();
    const query = 'query($id: ID!) { order(id: $id) { id } }';
    const wrongType = store.run(query, { id: 'gid://shopify/Customer/1' });
    expect(wrongType.errors?.[0]).toMatchObject({
      message: 'Invalid id: gid://shopify/Customer/1',
      extensions: { code: 'RESOURCE_NOT_FOUND' },
    });
    const noId = store.run(query, { id: '1' });
    expect(noId.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_VARIABLE', value: '1' });
    expect(noId.data).toBeUndefined();
  });

  it('a count beyond its limit → AT_LEAST; without a limit exact', () => {
    const store = new AdminShop();
    for (let n = 0; n < 3; n += 1) place(store);
    expect(store.data('{ ordersCount(limit: 2) { count precision } }')).toEqual({
      ordersCount: { count: 2, precision: 'AT_LEAST' },
    });
    expect(store.data('{ ordersCount(limit: null) { count precision } }')).toEqual({
      ordersCount: { count: 3, precision: 'EXACT' },
    });
  });
});
