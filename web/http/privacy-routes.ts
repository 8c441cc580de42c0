import { Router } from 'express';
import {
  type DataRequestsResponse,
  dataRequestAnsweredPath,
  dataRequestFilePath,
  dataRequestParamsSchema,
  dataRequestsPath,
  dataRequestsResponseSchema,
  heldDataSchema,
} from '../contract/privacy.ts';
import { AppError } from '../domain/shared/errors.ts';
import { exportHeldData } from '../use-cases/export-held-data.ts';
import type { DataRequest, ReadCtx } from '../use-cases/ports.ts';
import { readCtxOf } from './require-shop.ts';

const MOST_SHOWN = 100;

/** GET /api/data-requests, GET …/:requestId/file, POST …/:requestId/answered. */
export function privacyRoutes(): Router {
  const router = Router();
  router.get(dataRequestsPath, async (request, response) => {
    response.json(await listRequests(readCtxOf(request)));
  });
  router.get(dataRequestFilePath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { requestId } = dataRequestParamsSchema.parse(request.params);
    const { customerId, data } = await exportHeldData(ctx, requestId);
    const { domain: shop, currency } = ctx.shop;
    const exportedAt = ctx.clock.now().toISOString();
    response.attachment(`customer-${customerId}.json`);
    response.json(heldDataSchema.parse({ exportedAt, shop, currency, customerId, ...data }));
  });
  router.post(dataRequestAnsweredPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { requestId } = dataRequestParamsSchema.parse(request.params);
    if (!(await ctx.store.dataRequests.markAnswered(ctx.shop.shopId, requestId, ctx.clock.now())))
      throw new AppError('NOT_FOUND', 'there is no such request in this shop');
    response.json(await listRequests(ctx));
  });
  return router;
}

async function listRequests({ reader, shop, clock }: ReadCtx): Promise<DataRequestsResponse> {
  const now = clock.now();
  const requests = await reader.privacy.requests(shop.shopId, MOST_SHOWN);
  return dataRequestsResponseSchema.parse({ items: requests.map((request) => toBody(request, now)) });
}

function toBody(request: DataRequest, now: Date): DataRequestsResponse['items'][number] {
  const { receivedAt, dueAt, answeredAt } = request;
  return {
    requestId: request.requestId,
    shopifyRequestId: request.shopifyRequestId,
    customerId: request.customerId,
    state: answeredAt === null ? 'open' : 'answered',
    receivedAt: receivedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    overdue: answeredAt === null && dueAt < now,
    answeredAt: answeredAt?.toISOString() ?? null,
    held: request.held,
  };
}
