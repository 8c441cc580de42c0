import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { upsertCustomer } from '../../dev-store/state/customers.ts';
import { placeOrder } from '../../dev-store/state/orders.ts';
import type { BulkAnswer, BulkOperationRecord, Caller } from '../../dev-store/state/ports.ts';
import { type Shell, shopDomain, startShell } from './shell-harness.ts';

let shell: Shell;
let caller: Caller;
beforeEach(async () => {
  shell = await startShell();
  shell.local.clock.freeze();
  const { shop, installation } = shell.local.shop(shopDomain);
  caller = { shop, app: shell.local.identity(), scopes: new Set(installation.scopes), tokenKind: 'offline' };
});
afterEach(() => shell.close());

const ordersQuery = `{ orders { edges { node { id name customer { id } lineItems { edges { node { __typename id quantity } } } } } } }`;
const day = 86_400_000;

type Line = {
  id?: string;
  __parentId?: string;
  __typename?: string;
  __lineNumber?: number;
  data?: unknown;
  errors?: unknown;
};

function plant(orders: number): void {
  const { state } = shell.local;
  const lines = [{ unitPriceMinor: 100 }, { unitPriceMinor: 200, quantity: 2 }];
  state.silently(() => {
    const customer = upsertCustomer(state, caller.shop, { email: 'an@example.com' });
    for (let at = 0; at < orders; at++) placeOrder(state, caller.shop, { customerId: customer.id, lines });
  });
}

function started(answer: BulkAnswer): BulkOperationRecord {
  if (!answer.ok) throw new Error(JSON.stringify(answer.userErrors));
  return answer.operation;
}

const start = (query: string, groupObjects = false) =>
  started(shell.local.bulk.runQuery(caller, { query, groupObjects }));
