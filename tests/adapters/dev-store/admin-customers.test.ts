import { describe, expect, it } from 'vitest';
import { addTags, upsertCustomer } from '../../dev-store/state/customers.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import { AdminShop, START } from './support/admin-shop.ts';

const TAG = `mutation($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { node { id ... on Customer { tags } } userErrors { field message } } }`;
const UNTAG = `mutation($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) { node { id } userErrors { field message } } }`;

function withCustomer(tags: readonly string[] = []) {
  const store = new AdminShop();
  const customer = upsertCustomer(store.state, store.shop, {
    email: 'an@example.com',
    firstName: 'An',
    tags,
  });
  return { store, customer, id: `gid://shopify/Customer/${customer.id}` };
}

function tagErrors(store: AdminShop, query: string, id: string, tags: unknown): unknown {
  const data = store.data(query, { id, tags }) as Record<string, { userErrors: unknown }>;
  return Object.values(data)[0]?.userErrors;
}

describe('tags by GraphQL', () => {
  it('added and removed → only those named change, without regard to case', () => {
    const { store, customer, id } = withCustomer(['Other app', 'VIP']);
    const added = store.data(TAG, { id, tags: ['first-time', 'vip'] });
    expect(added.tagsAdd).toEqual({ node: { id, tags: ['first-time', 'Other app', 'VIP'] }, userErrors: [] });
    expect(tagErrors(store, UNTAG, id, ['vip', 'absent'])).toEqual([]);
    expect(customer.tags).toEqual(['first-time', 'Other app']);
  });

  it('one text with commas → several tags; a comma inside one of several → refused', () => {
    const { store, customer, id } = withCustomer();
    expect(tagErrors(store, TAG, id, 'a, b')).toEqual([]);
    expect(customer.tags).toEqual(['a', 'b']);
    expect(tagErrors(store, TAG, id, ['c,d', 'e'])).toEqual([
      { field: ['tags'], message: 'Tags cannot contain commas' },
    ]);
    expect(customer.tags).toEqual(['a', 'b']);
  });

  it.each([
    ['41 characters', ['t'.repeat(41)], 'Tags is too long (maximum is 40 characters)'],
    ['more than 250 in all', Array.from({ length: 250 }, (_, n) => `t${n}`), 'Tags cannot be more than 250'],
  ])('%s → a user error and no change', (_name, tags, message) => {
    const { store, customer, id } = withCustomer(['held']);
    expect(tagErrors(store, TAG, id, tags)).toEqual([{ field: ['tags'], message }]);
    expect(customer.tags).toEqual(['held']);
  });

  it('a customer that is gone → a user error; an id that cannot be → a top-level error', () => {
    const { store } = withCustomer();
    const gone = tagErrors(store, TAG, 'gid://shopify/Customer/1', ['a']);
    expect(gone).toEqual([{ field: ['id'], message: 'Customer does not exist' }]);
    const wrong = store.run(TAG, { id: 'gid://shopify/Segment/1', tags: ['a'] });
    expect(wrong.errors?.[0]?.extensions?.code).toBe('RESOURCE_NOT_FOUND');
  });

  it('customerUpdate with tags → the whole list is replaced, other apps’ tags are lost', () => {
    const { store, customer, id } = withCustomer(['Other app']);
    store.data('mutation($i: CustomerInput!) { customerUpdate(input: $i) { userErrors { message } } }', {
      i: { id, tags: ['mine'] },
    });
    expect(customer.tags).toEqual(['mine']);
  });

  it('251 tags in one call → the input array is too long', () => {
    const { store, id } = withCustomer();
    const reply = store.run(TAG, { id, tags: Array.from({ length: 251 }, (_, n) => `t${n}`) });
    expect(reply.errors?.[0]).toMatchObject({ extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } });
  });
});

