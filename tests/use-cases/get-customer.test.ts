import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../web/domain/rules.ts';
import type { CustomerId } from '../../web/domain/shared/ids.ts';
import { dayToIso } from '../../web/domain/shared/time.ts';
import { getCustomer, nextChanges } from '../../web/use-cases/get-customer.ts';
import type { CustomerDetail } from '../../web/use-cases/read-port.ts';
import { saveRules } from '../../web/use-cases/save-rules.ts';
import { sampleModel } from '../adapters/db/stores/sample-rows.ts';
import { newPipelines } from '../support/open-pipeline.ts';

const TODAY = 20_600;
const DAY_MS = 86_400_000;
const model = sampleModel({
  vip: { enterFrequency: 4, enterMonetaryMinor: 9_000, keepFrequency: 1, keepMonetaryMinor: 7_000 },
});

function detail(change: Partial<CustomerDetail> = {}): CustomerDetail {
  return {
    customerId: '7' as CustomerId,
    stage: 'repeat',
    marks: [],
    scores: { r: 3, f: 3, m: 3 },
    lastOn: TODAY - 10,
    occasions: 2,
    spentMinor: 5_000,
    emailConsent: null,
    country: null,
    position: 0,
    reason: null,
    lapseLimitDays: 114,
    stageSinceAt: null,
    ordersCount: 2,
    shopifyTotals: null,
    firstOn: TODAY - 50,
    lastOccasionOn: TODAY - 10,
    gapsCount: 1,
    gapsSumDays: 40,
    subscribedUntilOn: null,
    vipBelowSinceOn: null,
    excluded: false,
    tags: { standing: [], desired: [], state: 'clean', changedAt: null },
    ...change,
  };
}

const changes = (change: Partial<CustomerDetail>, provisional = false) =>
  nextChanges(detail(change), { model: { ...model, provisional }, rules: DEFAULT_RULES, todayOn: TODAY });
const vipFrom = (missingOccasions: number, missingSpentMinor: number) => ({
  kind: 'vip_from',
  occasions: 4,
  spentMinor: 9_000,
  missingOccasions,
  missingSpentMinor,
});

describe('what would change the stage', () => {
  test('first-time → lapses the day after the limit, repeat with the next purchase, and how far VIP is', () => {
    expect(changes({ stage: 'first_time', occasions: 1 })).toEqual([
      { kind: 'lapses', on: TODAY - 10 + 115 },
      { kind: 'next_purchase', to: 'repeat' },
      vipFrom(3, 4_000),
    ]);
  });

  test('repeat → no purchase makes repeat again; one purchase short of VIP with money enough → VIP', () => {
    expect(changes({})).toEqual([{ kind: 'lapses', on: TODAY + 105 }, vipFrom(2, 4_000)]);
    expect(changes({ occasions: 3, spentMinor: 9_000 })).toEqual([
      { kind: 'lapses', on: TODAY + 105 },
      { kind: 'next_purchase', to: 'vip' },
    ]);
    expect(changes({ occasions: 3, spentMinor: 8_999 }).at(-1)).toEqual(vipFrom(1, 1));
  });

  test('lapsed → cannot lapse again; a purchase brings them back', () => {
    expect(changes({ stage: 'lapsed' })).toEqual([
      { kind: 'next_purchase', to: 'repeat' },
      vipFrom(2, 4_000),
    ]);
    expect(changes({ stage: 'lapsed', occasions: 6, spentMinor: 99_000 })).toEqual([
      { kind: 'next_purchase', to: 'vip' },
    ]);
  });

  test('a subscription that runs → no lapse before its end; one that ended yesterday → a lapse again', () => {
    expect(changes({ subscribedUntilOn: TODAY })[0]).toEqual({ kind: 'subscription', untilOn: TODAY });
    expect(changes({ subscribedUntilOn: TODAY - 1 })[0]).toEqual({ kind: 'lapses', on: TODAY + 105 });
  });

  test('VIP → lapses only; below the keep line → until when, and the line with the merchant’s least purchases', () => {
    expect(changes({ stage: 'vip' })).toEqual([{ kind: 'lapses', on: TODAY + 105 }]);
    expect(changes({ stage: 'vip', vipBelowSinceOn: TODAY - 12 }).at(-1)).toEqual({
      kind: 'vip_ends',
      on: TODAY + 18,
      occasions: 2,
      spentMinor: 7_000,
    });
  });

  test('cut history → what Shopify counts over the whole life is not missing', () => {
    const shopifyTotals = { numberOfOrders: 3, amountSpentMinor: 9_500 };
    expect(changes({ shopifyTotals }, true).at(-1)).toEqual({ kind: 'next_purchase', to: 'vip' });
    expect(changes({ shopifyTotals }).at(-1)).toEqual(vipFrom(2, 4_000));
  });

  test('no stage (nothing bought, or excluded) → nothing', () => {
    expect(changes({ stage: null })).toEqual([]);
    expect(changes({ lastOn: null })).toEqual([]);
  });
});

describe('one customer', () => {
  const newPipeline = newPipelines();

  test('Shopify answers → facts and what Shopify says live; away → the facts stand without it', async () => {
    const pipeline = newPipeline();
    const { fake } = pipeline;
    const customerId = fake.addCustomer();
    fake.placeOrder(customerId, { processedAt: new Date('2026-02-01T03:00:00Z') });
    await pipeline.start();
    const view = await getCustomer(await pipeline.readCtx(), customerId);
    expect(view).toMatchObject({
      detail: { stage: 'first_time', occasions: 1 },
      live: { displayName: `Customer ${customerId}`, tags: ['encore-first-time'] },
      recencyDays: 28,
      tagsEnabled: true,
    });
    const [lapse] = view.changes;
    expect(lapse?.kind === 'lapses' && dayToIso(lapse.on)).toBe('2026-08-01');
    expect(view.model?.buyers).toBe(1);
    fake.away = true;
    const alone = await getCustomer(await pipeline.readCtx(), customerId);
    expect(alone).toEqual({ ...view, live: null });
  });

  test('an id of another shop → NOT_FOUND, and Shopify is not asked', async () => {
    const other = newPipeline();
    const customerId = other.fake.addCustomer();
    await other.start();
    const pipeline = await newPipeline().start();
    pipeline.fake.calls.clear();
    await expect(getCustomer(await pipeline.readCtx(), customerId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(pipeline.fake.calls.get('liveCustomers')).toBeUndefined();
  });

  test('when the next order is expected → ahead, today, over; never of the excluded', async () => {
    const pipeline = newPipeline();
    const { fake, clock } = pipeline;
    const id = fake.addCustomer({ tags: ['Staff'] });
    for (const daysAgo of [50, 30, 10])
      fake.placeOrder(id, { processedAt: new Date(clock.now().getTime() - daysAgo * DAY_MS) });
    await pipeline.start();
    const expected = async () => (await getCustomer(await pipeline.readCtx(), id)).expectedOrder;
    const first = await expected();
    expect(first?.past).toBe(false);
    clock.advance(10 * DAY_MS);
    expect(await expected()).toEqual(first);
    clock.advance(DAY_MS);
    expect(await expected()).toEqual({ on: first?.on, past: true });
    const { rules, version } = await pipeline.store.rules.current((await pipeline.ctx()).shop.shopId);
    await saveRules(await pipeline.ctx(), { rules: { ...rules, excludedTags: ['staff'] }, basedOn: version });
    await pipeline.runJobs();
    expect(await expected()).toBeNull();
  });
});
