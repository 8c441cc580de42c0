import { describe, expect, it } from 'vitest';
import { requirementOf } from '../../dev-store/graphql/access.ts';
import { readBulkWindow } from '../../dev-store/graphql/execute-admin-request.ts';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import { AdminShop, ALL_SCOPES, APP } from './support/admin-shop.ts';

const LINE = [{ unitPriceMinor: 1000 }];

describe('scopes', () => {
  it('a field whose scope is missing → ACCESS_DENIED with the sentence of the schema, in the middle of the data', () => {
    const store = new AdminShop();
    const customer = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    const order = placeOrder(store.state, store.shop, { customerId: customer.id, lines: LINE });
    store.scopes = ['read_orders', 'read_all_orders'];
    const reply = store.run('query($id: ID!) { order(id: $id) { name customer { id } } }', {
      id: `gid://shopify/Order/${order.id}`,
    });
    expect(reply.data).toEqual({ order: { name: '#1001', customer: null } });
    expect(reply.errors).toEqual([
      {
        message: 'Access denied for customer field. Required access: `read_customers` access scope.',
        locations: [{ line: 1, column: 41 }],
        path: ['order', 'customer'],
        extensions: {
          code: 'ACCESS_DENIED',
          documentation: 'https://shopify.dev/api/usage/access-scopes',
          requiredAccess: '`read_customers` access scope.',
        },
      },
    ]);
  });

  it.each([
    ['orders', '{ orders(first: 1) { nodes { id } } }', ['read_customers']],
    ['customers through node', '{ node(id: "gid://shopify/Customer/1") { id } }', ['read_orders']],
    [
      'tagging with a read scope',
      'mutation { tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { userErrors { message } } }',
      ['read_customers'],
    ],
    ['segments', '{ segmentsCount { count } }', ['read_orders']],
    ['unit cost', '{ productVariants(first: 1) { nodes { inventoryItem { id } } } }', ['read_inventory']],
    [
      'a merge with read_customer_merge',
      'mutation { customerMerge(customerOneId: "gid://shopify/Customer/1", customerTwoId: "gid://shopify/Customer/2") { userErrors { message } } }',
      ['write_customers', 'read_customer_merge'],
    ],
    [
      'a topic whose scope is missing',
      'mutation { webhookSubscriptionCreate(topic: CUSTOMERS_MERGE, webhookSubscription: { uri: "https://a.example" }) { userErrors { message } } }',
      ['read_customers'],
    ],
  ])('%s → ACCESS_DENIED', (_name, query, scopes) => {
    const store = new AdminShop();
    store.scopes = scopes;
    expect(store.run(query).errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
  });

  it('sentences of the schema → which scopes, and which together', () => {
    expect(requirementOf('`read_orders` access scope or `read_marketplace_orders` access scope.')).toEqual([
      ['read_orders', 'read_marketplace_orders'],
    ]);
    expect(
      requirementOf('`write_customers` access scope. Also: Requires `write_customer_payment_methods` scope.'),
    ).toEqual([['write_customers'], ['write_customer_payment_methods']]);
    expect(
      requirementOf(
        '`write_orders` access scope. Also: The app must have the `write_x` access scope to override.',
      ),
    ).toEqual([['write_orders']]);
  });
});

describe('what the local Shopify does not answer', () => {
  it('a field of the schema without a resolver → an error that names it, never null alone', () => {
    const store = new AdminShop();
    const order = placeOrder(store.state, store.shop, { lines: LINE });
    const reply = store.run('query($id: ID!) { order(id: $id) { name registeredSourceUrl } }', {
      id: `gid://shopify/Order/${order.id}`,
    });
    expect(reply.errors?.[0]).toMatchObject({
      message: 'The local Shopify does not implement Order.registeredSourceUrl',
      path: ['order', 'registeredSourceUrl'],
    });
  });
});

describe('documents', () => {
  it.each([
    [
      'an unknown field',
      '{ orders(first: 1) { nodes { colour } } }',
      "Field 'colour' doesn't exist on type 'Order'",
      'undefinedField',
    ],
    [
      'an unknown argument',
      '{ orders(first: 1, size: 2) { nodes { id } } }',
      "Field 'orders' doesn't accept argument 'size'",
      'argumentNotAccepted',
    ],
    [
      'a missing argument',
      '{ order { id } }',
      "Field 'order' is missing required arguments: id",
      'missingRequiredArguments',
    ],
    [
      'no selection',
      '{ shop }',
      "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)",
      'selectionMismatch',
    ],
    [
      'an undeclared variable',
      'query A { order(id: $id) { id } }',
      'Variable $id is used by A but not declared',
      'variableNotDefined',
    ],
    [
      'an unused variable',
      'query A($id: ID) { shop { id } }',
      'Variable $id is declared by A but not used',
      'variableNotUsed',
    ],
  ])(
    '%s → refused before it runs, as Shopify words it, and free of charge',
    (_name, query, message, code) => {
      const store = new AdminShop();
      const reply = store.run(query);
      expect(reply.errors?.[0]).toMatchObject({ message, extensions: { code } });
      expect([reply.data, reply.extensions]).toEqual([undefined, undefined]);
    },
  );

  it('a body without a query → 400', () => {
    expect(new AdminShop().post({ variables: {} })).toMatchObject({ status: 400 });
  });

  it('two operations and no name → refused; with a name the named one runs', () => {
    const store = new AdminShop();
    const query = 'query A { shop { id } } query B { shop { name } }';
    expect(store.run(query).errors?.[0]?.message).toBe('An operation name is required');
    expect(store.post({ query, operationName: 'B' }).json).toMatchObject({
      data: { shop: { name: 'demo' } },
    });
  });

  it.each([
    ['a variable that is missing', {}, 'Variable $q of type String! was provided invalid value'],
    ['a variable of another type', { q: 5 }, /^Variable \$q of type String! was provided invalid value/],
  ])('%s → INVALID_VARIABLE', (_name, variables, message) => {
    const reply = new AdminShop().run(
      'query($q: String!) { orders(first: 1, query: $q) { nodes { id } } }',
      variables,
    );
    expect(reply.errors?.[0]?.message).toMatch(message);
    expect(reply.errors?.[0]?.extensions?.code).toBe('INVALID_VARIABLE');
  });
});

describe('the leaky bucket', () => {
  const QUERY = 'query($n: Int!) { orders(first: $n) { nodes { id customer { id } } } }';

  it('an answer → requested and actual cost, and the bucket less the actual one', () => {
    const store = new AdminShop();
    expect(store.run(QUERY, { n: 250 }).extensions?.cost).toEqual({
      requestedQueryCost: 24,
      actualQueryCost: 2,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1998, restoreRate: 100 },
    });
  });

  it('an empty bucket → HTTP 200, THROTTLED, no data; it refills with the clock', () => {
    const store = new AdminShop();
    const bucket = store.buckets.of(APP.id, store.shop);
    bucket.setRestoreRate(1);
    bucket.take(15);
    const answer = store.post({ query: QUERY, variables: { n: 50 } });
    expect(answer).toMatchObject({
      status: 200,
      json: {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: { requestedQueryCost: 16, actualQueryCost: null, throttleStatus: { currentlyAvailable: 5 } },
        },
      },
    });
    expect(answer.json).not.toHaveProperty('data');
    store.now += 10_999;
    expect(store.run(QUERY, { n: 50 }).errors?.[0]?.message).toBe('Throttled');
    store.now += 1;
    expect(store.run(QUERY, { n: 50 }).errors).toBeUndefined();
  });

  it('a single query above 1,000 points → MAX_COST_EXCEEDED, whatever the bucket holds', () => {
    const deep = `{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { variants(first: 250) { nodes { id } } } } } } } }`;
    const reply = new AdminShop().run(deep);
    expect(reply.errors?.[0]?.extensions).toMatchObject({ code: 'MAX_COST_EXCEEDED', maxCost: 1000 });
    expect(reply.data).toBeUndefined();
  });

  it('two shops, one app → a bucket each', () => {
    const store = new AdminShop();
    store.run(QUERY, { n: 10 });
    const other = store.state.createShop({ domain: 'other.myshopify.com', plan: 'plus' });
    expect(store.buckets.of(APP.id, other).status()).toEqual({
      maximumAvailable: 20_000,
      currentlyAvailable: 20_000,
      restoreRate: 1000,
    });
  });
});

