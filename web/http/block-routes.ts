import express, { Router } from 'express';
import { blockAdjustRequestSchema, customerParamsSchema } from '../contract/shopper.ts';
import type { CustomerId } from '../domain/shared/ids.ts';
import { adjustPoints } from '../use-cases/adjust-points.ts';
import { getCustomerBlock } from '../use-cases/get-customer-block.ts';
import { getTagNames } from '../use-cases/get-tag-names.ts';
import { type OpenShop, readCtxOf, requireShop } from './require-shop.ts';
import { allowAnyOrigin, keepPersonal } from './shopper-door.ts';

/** Our block on Shopify's own customer page and our segment templates: admin extensions, so an admin's session token from an origin that is not ours. */
export function blockRoutes(openShop: OpenShop): Router {
  const router = Router();
  const path = '/ext/admin/customers/:customerId';
  router.use(
    '/ext/admin',
    allowAnyOrigin,
    keepPersonal,
    requireShop(openShop),
    express.json({ limit: '20kb' }),
  );
  router.get('/ext/admin/tags', async (request, response) => {
    response.json(await getTagNames(readCtxOf(request)));
  });
  router.get(path, async (request, response) => {
    const { customerId } = customerParamsSchema.parse(request.params);
    response.json(await getCustomerBlock(readCtxOf(request), { customerId: customerId as CustomerId }));
  });
  router.post(`${path}/adjust`, async (request, response) => {
    const ctx = readCtxOf(request);
    const customerId = customerParamsSchema.parse(request.params).customerId as CustomerId;
    await adjustPoints(ctx, { customerId, ...blockAdjustRequestSchema.parse(request.body) });
    response.json(await getCustomerBlock(ctx, { customerId }));
  });
  return router;
}
