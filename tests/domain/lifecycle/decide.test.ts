import { describe, expect, it } from 'vitest';
import { decideStage, NO_MEMORY, type StageInput } from '../../../web/domain/lifecycle/decide.ts';
import type { StageMemory } from '../../../web/domain/lifecycle/stage.ts';
import type { CustomerSummary } from '../../../web/domain/orders/order.ts';
import { DEFAULT_RULES } from '../../../web/domain/rules.ts';
import { aCustomer, aModel } from '../factories.ts';

const TODAY = 20_000;
const decide = (summary: CustomerSummary, change: Partial<StageInput> = {}) =>
  decideStage({
    summary,
    scores: { r: 3, f: 3, m: 3 },
    model: aModel(),
    rules: DEFAULT_RULES,
    memory: NO_MEMORY,
    todayOn: TODAY,
    shopifyTotals: null,
    ...change,
  });
const ago = (days: number) => TODAY - days;
const vipGaps = [20, 20, 20, 20];

describe('the stage of a customer', () => {
  it('one occasion → first-time until the day after the one-occasion limit', () => {
    expect(decide(aCustomer(ago(171), []))).toMatchObject({
      stage: 'first_time',
      lapseLimitDays: 171,
    });
    expect(decide(aCustomer(ago(172), []))).toMatchObject({
      stage: 'lapsed',
      reason: { code: 'lapsed_one', params: { silentDays: 172, limitDays: 171 } },
    });
  });

  it('two occasions → repeat until the day after L', () => {
    expect(decide(aCustomer(ago(114), [30])).stage).toBe('repeat');
    expect(decide(aCustomer(ago(115), [30]))).toMatchObject({
      stage: 'lapsed',
      reason: { code: 'lapsed_later' },
    });
  });

  it('a slow rhythm of their own → lapsed later, and the reason says whose limit it is', () => {
    const slow = [100, 100, 100];
    expect(decide(aCustomer(ago(170), slow)).stage).toBe('repeat');
    expect(decide(aCustomer(ago(178), slow))).toMatchObject({
      stage: 'lapsed',
      lapseLimitDays: 177,
      reason: { code: 'lapsed_own' },
    });
  });

  it('the reason names a limit that is not measured as what it is', () => {
    const lapsed = aCustomer(ago(400), [30]);
    const young = aModel({
      lapse: { ...aModel().lapse, laterDays: 180, historyDays: 100, source: 'too-little-history' },
    });
    expect(decide(lapsed, { model: young }).reason.code).toBe('lapsed_default');
    const own = aModel({ lapse: { ...aModel().lapse, laterDays: 90, source: 'merchant' } });
    expect(decide(lapsed, { model: own, rules: { ...DEFAULT_RULES, lapseLaterDays: 90 } }).reason.code).toBe(
      'lapsed_merchant',
    );
    expect(
      decide(aCustomer(ago(400), []), { model: own, rules: { ...DEFAULT_RULES, lapseLaterDays: 90 } }).reason
        .code,
    ).toBe('lapsed_one');
  });

  it('enough occasions and money → VIP; one of the two is not enough', () => {
    expect(decide(aCustomer(ago(5), vipGaps, 50_000))).toMatchObject({
      stage: 'vip',
      reason: {
        code: 'vip_enter',
        params: { purchases: 5, spentMinor: 50_000, vipPurchases: 5, vipSpentMinor: 50_000 },
      },
    });
    expect(decide(aCustomer(ago(5), vipGaps, 49_999)).stage).toBe('repeat');
    expect(decide(aCustomer(ago(5), [20], 90_000)).stage).toBe('repeat');
  });

  it('a VIP who falls silent for too long → lapsed, recency alone takes it otherwise never', () => {
    expect(decide(aCustomer(ago(114), vipGaps, 50_000)).stage).toBe('vip');
    expect(decide(aCustomer(ago(115), vipGaps, 50_000)).stage).toBe('lapsed');
  });

  it('one occasion is never VIP, however low the thresholds', () => {
    const low = aModel({
      vip: { enterFrequency: 1, enterMonetaryMinor: 0, keepFrequency: 1, keepMonetaryMinor: 0 },
    });
    expect(decide(aCustomer(ago(5), []), { model: low }).stage).toBe('first_time');
  });
});

describe('VIP once reached', () => {
  const vip: StageMemory = { ...NO_MEMORY, stage: 'vip' };

  it('between the two lines → kept, without end', () => {
    const kept = decide(aCustomer(ago(5), [20, 20, 20], 40_000), { memory: vip });
    expect(kept).toMatchObject({
      stage: 'vip',
      reason: { code: 'vip_kept' },
      memory: { vipBelowSinceOn: null },
    });
    expect(decide(aCustomer(ago(5), [20, 20, 20], 40_000)).stage).toBe('repeat');
  });

  it('below the keep line in either → kept for 30 days, then left', () => {
    const summary = aCustomer(TODAY, [20, 20, 20], 39_999);
    const first = decide(summary, { memory: vip });
    expect(first).toMatchObject({ stage: 'vip', memory: { vipBelowSinceOn: TODAY } });
    expect(decide(summary, { memory: first.memory, todayOn: TODAY + 29 }).stage).toBe('vip');
    const left = decide(summary, { memory: first.memory, todayOn: TODAY + 30 });
    expect(left).toMatchObject({ stage: 'repeat', reason: { code: 'vip_left', params: { graceDays: 30 } } });
    expect(decide(summary, { memory: left.memory, todayOn: TODAY + 31 })).toMatchObject({
      stage: 'repeat',
      reason: { code: 'repeat' },
    });
  });

  it('back above the keep line in time → the 30 days begin anew', () => {
    const memory = { ...vip, vipBelowSinceOn: ago(29) };
    expect(decide(aCustomer(ago(5), [20, 20, 20], 40_000), { memory }).memory.vipBelowSinceOn).toBeNull();
  });

  it('down to one occasion by a cancellation → left at once', () => {
    expect(decide(aCustomer(ago(5), [], 90_000), { memory: vip }).stage).toBe('first_time');
  });
});

