import { Router } from 'express';
import { campaignParamsSchema } from '../contract/campaigns.ts';
import {
  cameBackCsvPath,
  cameBackPath,
  cameBackQuerySchema,
  cameBackResponseSchema,
  resultPath,
  resultQuerySchema,
  resultResponseSchema,
  resultsPath,
  resultsResponseSchema,
} from '../contract/results.ts';
import type { OrderId } from '../domain/shared/ids.ts';
import { getResult } from '../use-cases/get-result.ts';
import { listCameBack } from '../use-cases/list-came-back.ts';
import { listResults } from '../use-cases/list-results.ts';
import type { CreditPosition } from '../use-cases/ports.ts';
import { exportCameBack } from './came-back-csv.ts';
import { fromCursor, isShopifyId, toCursor } from './cursor.ts';
import { readCtxOf } from './require-shop.ts';
import { toCameBack, toResult, toSummary } from './result-body.ts';

/** GET /api/results, /api/results/:campaignId and who came back, in pages or as CSV. */
export function resultRoutes(): Router {
  const router = Router();
  router.get(resultsPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { currency } = ctx.shop;
    const { together, campaigns, measured } = await listResults(ctx);
    const body = {
      together: together && toSummary(together, currency),
      campaigns: campaigns.map((line) => toSummary(line, currency)),
      measured,
    };
    response.json(resultsResponseSchema.parse(body));
  });
  router.get(resultPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { campaignId } = campaignParamsSchema.parse(request.params);
    const { version } = resultQuerySchema.parse(request.query);
    const view = await getResult(ctx, { campaignId, version: version ?? null });
    response.json(resultResponseSchema.parse(toResult(view, ctx.shop.currency)));
  });
  router.get(cameBackPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { campaignId } = campaignParamsSchema.parse(request.params);
    const { version, cursor, limit } = cameBackQuerySchema.parse(request.query);
    const after = positionOf(cursor);
    const list = await listCameBack(ctx, { campaignId, version: version ?? null, after, limit });
    const nextCursor = list.next ? toCursor(list.next.orderedAt.getTime(), list.next.orderId) : null;
    const body = { rows: toCameBack(list, ctx.shop.currency), nextCursor };
    response.json(cameBackResponseSchema.parse(body));
  });
  router.get(cameBackCsvPath, async (request, response) => {
    const { campaignId } = campaignParamsSchema.parse(request.params);
    const { version } = resultQuerySchema.parse(request.query);
    await exportCameBack(readCtxOf(request), { campaignId, version: version ?? null }, response);
  });
  return router;
}

function positionOf(cursor: string | undefined): CreditPosition | null {
  if (cursor === undefined) return null;
  const { value, id } = fromCursor(cursor, isShopifyId);
  return { orderedAt: new Date(value), orderId: id as OrderId };
}