const look = (id: string): BulkOperationRecord => {
  const found = shell.local.bulk.find(caller, id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
};
const advance = (ms: number) => shell.local.clock.advance(ms);

async function finished(operation: BulkOperationRecord): Promise<BulkOperationRecord> {
  await advance(1_000);
  return look(operation.id);
}

async function download(url: string | null): Promise<Line[]> {
  const response = await fetch(url ?? '');
  expect(response.status).toBe(200);
  const text = await response.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('bulk queries', () => {
  test('started → CREATED, RUNNING, COMPLETED over the clock, counts and the finish webhook', async () => {
    plant(600);
    const operation = start(ordersQuery);
    expect(operation.status).toBe('CREATED');
    const done = await finished(operation);
    expect(done).toMatchObject({
      status: 'COMPLETED',
      objectCount: 1800,
      rootObjectCount: 600,
      errorCode: null,
    });
    expect(done.completedAt).toBe(done.createdAt + shell.local.bulk.startDelayMs + shell.local.bulk.runMs);
    const lines = await download(done.url);
    expect(lines).toHaveLength(1800);
    await shell.local.hub.courier.quiet();
    const finish = shell.door.received.find(({ topic }) => topic === 'bulk_operations/finish');
    expect(JSON.parse(finish?.body ?? '')).toMatchObject({
      admin_graphql_api_id: `gid://shopify/BulkOperation/${done.id}`,
      status: 'completed',
      type: 'query',
    });
  });

  test('groupObjects false → children of right parents but scattered; true → each right behind its parent', async () => {
    plant(600);
    const scattered = await download((await finished(start(ordersQuery))).url);
    const grouped = await download((await finished(start(ordersQuery, true))).url);
    const positions = (lines: Line[]) => new Map(lines.map((line, at) => [line.id, at]));
    const gap = (lines: Line[]): number[] => {
      const at = positions(lines);
      return lines.flatMap((line, index) =>
        line.__parentId ? [index - (at.get(line.__parentId) ?? Number.NaN)] : [],
      );
    };
    expect(gap(grouped).every((distance) => distance === 1 || distance === 2)).toBe(true);
    expect(gap(scattered).some((distance) => distance < 0)).toBe(true);
    expect(gap(scattered).some((distance) => distance > 250)).toBe(true);
    expect(gap(scattered)).not.toContain(Number.NaN);
    const sorted = (lines: Line[]) => lines.map((line) => JSON.stringify(line)).sort();
    expect(sorted(scattered)).toEqual(sorted(grouped));
    expect(grouped[0]).toMatchObject({
      customer: { id: expect.stringContaining('gid://shopify/Customer/') },
    });
    expect(grouped[1]?.__typename).toBe('LineItem');
  });

  test('a result without objects → no address', async () => {
    expect(await finished(start(ordersQuery))).toMatchObject({
      status: 'COMPLETED',
      url: null,
      objectCount: 0,
    });
  });

  test('five at once per shop → the sixth is LIMIT_REACHED until one ends; another shop is free', async () => {
    const operations = Array.from({ length: 5 }, () => start(ordersQuery));
    expect(shell.local.bulk.runQuery(caller, { query: ordersQuery, groupObjects: false })).toMatchObject({
      ok: false,
      userErrors: [{ code: 'LIMIT_REACHED' }],
    });
    const other = shell.local.createShop({ domain: 'other' }, { grantsAllOrders: true, install: true });
    expect(
      shell.local.bulk.runQuery({ ...caller, shop: other }, { query: ordersQuery, groupObjects: false }).ok,
    ).toBe(true);
    await Promise.all(operations.map((operation) => finished(operation)));
    expect(shell.local.bulk.runQuery(caller, { query: ordersQuery, groupObjects: false }).ok).toBe(true);
  });

  test('cancelled before it ran → CANCELING, then CANCELED; over → refused', async () => {
    plant(10);
    const operation = start(ordersQuery);
    expect(shell.local.bulk.cancel(caller, operation.id)).toMatchObject({
      ok: true,
      operation: { status: 'CANCELING' },
    });
    expect(await finished(operation)).toMatchObject({ status: 'CANCELED', url: null });
    expect(shell.local.bulk.cancel(caller, operation.id)).toMatchObject({ ok: false });
    expect(shell.local.bulk.cancel(caller, '1')).toBeUndefined();
  });

  test('broken off on request → FAILED with the code, and what was read under partialDataUrl', async () => {
    plant(600);
    await shell.control('POST', 'shops/tea-house/bulk-faults', { afterObjects: 100, errorCode: 'TIMEOUT' });
    const failed = await finished(start(ordersQuery));
    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'TIMEOUT', url: null, objectCount: 100 });
    expect(await download(failed.partialDataUrl)).toHaveLength(100);
    expect(await finished(start(ordersQuery))).toMatchObject({ status: 'COMPLETED' });
  });

  test('a scope missing → FAILED with ACCESS_DENIED', async () => {
    plant(1);
    caller = { ...caller, scopes: new Set(['read_products']) };
    expect(await finished(start(ordersQuery))).toMatchObject({
      status: 'FAILED',
      errorCode: 'ACCESS_DENIED',
    });
  });

  test('the address holds seven days, cannot be altered, and then the operation is EXPIRED', async () => {
    plant(1);
    const done = await finished(start(ordersQuery));
    const url = new URL(done.url ?? '');
    url.searchParams.set('expires', String(Number(url.searchParams.get('expires')) + day));
    expect((await fetch(url)).status).toBe(403);
    await advance(6 * day);
    expect((await fetch(done.url ?? '')).status).toBe(200);
    await advance(2 * day);
    expect((await fetch(done.url ?? '')).status).toBe(403);
    expect(look(done.id)).toMatchObject({ status: 'EXPIRED', url: null });
  });

  test('named fragments and a connection inside an object → still lines with their parents', async () => {
    plant(2);
    const query =
      'query { orders { edges { node { ...whole } } } } fragment whole on Order { id customer { id lastOrder { lineItems { edges { node { id } } } } } }';
    const lines = await download((await finished(start(query, true))).url);
    expect(lines).toHaveLength(6);
    expect(lines[1]?.__parentId).toBe(lines[0]?.id);
  });

  test('a parent that does not select its id → refused before it starts', () => {
    const query = '{ orders { edges { node { name lineItems { edges { node { id } } } } } } }';
    const answer = shell.local.bulk.runQuery(caller, { query, groupObjects: false });
    expect(answer).toMatchObject({
      ok: false,
      userErrors: [{ code: 'INVALID', message: expect.stringContaining("must select the 'id'") }],
    });
  });

  test('asked for over HTTP → the same operation by id, in the list and by its address', async () => {
    plant(3);
    const token = await shell.accessToken();
    const ask = async (query: string, variables = {}) =>
      (await (
        await shell.asApp('/admin/api/2026-10/graphql.json', { token, body: { query, variables } })
      ).json()) as { data: Record<string, unknown> };
    const run =
      'mutation ($q: String!) { bulkOperationRunQuery(query: $q, groupObjects: false) { bulkOperation { id status } userErrors { code message } } }';
    const begun = await ask(run, { q: ordersQuery });
    const { id } = (begun.data.bulkOperationRunQuery as { bulkOperation: { id: string } }).bulkOperation;
    await advance(1_000);
    const read = await ask(
      'query ($id: ID!) { bulkOperation(id: $id) { status objectCount url } bulkOperations(first: 5, query: "status:completed") { nodes { id } } }',
      { id },
    );
    expect(read.data).toMatchObject({
      bulkOperation: { status: 'COMPLETED', objectCount: '9' },
      bulkOperations: { nodes: [{ id }] },
    });
    expect(await download((read.data.bulkOperation as { url: string }).url)).toHaveLength(9);
    const refused = await ask(run, { q: '{ shop { name } }' });
    expect(refused.data).toMatchObject({
      bulkOperationRunQuery: { bulkOperation: null, userErrors: [{ code: 'INVALID' }] },
    });
  });
});