describe('marks', () => {
  const marks = (summary: CustomerSummary, change: Partial<StageInput> = {}) => decide(summary, change).marks;

  it('at risk: two or more occasions, silent longer than ⅔ of L and not lapsed', () => {
    expect(marks(aCustomer(ago(76), [30]))).not.toContain('at_risk');
    expect(marks(aCustomer(ago(77), [30]))).toContain('at_risk');
    expect(marks(aCustomer(ago(115), [30]))).not.toContain('at_risk');
    expect(marks(aCustomer(ago(77), []))).not.toContain('at_risk');
  });

  it('back again: the last occasion ended a silence longer than the limit; ends with the lapse', () => {
    expect(decide(aCustomer(ago(5), [172]))).toMatchObject({
      marks: ['back_again'],
      reason: { code: 'repeat_back', params: { purchases: 2, endedSilenceDays: 172 } },
    });
    expect(marks(aCustomer(ago(5), [171]))).not.toContain('back_again');
    expect(marks(aCustomer(ago(5), [30, 115]))).toContain('back_again');
    expect(marks(aCustomer(ago(200), [30, 115]))).not.toContain('back_again');
  });

  it('back again is judged by the limit of that day, remembered when the model moves', () => {
    const summary = aCustomer(ago(5), [30, 115]);
    const { memory } = decide(summary);
    const wider = aModel({ lapse: { ...aModel().lapse, laterDays: 150 } });
    expect(marks(summary, { memory, model: wider })).toContain('back_again');
    expect(marks(summary, { model: wider })).not.toContain('back_again');
    const next = aCustomer(TODAY, [30, 115, 5]);
    expect(marks(next, { memory, model: wider })).not.toContain('back_again');
  });

  it('top customer going quiet: top in orders and money when they last bought, now lapsed, not yet long gone', () => {
    const top = [20, 20];
    expect(marks(aCustomer(ago(115), top, 30_000))).toEqual(['top_going_quiet']);
    expect(marks(aCustomer(ago(114), top, 30_000))).not.toContain('top_going_quiet');
    expect(marks(aCustomer(ago(343), top, 30_000))).toEqual(['long_gone']);
    const { memory } = decide(aCustomer(ago(114), top, 30_000));
    const richer = aModel({ topQuarter: { recencyDays: 45, frequency: 9, monetaryMinor: 90_000 } });
    expect(marks(aCustomer(ago(114), top, 30_000), { memory, model: richer, todayOn: TODAY + 1 })).toContain(
      'top_going_quiet',
    );
  });

  it('long gone: over twice the one-occasion limit, or over three times L', () => {
    expect(marks(aCustomer(ago(342), []))).not.toContain('long_gone');
    expect(marks(aCustomer(ago(343), []))).toContain('long_gone');
    expect(marks(aCustomer(ago(343), [30]))).toContain('long_gone');
  });

  it('top quarter: recency counted as of the model', () => {
    expect(marks(aCustomer(ago(45), [20, 20], 30_000))).toEqual(['top_quarter']);
    expect(marks(aCustomer(ago(46), [20, 20], 30_000))).toEqual([]);
  });
});

describe('a running subscription', () => {
  const subscriber = { ...aCustomer(ago(150), [30]), subscribedUntilOn: TODAY + 3 };

  it('is never lapsed or at risk, and says why', () => {
    expect(decide(subscriber)).toMatchObject({
      stage: 'repeat',
      marks: [],
      reason: { code: 'subscription_running' },
    });
    expect(decide(subscriber, { todayOn: TODAY + 4 }).stage).toBe('lapsed');
  });

  it('during a gap is no silence that somebody came back from', () => {
    const summary = { ...aCustomer(ago(5), [300]), subscribedUntilOn: ago(50) };
    expect(decide(summary).marks).not.toContain('back_again');
    expect(decide({ ...summary, subscribedUntilOn: ago(290) }).marks).toContain('back_again');
  });
});

describe('cut history (60 days)', () => {
  const model = aModel({
    provisional: true,
    lapse: { ...aModel().lapse, oneOccasionDays: 180, laterDays: 180, source: 'cut-history' },
  });
  const seenOnce = aCustomer(ago(5), [], 10_000);

  it("Shopify's own count and sum lift frequency and money", () => {
    expect(
      decide(seenOnce, { model, shopifyTotals: { numberOfOrders: 1, amountSpentMinor: 10_000 } }).stage,
    ).toBe('first_time');
    expect(
      decide(seenOnce, { model, shopifyTotals: { numberOfOrders: 2, amountSpentMinor: 10_000 } }).stage,
    ).toBe('repeat');
    expect(
      decide(seenOnce, { model, shopifyTotals: { numberOfOrders: 9, amountSpentMinor: 60_000 } }).stage,
    ).toBe('vip');
  });

  it('with whole history they are not used', () => {
    expect(decide(seenOnce, { shopifyTotals: { numberOfOrders: 9, amountSpentMinor: 60_000 } }).stage).toBe(
      'first_time',
    );
  });
});
