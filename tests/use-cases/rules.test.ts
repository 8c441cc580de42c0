import { describe, expect, test } from 'vitest';
import type { Rules } from '../../web/domain/rules.ts';
import { previewRules } from '../../web/use-cases/preview-rules.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { giveHistory, seededRandom } from '../support/busy-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';
import { snapshot } from '../support/pipeline-snapshot.ts';

const newPipeline = newPipelines();

async function present(pipeline: Pipeline): Promise<{ rules: Rules; version: number }> {
  const { store, shop } = await pipeline.ctx();
  return store.rules.current(shop.shopId);
}

async function stages(pipeline: Pipeline): Promise<Map<string, string | null>> {
  const { shopId } = await pipeline.shop();
  const { rows } = await pipeline.pool.query(
    'SELECT customer_id, stage FROM customer_fact WHERE shop_id = $1',
    [shopId],
  );
  return new Map(rows.map((row) => [row.customer_id, row.stage]));
}

function movesBetween(before: Map<string, string | null>, after: Map<string, string | null>) {
  const moves = new Map<string, number>();
  for (const [id, to] of after) {
    const from = before.get(id) ?? null;
    if (from !== to) moves.set(`${from}>${to}`, (moves.get(`${from}>${to}`) ?? 0) + 1);
  }
  return Object.fromEntries([...moves].sort());
}

async function busy(seed: number): Promise<Pipeline> {
  const pipeline = newPipeline();
  giveHistory(pipeline.fake, seededRandom(seed), 120);
  return pipeline.start();
}

describe('saving rules', () => {
  test('a number out of range → refused with field and range, nothing is saved', async () => {
    const pipeline = await newPipeline().start();
    const { rules, version } = await present(pipeline);
    const bad = { ...rules, provisionalDays: 500 };
    await expect(saveRules(await pipeline.ctx(), { rules: bad, basedOn: version })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ field: 'provisionalDays', allowed: '1 to 120' }],
    });
    expect((await present(pipeline)).version).toBe(version);
  });

  test('two windows save on the same version → the second is told', async () => {
    const pipeline = await newPipeline().start();
    const { rules, version } = await present(pipeline);
    const ctx = await pipeline.ctx();
    await saveRules(ctx, { rules, basedOn: version });
    await expect(saveRules(ctx, { rules, basedOn: version })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

const CHANGES: [string, (rules: Rules) => Rules][] = [
  ['a shorter lapse limit', (rules) => ({ ...rules, lapseLaterDays: 30, lapseOneOccasionDays: 60 })],
  ['a VIP line further down', (rules) => ({ ...rules, vipEnterPercentile: 0.5, vipKeepPercentile: 0.45 })],
  ['VIP from eight purchases', (rules) => ({ ...rules, vipMinOccasions: 8 })],
];

describe('the preview', () => {
  test.each(CHANGES)('%s → foretells exactly who moves, and writes nothing', async (_name, change) => {
    const pipeline = await busy(7);
    const { rules, version } = await present(pipeline);
    const before = await stages(pipeline);
    const standing = await snapshot(pipeline);
    const foretold = await previewRules(await pipeline.ctx(), { rules: change(rules) });
    expect(await snapshot(pipeline)).toEqual(standing);
    expect(foretold.moving).toBeGreaterThan(0);
    await saveRules(await pipeline.ctx(), { rules: change(rules), basedOn: version });
    await pipeline.runJobs();
    const moved = movesBetween(before, await stages(pipeline));
    expect(
      Object.fromEntries(foretold.moves.map(({ from, to, count }) => [`${from}>${to}`, count]).sort()),
    ).toEqual(moved);
    expect(foretold.tagChanges).toBe(foretold.moving);
  });

  test('companies count → customers who had no purchase come in, and the verdicts are made again', async () => {
    const pipeline = newPipeline();
    const company = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(company, { b2b: true });
    pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.start();
    const { rules, version } = await present(pipeline);
    const withB2b = { ...rules, includeB2b: true };
    const foretold = await previewRules(await pipeline.ctx(), { rules: withB2b });
    expect(foretold.moves).toEqual([{ from: null, to: 'first_time', count: 1 }]);
    await saveRules(await pipeline.ctx(), { rules: withB2b, basedOn: version });
    await pipeline.runJobs();
    expect((await stages(pipeline)).get(company)).toBe('first_time');
    await saveRules(await pipeline.ctx(), { rules, basedOn: version + 1 });
    await pipeline.runJobs();
    expect((await stages(pipeline)).get(company)).toBeNull();
    expect(pipeline.fake.customers.get(company)?.tags).toEqual([]);
  });

  test('before the first scoring → CONFLICT', async () => {
    const pipeline = newPipeline();
    await pipeline.install();
    const { rules } = await present(pipeline);
    await expect(previewRules(await pipeline.ctx(), { rules })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

test('a tag to exclude by → its customers lose scores, stage and tags, and get them back when it goes', async () => {
  const pipeline = newPipeline();
  const staff = pipeline.fake.addCustomer({ tags: ['Staff'] });
  pipeline.fake.placeOrder(staff);
  pipeline.fake.placeOrder(pipeline.fake.addCustomer());
  await pipeline.start();
  pipeline.fake.bulkPolls = 2;
  const { rules, version } = await present(pipeline);
  await saveRules(await pipeline.ctx(), { rules: { ...rules, excludedTags: ['staff'] }, basedOn: version });
  await pipeline.runJobs();
  expect((await stages(pipeline)).get(staff)).toBeNull();
  expect(pipeline.fake.customers.get(staff)?.tags).toEqual(['Staff']);
  await pipeline.settle();
  pipeline.clock.advance(60_000);
  pipeline.fake.changeCustomer(staff, { tags: [] });
  await pipeline.settle();
  expect((await stages(pipeline)).get(staff)).toBe('first_time');
});
