import { describe, expect, test } from 'vitest';
import { gapBins, getSettings, occasionBins } from '../../web/use-cases/get-settings.ts';
import { previewRules } from '../../web/use-cases/preview-rules.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { giveHistory, seededRandom } from '../support/busy-shop.ts';
import { newPipelines } from '../support/open-pipeline.ts';

const newPipeline = newPipelines();

describe('bars', () => {
  test('gaps → fortnights from 0 to two years without holes, the last open, every gap once', () => {
    expect(gapBins([])).toEqual([]);
    const bins = gapBins([0, 13, 14, 714, 727, 728, 730].map((day) => ({ day, count: 1 })));
    expect(bins).toHaveLength(53);
    expect(bins.slice(0, 2)).toEqual([
      { from: 0, to: 14, count: 2 },
      { from: 14, to: 28, count: 1 },
    ]);
    expect(bins.slice(-2)).toEqual([
      { from: 714, to: 728, count: 2 },
      { from: 728, to: null, count: 2 },
    ]);
    for (const [index, bin] of bins.slice(1).entries()) expect(bin.from).toBe(bins[index]?.to);
  });

  test('occasions → one bar a number, the empty ones too, the highest open', () => {
    expect(occasionBins([])).toEqual([]);
    expect(
      occasionBins([
        { occasions: 1, count: 5 },
        { occasions: 3, count: 2 },
      ]),
    ).toEqual([
      { from: 1, to: 2, count: 5 },
      { from: 2, to: 3, count: 0 },
      { from: 3, to: null, count: 2 },
    ]);
  });
});

describe('settings', () => {
  test('before the first scoring → CONFLICT', async () => {
    const pipeline = newPipeline();
    await pipeline.install();
    await expect(getSettings(await pipeline.readCtx())).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('rules are saved → recomputing until everybody is decided by them', async () => {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(4), 30);
    await pipeline.start();
    const before = await getSettings(await pipeline.readCtx());
    expect(before).toMatchObject({ recomputing: false, version: 0, measured: null });
    expect(before.customers).toBe(before.model.buyers);
    expect(before.taggedCustomers).toBe(before.customers);
    const rules = { ...before.rules, vipMinOccasions: 5 };
    await saveRules(await pipeline.ctx(), { rules, basedOn: 0 });
    expect(await getSettings(await pipeline.readCtx())).toMatchObject({
      recomputing: true,
      version: 1,
      rules,
    });
    await pipeline.runJobs();
    expect((await getSettings(await pipeline.readCtx())).recomputing).toBe(false);
  });

  test('the merchant chooses limits → what was measured is still told, saved or only tried', async () => {
    const pipeline = newPipeline();
    giveHistory(pipeline.fake, seededRandom(5), 150);
    await pipeline.start();
    const { measured, rules, model } = await getSettings(await pipeline.readCtx());
    expect(model.lapse.source).toBe('measured');
    expect(measured).toMatchObject({
      oneOccasionDays: model.lapse.oneOccasionDays,
      laterDays: model.lapse.laterDays,
    });
    const chosen = { ...rules, lapseOneOccasionDays: 300, lapseLaterDays: 20 };
    const tried = await previewRules(await pipeline.ctx(), { rules: chosen });
    expect(tried.model.lapse).toMatchObject({ oneOccasionDays: 300, laterDays: 20, source: 'merchant' });
    expect(tried.measured).toMatchObject({
      oneOccasionDays: measured?.oneOccasionDays,
      laterDays: measured?.laterDays,
    });
    await saveRules(await pipeline.ctx(), { rules: chosen, basedOn: 0 });
    await pipeline.runJobs();
    const saved = await getSettings(await pipeline.readCtx());
    expect(saved.model.lapse).toMatchObject({ oneOccasionDays: 300, laterDays: 20 });
    expect(saved.measured).toMatchObject({
      oneOccasionDays: measured?.oneOccasionDays,
      laterDays: measured?.laterDays,
    });
  });

  test('a wanted tag is not sent yet, a sent one is refused a change → both still carry a tag of ours', async () => {
    const pipeline = newPipeline();
    const refused = pipeline.fake.addCustomer();
    const ids = [refused, pipeline.fake.addCustomer()];
    for (const id of ids) pipeline.fake.placeOrder(id);
    await pipeline.start();
    const { shopId } = await pipeline.shop();
    const at = pipeline.clock.now();
    await pipeline.store.tags.want(
      shopId,
      ids.map((customerId) => ({ customerId, desired: ['other'] })),
      at,
    );
    await pipeline.store.tags.failed(shopId, refused, 'refused', at);
    expect((await getSettings(await pipeline.readCtx())).taggedCustomers).toBe(2);
  });
});
