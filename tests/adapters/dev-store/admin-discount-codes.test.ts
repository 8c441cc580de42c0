import { describe, expect, it } from 'vitest';
import { placeOrder } from '../../dev-store/state/orders.ts';
import { AdminShop } from './support/admin-shop.ts';
import { ADD_CODES, made } from './support/discounts.ts';

const CREATION = `query($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done codesCount importedCount failedCount
  discountCode { id } codes(first: 250) { nodes { code discountRedeemCode { id code } errors { field code message } } } } }`;
const CODES = `query($id: ID!) { codeDiscountNode(id: $id) { codeDiscount { ... on DiscountCodeBasic {
  asyncUsageCount codesCount { count } codes(first: 250) { nodes { id code asyncUsageCount } } } } } }`;
const REMOVE = `mutation($id: ID!, $ids: [ID!], $search: String) {
  discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids, search: $search) { job { id done } userErrors { field code message } } }`;

interface Creation {
  readonly done: boolean;
  readonly importedCount: number;
  readonly failedCount: number;
  readonly discountCode: { readonly id: string } | null;
  readonly codes: {
    readonly nodes: readonly {
      readonly code: string;
      readonly discountRedeemCode: { readonly id: string } | null;
      readonly errors: readonly { readonly message: string; readonly code: string | null }[];
    }[];
  };
}

/** Sends codes; answers how to read the creation. */
function add(store: AdminShop, discountId: string, codes: readonly string[]): () => Creation {
  const reply = store.data(ADD_CODES, { id: discountId, codes: codes.map((code) => ({ code })) }) as {
    discountRedeemCodeBulkAdd: { bulkCreation: { id: string; done: boolean; importedCount: number } };
  };
  const { bulkCreation } = reply.discountRedeemCodeBulkAdd;
  expect(bulkCreation).toMatchObject({ done: false, importedCount: 0, codesCount: codes.length });
  return () =>
    (store.data(CREATION, { id: bulkCreation.id }) as { discountRedeemCodeBulkCreation: Creation })
      .discountRedeemCodeBulkCreation;
}

type Codes = { id: string; code: string; asyncUsageCount: number }[];
function codesOf(store: AdminShop, id: string): { asyncUsageCount: number; codes: Codes; count: number } {
  const reply = store.data(CODES, { id }) as {
    codeDiscountNode: {
      codeDiscount: { asyncUsageCount: number; codesCount: { count: number }; codes: { nodes: Codes } };
    };
  };
  const { asyncUsageCount, codesCount, codes } = reply.codeDiscountNode.codeDiscount;
  return { asyncUsageCount, codes: codes.nodes, count: codesCount.count };
}