describe('customers by GraphQL', () => {
  it('lifetime figures, consent and name → as the admin shows them', () => {
    const { store, customer, id } = withCustomer();
    placeOrder(store.state, store.shop, { customerId: customer.id, lines: [{ unitPriceMinor: 1234 }] });
    placeOrder(store.state, store.shop, {
      customerId: customer.id,
      lines: [{ unitPriceMinor: 500 }],
      test: true,
    });
    const read = store.data(
      `query($id: ID!) { customer(id: $id) { displayName numberOfOrders amountSpent { amount currencyCode } lastOrder { name }
        statistics { rfmGroup } defaultEmailAddress { emailAddress marketingState } defaultPhoneNumber { phoneNumber } } }`,
      { id },
    );
    expect(read.customer).toEqual({
      displayName: 'An',
      numberOfOrders: '1',
      amountSpent: { amount: '12.34', currencyCode: 'USD' },
      lastOrder: { name: '#1001' },
      statistics: { rfmGroup: null },
      defaultEmailAddress: { emailAddress: 'an@example.com', marketingState: 'NOT_SUBSCRIBED' },
      defaultPhoneNumber: null,
    });
    store.now += 2 * 86_400_000;
    const later = store.data('query($id: ID!) { customer(id: $id) { statistics { rfmGroup } } }', { id });
    expect(later.customer).toEqual({ statistics: { rfmGroup: 'NEW' } });
  });

  it('found by e-mail, by tag, by the moment of change, by identifier', () => {
    const { store, customer, id } = withCustomer(['vip']);
    upsertCustomer(store.state, store.shop, { email: 'binh@example.com' });
    const find = (query: string) =>
      store.data('query($q: String) { customers(first: 5, query: $q) { nodes { id } } }', { q: query })
        .customers;
    const only = { nodes: [{ id }] };
    expect([find('email:AN@example.com'), find('tag:vip'), find('first_name:an*')]).toEqual([
      only,
      only,
      only,
    ]);
    store.now = START + 60_000;
    addTags(store.state, store.shop, customer, ['new']);
    expect(find(`updated_at:>='${new Date(START + 30_000).toISOString()}'`)).toEqual(only);
    const by = (identifier: object) =>
      store.data('query($i: CustomerIdentifierInput!) { customerByIdentifier(identifier: $i) { id } }', {
        i: identifier,
      });
    expect(by({ emailAddress: 'an@example.com' })).toEqual({ customerByIdentifier: { id } });
    expect(by({ id: 'gid://shopify/Customer/1' })).toEqual({ customerByIdentifier: null });
  });

  it('free text → words of the name, whole or begun with a star; marks count; a star elsewhere is refused', () => {
    const { store, id } = withCustomer();
    store.data('mutation($i: CustomerInput!) { customerUpdate(input: $i) { userErrors { message } } }', {
      i: { id, firstName: 'Thị Hương', lastName: 'Hoàng' },
    });
    const find = (query: string) =>
      store.run('query($q: String) { customers(first: 5, query: $q) { nodes { id } } }', { q: query });
    const found = (query: string): unknown => find(query).data?.customers;
    for (const query of ['hương', 'HOÀNG thị', 'hươ*', '"thị hương"', '(nobody OR hoàng)'])
      expect(found(query), query).toEqual({ nodes: [{ id }] });
    for (const query of ['hươ', 'huong', 'hương*x*', '"hương hoàng"', '"hươ*"', 'an@example.com', '*'])
      expect(JSON.stringify(found(query) ?? { nodes: [] }), query).toBe('{"nodes":[]}');
    expect(find('*').errors?.[0]?.message).toMatch(/does not search by free text/);
  });

  it('consent written → read back, with its moment, and its own topic', () => {
    const { store, id } = withCustomer();
    store.topics();
    const write = `mutation($i: CustomerEmailMarketingConsentUpdateInput!) {
      customerEmailMarketingConsentUpdate(input: $i) {
        customer { defaultEmailAddress { marketingState marketingUpdatedAt } } userErrors { field message code } } }`;
    const consent = { marketingState: 'UNSUBSCRIBED', consentUpdatedAt: '2026-11-20T07:00:00Z' };
    expect(store.data(write, { i: { customerId: id, emailMarketingConsent: consent } })).toEqual({
      customerEmailMarketingConsentUpdate: {
        customer: {
          defaultEmailAddress: { marketingState: 'UNSUBSCRIBED', marketingUpdatedAt: '2026-11-20T07:00:00Z' },
        },
        userErrors: [],
      },
    });
    expect(store.topics()).toContain('customers_email_marketing_consent/update');
  });

  it('a merge where only the first has an e-mail → the first stays, and the second id finds nothing', () => {
    const { store, id } = withCustomer();
    const second = upsertCustomer(store.state, store.shop, { phone: '+84901234567' });
    const merge = `mutation($a: ID!, $b: ID!) { customerMerge(customerOneId: $a, customerTwoId: $b) {
      resultingCustomerId job { done } userErrors { field code } } }`;
    const other = `gid://shopify/Customer/${second.id}`;
    expect(store.data(merge, { a: id, b: other }).customerMerge).toEqual({
      resultingCustomerId: id,
      job: { done: true },
      userErrors: [],
    });
    const again = store.data(merge, { a: id, b: other }) as { customerMerge: { userErrors: unknown } };
    expect(again.customerMerge.userErrors).toEqual([
      { field: ['customerTwoId'], code: 'INVALID_CUSTOMER_ID' },
    ]);
    expect(store.data('query($id: ID!) { customer(id: $id) { id } }', { id: other })).toEqual({
      customer: null,
    });
  });
});

