import { describe, expect, test } from 'vitest';
import type { CampaignKind } from '../../web/domain/campaigns/campaign.ts';
import { presetOf } from '../../web/domain/campaigns/kinds.ts';
import { defaultProgram } from '../../web/domain/loyalty/program.ts';
import { getHome } from '../../web/use-cases/get-home.ts';
import { getSyncProgress } from '../../web/use-cases/get-sync-progress.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { giveHistory, seededRandom } from '../support/busy-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';
import type { Pipeline } from '../support/pipeline.ts';

const newPipeline = newPipelines();
const DAY_MS = 86_400_000;

async function ready(pipeline: Pipeline) {
  const home = await getHome(await pipeline.readCtx());
  if (home.phase !== 'ready') throw new Error('the first sync has not finished');
  return home;
}

async function nextStep(pipeline: Pipeline): Promise<string> {
  return (await ready(pipeline)).nextStep;
}

async function save(pipeline: Pipeline, change: (tags: { enabled: boolean }) => { enabled: boolean }) {
  const ctx = await pipeline.ctx();
  const { rules, version } = await ctx.store.rules.current(ctx.shop.shopId);
  const enabled = change(rules.tags).enabled;
  await saveRules(ctx, { rules: { ...rules, tags: { ...rules.tags, enabled } }, basedOn: version });
}

describe('the first sync', () => {
  test('step by step until the first scoring is finished → Home is the sync, then the shop', async () => {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(3), 40);
    pipeline.fake.bulkPolls = 2;
    await pipeline.install();
    const { shopId } = await pipeline.shop();
    const steps: string[] = [];
    for (;;) {
      const home = await getHome(await pipeline.readCtx());
      if (home.phase === 'ready') break;
      if (steps.at(-1) !== home.progress.step) steps.push(home.progress.step);
      const [job] = await pipeline.queue.waiting(shopId);
      if (!job) throw new Error('nothing waits and nothing is ready');
      if (job.startAfter > pipeline.clock.now()) pipeline.clock.set(job.startAfter);
      await pipeline.queue.take(job.id);
      await pipeline.run(job);
      await pipeline.queue.finish(job.id);
    }
    expect(steps).toEqual(['requesting', 'preparing', 'scoring']);
    expect(await getSyncProgress(await pipeline.ctx())).toMatchObject({
      state: 'done',
      step: 'done',
      ordersRead: pipeline.fake.orders.size,
      ordersExpected: pipeline.fake.orders.size,
      customersExpected: 40,
      secondsLeft: null,
    });
  });

  test('nothing asked for yet, and a run that failed → said as such', async () => {
    const pipeline = newPipeline();
    await pipeline.queue.create();
    const { store, clock } = pipeline;
    const { shop } = await store.shops.install(pipeline.fake.domain, clock.now(), []);
    expect(await getSyncProgress(await pipeline.ctx())).toMatchObject({
      state: 'not_started',
      step: 'requesting',
    });
    const { runId } = await store.syncRuns.startOrResume(shop.shopId, 'backfill', clock.now());
    const progress = { step: 'reading', pace: { sinceMs: clock.now().getTime() - 1_000, ordersBefore: 0 } };
    await store.syncRuns.update(shop.shopId, runId, {
      state: 'failed',
      error: 'SHOPIFY_REFUSED',
      progress,
      ordersRead: 5,
    });
    const failed = { state: 'failed', step: 'reading', error: 'SHOPIFY_REFUSED', secondsLeft: null };
    expect(await getSyncProgress(await pipeline.ctx())).toMatchObject(failed);
    expect(await getHome(await pipeline.readCtx())).toMatchObject({ phase: 'syncing', progress: failed });
  });

  test('taken up again after a long wait → the time left follows the pace of this reading alone', async () => {
    const pipeline = newPipeline();
    const { store, clock } = pipeline;
    await pipeline.queue.create();
    const { shop } = await store.shops.install(pipeline.fake.domain, clock.now(), []);
    const { runId } = await store.syncRuns.startOrResume(
      shop.shopId,
      'backfill',
      new Date(clock.now().getTime() - DAY_MS),
    );
    const update = (sinceMs: number, ordersRead: number) =>
      store.syncRuns.update(shop.shopId, runId, {
        progress: { step: 'reading', pace: { sinceMs, ordersBefore: 4_000 } },
        ordersRead,
        ordersExpected: 10_000,
      });
    const left = async () => (await getSyncProgress(await pipeline.ctx())).secondsLeft;
    await update(clock.now().getTime() - 10_000, 4_000);
    expect(await left()).toBeNull();
    await update(clock.now().getTime() - 10_000, 5_000);
    expect(await left()).toBe(50);
    await update(clock.now().getTime() - 10_000, 11_000);
    expect(await left()).toBe(0);
  });
});

