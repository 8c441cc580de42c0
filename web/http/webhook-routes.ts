import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Delivery, DeliveryOutcome } from '../use-cases/inbox-port.ts';
import type { Log } from '../use-cases/ports.ts';
import { readBody } from './read-body.ts';

/** What checking a delivery's signature found. `reason` is for the log only. */
export type WebhookCheck =
  | { valid: true; delivery: Omit<Delivery, 'body'> }
  | { valid: false; status: 400 | 401; reason: string };

export type WebhookDoor = {
  /** HMAC over the raw body with the app's secret, then the headers. */
  check(rawBody: Buffer, headers: IncomingHttpHeaders): WebhookCheck;
  /** Resolves after the row is committed. */
  receive(delivery: Delivery): Promise<DeliveryOutcome>;
  /** Called after a row was stored; must not wait. */
  stored(): void;
  log: Log;
};

/** Orders with very many lines come near 1 MB; nothing Shopify sends comes near this. Bytes. */
export const MAX_BODY = 5 * 1024 * 1024;

const ADDRESS = /^\/webhooks(?:[/?]|$)/i;

/** Whether a request is the door's: a POST to /webhooks or below it. */
export function isDelivery({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && ADDRESS.test(url);
}

/**
 * One door for every topic: raw body → signature → one durable row → 200. A wrong signature is 401, missing headers 400, an
 * unknown shop 200 and dropped (Shopify would only repeat it). A row that could not be stored is 503, so that Shopify comes again.
 * It stands before express, whose routing and body parsing cost more than all else here. Rejects where nothing was answered.
 */
export async function receiveDelivery(
  door: WebhookDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const rawBody = await readBody(request, MAX_BODY);
  const check = door.check(rawBody, request.headers);
  if (!check.valid) {
    door.log.warn({ reason: check.reason, topic: request.headers['x-shopify-topic'] }, 'webhook refused');
    answer(response, check.status);
    return;
  }
  // What is no UTF-8 is stored as it reads, not refused for ever.
  const body = isUtf8(rawBody) ? rawBody : rawBody.toString('utf8');
  const outcome = await door.receive({ ...check.delivery, body });
  if (outcome === 'unknown-shop')
    door.log.info({ topic: check.delivery.topic }, 'webhook of an unknown shop dropped');
  if (outcome === 'failed') door.log.error({ topic: check.delivery.topic }, 'webhook could not be stored');
  if (outcome === 'stored') door.stored();
  answer(response, outcome === 'failed' ? 503 : 200);
}

function answer(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
