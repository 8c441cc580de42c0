import { Router } from 'express';
import { type ShopResponse, shopPath } from '../contract/shop.ts';
import { syncPath, syncRetryPath } from '../contract/sync.ts';
import { getSyncProgress } from '../use-cases/get-sync-progress.ts';
import { retryBackfill } from '../use-cases/retry-backfill.ts';
import { readCtxOf } from './require-shop.ts';
import { toSyncProgress } from './sync-body.ts';

/** GET /api/shop, GET /api/sync, POST /api/sync/retry. */
export function shopRoutes(): Router {
  const router = Router();
  router.get(shopPath, async (request, response) => {
    const { shop, reader } = readCtxOf(request);
    const night = await reader.home.night(shop.shopId);
    const body: ShopResponse = {
      domain: shop.domain,
      name: shop.name,
      currency: shop.currency,
      timeZone: shop.timeZone,
      needsReauth: shop.state === 'needs_reauth',
      provisional: night?.model.provisional ?? !shop.seesAllOrders,
    };
    response.json(body);
  });
  router.get(syncPath, async (request, response) => {
    response.json(toSyncProgress(await getSyncProgress(readCtxOf(request))));
  });
  router.post(syncRetryPath, async (request, response) => {
    const ctx = readCtxOf(request);
    await retryBackfill(ctx);
    response.json(toSyncProgress(await getSyncProgress(ctx)));
  });
  return router;
}