describe('a scored shop', () => {
  test('right after a night → stages, customers and the active count of that day agree', async () => {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(11), 120);
    await pipeline.start();
    const home = await ready(pipeline);
    const { first_time, repeat, vip, lapsed } = home.stages;
    expect(first_time + repeat + vip + lapsed).toBe(home.model.buyers);
    expect(home.metrics.active.at(-1)?.count).toBe(first_time + repeat + vip);
    expect(home.metrics.active).toHaveLength(12);
    expect(home.stages30DaysAgo).toBeNull();
    expect(home.moves).toEqual([]);
  });

  test('30 days later → compared with then; a night cut off in between is no comparison', async () => {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(12), 60);
    await pipeline.start();
    const { stages } = await ready(pipeline);
    const { store, shop } = await pipeline.ctx();
    const model = (await store.models.current(shop.shopId))?.model;
    if (!model) throw new Error('no model');
    const cutOff = { ...model, asOfOn: model.asOfOn + 1 };
    await store.models.save(shop.shopId, cutOff, { rulesVersion: 0, night: null, at: pipeline.clock.now() });
    pipeline.clock.advance(31 * DAY_MS);
    await pipeline.night();
    expect((await ready(pipeline)).stages30DaysAgo).toEqual(stages);
    pipeline.clock.advance(30 * DAY_MS);
    const later = await ready(pipeline);
    expect(later.stages30DaysAgo).not.toEqual(stages);
    pipeline.clock.advance(90 * DAY_MS);
    expect((await ready(pipeline)).stages30DaysAgo).toBeNull();
  });

  test('a lapsed customer buys twice this month → came back once', async () => {
    const pipeline = newPipeline({ timeZone: 'Asia/Ho_Chi_Minh' }, '2026-03-02T03:00:00Z');
    const { fake, clock } = pipeline;
    const customer = fake.addCustomer();
    fake.placeOrder(customer, { processedAt: new Date('2025-01-01T03:00:00Z') });
    await pipeline.start();
    expect((await ready(pipeline)).cameBackThisMonth).toBe(0);
    // The last evening of February in UTC is the first of March for the shop.
    fake.placeOrder(customer, { processedAt: new Date('2026-02-28T20:00:00Z') });
    await pipeline.settle();
    expect((await ready(pipeline)).cameBackThisMonth).toBe(1);
    clock.advance(5 * DAY_MS);
    fake.placeOrder(customer);
    await pipeline.settle();
    expect(await ready(pipeline)).toMatchObject({
      cameBackThisMonth: 1,
      moves: [{ from: 'lapsed', count: 1 }],
    });
    clock.set(new Date('2026-04-02T03:00:00Z'));
    expect((await ready(pipeline)).cameBackThisMonth).toBe(0);
  });

  test('what to do next → the first that applies', async () => {
    const pipeline = await newPipeline().start();
    const { shopId } = await pipeline.shop();
    const { campaigns } = pipeline.store;
    const launch = async (kind: CampaignKind) => {
      const { campaignId } = await campaigns.create(shopId, presetOf(kind), pipeline.clock.now());
      const frozen = { shareBps: 2_000, windowDays: 30, capMinor: null };
      await campaigns.launch(shopId, campaignId, frozen, pipeline.clock.now());
    };
    expect(await nextStep(pipeline)).toBe('launch_second_purchase');
    await launch('second_purchase');
    expect(await nextStep(pipeline)).toBe('launch_win_back');
    await launch('win_back');
    expect((await ready(pipeline)).campaigns.map(({ campaign }) => campaign?.draft.kind)).toEqual([
      'second_purchase',
      'win_back',
    ]);
    expect(await nextStep(pipeline)).toBe('launch_loyalty');
    const program = { ...defaultProgram('USD'), on: true };
    await pipeline.store.loyalty.saveProgram(shopId, program, {
      excluded: [],
      basedOn: 0,
      at: pipeline.clock.now(),
    });
    expect(await nextStep(pipeline)).toBe('review_rules');
    await save(pipeline, (tags) => tags);
    expect(await nextStep(pipeline)).toBe('look_at_customers');
    const { tags, shops } = pipeline.store;
    const customerId = pipeline.fake.addCustomer();
    const at = pipeline.clock.now();
    await tags.want(shopId, [{ customerId, desired: ['x'] }], at);
    await tags.failed(shopId, customerId, 'no', at);
    expect(await nextStep(pipeline)).toBe('fix_refused_tags');
    await save(pipeline, () => ({ enabled: false }));
    expect(await nextStep(pipeline)).toBe('turn_on_tags');
    await shops.saveProfile(shopId, { ...pipeline.fake.profile, scopes: ['read_orders'] });
    expect(await nextStep(pipeline)).toBe('ask_full_history');
    await shops.setState(shopId, 'needs_reauth', at);
    expect(await nextStep(pipeline)).toBe('reauthorise');
  });
});
