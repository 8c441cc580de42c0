import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAppToml } from '../../dev-store/auth/app-toml.ts';
import { appToml, type Shell, shopDomain, startShell } from './shell-harness.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await startShell();
});
afterEach(() => shell.close());

const named = { query: 'query Named { shop { id } }' };
const call = async (body: object = named) =>
  shell.asApp('/admin/api/2026-10/graphql.json', { token: await shell.accessToken(), body });
type Order = {
  id: string;
  financialStatus: string;
  fulfillmentStatus: string;
  netPaymentMinor: number;
  currentTotalMinor: number;
  cancelledAt: string | null;
  lines: { id: string }[];
};

describe('faults', () => {
  test('throttled twice → 200 with THROTTLED, then served; counted', async () => {
    await shell.control('POST', 'faults', { kind: 'throttle', operation: 'Named', times: 2 });
    for (let at = 0; at < 2; at++) {
      const response = await call();
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: { cost: { actualQueryCost: null } },
      });
    }
    expect(await (await call()).json()).toHaveProperty('data.shop.id');
    const stats = await shell.control<Record<string, object>>('GET', 'stats');
    expect(stats[shopDomain]).toMatchObject({
      calls: 3,
      throttled: 2,
      byOperation: { Named: 3 },
      byRootField: { shop: 3 },
      byStatus: { 200: 3 },
      tokenExchanges: 3,
    });
  });

  test('429 with Retry-After and 503, for the named operation only, after one let through', async () => {
    await shell.control('POST', 'faults', { kind: '429', operation: 'Named', after: 1 });
    await shell.control('POST', 'faults', { kind: '503', operation: 'Other' });
    expect((await call()).status).toBe(200);
    const limited = await call();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2.0']);
    expect((await call()).status).toBe(200);
    expect((await call({ query: 'query Other { shop { id } }' })).status).toBe(503);
  });

  test('the answer lost after the work → the connection drops, the work stands', async () => {
    const { id } = await shell.control<{ id: string }>('POST', 'shops/tea-house/customers', {
      email: 'an@example.com',
    });
    await shell.control('POST', 'faults', { kind: 'drop-after', operation: 'tagsAdd' });
    const query = `mutation { tagsAdd(id: "gid://shopify/Customer/${id}", tags: ["vip"]) { userErrors { message } } }`;
    await expect(call({ query })).rejects.toThrow();
    expect(await shell.control('GET', `shops/tea-house/customers/${id}`)).toMatchObject({ tags: ['vip'] });
  });

  test('a lost token answer → nothing to see but the pair it made', async () => {
    await shell.control('POST', 'faults', { kind: 'drop-after', operation: 'oauth' });
    await expect(shell.accessToken()).rejects.toThrow();
    expect(
      (await shell.control<Record<string, { tokenExchanges: number }>>('GET', 'stats'))[shopDomain]
        ?.tokenExchanges,
    ).toBe(1);
  });

  test('a smaller bucket → its status says so', async () => {
    expect(await shell.control('POST', 'shops/tea-house/bucket', { restoreRate: 5 })).toEqual({
      maximumAvailable: 100,
      currentlyAvailable: 100,
      restoreRate: 5,
    });
  });
});

