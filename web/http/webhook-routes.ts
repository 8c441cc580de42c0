import type { IncomingHttpHeaders } from 'node:http';
import express, { type Request, type Response, Router } from 'express';
import type { Log } from '../use-cases/ports.ts';
import type { Delivery, DeliveryOutcome } from '../use-cases/store-port.ts';

/** What checking a delivery's signature found. `reason` is for the log only. */
export type WebhookCheck =
  | { valid: true; delivery: Omit<Delivery, 'body'> }
  | { valid: false; status: 400 | 401; reason: string };

export type WebhookDoor = {
  /** HMAC over the raw body with the app's secret, then the headers. */
  check(rawBody: Buffer, headers: IncomingHttpHeaders): WebhookCheck | Promise<WebhookCheck>;
  /** Resolves after the row is committed. */
  receive(delivery: Delivery): Promise<DeliveryOutcome>;
  /** Called after a row was stored; must not wait. */
  stored(): void;
  log: Log;
};

/** Orders with very many lines come near 1 MB; nothing Shopify sends comes near this. */
export const MAX_BODY = '5mb';

/**
 * One door for every topic: raw body → signature → one durable row → 200. A wrong signature is 401, missing headers 400, an
 * unknown shop 200 and dropped (Shopify would only repeat it). A row that could not be stored is 503, so that Shopify comes again.
 */
export function webhookRoutes(door: WebhookDoor): Router {
  const router = Router();
  router.post(
    ['/webhooks', '/webhooks/*path'],
    express.raw({ type: () => true, limit: MAX_BODY }),
    (request, response) => {
      return receive(door, request, response);
    },
  );
  return router;
}

async function receive(door: WebhookDoor, request: Request, response: Response): Promise<void> {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const check = await door.check(rawBody, request.headers);
  if (!check.valid) {
    door.log.warn({ reason: check.reason, topic: request.get('x-shopify-topic') }, 'webhook refused');
    response.status(check.status).end();
    return;
  }
  const outcome = await door.receive({ ...check.delivery, body: rawBody.toString('utf8') });
  if (outcome === 'unknown-shop')
    door.log.info({ topic: check.delivery.topic }, 'webhook of an unknown shop dropped');
  if (outcome === 'failed') door.log.error({ topic: check.delivery.topic }, 'webhook could not be stored');
  if (outcome === 'stored') door.stored();
  response.status(outcome === 'failed' ? 503 : 200).end();
}
