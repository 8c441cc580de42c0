import { describe, expect, it } from 'vitest';
import { collectGaps } from '../../../web/domain/forecast/gaps.ts';
import {
  earlyLimitDays,
  type LapseMeasurement,
  longGoneLimitDays,
  measureLapseLimits,
  ownLapseLimitDays,
} from '../../../web/domain/forecast/lapse-limit.ts';
import { aCustomer, aModel } from '../factories.ts';

/** 100 return on day 50, 100 on day 100, 100 never: half by 50, all by 100. */
const curve = [
  { day: 50, events: 100, censored: 0 },
  { day: 100, events: 100, censored: 0 },
  { day: 400, events: 0, censored: 100 },
];
const measure = (change: Partial<LapseMeasurement> = {}) =>
  measureLapseLimits({
    firstToSecond: curve,
    laterGaps: curve.map((entry) => ({ ...entry, day: entry.day / 2 })),
    historyDays: 400,
    returns: 400,
    previous: null,
    todayOn: 20_000,
    rules: { lapseOneOccasionDays: null, lapseLaterDays: null },
    provisional: false,
    ...change,
  });
const limits = (change: Partial<LapseMeasurement>) => {
  const { oneOccasionDays, laterDays, source } = measure(change);
  return [oneOccasionDays, laterDays, source];
};

describe('the lapse limit of a shop', () => {
  it('is the day by which 80 % of those who return within a year have returned', () => {
    expect(limits({})).toEqual([100, 50, 'measured']);
  });

  it('ignores returns after 365 days', () => {
    const late = [
      ...curve.slice(0, 2),
      { day: 380, events: 90, censored: 0 },
      { day: 400, events: 0, censored: 10 },
    ];
    expect(limits({ firstToSecond: late })[0]).toBe(100);
  });

  it('is never below 14 nor above 730 days', () => {
    const quick = [{ day: 2, events: 200, censored: 100 }];
    expect(limits({ firstToSecond: quick, laterGaps: quick })).toEqual([14, 14, 'measured']);
  });

  it('under 365 days of history or 100 returns → 180 days, and says so', () => {
    expect(limits({ historyDays: 364 })).toEqual([180, 180, 'too-little-history']);
    expect(limits({ returns: 99 })).toEqual([180, 180, 'too-little-history']);
  });

  it('a curve with fewer than 100 returns of its own borrows the other', () => {
    const few = [{ day: 3, events: 5, censored: 10 }];
    expect(limits({ laterGaps: few })).toEqual([100, 100, 'measured']);
  });

  it('with 60 days of history only → 180 days, provisional', () => {
    expect(limits({ provisional: true })).toEqual([180, 180, 'cut-history']);
  });

  it('set by the merchant → that number at once, the other one still measured', () => {
    const previous = { oneOccasionDays: 100, laterDays: 50, asOfOn: 19_999 };
    expect(limits({ rules: { lapseOneOccasionDays: null, lapseLaterDays: 200 }, previous })).toEqual([
      100,
      200,
      'merchant',
    ]);
    expect(limits({ rules: { lapseOneOccasionDays: 60, lapseLaterDays: 30 }, provisional: true })).toEqual([
      60,
      30,
      'merchant',
    ]);
  });

  it('moves at most 10 days in 30, however often it is measured', () => {
    const start = { oneOccasionDays: 180, laterDays: 30 };
    expect(limits({ previous: { ...start, asOfOn: 20_000 - 30 } })).toEqual([170, 40, 'measured']);
    let previous = { ...start, asOfOn: 20_000 };
    for (let todayOn = 20_001; todayOn <= 20_030; todayOn += 1)
      previous = { ...measure({ previous, todayOn }), asOfOn: todayOn };
    expect(previous).toMatchObject({ oneOccasionDays: 170, laterDays: 40 });
  });

  it('a number of the merchant or of cut history taken back → the measured limit at once', () => {
    for (const source of ['merchant', 'cut-history'] as const) {
      expect(limits({ previous: { oneOccasionDays: 400, laterDays: 400, asOfOn: 19_999, source } })).toEqual([
        100,
        50,
        'measured',
      ]);
    }
  });
});

describe("a customer's own limit (L 114, one occasion 171, mean gap 72)", () => {
  const model = aModel();
  const own = (...gaps: number[]) => ({
    frequency: gaps.length + 1,
    gapsCount: gaps.length,
    gapsSumDays: gaps.reduce((sum, gap) => sum + gap, 0),
  });

  it('one occasion → the one-occasion limit; two or three → L', () => {
    expect(ownLapseLimitDays(own(), model)).toBe(171);
    expect(ownLapseLimitDays(own(300), model)).toBe(114);
    expect(ownLapseLimitDays(own(300, 300), model)).toBe(114);
  });

  it('three slow gaps lengthen it, up to three times L; quick gaps never shorten it', () => {
    expect(ownLapseLimitDays(own(100, 100, 100), model)).toBe(Math.floor((2 * (144 + 300)) / 5));
    expect(ownLapseLimitDays(own(300, 400, 500), model)).toBe(342);
    expect(ownLapseLimitDays(own(5, 5, 5), model)).toBe(114);
  });

  it('at risk: ⅔ of L, or twice the own gap where that comes earlier', () => {
    expect(earlyLimitDays(own(50), model)).toBe(76);
    expect(earlyLimitDays(own(5, 5, 5), model)).toBe(Math.floor((2 * (144 + 15)) / 5));
    expect(earlyLimitDays(own(200, 200, 200), model)).toBe(76);
  });

  it('long gone: twice the one-occasion limit, three times L', () => {
    expect(longGoneLimitDays(1, model)).toBe(342);
    expect(longGoneLimitDays(2, model)).toBe(342);
    expect(longGoneLimitDays(2, aModel({ lapse: { ...model.lapse, laterDays: 100 } }))).toBe(300);
  });
});

describe('the gaps of a shop', () => {
  it('finished gaps are events, the running silence of each customer is censored on its curve', () => {
    const gaps = collectGaps([aCustomer(100, []), aCustomer(90, [20]), aCustomer(80, [20, 7])], 110);
    expect(gaps.firstToSecond).toEqual([
      { day: 10, events: 0, censored: 1 },
      { day: 20, events: 2, censored: 0 },
    ]);
    expect(gaps.laterGaps).toEqual([
      { day: 7, events: 1, censored: 0 },
      { day: 20, events: 0, censored: 1 },
      { day: 30, events: 0, censored: 1 },
    ]);
    expect(gaps).toMatchObject({ returns: 3, gapsSumDays: 47 });
  });
});