describe('bulk mutations', () => {
  const mutation =
    'mutation call($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } } }';

  function stage() {
    const [target] = shell.local.bulk.stageUploads(caller, [
      {
        resource: 'BULK_MUTATION_VARIABLES',
        filename: 'vars.jsonl',
        mimeType: 'text/jsonl',
        httpMethod: 'POST',
        fileSize: null,
      },
    ]);
    if (target === undefined) throw new Error('no target');
    return target;
  }

  async function upload(text: string, order: 'file-last' | 'file-first' = 'file-last') {
    const target = stage();
    const form = new FormData();
    const file = new Blob([text], { type: 'text/jsonl' });
    if (order === 'file-first') form.append('file', file, 'vars.jsonl');
    for (const { name, value } of target.parameters) form.append(name, value);
    if (order === 'file-last') form.append('file', file, 'vars.jsonl');
    const response = await fetch(target.url, { method: 'POST', body: form });
    return {
      status: response.status,
      path: target.parameters.find(({ name }) => name === 'key')?.value ?? '',
    };
  }

  const run = (stagedUploadPath: string) =>
    shell.local.bulk.runMutation(caller, { mutation, stagedUploadPath, clientIdentifier: null });

  test('variables staged and uploaded → run line by line, answers with line number and userErrors', async () => {
    const { id } = upsertCustomer(shell.local.state, caller.shop, { email: 'an@example.com' });
    const gid = `gid://shopify/Customer/${id}`;
    const lines = [
      { id: gid, tags: ['vip', 'repeat'] },
      { id: 'gid://shopify/Customer/404', tags: ['vip'] },
    ];
    const uploaded = await upload(`${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`);
    expect(uploaded.status).toBe(201);
    const done = await finished(started(run(uploaded.path)));
    expect(done).toMatchObject({ type: 'MUTATION', status: 'COMPLETED', objectCount: 3 });
    const results = (await download(done.url)).sort(
      (left, right) => (left.__lineNumber ?? 0) - (right.__lineNumber ?? 0),
    );
    expect(results[0]).toMatchObject({
      __lineNumber: 0,
      data: { tagsAdd: { node: { id: gid }, userErrors: [] } },
    });
    expect(JSON.stringify(results[1])).toMatch(/not|exist/i);
    expect(results[2]).toMatchObject({
      __lineNumber: 2,
      errors: [{ message: expect.stringContaining('JSON') }],
    });
    expect(caller.shop.customers.get(id)?.tags).toEqual(['repeat', 'vip']);
    const stats = await shell.control<Record<string, { byRootField: Record<string, number> }>>(
      'GET',
      'stats',
    );
    expect(stats[shopDomain]?.byRootField.tagsAdd).toBe(3);
    await shell.local.hub.courier.quiet();
    expect(shell.door.received.map(({ topic }) => topic)).toContain('customer.tags_added');
  });

  test('a form with the file first, or parameters that were changed → not stored', async () => {
    expect((await upload('{}', 'file-first')).status).toBe(400);
    const target = stage();
    const form = new FormData();
    for (const { name, value } of target.parameters) form.append(name, name === 'policy' ? 'other' : value);
    form.append('file', new Blob(['{}']), 'vars.jsonl');
    expect((await fetch(target.url, { method: 'POST', body: form })).status).toBe(403);
  });

  test('nothing uploaded, an empty file, a foreign shop’s file → refused with the code', async () => {
    const key = stage().parameters.find(({ name }) => name === 'key')?.value ?? '';
    expect(run(key)).toMatchObject({ ok: false, userErrors: [{ code: 'NO_SUCH_FILE' }] });
    expect(run((await upload('\n')).path)).toMatchObject({
      ok: false,
      userErrors: [{ code: 'INVALID_STAGED_UPLOAD_FILE' }],
    });
    const { path } = await upload('{}');
    const other = shell.local.createShop({ domain: 'other' }, { grantsAllOrders: true, install: true });
    const foreign = shell.local.bulk.runMutation(
      { ...caller, shop: other },
      { mutation, stagedUploadPath: path, clientIdentifier: null },
    );
    expect(foreign).toMatchObject({ ok: false, userErrors: [{ code: 'NO_SUCH_FILE' }] });
  });
});
