import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutPoints,
  cutPointsInForce,
  isTopQuarter,
  scoreCustomer,
  scoreRecencyDays,
} from '../../../web/domain/rfm/score.ts';
import { ascending } from '../../../web/domain/shared/stats/quantile.ts';
import { aModel } from '../factories.ts';

const values = { recencyDays: 60, frequency: 2, monetaryMinor: 2000 };

describe('scores', () => {
  it('count the cut points strictly below the value; a value on a cut point stays under it', () => {
    expect(scoreCustomer(values, aModel())).toEqual({ r: 4, f: 3, m: 2 });
    expect(scoreCustomer({ recencyDays: 61, frequency: 3, monetaryMinor: 2001 }, aModel())).toEqual({
      r: 3,
      f: 4,
      m: 3,
    });
    expect(scoreCustomer({ recencyDays: 0, frequency: 99, monetaryMinor: 1e9 }, aModel())).toEqual({
      r: 5,
      f: 5,
      m: 5,
    });
    expect(scoreCustomer({ recencyDays: 999, frequency: 1, monetaryMinor: 0 }, aModel())).toEqual({
      r: 1,
      f: 1,
      m: 1,
    });
  });

  it('where most have one order → one purchase scores 1, a score stays unused', () => {
    const frequencies = ascending([...Array(61).fill(1), ...Array(19).fill(2), ...Array(20).fill(5)]);
    const cuts = cutPoints(frequencies);
    expect(cuts).toEqual([1, 1, 1, 2.6].map((cut) => expect.closeTo(cut, 6)));
    const f = (frequency: number) =>
      scoreCustomer({ ...values, frequency }, { cuts: { ...aModel().cuts, frequency: cuts } }).f;
    expect([f(1), f(2), f(5)]).toEqual([1, 4, 5]);
  });

  it('rise with spend and frequency, fall with recency, and are equal for equal values', () => {
    const pair = fc
      .tuple(fc.nat(20_000), fc.nat(20_000))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(
        pair,
        fc.uniqueArray(fc.nat(20_000), { minLength: 5, maxLength: 50 }),
        ([low, high], population) => {
          const cuts = cutPoints(ascending(population));
          const model = { cuts: { recencyDays: cuts, frequency: cuts, monetaryMinor: cuts } };
          const score = (v: number) =>
            scoreCustomer({ recencyDays: v, frequency: v, monetaryMinor: v }, model);
          expect(score(low).m).toBeLessThanOrEqual(score(high).m);
          expect(score(low).f).toBeLessThanOrEqual(score(high).f);
          expect(score(low).r).toBeGreaterThanOrEqual(score(high).r);
          expect(score(low).r).toBe(6 - score(low).f);
        },
      ),
    );
  });

  it('read recency as of the model, never below 0', () => {
    expect(scoreRecencyDays(19_990, aModel())).toBe(10);
    expect(scoreRecencyDays(20_001, aModel())).toBe(0);
  });
});

describe('below 100 buyers', () => {
  const shop = { buyers: 99, revenueMinor: 600_000, occasions: 200 };

  it('fixed thresholds hold, money counted in average orders', () => {
    const cuts = cutPointsInForce(aModel().cuts, shop);
    expect(cuts).toEqual({
      recencyDays: [30, 90, 180, 365],
      frequency: [1, 2, 3, 5],
      monetaryMinor: [3000, 6000, 9000, 15_000],
    });
  });

  it('from 100 on the quintiles hold', () => {
    expect(cutPointsInForce(aModel().cuts, { ...shop, buyers: 100 })).toEqual(aModel().cuts);
  });
});

describe('the top quarter', () => {
  it('needs recency, frequency and money at once', () => {
    const top = { recencyDays: 45, frequency: 3, monetaryMinor: 30_000 };
    expect(isTopQuarter(top, aModel())).toBe(true);
    expect(isTopQuarter({ ...top, recencyDays: 46 }, aModel())).toBe(false);
    expect(isTopQuarter({ ...top, frequency: 2 }, aModel())).toBe(false);
    expect(isTopQuarter({ ...top, monetaryMinor: 29_999 }, aModel())).toBe(false);
  });
});
