import { Router } from 'express';
import { type ShopResponse, shopPath } from '../contract/shop.ts';
import { syncPath, syncRetryPath } from '../contract/sync.ts';
import { retryBackfill } from '../use-cases/retry-backfill.ts';
import { toProgress } from './home-routes.ts';
import { readCtxOf } from './require-shop.ts';

/** GET /api/shop, GET /api/sync, POST /api/sync/retry. */
export function shopRoutes(): Router {
  const router = Router();
  router.get(shopPath, async (request, response) => {
    const { shop, reader } = readCtxOf(request);
    const night = await reader.home.metrics(shop.shopId);
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
    const { shop, store, clock } = readCtxOf(request);
    response.json(toProgress(await store.syncRuns.latest(shop.shopId, 'backfill'), clock.now()));
  });
  router.post(syncRetryPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { shop, store, clock } = ctx;
    await retryBackfill(ctx);
    response.json(toProgress(await store.syncRuns.latest(shop.shopId, 'backfill'), clock.now()));
  });
  return router;
}
