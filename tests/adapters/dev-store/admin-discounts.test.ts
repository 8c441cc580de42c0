import { describe, expect, it } from 'vitest';
import { createCollection } from '../../dev-store/state/catalog.ts';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { AdminShop } from './support/admin-shop.ts';
import {
  CREATE,
  CREATE_SHIPPING,
  faults,
  made,
  payloadOf,
  plain,
  sells,
  shipping,
  UPDATE,
} from './support/discounts.ts';

const READ = `query($id: ID!) { codeDiscountNode(id: $id) { id codeDiscount { __typename
  ... on DiscountCodeBasic { title status startsAt endsAt usageLimit appliesOncePerCustomer tags discountClasses
    codesCount { count precision } codes(first: 5) { nodes { code asyncUsageCount createdBy { id } } }
    combinesWith { orderDiscounts productDiscounts shippingDiscounts } shareableUrls { url targetType }
    context { __typename ... on DiscountCustomerSegments { segments { id } } ... on DiscountCustomers { customers { id } } }
    customerGets { appliesOnOneTimePurchase appliesOnSubscription
      value { __typename ... on DiscountPercentage { percentage } ... on DiscountAmount { amount { amount currencyCode } appliesOnEachItem } }
      items { __typename ... on DiscountProducts { products(first: 5) { nodes { id } } } ... on DiscountCollections { collections(first: 5) { nodes { id } } } } }
    minimumRequirement { ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount } } ... on DiscountMinimumQuantity { greaterThanOrEqualToQuantity } } }
  ... on DiscountCodeFreeShipping { title discountClasses appliesOnSubscription maximumShippingPrice { amount }
    destinationSelection { __typename ... on DiscountCountries { countries includeRestOfWorld } } } } } }`;
const act = (verb: 'Activate' | 'Deactivate'): string =>
  `mutation($id: ID!) { discountCode${verb}(id: $id) { codeDiscountNode { id codeDiscount {
    ... on DiscountCodeBasic { status startsAt endsAt } } } userErrors { field code message extraInfo } } }`;
const DELETE = `mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { field code message } } }`;

type Read = { codeDiscountNode: { codeDiscount: Record<string, unknown> } | null };
const read = (store: AdminShop, id: string): Record<string, unknown> => {
  const { codeDiscountNode } = store.data(READ, { id }) as Read;
  if (codeDiscountNode === null) throw new Error(`no discount ${id}`);
  return codeDiscountNode.codeDiscount;
};

