import type { Server } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { customerCampaignsResponseSchema, customersResponseSchema } from '../../web/contract/customers.ts';
import { segmentsResponseSchema } from '../../web/contract/segments.ts';
import { customersRoutes } from '../../web/http/customers-routes.ts';
import { segmentsRoutes } from '../../web/http/segments-routes.ts';
import { serveRouters } from '../support/campaign-shop.ts';
import { screenShops, TERMS } from '../support/screen-shop.ts';

const newShop = screenShops();
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function customersOf(daysAgo: readonly number[]) {
  const shop = await newShop(daysAgo);
  const served = await serveRouters(shop.ctx, [customersRoutes(), segmentsRoutes()]);
  servers.push(served.server);
  return { ...shop, customers: served.api };
}

test('a shop just scored → days and money in words’ units, every customer in a field', async () => {
  const { customers } = await customersOf([3, 40, 400]);
  const body = segmentsResponseSchema.parse((await customers('GET', '/api/customer-segments')).body);
  expect(body).toMatchObject({
    state: 'counted',
    customers: 3,
    spent: { amountMinor: 300_000, currency: 'THB' },
    fixed: true,
    provisional: false,
  });
  if (body.state !== 'counted') throw new Error('it was scored');
  expect(body.ranges.r).toHaveLength(5);
  expect(body.cells.map(({ r }) => r).sort()).toEqual([1, 4, 5]);
});

test('a launched campaign → among the choices; its people alone in the list; what is no campaign → refused', async () => {
  const { customers, api } = await customersOf([3, 40]);
  const campaigns = async () =>
    customerCampaignsResponseSchema.parse((await customers('GET', '/api/customer-campaigns')).body).campaigns;
  const created = await api('POST', '/api/campaigns', { terms: { ...TERMS, name: 'Again' } });
  expect(await campaigns()).toEqual([]);
  const { campaignId, updatedAt } = created.body as { campaignId: number; updatedAt: string };
  const launched = await api('POST', `/api/campaigns/${campaignId}/launch`, { updatedAt });
  expect(launched.status).toBe(200);
  expect(await campaigns()).toEqual([{ campaignId, name: 'Again', state: 'running' }]);
  const list = await customers('GET', `/api/customers?campaigns=${campaignId}`);
  expect(customersResponseSchema.parse(list.body)).toMatchObject({ items: [], counts: { all: 0 } });
  expect((await customers('GET', '/api/customers?campaigns=1%20OR%201')).status).toBe(422);
});
