import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A signed delivery's headers. `eventId` and `triggeredAt` may be absent. */
export type WebhookDelivery = {
  /** As in shopify.app.toml: `orders/create`, `customer.tags_added`. */
  topic: string;
  domain: string;
  webhookId: string;
  eventId: string | null;
  triggeredAt: Date | null;
  apiVersion: string;
};

export type WebhookCheck =
  | { valid: true; delivery: WebhookDelivery }
  | {
      valid: false;
      status: 400 | 401;
      reason: 'missing_body' | 'missing_hmac' | 'invalid_hmac' | 'missing_headers';
    };

const DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * HMAC-SHA256 of the raw body with the app's secret, compared in constant time, then the headers. The signature covers the
 * body only: topic, shop and ids are a sender's word (shopify.dev, Verify webhook deliveries). The library's own check wants the body as text, which
 * changes bytes that are not UTF-8. App review asks 401 for a wrong signature.
 */
export function checkWebhook(
  apiSecret: string,
  rawBody: Uint8Array,
  headers: IncomingHttpHeaders,
): WebhookCheck {
  if (rawBody.byteLength === 0) return { valid: false, status: 400, reason: 'missing_body' };
  const hmac = headerOf(headers, 'x-shopify-hmac-sha256');
  if (hmac === null) return { valid: false, status: 401, reason: 'missing_hmac' };
  if (!hmacFits(apiSecret, rawBody, hmac)) return { valid: false, status: 401, reason: 'invalid_hmac' };
  const delivery = readHeaders(headers);
  return delivery ? { valid: true, delivery } : { valid: false, status: 400, reason: 'missing_headers' };
}

/** Whether a base64 HMAC-SHA256 is that of these bytes; compared in constant time. */
export function hmacFits(apiSecret: string, rawBody: Uint8Array, hmac: string): boolean {
  const right = createHmac('sha256', apiSecret).update(rawBody).digest();
  const given = Buffer.from(hmac, 'base64');
  return given.length === right.length && timingSafeEqual(given, right);
}

function readHeaders(headers: IncomingHttpHeaders): WebhookDelivery | null {
  const topic = headerOf(headers, 'x-shopify-topic');
  const domain = headerOf(headers, 'x-shopify-shop-domain')?.toLowerCase() ?? null;
  const webhookId = headerOf(headers, 'x-shopify-webhook-id');
  if (topic === null || domain === null || webhookId === null || !DOMAIN.test(domain)) return null;
  const triggeredAt = new Date(headerOf(headers, 'x-shopify-triggered-at') ?? Number.NaN);
  return {
    topic,
    domain,
    webhookId,
    eventId: headerOf(headers, 'x-shopify-event-id'),
    triggeredAt: Number.isNaN(triggeredAt.getTime()) ? null : triggeredAt,
    apiVersion: headerOf(headers, 'x-shopify-api-version') ?? '',
  };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? null : text;
}
