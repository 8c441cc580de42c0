import express, { Router } from 'express';
import { orderParamsSchema, redeemRequestSchema, returnRequestSchema } from '../contract/shopper.ts';
import type { OrderId } from '../domain/shared/ids.ts';
import { getOrderPoints } from '../use-cases/get-order-points.ts';
import { getShopper } from '../use-cases/get-shopper.ts';
import { makeReferral } from '../use-cases/make-referral.ts';
import { redeem } from '../use-cases/redeem.ts';
import { returnRedemption } from '../use-cases/return-redemption.ts';
import {
  allowAnyOrigin,
  callerOf,
  keepPersonal,
  memberOf,
  requireProxy,
  requireShopperToken,
  type ShopperDoor,
} from './shopper-door.ts';

/** What shoppers' surfaces ask: the storefront through the app proxy (/proxy), checkout and account by session token (/ext). */
export function shopperRoutes(door: ShopperDoor): Router {
  const router = Router();
  router.use('/proxy', keepPersonal, requireProxy(door), express.json({ limit: '20kb' }), shopperApi());
  router.use(
    '/ext',
    allowAnyOrigin,
    keepPersonal,
    requireShopperToken(door),
    express.json({ limit: '20kb' }),
    shopperApi(),
    orderApi(),
  );
  return router;
}

function shopperApi(): Router {
  const router = Router();
  router.get('/shopper', async (request, response) => {
    const { ctx, customerId } = callerOf(request);
    response.json(await getShopper(ctx, { customerId }));
  });
  router.post('/redeem', async (request, response) => {
    const { ctx, customerId } = memberOf(request);
    response.json(await redeem(ctx, { customerId, ...redeemRequestSchema.parse(request.body) }));
  });
  router.post('/return', async (request, response) => {
    const { ctx, customerId } = memberOf(request);
    response.json(await returnRedemption(ctx, { customerId, ...returnRequestSchema.parse(request.body) }));
  });
  router.post('/referral', async (request, response) => {
    const { ctx, customerId } = memberOf(request);
    response.json(await makeReferral(ctx, { customerId }));
  });
  return router;
}

function orderApi(): Router {
  const router = Router();
  router.get('/orders/:orderId', async (request, response) => {
    const { ctx, customerId } = memberOf(request);
    const { orderId } = orderParamsSchema.parse(request.params);
    response.json(await getOrderPoints(ctx, { customerId, orderId: orderId as OrderId }));
  });
  return router;
}
