import { expect, test } from 'vitest';
import { AppError } from '../../web/domain/shared/errors.ts';
import type { VariantId } from '../../web/domain/shared/ids.ts';
import { refreshCosts } from '../../web/use-cases/refresh-costs.ts';
import { orderLine } from '../support/fake-shopify.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const DAY_MS = 86_400_000;
const newPipeline = newPipelines();
const variant = (id: number) => String(id) as VariantId;
const cost = (unitCostMinor: number) => ({ unitCostMinor, currency: 'USD' });

/** An order of one unit of each variant, placed so many days ago. */
function sell({ fake }: Pipeline, variants: readonly VariantId[], daysAgo = 0): void {
  const lines = variants.map((variantId) => orderLine(fake.nextId(), { variantId, discountedMinor: 1_000 }));
  const processedAt = new Date(fake.clock.now().getTime() - daysAgo * DAY_MS);
  fake.placeOrder(fake.addCustomer(), { lines, processedAt, createdAt: processedAt });
}
const asks = ({ fake }: Pipeline) => fake.calls.get('fetchUnitCosts') ?? 0;

async function costsOf(pipeline: Pipeline, variants: readonly VariantId[]) {
  const found = await pipeline.store.costs.ofVariants((await pipeline.shop()).shopId, variants);
  return variants.map((variantId) => found.get(variantId)?.cost);
}

test('after the first scoring → costs of what was sold within a year are there, none of what was sold before', async () => {
  const pipeline = newPipeline();
  const [tea, cup, gone, old] = [variant(1), variant(2), variant(3), variant(4)];
  for (const id of [tea, cup, old]) pipeline.fake.unitCosts.set(id, cost(Number(id) * 100));
  sell(pipeline, [tea, cup], 364);
  sell(pipeline, [tea, gone]);
  sell(pipeline, [old], 366);
  await pipeline.start();
  expect(await costsOf(pipeline, [tea, cup, gone, old])).toEqual([cost(100), cost(200), null, undefined]);
  expect(asks(pipeline)).toBe(1);
});

test('night after night → asked for again only after a week, new variants at once', async () => {
  const pipeline = newPipeline();
  const [tea, cup] = [variant(1), variant(2)];
  pipeline.fake.unitCosts.set(tea, cost(100));
  sell(pipeline, [tea]);
  await pipeline.start();
  pipeline.fake.unitCosts.set(tea, cost(150));
  for (let night = 1; night <= 6; night++) {
    pipeline.clock.advance(DAY_MS);
    await pipeline.night();
  }
  expect(asks(pipeline)).toBe(1);
  expect(await costsOf(pipeline, [tea])).toEqual([cost(100)]);
  sell(pipeline, [cup]);
  await pipeline.settle();
  await pipeline.night();
  expect(await costsOf(pipeline, [tea, cup])).toEqual([cost(100), null]);
  pipeline.clock.advance(2 * DAY_MS);
  await pipeline.night();
  expect(await costsOf(pipeline, [tea])).toEqual([cost(150)]);
  expect(asks(pipeline)).toBe(3);
});

test('rules changed → no costs are asked for', async () => {
  const pipeline = newPipeline();
  sell(pipeline, [variant(1)]);
  await pipeline.start();
  pipeline.clock.advance(30 * DAY_MS);
  const { shopId } = await pipeline.shop();
  await pipeline.queue.port().enqueue('score-shop', { shopId, cause: 'rules' });
  await pipeline.runJobs();
  expect(asks(pipeline)).toBe(1);
});

test('not granted → no costs, said in the log, and the job is done; Shopify away → it comes again', async () => {
  const pipeline = newPipeline();
  sell(pipeline, [variant(1)]);
  await pipeline.install();
  const ctx = await pipeline.ctx();
  const failing = (code: 'FORBIDDEN' | 'SHOPIFY_UNAVAILABLE' | 'NEEDS_REAUTH') => ({
    ...ctx,
    shopify: { ...ctx.shopify, fetchUnitCosts: () => Promise.reject(new AppError(code, 'no')) },
  });
  await pipeline.runJobs();
  pipeline.clock.advance(8 * DAY_MS);
  await refreshCosts(failing('FORBIDDEN'));
  expect(pipeline.log.lines.map(({ message }) => message)).toContain('unit costs were not granted');
  await expect(refreshCosts(failing('SHOPIFY_UNAVAILABLE'))).rejects.toMatchObject({
    code: 'SHOPIFY_UNAVAILABLE',
  });
  await refreshCosts(failing('NEEDS_REAUTH'));
  expect((await pipeline.shop()).state).toBe('needs_reauth');
});

test('uninstalled → nothing is asked for', async () => {
  const pipeline = newPipeline();
  sell(pipeline, [variant(1)]);
  await pipeline.start();
  pipeline.clock.advance(8 * DAY_MS);
  const { shopId } = await pipeline.shop();
  await pipeline.store.shops.setState(shopId, 'uninstalled', pipeline.clock.now());
  await refreshCosts(await pipeline.ctx());
  expect(asks(pipeline)).toBe(1);
});

test('more variants than are asked for at once → all of them, in several calls', async () => {
  const pipeline = newPipeline();
  const variants = Array.from({ length: 2_300 }, (_, index) => variant(index + 1));
  for (let at = 0; at < variants.length; at += 50) sell(pipeline, variants.slice(at, at + 50));
  await pipeline.start();
  expect((await costsOf(pipeline, variants)).every((one) => one === null)).toBe(true);
});
