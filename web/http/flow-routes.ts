import type { IncomingHttpHeaders } from 'node:http';
import { type Request, type Response, Router } from 'express';
import { parse } from 'lossless-json';
import { z } from 'zod';
import { flowActionSchema } from '../contract/shopper.ts';
import { AppError } from '../domain/shared/errors.ts';
import { type CustomerId, parseId } from '../domain/shared/ids.ts';
import { givePoints } from '../use-cases/give-points.ts';
import { issueOffer } from '../use-cases/issue-offer.ts';
import type { AppCtx } from '../use-cases/ports.ts';
import { readBody } from './read-body.ts';

export type FlowDoor = {
  /** Whether Shopify signed these bytes. */
  signed(rawBody: Buffer, headers: IncomingHttpHeaders): boolean;
  /** The shop of that domain; null = not installed. */
  shopOf(domain: string): Promise<AppCtx | null>;
};

const MAX_BODY = 100 * 1024;

/** A number of a workflow's step may come as text; a template that found nothing comes empty. */
const wholeSchema = z.coerce.number().int();
const emptySchema = z.union([z.literal(''), z.null(), z.undefined()]).transform(() => null);
const wholeOrEmptySchema = emptySchema.or(wholeSchema);
/** Written by a person, or by another app's template: anything that is no event of the program's is the merchant's own. */
const eventSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.enum(['birthday', 'review', 'custom']))
  .catch('custom');

/**
 * Our actions of Shopify Flow. 200 = done, also when it was done before (`action_run_id`); a 4xx ends the run with its words in
 * the merchant's workflow; Shopify repeats on anything else.
 */
export function flowRoutes(door: FlowDoor): Router {
  const router = Router();
  router.post('/flow/give-points', async (request, response) => {
    const run = await open(door, request, response);
    if (!run) return;
    const { ctx, runId, customerId, properties } = run;
    const points = wholeOrEmptySchema.parse(properties.points);
    const event = eventSchema.parse(properties.event);
    response.json(await givePoints(ctx, { runId, customerId, event, points }));
  });
  router.post('/flow/issue-offer', async (request, response) => {
    const run = await open(door, request, response);
    if (!run) return;
    const campaignId = wholeSchema.parse(run.properties.campaign);
    response.json(await issueOffer(run.ctx, { runId: run.runId, customerId: run.customerId, campaignId }));
  });
  return router;
}

/** Who and what a run is about. Answers 401 itself, without App Bridge's header; null then. */
async function open(door: FlowDoor, request: Request, response: Response) {
  const rawBody = await readBody(request, MAX_BODY);
  if (!door.signed(rawBody, request.headers)) {
    response.status(401).end();
    return null;
  }
  const body = flowActionSchema.parse(plain(rawBody.toString('utf8')));
  const ctx = await door.shopOf(body.shopify_domain);
  if (!ctx) throw new AppError('NOT_FOUND', 'Encore is not installed in this shop');
  const customerId = parseId<CustomerId>(body.properties.customer_id);
  if (customerId === null) {
    const issue = { field: 'customer_id', message: 'is no customer', allowed: "a customer's id" };
    throw new AppError('INVALID_INPUT', 'the action needs a customer', { issues: [issue] });
  }
  return { ctx, customerId, runId: body.action_run_id, properties: body.properties };
}

/** Ids may exceed 2^53: every number stays the text it was. */
function plain(text: string): unknown {
  try {
    return parse(text, null, String);
  } catch {
    throw new AppError('INVALID_INPUT', 'the body is no JSON');
  }
}
