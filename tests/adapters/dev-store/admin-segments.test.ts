import { describe, expect, it } from 'vitest';
import { parseSegment } from '../../dev-store/graphql/segment-query.ts';
import { mergeCustomers } from '../../dev-store/state/customer-removal.ts';
import { addTags, removeTags, upsertCustomer } from '../../dev-store/state/customers.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import { AdminShop } from './support/admin-shop.ts';

const CREATE = `mutation($n: String!, $q: String!) {
  segmentCreate(name: $n, query: $q) { segment { id query } userErrors { field message } } }`;
const MEMBERS =
  'query($q: String) { customerSegmentMembers(first: 1000, query: $q) { totalCount edges { node { id } } } }';

function createSegment(store: AdminShop, name: string, query: string): string {
  const { segmentCreate } = store.data(CREATE, { n: name, q: query }) as {
    segmentCreate: { segment: { id: string } };
  };
  return segmentCreate.segment.id;
}

function members(store: AdminShop, query: string): readonly string[] {
  const { customerSegmentMembers } = store.data(MEMBERS, { q: query }) as {
    customerSegmentMembers: { edges: { node: { id: string } }[] };
  };
  return customerSegmentMembers.edges.map((edge) =>
    edge.node.id.replace('gid://shopify/CustomerSegmentMember/', ''),
  );
}

