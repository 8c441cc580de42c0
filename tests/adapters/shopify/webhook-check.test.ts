import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkWebhook } from '../../../web/shopify/webhook-check.ts';

const secret = 'hush';
const sign = (body: Uint8Array, key = secret) => createHmac('sha256', key).update(body).digest('base64');
const body = Buffer.from('{"id":1,"note":"cà phê\\/é"}');

function headers(changes: Record<string, string | undefined> = {}) {
  return {
    'x-shopify-hmac-sha256': sign(body),
    'x-shopify-topic': 'customer.tags_added',
    'x-shopify-shop-domain': 'Pho.myshopify.com',
    'x-shopify-webhook-id': 'w-1',
    'x-shopify-event-id': 'e-1',
    'x-shopify-triggered-at': '2026-11-21T10:00:00.123456789Z',
    'x-shopify-api-version': '2026-10',
    ...changes,
  };
}

describe('checkWebhook', () => {
  it('a truly signed delivery → its headers, topic as declared, domain in lower case', () => {
    expect(checkWebhook(secret, body, headers())).toEqual({
      valid: true,
      delivery: {
        topic: 'customer.tags_added',
        domain: 'pho.myshopify.com',
        webhookId: 'w-1',
        eventId: 'e-1',
        triggeredAt: new Date('2026-11-21T10:00:00.123Z'),
        apiVersion: '2026-10',
      },
    });
  });

  it('bytes that are not UTF-8 → signed as they came', () => {
    const raw = Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]);
    expect(checkWebhook(secret, raw, headers({ 'x-shopify-hmac-sha256': sign(raw) })).valid).toBe(true);
  });

  it('one changed byte, another secret, a short or empty signature → 401', () => {
    const refused = { valid: false, status: 401, reason: 'invalid_hmac' };
    expect(checkWebhook(secret, Buffer.from(body).fill('x', 0, 1), headers())).toEqual(refused);
    for (const hmac of [sign(body, 'other'), sign(body).slice(0, 20), '%%%'])
      expect(checkWebhook(secret, body, headers({ 'x-shopify-hmac-sha256': hmac }))).toEqual(refused);
    expect(checkWebhook(secret, body, headers({ 'x-shopify-hmac-sha256': undefined }))).toEqual({
      valid: false,
      status: 401,
      reason: 'missing_hmac',
    });
  });

  it('no body → 400', () => {
    expect(checkWebhook(secret, new Uint8Array(), headers())).toMatchObject({
      status: 400,
      reason: 'missing_body',
    });
  });

  it.each(['x-shopify-topic', 'x-shopify-shop-domain', 'x-shopify-webhook-id'])(
    '%s missing → 400',
    (name) => {
      expect(checkWebhook(secret, body, headers({ [name]: undefined }))).toMatchObject({
        reason: 'missing_headers',
      });
    },
  );

  it('a domain that is no myshopify domain → 400', () => {
    for (const domain of [
      'evil.example',
      'a.myshopify.com.evil.example',
      '-a.myshopify.com',
      '../myshopify.com',
    ])
      expect(checkWebhook(secret, body, headers({ 'x-shopify-shop-domain': domain })).valid).toBe(false);
  });

  it('no event id and an unreadable time → null, still accepted', () => {
    const check = checkWebhook(
      secret,
      body,
      headers({ 'x-shopify-event-id': undefined, 'x-shopify-triggered-at': 'yesterday' }),
    );
    expect(check).toMatchObject({ valid: true, delivery: { eventId: null, triggeredAt: null } });
  });
});