describe('metafields by GraphQL', () => {
  const SET = `mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) {
    metafields { namespace key value compareDigest } userErrors { field code } } }`;
  type SetReply = {
    metafieldsSet: { metafields: { compareDigest: string }[] | null; userErrors: unknown[] };
  };
  const set = (store: AdminShop, entries: readonly object[]) =>
    (store.data(SET, { m: entries }) as SetReply).metafieldsSet;

  it('set in the app’s own namespace → read back by $app, with a digest that guards the next write', () => {
    const { store, id } = withCustomer();
    const entry = { ownerId: id, key: 'points', type: 'number_integer', value: '120' };
    const first = set(store, [{ ...entry, compareDigest: null }]);
    expect(first).toMatchObject({ metafields: [{ namespace: 'app--42', value: '120' }], userErrors: [] });
    expect(set(store, [{ ...entry, compareDigest: null }]).userErrors).toEqual([
      { field: ['metafields', '0', 'compareDigest'], code: 'STALE_OBJECT' },
    ]);
    const digest = first.metafields?.[0]?.compareDigest;
    expect(set(store, [{ ...entry, value: '121', compareDigest: digest }]).userErrors).toEqual([]);
    const read = `query($id: ID!) { customer(id: $id) { metafield(namespace: "$app", key: "points") { jsonValue } } }`;
    expect(store.data(read, { id }).customer).toEqual({ metafield: { jsonValue: 121 } });
  });

  it('one bad value among good ones → nothing is stored', () => {
    const { store, id } = withCustomer();
    const good = { ownerId: id, key: 'points', type: 'number_integer', value: '1' };
    const reply = set(store, [good, { ...good, key: 'other', value: 'one' }]);
    expect(reply).toEqual({
      metafields: null,
      userErrors: [{ field: ['metafields', '1', 'value'], code: 'INVALID_VALUE' }],
    });
    expect(store.shop.metafields.size).toBe(0);
  });

  it.each([
    ['another app’s namespace', { namespace: 'app--7' }, 'APP_NOT_AUTHORIZED'],
    ['no type and no definition', { type: undefined }, 'BLANK'],
    ['an owner that is gone', { ownerId: 'gid://shopify/Customer/1' }, 'INVALID'],
    ['a type nobody knows', { type: 'points' }, 'INCLUSION'],
  ])('%s → refused', (_name, change, code) => {
    const { store, id } = withCustomer();
    const entry = { ownerId: id, key: 'points', type: 'number_integer', value: '1', ...change };
    expect(set(store, [entry]).userErrors).toMatchObject([{ code }]);
  });

  it('26 in one call → refused', () => {
    const { store, id } = withCustomer();
    const many = Array.from({ length: 26 }, (_, n) => ({
      ownerId: id,
      key: `key${n}`,
      type: 'boolean',
      value: 'true',
    }));
    expect(set(store, many).userErrors).toEqual([{ field: ['metafields'], code: 'LESS_THAN_OR_EQUAL_TO' }]);
  });

  it('without the write scope of the owner → ACCESS_DENIED', () => {
    const { store, id } = withCustomer();
    store.scopes = ['read_customers'];
    const reply = store.run(SET, { m: [{ ownerId: id, key: 'points', type: 'boolean', value: 'true' }] });
    expect(reply.errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
  });
});