describe('a code discount', () => {
  it('created with everything said → reads back as it was said', () => {
    const store = new AdminShop({ currency: 'VND' });
    const tea = sells(store, 'Tea', 90_000);
    const customer = upsertCustomer(store.state, store.shop, { email: 'an@example.com' });
    const id = made(store, {
      code: 'Back-7Q',
      endsAt: '2026-12-19T00:00:00Z',
      context: { customers: { add: [`gid://shopify/Customer/${customer.id}`] } },
      customerGets: {
        value: { discountAmount: { amount: '20000', appliesOnEachItem: false } },
        items: { products: { productsToAdd: [`gid://shopify/Product/${tea.id}`] } },
        appliesOnSubscription: true,
      },
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '300000' } },
      usageLimit: 1,
      appliesOncePerCustomer: true,
      combinesWith: { shippingDiscounts: true },
      tags: ['retention'],
    });
    expect(read(store, id)).toEqual({
      __typename: 'DiscountCodeBasic',
      title: 'Ten off',
      status: 'ACTIVE',
      startsAt: '2026-11-19T00:00:00Z',
      endsAt: '2026-12-19T00:00:00Z',
      usageLimit: 1,
      appliesOncePerCustomer: true,
      tags: ['retention'],
      discountClasses: ['PRODUCT'],
      codesCount: { count: 1, precision: 'EXACT' },
      codes: { nodes: [{ code: 'Back-7Q', asyncUsageCount: 0, createdBy: { id: 'gid://shopify/App/42' } }] },
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
      shareableUrls: [{ url: 'https://demo.myshopify.com/discount/Back-7Q', targetType: 'HOME' }],
      context: {
        __typename: 'DiscountCustomers',
        customers: [{ id: `gid://shopify/Customer/${customer.id}` }],
      },
      customerGets: {
        appliesOnOneTimePurchase: true,
        appliesOnSubscription: true,
        value: {
          __typename: 'DiscountAmount',
          amount: { amount: '20000.0', currencyCode: 'VND' },
          appliesOnEachItem: false,
        },
        items: {
          __typename: 'DiscountProducts',
          products: { nodes: [{ id: `gid://shopify/Product/${tea.id}` }] },
        },
      },
      minimumRequirement: { greaterThanOrEqualToSubtotal: { amount: '300000.0' } },
    });
  });

  it('free shipping for two countries → reads back; it cannot be combined with free shipping', () => {
    const store = new AdminShop();
    const over = { destination: { countries: { add: ['VN', 'TH'] } }, maximumShippingPrice: '9.50' };
    expect(read(store, made(store, over, CREATE_SHIPPING))).toEqual({
      __typename: 'DiscountCodeFreeShipping',
      title: 'Ten off',
      discountClasses: ['SHIPPING'],
      appliesOnSubscription: false,
      maximumShippingPrice: { amount: '9.5' },
      destinationSelection: {
        __typename: 'DiscountCountries',
        countries: ['VN', 'TH'],
        includeRestOfWorld: false,
      },
    });
    const d = shipping({ code: 'TWO', combinesWith: { shippingDiscounts: true } });
    expect(faults(payloadOf(store, CREATE_SHIPPING, { d }))).toEqual([
      'combinesWith INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS',
    ]);
  });

  const gets = (more: Record<string, unknown>) => ({
    customerGets: { value: { percentage: 0.1 }, items: { all: true }, ...more },
  });
  const unknown = (type: string): string => `gid://shopify/${type}/999`;

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['no title', { title: ' ' }, ['title BLANK']],
    ['a title of 256 characters', { title: 'T'.repeat(256) }, ['title TOO_LONG']],
    ['no start', { startsAt: undefined }, ['startsAt BLANK']],
    ['an end at its start', { endsAt: '2026-11-19T00:00:00Z' }, ['endsAt INVALID']],
    ['no code', { code: undefined }, ['code BLANK']],
    ['an empty code', { code: '' }, ['code TOO_SHORT']],
    ['a code of blanks', { code: '  ' }, ['code BLANK']],
    ['a code of two lines', { code: 'A\nB' }, ['code INVALID']],
    ['a code of 256 characters', { code: 'X'.repeat(256) }, ['code TOO_LONG']],
    ['a code in use, in other letters', { code: 'taken' }, ['code TAKEN']],
    ['0 %', gets({ value: { percentage: 0 } }), ['customerGets.value.percentage VALUE_OUTSIDE_RANGE']],
    ['101 %', gets({ value: { percentage: 1.01 } }), ['customerGets.value.percentage VALUE_OUTSIDE_RANGE']],
    [
      'an amount of 0',
      gets({ value: { discountAmount: { amount: '0' } } }),
      ['customerGets.value.discountAmount.amount LESS_THAN_OR_EQUAL_TO'],
    ],
    ['no value', gets({ value: {} }), ['customerGets.value BLANK']],
    ['no items', gets({ items: {} }), ['customerGets.items BLANK']],
    [
      'an unknown product',
      gets({ items: { products: { productsToAdd: [unknown('Product')] } } }),
      ['customerGets.items.products.productsToAdd INVALID'],
    ],
    [
      'an unknown variant',
      gets({ items: { products: { productVariantsToAdd: [unknown('ProductVariant')] } } }),
      ['customerGets.items.products.productVariantsToAdd INVALID'],
    ],
    [
      'an unknown collection',
      gets({ items: { collections: { add: [unknown('Collection')] } } }),
      ['customerGets.items.collections.add INVALID'],
    ],
    [
      'an unknown segment',
      { context: { customerSegments: { add: [unknown('Segment')] } } },
      ['context.customerSegments.add INVALID'],
    ],
    [
      'an unknown customer',
      { context: { customers: { add: [unknown('Customer')] } } },
      ['context.customers.add INVALID'],
    ],
    ['nobody', { context: undefined }, ['customerSelection INVALID']],
    ['both ways to say for whom', { customerSelection: { all: true } }, ['context INVALID']],
    [
      'neither once nor by subscription',
      gets({ appliesOnOneTimePurchase: false }),
      ['customerGets.appliesOnOneTimePurchase APPLIES_ON_NOTHING'],
    ],
    [
      'two minimums',
      {
        minimumRequirement: {
          subtotal: { greaterThanOrEqualToSubtotal: '10' },
          quantity: { greaterThanOrEqualToQuantity: '2' },
        },
      },
      [
        'minimumRequirement.subtotal.greaterThanOrEqualToSubtotal CONFLICT',
        'minimumRequirement.quantity.greaterThanOrEqualToQuantity CONFLICT',
      ],
    ],
    ['a use limit of 0', { usageLimit: 0 }, ['usageLimit GREATER_THAN']],
    [
      'two cycles of what is bought once',
      { recurringCycleLimit: 2 },
      ['recurringCycleLimit MULTIPLE_RECURRING_CYCLE_LIMIT_FOR_NON_SUBSCRIPTION_ITEMS'],
    ],
    ['six tags', { tags: ['a', 'b', 'c', 'd', 'e', 'f'] }, ['tags TOO_MANY_TAGS']],
    ['a tag of 256 characters', { tags: ['t'.repeat(256)] }, ['tags INVALID_TAG_LENGTH']],
    ['no title and no start', { title: '', startsAt: null }, ['title BLANK', 'startsAt BLANK']],
  ])('%s → refused by field and code, nothing made', (_name, over, expected) => {
    const store = new AdminShop();
    made(store, { code: 'TAKEN' });
    const payload = payloadOf(store, CREATE, { d: plain(over) });
    expect(faults(payload)).toEqual(expected);
    expect(payload.codeDiscountNode).toBeNull();
    expect(store.shop.discountBook.discounts.size).toBe(1);
  });

  it('the longest title and code, 100 %, five tags → taken', () => {
    const store = new AdminShop();
    const over = { title: 'T'.repeat(255), code: 'X'.repeat(255), tags: ['a', 'b', 'c', 'd', 'e'] };
    made(store, { ...over, customerGets: { value: { percentage: 1 }, items: { all: true } } });
    expect(store.shop.discountBook.discounts.size).toBe(1);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['two kinds of context', { context: { all: 'ALL', customers: { add: [] } } }, 'INVALID_VARIABLE'],
    [
      'a share and an amount at once',
      { customerGets: { value: { percentage: 0.1, discountAmount: { amount: '5' } }, items: { all: true } } },
      'BAD_REQUEST',
    ],
    [
      'an amount that is no number',
      { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: 'ten' } } },
      'INVALID_VARIABLE',
    ],
    [
      'one product in both lists',
      {
        customerGets: {
          value: { percentage: 0.1 },
          items: {
            products: {
              productsToAdd: ['gid://shopify/Product/1'],
              productsToRemove: ['gid://shopify/Product/1'],
            },
          },
        },
      },
      'BAD_REQUEST',
    ],
    ['markets', { context: { markets: { add: ['gid://shopify/Market/1'] } } }, 'BAD_REQUEST'],
  ])('%s → a top-level error', (_name, over, code) => {
    const reply = new AdminShop().run(CREATE, { d: plain(over) });
    expect(reply.errors?.[0]?.extensions?.code).toBe(code);
  });

  it('changed in part → the rest stays; ids are added and removed', () => {
    const store = new AdminShop();
    const [tea, cup] = [sells(store, 'Tea', 500), sells(store, 'Cup', 900)];
    const gid = (id: string): string => `gid://shopify/Product/${id}`;
    const id = made(store, {
      usageLimit: 1,
      tags: ['old'],
      customerGets: { value: { percentage: 0.2 }, items: { products: { productsToAdd: [gid(tea.id)] } } },
    });
    const items = { products: { productsToAdd: [gid(cup.id)], productsToRemove: [gid(tea.id)] } };
    const d = { endsAt: '2026-12-01T00:00:00Z', code: 'ten', tags: ['new'], customerGets: { items } };
    expect(payloadOf(store, UPDATE, { id, d }).userErrors).toEqual([]);
    expect(read(store, id)).toMatchObject({
      title: 'Ten off',
      usageLimit: 1,
      tags: ['new'],
      endsAt: '2026-12-01T00:00:00Z',
      codes: { nodes: [{ code: 'ten' }] },
      customerGets: { value: { percentage: 0.2 }, items: { products: { nodes: [{ id: gid(cup.id) }] } } },
    });
  });

  it('one that is gone, one whose codes are many → their own refusals', () => {
    const store = new AdminShop();
    const gone = payloadOf(store, UPDATE, { id: 'gid://shopify/DiscountCodeNode/1', d: { title: 'x' } });
    expect(gone.userErrors).toMatchObject([
      { field: ['id'], code: null, message: 'Discount does not exist' },
    ]);
    const id = made(store);
    const numeric = id.split('/').at(-1) ?? '';
    store.shop.discountBook.addCode({
      id: '9',
      discountId: numeric,
      code: 'B',
      createdAt: 0,
      addedByApp: true,
    });
    const many = payloadOf(store, UPDATE, { id, d: { code: 'NEW' } });
    expect(many.userErrors).toMatchObject([
      { field: ['id'], message: 'Cannot update the code of a bulk discount.' },
    ]);
    expect(payloadOf(store, UPDATE, { id, d: { title: 'Renamed' } }).userErrors).toEqual([]);
  });

  it('its status follows the clock; deactivating ends it now, activating starts it again without an end', () => {
    const store = new AdminShop();
    const id = made(store, { startsAt: '2026-11-20T08:00:10Z', endsAt: '2026-11-20T08:00:20Z' });
    const status = () => read(store, id).status;
    expect(status()).toBe('SCHEDULED');
    store.now += 10_000;
    expect(status()).toBe('ACTIVE');
    store.now += 10_000;
    expect(status()).toBe('EXPIRED');
    const state = (verb: 'Activate' | 'Deactivate') => {
      const payload = Object.values(store.data(act(verb), { id }))[0] as {
        codeDiscountNode: { codeDiscount: unknown };
      };
      return payload.codeDiscountNode.codeDiscount;
    };
    expect(state('Activate')).toEqual({ status: 'ACTIVE', startsAt: '2026-11-20T08:00:10Z', endsAt: null });
    store.now += 5000;
    const ended = { status: 'EXPIRED', startsAt: '2026-11-20T08:00:10Z', endsAt: '2026-11-20T08:00:25Z' };
    expect(state('Deactivate')).toEqual(ended);
    store.now += 5000;
    expect(state('Deactivate')).toEqual(ended);
  });

  it('deleted → gone by id, by code and as a node; its code is free, a second delete is refused', () => {
    const store = new AdminShop();
    const id = made(store);
    const byCode = '{ codeDiscountNodeByCode(code: "ten") { id } }';
    expect(store.data(byCode)).toEqual({ codeDiscountNodeByCode: { id } });
    store.topics();
    expect(store.data(DELETE, { id })).toEqual({
      discountCodeDelete: { deletedCodeDiscountId: id, userErrors: [] },
    });
    expect(store.topics()).toEqual(['discounts/delete']);
    expect(store.data(byCode)).toEqual({ codeDiscountNodeByCode: null });
    expect(store.data(READ, { id })).toEqual({ codeDiscountNode: null });
    expect(
      store.data('query($id: ID!) { node(id: $id) { id } discountNode(id: $id) { id } }', { id }),
    ).toEqual({
      node: null,
      discountNode: null,
    });
    expect(store.data(DELETE, { id })).toMatchObject({
      discountCodeDelete: { deletedCodeDiscountId: null, userErrors: [{ field: ['id'], code: 'INVALID' }] },
    });
    made(store);
  });

  it('many → found by search and paged; what is no field or no kind of it is refused', () => {
    const store = new AdminShop();
    const teas = createCollection(store.state, store.shop, { title: 'Teas', productIds: [] });
    const ids = ['A', 'B', 'C'].map((code) => made(store, { code, title: `Offer ${code}` }));
    made(store, {
      code: 'D',
      startsAt: '2026-12-01T00:00:00Z',
      customerGets: {
        value: { percentage: 0.5 },
        items: { collections: { add: [`gid://shopify/Collection/${teas.id}`] } },
      },
    });
    const find = `query($q: String, $after: String) { discountNodes(first: 2, query: $q, after: $after) {
      nodes { id discount { ... on DiscountCodeBasic { title } } } pageInfo { hasNextPage endCursor } } }`;
    type Found = {
      discountNodes: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const first = (store.data(find, { q: 'status:active' }) as Found).discountNodes;
    expect(first.nodes.map((node) => node.id)).toEqual(ids.slice(0, 2));
    const after = first.pageInfo.endCursor;
    const second = (store.data(find, { q: 'status:active', after }) as Found).discountNodes;
    expect([second.nodes.map((node) => node.id), second.pageInfo.hasNextPage]).toEqual([ids.slice(2), false]);
    const count = (q: string): unknown =>
      (
        store.data('query($q: String) { discountNodesCount(query: $q) { count } }', { q }) as {
          discountNodesCount: { count: number };
        }
      ).discountNodesCount.count;
    expect(['status:scheduled', 'discount_class:product', 'code:b', "title:'Offer C'"].map(count)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(store.run(find, { q: 'colour:red' }).errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
    const strange = store.run(READ, { id: 'gid://shopify/Order/1' });
    expect(strange.errors?.[0]?.extensions?.code).toBe('RESOURCE_NOT_FOUND');
  });

  it('without the scope → denied; a read scope writes nothing', () => {
    const store = new AdminShop();
    made(store);
    store.scopes = ['read_customers'];
    const denied = (reply: ReturnType<AdminShop['run']>): unknown => reply.errors?.[0]?.extensions?.code;
    expect(denied(store.run('{ codeDiscountNodeByCode(code: "TEN") { id } }'))).toBe('ACCESS_DENIED');
    store.scopes = ['read_discounts'];
    expect(store.run('{ codeDiscountNodeByCode(code: "TEN") { id } }').errors).toBeUndefined();
    expect(denied(store.run(CREATE, { d: plain({ code: 'NEW' }) }))).toBe('ACCESS_DENIED');
    expect(store.shop.discountBook.discounts.size).toBe(1);
  });
});