describe('codes added in bulk', () => {
  it('250 codes → none at once, half of them half way, all when the delay is over', () => {
    const store = new AdminShop();
    store.shop.discountBook.delays.bulkCreationMs = 60_000;
    const id = made(store);
    const creation = add(
      store,
      id,
      Array.from({ length: 250 }, (_item, at) => `C${at}`),
    );
    store.now += 30_000;
    expect(creation()).toMatchObject({ done: false, importedCount: 125, failedCount: 0 });
    expect(codesOf(store, id).count).toBe(126);
    store.now += 29_999;
    expect(creation().done).toBe(false);
    store.now += 1;
    expect(creation()).toMatchObject({
      done: true,
      importedCount: 250,
      failedCount: 0,
      discountCode: { id },
    });
    expect(store.data('{ codeDiscountNodeByCode(code: "c249") { id } }')).toEqual({
      codeDiscountNodeByCode: { id },
    });
  });

  it('bad codes among good ones → each with its words and no error code, the others imported', () => {
    const store = new AdminShop();
    const id = made(store);
    made(store, { code: 'OTHER' });
    const creation = add(store, id, ['', 'A\nB', 'X'.repeat(256), 'GOOD', 'good', 'ten', 'OTHER', 'FRESH']);
    store.now += 2000;
    const { nodes } = creation().codes;
    expect(nodes.map((node) => node.errors.map((error) => [error.code, error.message]))).toEqual([
      [[null, 'is too short (minimum is 1 character)']],
      [[null, 'cannot contain newline characters.']],
      [[null, 'is too long (maximum is 255 characters)']],
      [],
      [[null, 'Codes must be unique within BulkDiscountCodeCreation']],
      [[null, 'must be unique. Please try a different code.']],
      [[null, 'must be unique. Please try a different code.']],
      [],
    ]);
    expect(nodes.map((node) => node.discountRedeemCode !== null)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(creation()).toMatchObject({ importedCount: 2, failedCount: 6 });
  });

  it('the same code in two calls on their way → the first to come in has it', () => {
    const store = new AdminShop();
    const [one, two] = [made(store, { code: 'ONE' }), made(store, { code: 'TWO' })];
    const [first, second] = [add(store, one, ['SAME']), add(store, two, ['SAME'])];
    store.now += 2000;
    expect([first().importedCount, second().importedCount]).toEqual([1, 0]);
  });

  it('no codes, 251 codes, no such discount → refused', () => {
    const store = new AdminShop();
    const id = made(store);
    const send = (discountId: string, count: number) =>
      store.run(ADD_CODES, {
        id: discountId,
        codes: Array.from({ length: count }, (_item, at) => ({ code: `C${at}` })),
      });
    expect(send(id, 0).data).toMatchObject({
      discountRedeemCodeBulkAdd: { bulkCreation: null, userErrors: [{ field: ['codes'], code: 'BLANK' }] },
    });
    expect(send(id, 251).errors?.[0]?.extensions?.code).toBe('MAX_INPUT_SIZE_EXCEEDED');
    expect(send('gid://shopify/DiscountCodeNode/1', 1).data).toMatchObject({
      discountRedeemCodeBulkAdd: {
        bulkCreation: null,
        userErrors: [{ field: ['discountId'], code: 'INVALID' }],
      },
    });
  });

  it('the discount is deleted meanwhile → what was in is gone, the rest fails, the creation ends', () => {
    const store = new AdminShop();
    const id = made(store);
    const creation = add(store, id, ['A', 'B', 'C', 'D']);
    store.now += 1000;
    store.data('mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId } }', { id });
    store.now += 1000;
    expect(creation()).toMatchObject({ done: true, importedCount: 2, failedCount: 2, discountCode: null });
    expect(store.data('{ codeDiscountNodeByCode(code: "A") { id } }')).toEqual({
      codeDiscountNodeByCode: null,
    });
  });
});

describe('codes taken off in bulk', () => {
  it('two by id → a job that is done after the delay; only then they are gone and free', () => {
    const store = new AdminShop();
    const id = made(store);
    add(store, id, ['A', 'B', 'C']);
    store.now += 2000;
    const ids = codesOf(store, id)
      .codes.filter((code) => code.code !== 'TEN' && code.code !== 'C')
      .map((code) => code.id);
    const reply = store.data(REMOVE, { id, ids }) as {
      discountCodeRedeemCodeBulkDelete: { job: { id: string; done: boolean } };
    };
    const { job } = reply.discountCodeRedeemCodeBulkDelete;
    expect([job.done, codesOf(store, id).count]).toEqual([false, 4]);
    store.now += 1000;
    expect(store.data('query($id: ID!) { job(id: $id) { done } }', { id: job.id })).toEqual({
      job: { done: true },
    });
    expect(codesOf(store, id).codes.map((code) => code.code)).toEqual(['TEN', 'C']);
    made(store, { code: 'A' });
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    ['nothing named', {}, { field: null, code: 'MISSING_ARGUMENT' }],
    [
      'two ways at once',
      { ids: ['gid://shopify/DiscountRedeemCode/1'], search: 'code:A' },
      { field: null, code: 'TOO_MANY_ARGUMENTS' },
    ],
    ['an empty list', { ids: [] }, { field: null, code: null }],
    ['a blank search', { search: ' ' }, { field: ['search'], code: 'BLANK' }],
  ])('%s → refused', (_name, variables, error) => {
    const store = new AdminShop();
    const id = made(store);
    expect(store.data(REMOVE, { id, ...variables })).toMatchObject({
      discountCodeRedeemCodeBulkDelete: { job: null, userErrors: [error] },
    });
  });
});

describe('uses of a code', () => {
  it('an order with the code → counted for the code and its discount only after the lag', () => {
    const store = new AdminShop();
    store.shop.discountBook.delays.usageCountMs = 30_000;
    const id = made(store);
    add(store, id, ['SECOND']);
    store.now += 2000;
    const discount = {
      type: 'code',
      title: 'second',
      valueKind: 'percentage',
      value: 10,
      target: 'LINE_ITEM',
    } as const;
    placeOrder(store.state, store.shop, { lines: [{ unitPriceMinor: 1000 }], discounts: [discount] });
    expect(codesOf(store, id).asyncUsageCount).toBe(0);
    store.now += 30_000;
    const { asyncUsageCount, codes } = codesOf(store, id);
    expect([asyncUsageCount, codes.map((code) => code.asyncUsageCount)]).toEqual([1, [0, 1]]);
  });
});
