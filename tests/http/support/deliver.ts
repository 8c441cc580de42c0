import { createHmac, randomUUID } from 'node:crypto';
import { API_SECRET } from './app-identity.ts';

export type Sent = {
  shop: string;
  topic: string;
  body: string | Uint8Array<ArrayBuffer>;
  webhookId?: string;
  /** Instead of the right signature; null = none. */
  hmac?: string | null;
  /** Headers taken away, by name. */
  without?: readonly string[];
  /** Headers beside Shopify's. */
  headers?: Record<string, string>;
  /** Where to, by default below /webhooks. */
  address?: string;
  /** By chunks, its length untold. */
  inPieces?: boolean;
};

/** POSTs one delivery as Shopify signs it. */
export function deliver(url: string, sent: Sent): Promise<Response> {
  const { shop, topic, body, webhookId = randomUUID() } = sent;
  const right = createHmac('sha256', API_SECRET).update(body).digest('base64');
  const headers = new Headers({
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': webhookId,
    'x-shopify-event-id': randomUUID(),
    'x-shopify-triggered-at': new Date().toISOString(),
    'x-shopify-api-version': '2026-10',
    ...sent.headers,
  });
  if (sent.hmac !== null) headers.set('x-shopify-hmac-sha256', sent.hmac ?? right);
  for (const name of sent.without ?? []) headers.delete(name);
  const to = url + (sent.address ?? '/webhooks/orders');
  const init = { method: 'POST', headers };
  if (!sent.inPieces) return fetch(to, { ...init, body });
  const streamed = { ...init, body: new Response(body).body, duplex: 'half' };
  return fetch(to, streamed);
}
