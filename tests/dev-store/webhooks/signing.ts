import { createHmac } from 'node:crypto';

/** What Shopify says about a delivery in its headers. `triggeredAt` is an ISO instant. */
export type DeliveryHead = {
  topic: string;
  shopDomain: string;
  apiVersion: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
  name: string | undefined;
};

/** Base64 HMAC-SHA256 of the raw body with the app's client secret. */
export function signBody(body: string, clientSecret: string): string {
  return createHmac('sha256', clientSecret).update(body, 'utf8').digest('base64');
}

/** All `X-Shopify-*` headers of one delivery. */
export function deliveryHeaders(
  head: DeliveryHead,
  body: string,
  clientSecret: string,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': head.topic,
    'x-shopify-shop-domain': head.shopDomain,
    'x-shopify-api-version': head.apiVersion,
    'x-shopify-webhook-id': head.webhookId,
    'x-shopify-event-id': head.eventId,
    'x-shopify-triggered-at': head.triggeredAt,
    'x-shopify-hmac-sha256': signBody(body, clientSecret),
    ...(head.name === undefined ? {} : { 'x-shopify-name': head.name }),
  };
}
