import { describe, expect, test } from 'vitest';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { removeTags } from '../../web/use-cases/remove-tags.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { syncTags } from '../../web/use-cases/sync-tags.ts';
import { newPipelines } from '../support/open-pipeline.ts';

const newPipeline = newPipelines();

describe('tags', () => {
  test('an order moves the stage → only the difference is sent, our echoes change nothing, others’ tags stay', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    const customerId = fake.addCustomer({ tags: ['newsletter'] });
    fake.placeOrder(customerId);
    await pipeline.start();
    await pipeline.settle();
    fake.tagCalls = [];
    pipeline.clock.advance(2 * 86_400_000);
    fake.placeOrder(customerId);
    await pipeline.settle();
    expect(fake.tagCalls).toEqual([{ customerId, add: ['encore-vip'], remove: ['encore-first-time'] }]);
    expect(fake.customers.get(customerId)?.tags).toEqual(['newsletter', 'encore-vip']);
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.tags.counts(shopId)).toEqual({ waiting: 0, failed: 0 });
    const { rows } = await pipeline.pool.query(
      'SELECT cause FROM stage_change WHERE shop_id = $1 ORDER BY change_id',
      [shopId],
    );
    expect(rows.map(({ cause }) => cause)).toEqual(['first', 'order']);
  });

  test('somebody takes our tag off by hand → sent once more', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    pipeline.fake.tagCalls = [];
    pipeline.clock.advance(60_000);
    pipeline.fake.changeCustomer(customerId, { tags: [] });
    await pipeline.settle();
    expect(pipeline.fake.tagCalls).toEqual([{ customerId, add: ['encore-first-time'], remove: [] }]);
  });

  test("our own tags, other apps' tags and the update with each order come back → Shopify is not asked about anybody", async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    const customerIds = Array.from({ length: 5 }, () => fake.addCustomer());
    for (const customerId of customerIds) fake.placeOrder(customerId);
    await pipeline.start();
    fake.calls.clear();
    for (const customerId of customerIds) {
      const tags = [...(fake.customers.get(customerId)?.tags ?? []), 'newsletter'];
      fake.changeCustomer(customerId, { tags });
    }
    await pipeline.settle();
    expect(fake.calls.get('fetchCustomers')).toBeUndefined();
    fake.changeCustomer(customerIds[0] ?? ('' as CustomerId), { country: 'TH' });
    await pipeline.settle();
    expect(fake.calls.get('fetchCustomers')).toBe(1);
  });

  test('600 customers wait → one bulk mutation, not 600 calls', async () => {
    const pipeline = newPipeline();
    for (let count = 0; count < 600; count += 1) pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.start();
    expect(pipeline.fake.bulkTagRuns).toBe(1);
    expect(pipeline.fake.calls.get('changeTags')).toBeUndefined();
    expect([...pipeline.fake.customers.values()].every(({ tags }) => tags.length === 1)).toBe(true);
  });

  test('Shopify refuses a tag → kept with its words, the others go on', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    fake.refusedTags.set('encore-vip', 'Tag is reserved');
    const once = fake.addCustomer();
    const twice = fake.addCustomer();
    fake.placeOrder(once);
    fake.placeOrder(twice, { processedAt: new Date('2026-02-01T00:00:00Z') });
    fake.placeOrder(twice);
    await pipeline.start();
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.tags.counts(shopId)).toEqual({ waiting: 0, failed: 1 });
    const { rows } = await pipeline.pool.query(
      `SELECT customer_id, note FROM tag_sync WHERE shop_id = $1 AND state = 'failed'`,
      [shopId],
    );
    expect(rows).toEqual([{ customer_id: twice, note: 'Tag is reserved' }]);
    expect(fake.customers.get(once)?.tags).toEqual(['encore-first-time']);
  });

  test('the old tag is taken off and the new one refused → what stands in Shopify is what we say stands', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    const customerId = fake.addCustomer();
    fake.placeOrder(customerId);
    await pipeline.start();
    await pipeline.settle();
    fake.refusedTags.set('encore-vip', 'Tag is reserved');
    pipeline.clock.advance(2 * 86_400_000);
    fake.placeOrder(customerId);
    await pipeline.receive(fake.takeOutbox());
    await pipeline.drain();
    await pipeline.runJobs();
    expect(fake.customers.get(customerId)?.tags).toEqual([]);
    const { shopId } = await pipeline.shop();
    const { rows } = await pipeline.pool.query(
      'SELECT state, note, standing, desired FROM tag_sync WHERE shop_id = $1',
      [shopId],
    );
    expect(rows).toEqual([
      { state: 'failed', note: 'Tag is reserved', standing: [], desired: ['encore-vip'] },
    ]);
  });

  test('a bulk file was sent → the job ends there and what waits beside it is the next job’s', async () => {
    const pipeline = newPipeline();
    for (let count = 0; count < 501; count += 1) pipeline.fake.placeOrder(pipeline.fake.addCustomer());
    await pipeline.start();
    const ctx = await pipeline.ctx();
    const { shopId } = ctx.shop;
    const wants = [...pipeline.fake.customers.keys()].map((customerId) => ({
      customerId,
      desired: ['encore-repeat'],
    }));
    await ctx.store.tags.want(shopId, wants, pipeline.clock.now());
    const late = wants.slice(0, 3).map(({ customerId }) => ({ customerId, desired: ['encore-loyal'] }));
    const bulk = ctx.shopify.changeTagsInBulk;
    const changeTagsInBulk: typeof bulk = async (changes) => {
      const outcomes = await bulk(changes);
      await ctx.store.tags.want(shopId, late, pipeline.clock.now());
      return outcomes;
    };
    await syncTags({ ...ctx, shopify: { ...ctx.shopify, changeTagsInBulk } });
    expect(await ctx.store.tags.counts(shopId)).toEqual({ waiting: 3, failed: 0 });
    expect((await pipeline.queue.waiting(shopId)).map(({ name }) => name)).toEqual(['sync-tags']);
    await pipeline.runJobs();
    expect(await ctx.store.tags.counts(shopId)).toEqual({ waiting: 0, failed: 0 });
  });

  test('answers are lost → the job fails and, run again, sends the same once more without harm', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    pipeline.fake.losesTagAnswers = true;
    await expect(pipeline.start()).rejects.toMatchObject({ code: 'SHOPIFY_UNAVAILABLE' });
    pipeline.fake.losesTagAnswers = false;
    await syncTags(await pipeline.ctx());
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['encore-first-time']);
    const { shopId } = await pipeline.shop();
    expect(await pipeline.store.tags.counts(shopId)).toEqual({ waiting: 0, failed: 0 });
  });

  test('a customer who was merged away meanwhile → not found when tagged, settled with the orders', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    const [kept, gone] = [fake.addCustomer(), fake.addCustomer()];
    fake.placeOrder(kept, { processedAt: new Date('2026-01-01T00:00:00Z') });
    fake.placeOrder(gone);
    await pipeline.start();
    fake.mergeCustomers(kept, gone);
    fake.takeOutbox();
    const ctx = await pipeline.ctx();
    await ctx.store.tags.want(
      ctx.shop.shopId,
      [{ customerId: gone, desired: ['encore-repeat'] }],
      pipeline.clock.now(),
    );
    await syncTags(ctx);
    await pipeline.settle();
    expect([...(await ctx.store.customers.profileUpdatedAt(ctx.shop.shopId, [kept, gone])).keys()]).toEqual([
      kept,
    ]);
    expect(fake.customers.get(kept)?.tags).toContain('encore-vip');
  });

  test('another prefix → every old tag goes and the new one comes; only ours', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer({ tags: ['vip'] });
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    const ctx = await pipeline.ctx();
    const { rules, version } = await ctx.store.rules.current(ctx.shop.shopId);
    await saveRules(ctx, { rules: { ...rules, tags: { ...rules.tags, prefix: 'kh-' } }, basedOn: version });
    await pipeline.runJobs();
    await pipeline.settle();
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['vip', 'kh-first-time']);
  });

  test('new tag names while a night’s scoring waits → that one run renames everybody’s tags', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer();
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    const ctx = await pipeline.ctx();
    const { shopId } = ctx.shop;
    const tonight = new Date(pipeline.clock.now().getTime() + 30 * 60_000);
    await ctx.queue.enqueue('score-shop', { shopId, cause: 'night' }, { startAfter: tonight });
    const { rules, version } = await ctx.store.rules.current(shopId);
    await saveRules(ctx, { rules: { ...rules, tags: { ...rules.tags, prefix: 'kh-' } }, basedOn: version });
    await pipeline.runJobs();
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['kh-first-time']);
  });

  test('a buyer we have never heard of carries a tag the merchant excluded → seen before we tag', async () => {
    const pipeline = await newPipeline().start();
    const ctx = await pipeline.ctx();
    const { rules, version } = await ctx.store.rules.current(ctx.shop.shopId);
    await saveRules(ctx, { rules: { ...rules, excludedTags: ['staff'] }, basedOn: version });
    await pipeline.runJobs();
    const customerId = pipeline.fake.addCustomer({ tags: ['staff'] });
    pipeline.fake.takeOutbox();
    pipeline.fake.placeOrder(customerId);
    await pipeline.settle();
    expect(pipeline.fake.tagCalls).toEqual([]);
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['staff']);
  });

  test('the one button → none of our tags stands anywhere, a later order brings none back', async () => {
    const pipeline = newPipeline();
    const customerId = pipeline.fake.addCustomer({ tags: ['newsletter'] });
    pipeline.fake.placeOrder(customerId);
    await pipeline.start();
    expect(await removeTags(await pipeline.ctx())).toEqual({ customersQueued: 1 });
    await pipeline.runJobs();
    pipeline.clock.advance(86_400_000);
    pipeline.fake.placeOrder(customerId);
    await pipeline.settle();
    await pipeline.night();
    expect(pipeline.fake.customers.get(customerId)?.tags).toEqual(['newsletter']);
  });
});
