import { z } from 'zod';
import { mailRoutes } from '../mail/routes.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { checkoutRoutes } from './checkout-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { discountRoutes } from './discount-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { faultShape } from './faults.ts';
import { type HttpRequest, json, type Reply, type Route, readJson, route } from './http.ts';
import { limitRoutes } from './limit-routes.ts';
import type { LocalShopify } from './local-shopify.ts';
import { loyaltyRoutes } from './loyalty-routes.ts';
import { marketingRoutes } from './marketing-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { shopRoutes } from './shop-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

const clockShape = z.strictObject({
  set: z.iso.datetime({ offset: true }).optional(),
  advanceMs: z.number().min(0).optional(),
  frozen: z.boolean().optional(),
  rate: z.number().positive().max(3_600).optional(),
});

/** Everything under `/__dev/`. `GET /__dev/` lists it. */
export function controlRoutes(local: LocalShopify): Route[] {
  const routes: Route[] = [
    route('GET', '/__dev/clock', () => clockView(local)),
    route('POST', '/__dev/clock', (request) => moveClock(local, request)),
    route('GET', '/__dev/faults', () => json(local.faults.list())),
    route('POST', '/__dev/faults', async (request) => {
      local.faults.add(faultShape.parse(await readJson(request)));
      return json(local.faults.list());
    }),
    route('DELETE', '/__dev/faults', () => {
      local.faults.clear();
      return json([]);
    }),
    route('GET', '/__dev/stats', () => json(local.stats.all())),
    route('DELETE', '/__dev/stats', () => {
      local.stats.reset();
      return json({});
    }),
    ...shopRoutes(local),
    ...limitRoutes(local),
    ...exportRoutes(local),
    ...customerRoutes(local),
    ...orderRoutes(local),
    ...catalogRoutes(local),
    ...discountRoutes(local),
    ...loyaltyRoutes(local),
    ...checkoutRoutes(local),
    ...webhookRoutes(local),
    ...mailRoutes(local),
    ...marketingRoutes(local),
  ];
  const index = routes.map(
    ({ method, pattern }) =>
      `${method} ${pattern.source
        .slice(1, -1)
        .replaceAll('\\', '')
        .replaceAll(/\(\?<(\w+)>[^)]*\)/g, ':$1')}`,
  );
  return [route('GET', '/__dev/', () => json(index)), ...routes];
}

/** Moves time: first frozen or freed, then set, then advanced; `rate` = seconds a real second from there on. Answers when everything due on the way has happened. */
async function moveClock(local: LocalShopify, request: HttpRequest): Promise<Reply> {
  const { set, advanceMs, frozen, rate } = clockShape.parse(await readJson(request));
  if (frozen === true) local.clock.freeze();
  if (frozen === false) local.clock.unfreeze();
  if (rate !== undefined) local.clock.setRate(rate);
  if (set !== undefined) await local.clock.set(Date.parse(set));
  if (advanceMs !== undefined) await local.clock.advance(advanceMs);
  return clockView(local);
}

function clockView(local: LocalShopify): Reply {
  return json({ now: local.clock.iso(), frozen: local.clock.frozen, rate: local.clock.rate });
}
