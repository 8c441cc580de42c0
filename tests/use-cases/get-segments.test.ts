import { expect, test } from 'vitest';
import { getSegments } from '../../web/use-cases/get-segments.ts';
import { listCustomers } from '../../web/use-cases/list-customers.ts';
import { giveHistory, seededRandom } from '../support/busy-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();

async function counted(pipeline: Pipeline) {
  const view = await getSegments(await pipeline.readCtx());
  if (view.state !== 'counted') throw new Error(`nothing is counted: ${view.until}`);
  return view;
}

test('before the first scoring → waiting for it; after it → every customer in one field, as the list has them', async () => {
  const pipeline = newPipeline();
  giveHistory(pipeline.fake, seededRandom(5), 130);
  await pipeline.install();
  expect(await getSegments(await pipeline.readCtx())).toEqual({ state: 'waiting', until: 'first_scoring' });
  await pipeline.settle();
  const { cells, fixed, ranges, asOfOn } = await counted(pipeline);
  const ctx = await pipeline.readCtx();
  const all = await listCustomers(ctx, {
    filter: {},
    order: { sort: 'last_order', direction: 'desc' },
    search: null,
    after: null,
    limit: 500,
  });
  const sum = (of: readonly { customers: number }[]) =>
    of.reduce((total, { customers }) => total + customers, 0);
  expect(sum(cells)).toBe(all.rows.length);
  expect(cells.reduce((total, { spentMinor }) => total + spentMinor, 0)).toBe(
    all.rows.reduce((total, { spentMinor }) => total + spentMinor, 0),
  );
  for (const row of all.rows) {
    const range = ranges.r[(row.scores?.r ?? 0) - 1];
    const recencyDays = Math.max(0, asOfOn - (row.lastOn ?? 0));
    expect(range && recencyDays >= range.from && recencyDays <= (range.to ?? Infinity)).toBe(true);
  }
  expect(fixed).toBe(all.rows.length < 100);
});

test('a few buyers → fixed steps, and said so', async () => {
  const pipeline = newPipeline();
  const id = pipeline.fake.addCustomer();
  pipeline.fake.placeOrder(id);
  await pipeline.start();
  const { fixed, ranges, cells } = await counted(pipeline);
  expect(fixed).toBe(true);
  expect(ranges.r[4]).toEqual({ from: 0, to: 30 });
  expect(ranges.f[4]).toEqual({ from: 6, to: null });
  expect(cells).toEqual([expect.objectContaining({ customers: 1 })]);
});

test('nobody bought yet → counted, and nobody in it; a night of before it was counted → the next one', async () => {
  const pipeline = newPipeline();
  await pipeline.start();
  expect((await counted(pipeline)).cells).toEqual([]);
  const ctx = await pipeline.readCtx();
  const night = async (...given: Parameters<typeof ctx.reader.home.night>) => {
    const found = await ctx.reader.home.night(...given);
    if (!found) throw new Error('the shop was scored');
    const { segments: _, ...metrics } = found.metrics;
    return { ...found, metrics };
  };
  const reader = { ...ctx.reader, home: { ...ctx.reader.home, night } };
  expect(await getSegments({ ...ctx, reader })).toEqual({ state: 'waiting', until: 'next_night' });
});
