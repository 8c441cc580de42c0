import { z } from 'zod';
import { json, type Route, readJson, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';

const bucketShape = z.strictObject({ restoreRate: z.number().positive() });
const bulkFaultShape = z.strictObject({
  afterObjects: z.number().int().min(0).default(0),
  errorCode: z.enum(['ACCESS_DENIED', 'INTERNAL_SERVER_ERROR', 'TIMEOUT']).default('INTERNAL_SERVER_ERROR'),
});
const paceShape = z.strictObject({
  startDelayMs: z.number().min(0).optional(),
  runMs: z.number().min(0).optional(),
});

/** How much a shop lets the app do: cost bucket, pace and breakdowns of bulk operations. */
export function limitRoutes(local: LocalShopify): Route[] {
  const { bulk, buckets } = local;
  return [
    route('GET', '/__dev/shops/:shop/bucket', (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      return json(buckets.of(local.identity().id, shop).status());
    }),
    route('POST', '/__dev/shops/:shop/bucket', async (request) => {
      const bucket = buckets.of(local.identity().id, local.shop(request.params.shop ?? '').shop);
      bucket.setRestoreRate(bucketShape.parse(await readJson(request)).restoreRate);
      return json(bucket.status());
    }),
    route('POST', '/__dev/shops/:shop/bulk-faults', async (request) => {
      const { shop } = local.shop(request.params.shop ?? '');
      bulk.addFault(shop.domain, bulkFaultShape.parse(await readJson(request)));
      return json({});
    }),
    route('POST', '/__dev/bulk', async (request) => {
      const { startDelayMs, runMs } = paceShape.parse(await readJson(request));
      if (startDelayMs !== undefined) bulk.startDelayMs = startDelayMs;
      if (runMs !== undefined) bulk.runMs = runMs;
      return json({ startDelayMs: bulk.startDelayMs, runMs: bulk.runMs });
    }),
  ];
}