describe('segments', () => {
  it('a tag just set → a member only after the lag; a tag just taken → a member until then', () => {
    const store = new AdminShop();
    const { state, shop } = store;
    shop.segmentLagMs = 30_000;
    const customer = upsertCustomer(state, shop, { email: 'an@example.com' });
    const id = createSegment(store, 'Treated', "customer_tags CONTAINS 'offer-1'");
    const query = `query($c: ID!, $s: [ID!]!) {
      customerSegmentMembership(customerId: $c, segmentIds: $s) { memberships { segmentId isMember } } }`;
    const isMember = () => {
      const reply = store.data(query, { c: `gid://shopify/Customer/${customer.id}`, s: [id] }) as {
        customerSegmentMembership: { memberships: { isMember: boolean }[] };
      };
      return reply.customerSegmentMembership.memberships[0]?.isMember;
    };
    addTags(state, shop, customer, ['offer-1']);
    expect(isMember()).toBe(false);
    store.now += 29_999;
    expect(isMember()).toBe(false);
    store.now += 1;
    expect(isMember()).toBe(true);
    removeTags(state, shop, customer, ['offer-1']);
    expect(isMember()).toBe(true);
    store.now += 30_000;
    expect(isMember()).toBe(false);
  });

  it('two changes within the lag → segments still see the tags before both', () => {
    const store = new AdminShop();
    const customer = upsertCustomer(store.state, store.shop, { tags: ['old'] });
    store.now += store.shop.segmentLagMs;
    addTags(store.state, store.shop, customer, ['new']);
    store.now += 1000;
    removeTags(store.state, store.shop, customer, ['old']);
    expect(members(store, "customer_tags CONTAINS 'old'")).toEqual([customer.id]);
    expect(members(store, "customer_tags CONTAINS 'new'")).toEqual([]);
  });

  it('a customer made with a tag, a tag come by a merge → members after the lag too', () => {
    const store = new AdminShop();
    const { state, shop } = store;
    const made = upsertCustomer(state, shop, { email: 'made@example.com', tags: ['vip'] });
    expect(members(store, "customer_tags CONTAINS 'vip'")).toEqual([]);
    store.now += shop.segmentLagMs;
    expect(members(store, "customer_tags CONTAINS 'vip'")).toEqual([made.id]);
    const kept = upsertCustomer(state, shop, { email: 'kept@example.com' });
    mergeCustomers(state, shop, kept, made);
    expect(members(store, "customer_tags CONTAINS 'vip'")).toEqual([]);
    store.now += shop.segmentLagMs;
    expect(members(store, "customer_tags CONTAINS 'vip'")).toEqual([kept.id]);
  });

  it('1001 members a page → refused; 1000 → the first thousand and a next page', () => {
    const store = new AdminShop();
    for (let at = 0; at < 1001; at += 1) upsertCustomer(store.state, store.shop, {});
    const page = (first: number) =>
      store.run(
        'query($n: Int!) { customerSegmentMembers(first: $n, query: "number_of_orders = 0") { totalCount edges { node { id } } pageInfo { hasNextPage } } }',
        { n: first },
      );
    expect(page(1001).errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
    const { customerSegmentMembers: found } = page(1000).data as {
      customerSegmentMembers: { totalCount: number; edges: unknown[]; pageInfo: { hasNextPage: boolean } };
    };
    expect([found.totalCount, found.edges.length, found.pageInfo.hasNextPage]).toEqual([1001, 1000, true]);
  });

  it('predicates joined by AND, OR, NOT → the customers they describe', () => {
    const store = new AdminShop();
    const { state, shop } = store;
    const one = upsertCustomer(state, shop, { email: 'a@shop.vn', tags: ['vip'], countryCode: 'VN' });
    const two = upsertCustomer(state, shop, { email: 'b@shop.th', countryCode: 'TH' });
    store.now += shop.segmentLagMs;
    for (let n = 0; n < 2; n += 1)
      placeOrder(state, shop, { customerId: two.id, lines: [{ unitPriceMinor: 5000 }] });
    expect(members(store, "customer_tags CONTAINS 'VIP'")).toEqual([one.id]);
    expect(members(store, "customer_tags NOT CONTAINS 'vip' AND number_of_orders >= 2")).toEqual([two.id]);
    expect(members(store, 'amount_spent > 99 AND last_order_date >= -7d')).toEqual([two.id]);
    expect(members(store, "customer_countries CONTAINS 'VN' OR (number_of_orders = 2)")).toEqual([
      one.id,
      two.id,
    ]);
    expect(members(store, "NOT customer_email_domain = 'shop.vn'")).toEqual([two.id]);
    expect(members(store, 'last_order_date IS NULL')).toEqual([one.id]);
  });

  it.each([
    ['a filter nobody knows', "colour = 'red'", ["Query Line 1 Column 0: 'colour' filter cannot be found."]],
    [
      'a second thing after the end',
      "customer_tags CONTAINS 'a' b",
      ["Query Line 1 Column 27: 'b' is unexpected."],
    ],
    ['a number for a tag', 'customer_tags CONTAINS 5', ["Query Line 1 Column 23: '5' is unexpected."]],
    [
      'CONTAINS on a number',
      "number_of_orders CONTAINS '5'",
      ["Query Line 1 Column 17: 'number_of_orders' does not support operator 'CONTAINS'."],
    ],
  ])('%s → refused with its column', (_name, query, problems) => {
    expect(parseSegment(query)).toEqual({ ok: false, problems });
    expect(new AdminShop().run(MEMBERS, { q: query }).errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  });

  it('a name that is taken, an empty query → user errors; a renamed and a deleted segment → gone under the old name', () => {
    const store = new AdminShop();
    const id = createSegment(store, 'VIP', "customer_tags CONTAINS 'vip'");
    const again = store.data(CREATE, { n: 'VIP', q: '' }) as {
      segmentCreate: { userErrors: { message: string }[] };
    };
    expect(again.segmentCreate.userErrors.map((error) => error.message)).toEqual([
      'Name has already been taken',
    ]);
    store.data(
      'mutation($id: ID!) { segmentUpdate(id: $id, name: "Best") { segment { name } userErrors { message } } }',
      { id },
    );
    expect(store.data('{ segments(first: 5) { nodes { name } } segmentsCount { count } }')).toEqual({
      segments: { nodes: [{ name: 'Best' }] },
      segmentsCount: { count: 1 },
    });
    store.data('mutation($id: ID!) { segmentDelete(id: $id) { deletedSegmentId userErrors { message } } }', {
      id,
    });
    expect(store.data('query($id: ID!) { segment(id: $id) { id } }', { id })).toEqual({ segment: null });
  });

  it('a members query → empty until it is done, then the members by its id', () => {
    const store = new AdminShop();
    upsertCustomer(store.state, store.shop, { tags: ['vip'] });
    const create = `mutation { customerSegmentMembersQueryCreate(input: { query: "customer_tags CONTAINS 'vip'" }) {
      customerSegmentMembersQuery { id done currentCount } userErrors { message } } }`;
    const { customerSegmentMembersQueryCreate: created } = store.data(create) as {
      customerSegmentMembersQueryCreate: { customerSegmentMembersQuery: { id: string; done: boolean } };
    };
    const { id, done } = created.customerSegmentMembersQuery;
    const read = 'query($id: ID) { customerSegmentMembers(first: 5, queryId: $id) { totalCount } }';
    expect([done, store.run(read, { id }).errors?.[0]?.extensions?.code]).toEqual([false, 'BAD_REQUEST']);
    store.now += store.shop.segmentLagMs;
    expect(store.data(read, { id })).toEqual({ customerSegmentMembers: { totalCount: 1 } });
  });
});
