import type { IncomingHttpHeaders } from 'node:http';
import { hmacFits } from './webhook-check.ts';

/** Whether Shopify Flow sent this body: HMAC-SHA256 of the raw body with the app's secret, as webhooks (shopify.dev, Flow action endpoints). */
export function checkFlowRequest(
  apiSecret: string,
  rawBody: Uint8Array,
  headers: IncomingHttpHeaders,
): boolean {
  const given = headers['x-shopify-hmac-sha256'];
  return rawBody.byteLength > 0 && typeof given === 'string' && hmacFits(apiSecret, rawBody, given);
}
