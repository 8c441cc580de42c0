import { describe, expect, test } from 'vitest';
import type { Order } from '../../web/domain/orders/order.ts';
import { AppError } from '../../web/domain/shared/errors.ts';
import type { Shopify } from '../../web/use-cases/ports.ts';
import { retryBackfill } from '../../web/use-cases/retry-backfill.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();
const DAY_MS = 86_400_000;
type Read = 'readBulkOrders' | 'readBulkCustomers' | 'readBulkIds';

/** The signed addresses of these bulk operations are over. */
function expire(pipeline: Pipeline, read: Read, isOver: (url: string) => boolean): void {
  const { wrap } = pipeline;
  pipeline.wrap = {
    ...wrap,
    shopify: (port) => {
      const shopify = wrap.shopify(port);
      const before = shopify[read] as (...given: unknown[]) => AsyncIterable<never>;
      return {
        ...shopify,
        [read]: async function* (...given: unknown[]) {
          if (isOver(String(given[0]))) throw new AppError('NOT_FOUND', 'HTTP 403');
          yield* before(...given);
        },
      } as Shopify;
    },
  };
}

function shopWithOrders(count = 1): Pipeline {
  const pipeline = newPipeline();
  for (let n = 0; n < count; n += 1) pipeline.fake.placeOrder(pipeline.fake.addCustomer());
  return pipeline;
}

async function orders(pipeline: Pipeline): Promise<number> {
  return pipeline.store.orders.count((await pipeline.shop()).shopId);
}

describe('the backfill', () => {
  test.each(['readBulkOrders', 'readBulkCustomers'] as const)(
    'the address of a file is over (%s) → that file is asked for again and read',
    async (read) => {
      const pipeline = shopWithOrders(3);
      const over = new Set<string>();
      expire(pipeline, read, (url) => over.size === 0 && over.add(url).size > 0);
      await pipeline.start();
      expect((await pipeline.shop()).state).toBe('active');
      expect(await orders(pipeline)).toBe(3);
      expect(pipeline.fake.bulks.size).toBe(3);
    },
  );

  test('Shopify no longer knows the operation, or completed it without its file → asked for again', async () => {
    for (const loss of ['unknown', 'no file'] as const) {
      const pipeline = shopWithOrders(2);
      pipeline.wrap = {
        ...pipeline.wrap,
        shopify: (shopify) => ({
          ...shopify,
          bulkStatus: async (id) => {
            const status = await shopify.bulkStatus(id);
            if (id !== 'bulk-2') return status;
            if (loss === 'unknown') throw new AppError('NOT_FOUND', 'no such operation');
            return { ...status, url: null };
          },
        }),
      };
      await pipeline.start();
      expect(await orders(pipeline), loss).toBe(2);
      expect(pipeline.fake.bulks.size, loss).toBe(3);
    }
  });

  test('every file is over for days → the run fails in words; asked again later it starts new bulks and ends', async () => {
    const pipeline = shopWithOrders(2);
    expire(pipeline, 'readBulkOrders', () => true);
    await pipeline.start();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.syncRuns.latest(shopId, 'backfill')).toMatchObject({
      state: 'failed',
      error: 'SHOPIFY_REFUSED',
    });
    pipeline.clock.advance(9 * DAY_MS);
    const old = new Set([...pipeline.fake.bulks.keys()].map((id) => `https://storage.example/${id}`));
    pipeline.wrap = newPipeline().wrap;
    for (const read of ['readBulkOrders', 'readBulkCustomers'] as const)
      expire(pipeline, read, (url) => old.has(url));
    await retryBackfill(await pipeline.ctx());
    await pipeline.runJobs();
    expect((await pipeline.shop()).state).toBe('active');
    expect(await orders(pipeline)).toBe(2);
  });

  test('a line of each file cannot be used → left out, counted, named by number; the rest is read', async () => {
    const pipeline = shopWithOrders(9);
    const cause = new RangeError('"1e3" is no amount');
    pipeline.wrap = {
      ...pipeline.wrap,
      shopify: (shopify) => ({
        ...shopify,
        async *readBulkOrders(url, skip, leftOut) {
          const all: Order[] = [];
          for await (const batch of shopify.readBulkOrders(url, skip)) all.push(...batch);
          yield all.slice(0, 4);
          leftOut?.({ lineNumber: 5, rootObject: true, cause });
          yield all.slice(5, 8);
          leftOut?.({ lineNumber: 9, rootObject: true, cause });
        },
      }),
    };
    await pipeline.start();
    const { shopId, state } = await pipeline.shop();
    expect(state).toBe('active');
    expect(await orders(pipeline)).toBe(7);
    expect(await pipeline.store.syncRuns.latest(shopId, 'backfill')).toMatchObject({ ordersRead: 9 });
    const lines = pipeline.log.lines.filter(
      ({ message }) => message === 'a line of a bulk result was left out',
    );
    expect(lines.map(({ fields }) => fields)).toMatchObject([{ lineNumber: 5 }, { lineNumber: 9 }]);
  });
});

test('the lists of a night are over → new ones the next time the job runs', async () => {
  const pipeline = await shopWithOrders(2).start();
  const [orderId] = pipeline.fake.orders.keys();
  if (!orderId) throw new Error('the shop is too small');
  pipeline.fake.deleteOrder(orderId);
  pipeline.fake.takeOutbox();
  const over = new Set<string>();
  expire(pipeline, 'readBulkIds', (url) => over.size === 0 && over.add(url).size > 0);
  await expect(pipeline.night()).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
  await pipeline.queue.giveBack((await pipeline.shop()).shopId);
  await pipeline.runJobs();
  expect(await orders(pipeline)).toBe(1);
});

test('the file with the exclusions is over → asked for again, the rule holds', async () => {
  const pipeline = newPipeline();
  const customerId = pipeline.fake.addCustomer({ tags: ['staff'] });
  pipeline.fake.placeOrder(customerId);
  await pipeline.start();
  const over = new Set<string>();
  expire(pipeline, 'readBulkCustomers', (url) => over.size === 0 && over.add(url).size > 0);
  const ctx = await pipeline.ctx();
  const { rules, version } = await ctx.store.rules.current(ctx.shop.shopId);
  await saveRules(ctx, { rules: { ...rules, excludedTags: ['staff'] }, basedOn: version });
  await pipeline.runJobs();
  expect(over.size).toBe(1);
  expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['staff']);
});
