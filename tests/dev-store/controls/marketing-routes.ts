import { z } from 'zod';
import { json, type Route, readJson, route } from './http.ts';
import type { LocalShopify } from './local-shopify.ts';

const triggersShape = z.strictObject({ inUse: z.array(z.string().min(1)) });

/** What apps told about their marketing, and the Flow triggers merchants use. */
export function marketingRoutes(local: LocalShopify): Route[] {
  const base = '/__dev/shops/:shop';
  const shopOf = (name: string | undefined) => local.shop(name ?? '').shop;
  const triggersView = (name: string | undefined) => {
    const { flowTriggerHandles, flowTriggersReceived } = shopOf(name);
    const received = flowTriggersReceived.map((receipt) => ({
      ...receipt,
      receivedAt: new Date(receipt.receivedAt).toISOString(),
    }));
    return json({ inUse: [...flowTriggerHandles], received });
  };
  return [
    route('GET', `${base}/marketing`, (request) => {
      const { marketing } = shopOf(request.params.shop);
      return json({ activities: [...marketing.activities.values()], engagements: marketing.engagements() });
    }),
    route('GET', `${base}/flow-triggers`, (request) => triggersView(request.params.shop)),
    route('POST', `${base}/flow-triggers`, async (request) => {
      const { inUse } = triggersShape.parse(await readJson(request));
      const { flowTriggerHandles } = shopOf(request.params.shop);
      flowTriggerHandles.clear();
      for (const handle of inUse) flowTriggerHandles.add(handle);
      return triggersView(request.params.shop);
    }),
    route('DELETE', `${base}/flow-triggers`, (request) => {
      shopOf(request.params.shop).flowTriggersReceived.length = 0;
      return triggersView(request.params.shop);
    }),
  ];
}
