import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { customersRoutes } from '../../web/http/customers-routes.ts';
import { errorMiddleware } from '../../web/http/error-map.ts';
import { requireShop } from '../../web/http/require-shop.ts';
import type { AppCtx, ReadCtx } from '../../web/use-cases/ports.ts';
import { newPipelines } from '../support/open-pipeline.ts';

const newPipeline = newPipelines();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The customers' routes of one shop, open to whoever asks. */
async function serve(ctx: ReadCtx): Promise<(query: string) => Promise<Response>> {
  const app = express();
  app.use(
    requireShop(async () => ctx as AppCtx),
    customersRoutes(),
    errorMiddleware(ctx.log, () => false),
  );
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: 'Bearer anybody' };
  return (query) => fetch(`http://127.0.0.1:${port}/api/customers.csv${query}`, { headers });
}

async function shopOf(currency: string) {
  const pipeline = newPipeline({ currency });
  const ids = [1, 2].map((day) => {
    const id = pipeline.fake.addCustomer({ country: 'TH', emailConsent: 'SUBSCRIBED' });
    pipeline.fake.placeOrder(id, { totalMinor: 1_205, processedAt: new Date(`2026-02-0${day}T03:00:00Z`) });
    return id;
  });
  await pipeline.start();
  return { pipeline, ids };
}

const HEADER =
  '\uFEFFcustomer_id,stage,marks,r_score,f_score,m_score,last_order_on,occasions,spent,currency,email_consent,country';

test('customers named by their ids → these alone, in the list’s order; what is no id → refused', async () => {
  const { pipeline, ids } = await shopOf('USD');
  const other = pipeline.fake.addCustomer();
  pipeline.fake.placeOrder(other);
  await pipeline.settle();
  const get = await serve(await pipeline.readCtx());
  const lines = (await (await get(`?ids=${[...ids].join(',')}`)).text()).trim().split('\r\n');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual([ids[1], ids[0]]);
  expect((await get('?ids=7%20OR%201')).status).toBe(422);
});

test.for([
  ['USD', '12.05'],
  ['VND', '1205'],
  ['KWD', '1.205'],
] as const)(
  'a shop in %s → one line a customer in list order, money written as %s',
  async ([currency, spent]) => {
    const { pipeline, ids } = await shopOf(currency);
    const get = await serve(await pipeline.readCtx());
    const answer = await get('?sort=last_order&direction=asc');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=customers.csv');
    const lines = Buffer.from(await answer.arrayBuffer())
      .toString('utf8')
      .split('\r\n');
    expect(lines[0]).toBe(HEADER);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(`^${ids[0]},first_time,.*,2026-02-01,1,${spent},${currency},SUBSCRIBED,TH$`),
      expect.stringMatching(`^${ids[1]},first_time,.*,2026-02-02,1,${spent},${currency},SUBSCRIBED,TH$`),
      '',
    ]);
    expect(lines[1]?.split(',')).toHaveLength(HEADER.split(',').length);
  },
);

test('nobody matches → the header alone; a search → those it found', async () => {
  const { pipeline, ids } = await shopOf('USD');
  const get = await serve(await pipeline.readCtx());
  expect(await (await get('?stage=vip')).text()).toBe(`${HEADER.slice(1)}\r\n`);
  pipeline.fake.searchHits.set('mai', ids.slice(1));
  expect((await (await get('?search=mai')).text()).split('\r\n')).toHaveLength(3);
});

test('Shopify cannot be searched → an error answer and no file', async () => {
  const { pipeline } = await shopOf('USD');
  pipeline.fake.away = true;
  const answer = await (await serve(await pipeline.readCtx()))('?search=mai');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
});

test('the database breaks off half way → the download breaks off too, it does not end as if whole', async () => {
  const { pipeline } = await shopOf('USD');
  const ctx = await pipeline.readCtx();
  const { customers } = ctx.reader;
  const stream: typeof customers.stream = async function* (shop, filter, order) {
    yield await customers.page(shop, filter, order, { after: null, limit: 1 });
    throw new Error('connection lost');
  };
  const reader = { ...ctx.reader, customers: { ...customers, stream } };
  const answer = await (await serve({ ...ctx, reader }))('');
  await expect(answer.text()).rejects.toThrow();
});

test('the browser leaves in the middle → reading stops', async () => {
  const { pipeline } = await shopOf('USD');
  const ctx = await pipeline.readCtx();
  const { customers } = ctx.reader;
  const { promise: stopped, resolve: stop } = Promise.withResolvers<string>();
  const row = (
    await customers.page(ctx.shop.shopId, {}, { sort: 'spent', direction: 'asc' }, { after: null, limit: 1 })
  )[0];
  const stream: typeof customers.stream = async function* () {
    try {
      for (;;)
        yield Array.from({ length: 1_000 }, () => ({ ...(row ?? never()), customerId: '1' as CustomerId }));
    } finally {
      stop('stopped');
    }
  };
  const answer = await (
    await serve({ ...ctx, reader: { ...ctx.reader, customers: { ...customers, stream } } })
  )('');
  const body = answer.body?.getReader();
  await body?.read();
  await body?.cancel();
  expect(await stopped).toBe('stopped');
});

function never(): never {
  throw new Error('the shop has customers');
}