describe('windows of a bulk query', () => {
  const query = '{ orders { edges { node { id lineItems { edges { node { id quantity } } } } } } }';
  const read = (store: AdminShop, after: string | null, caller: object) =>
    readBulkWindow({ state: store.state, caller: caller as never, query }, { size: 2, after });

  it('read one after another → every order once with its lines, newcomers left to the webhooks', () => {
    const store = new AdminShop();
    for (let n = 0; n < 3; n += 1) placeOrder(store.state, store.shop, { lines: LINE });
    const caller = { shop: store.shop, app: APP, scopes: new Set(ALL_SCOPES), tokenKind: 'offline' };
    const first = read(store, null, caller);
    placeOrder(store.state, store.shop, { lines: LINE, processedAt: 1 });
    const second = read(store, first.next, caller);
    const edges = [first, second].flatMap(
      ({ data }) => (data as { orders: { edges: { node: { id: string } }[] } }).orders.edges,
    );
    expect(new Set(edges.map((edge) => edge.node.id)).size).toBe(3);
    expect(edges[0]).toMatchObject({ node: { lineItems: { edges: [{ node: { quantity: 1 } }] } } });
    expect(second.next).toBeNull();
  });

  it('without the scope → the denial, no data', () => {
    const store = new AdminShop();
    const caller = { shop: store.shop, app: APP, scopes: new Set(['read_customers']), tokenKind: 'offline' };
    expect(read(store, null, caller)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
    });
  });
});