describe('orders by hand', () => {
  const place = (body: object): Promise<Order> => shell.control('POST', 'shops/tea-house/orders', body);
  const act = (order: Order, verb: string, body: object = {}): Promise<Order> =>
    shell.control('POST', `shops/tea-house/orders/${order.id}/${verb}`, body);
  const lines = [{ title: 'Tea', unitPriceMinor: 1000, quantity: 2 }];

  test('cash on delivery → pending, fulfilled, paid, partly refunded, exchanged', async () => {
    const order = await place({ lines, payment: 'pending' });
    expect(order).toMatchObject({ financialStatus: 'PENDING', netPaymentMinor: 0 });
    expect(await act(order, 'fulfil')).toMatchObject({ fulfillmentStatus: 'FULFILLED' });
    expect(await act(order, 'pay')).toMatchObject({ financialStatus: 'PAID', netPaymentMinor: 2000 });
    const lineId = order.lines[0]?.id;
    expect(await act(order, 'refund', { lines: [{ lineId, quantity: 1 }] })).toMatchObject({
      financialStatus: 'PARTIALLY_REFUNDED',
      currentTotalMinor: 1000,
    });
    expect(
      await act(order, 'exchange', {
        returned: [{ lineId, quantity: 1 }],
        sent: [{ title: 'Cup', unitPriceMinor: 900 }],
      }),
    ).toMatchObject({ currentTotalMinor: 900 });
  });

  test('edited, cancelled; authorised and voided or expired', async () => {
    const order = await place({ lines });
    expect(await act(order, 'edit', { add: [{ title: 'Cup', unitPriceMinor: 300 }] })).toMatchObject({
      currentTotalMinor: 2300,
    });
    expect((await act(order, 'cancel', { reason: 'CUSTOMER' })).cancelledAt).not.toBeNull();
    expect(await act(await place({ lines, payment: 'authorized' }), 'void')).toMatchObject({
      financialStatus: 'VOIDED',
    });
    expect(await act(await place({ lines, payment: 'authorized' }), 'expire')).toMatchObject({
      financialStatus: 'EXPIRED',
    });
  });

  test('what the store refuses → 422 with the reason; unknown things → 404; unknown fields → 422 by name', async () => {
    const order = await place({ lines });
    await expect(act(order, 'pay')).rejects.toThrow(/422 .*nothing to pay/);
    await expect(act({ ...order, id: '1' }, 'pay')).rejects.toThrow(/404/);
    await expect(place({ lines, colour: 'red' })).rejects.toThrow(/422 .*colour/);
    await expect(shell.control('POST', 'shops/nobody/orders', { lines })).rejects.toThrow(/404/);
    await expect(shell.control('POST', 'nonsense', {})).rejects.toThrow(/404/);
  });

  test('exports: tags of every customer, orders, and the CSV analyze reads', async () => {
    const { id } = await shell.control<{ id: string }>('POST', 'shops/tea-house/customers', {
      email: 'an@example.com',
      tags: ['vip'],
    });
    await place({ customerId: id, lines, createdAt: '2026-05-01T10:00:00Z' });
    await place({ lines });
    const read = async (name: string) =>
      (await (await fetch(`${shell.server.url}/__dev/shops/tea-house/${name}`)).text()).trimEnd().split('\n');
    expect(await read('customers.ndjson')).toEqual([
      JSON.stringify({ id, email: 'an@example.com', tags: ['vip'] }),
    ]);
    expect(await read('orders.ndjson')).toHaveLength(2);
    const [header, ...rows] = await read('orders.csv');
    expect(header).toBe('customer_id,created_at,total,order_id,refunded,cancelled_at,test,currency');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(new RegExp(`^${id},2026-05-01T10:00:00.000Z,20.00,\\d+,0.00,,false,USD$`));
  });
});

describe('the process', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shell-main-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('started with a TOML, a free port and a seeded shop → one ready line, serves, stops on SIGTERM with 0', async () => {
    const toml = path.join(folder, 'app.toml');
    writeFileSync(toml, appToml);
    const shop = JSON.stringify({ domain: 'demo', install: true, seed: { customers: 50 } });
    const child = spawn(
      process.execPath,
      ['tests/dev-store/main.ts', '--toml', toml, '--port', '0', '--shop', shop],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = await new Promise<string[]>((resolve) =>
      createInterface({ input: child.stdout }).once('line', (text) => resolve([text])),
    );
    const ready = JSON.parse(line ?? '{}') as { ready: boolean; url: string };
    expect(ready.ready).toBe(true);
    expect(await (await fetch(`${ready.url}/__dev/shops/demo`)).json()).toMatchObject({
      customers: 50,
      installed: true,
      currency: 'VND',
    });
    expect(await (await fetch(`${ready.url}/store/demo/customers`)).text()).toContain('50 customers');
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('the TOML', () => {
  const withSubscription = (text: string) =>
    appToml.replace(
      '[[webhooks.subscriptions]]',
      `[[webhooks.subscriptions]]\n${text}\n[[webhooks.subscriptions]]`,
    );

  test.each([
    ['no topic at all', withSubscription('uri = "/x"'), /neither topics/],
    [
      'a topic twice at one address',
      withSubscription('topics = ["orders/create"]\nuri = "/webhooks/orders"'),
      /subscribed twice/,
    ],
    [
      'a compliance topic twice',
      withSubscription('compliance_topics = ["shop/redact"]\nuri = "/y"'),
      /subscribed twice/,
    ],
    [
      'the legacy install flow',
      appToml.replace('[access_scopes]', '[access_scopes]\nuse_legacy_install_flow = true'),
      /use_legacy_install_flow/,
    ],
    ['no application_url', appToml.replace(/application_url.*/, ''), /application_url/],
  ])('%s → refused', (_situation, text, message) => {
    expect(() => parseAppToml(text)).toThrow(message);
  });
});
