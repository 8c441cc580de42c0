import { describe, expect, it } from 'vitest';
import { planCampaign } from '../../../web/domain/results/plan-campaign.ts';
import { resultWindowDays } from '../../../web/domain/results/result-window.ts';
import { detectableShares } from '../../../web/domain/shared/stats/sample-size.ts';

const plan = (eligiblePerMonth: number, change: Partial<Parameters<typeof planCampaign>[0]> = {}) =>
  planCampaign({ eligiblePerMonth, baseShare: 0.05, windowDays: 54, ...change });

describe('the result window', () => {
  it('of a win-back ends 7 days after its last offer', () => {
    const winBack = [
      { day: 0, validityDays: 0 },
      { day: 10, validityDays: 14 },
      { day: 40, validityDays: 7 },
    ];
    expect(resultWindowDays(winBack)).toBe(54);
  });

  it('is never shorter than 30 days, and never ends before an offer does', () => {
    expect(resultWindowDays([{ day: 0, validityDays: 14 }])).toBe(30);
    expect(resultWindowDays([])).toBe(30);
    expect(
      resultWindowDays([
        { day: 10, validityDays: 90 },
        { day: 40, validityDays: 7 },
      ]),
    ).toBe(107);
  });
});

describe('the planner', () => {
  it('below 1,000 eligible a month → measured together with the rest; a fifth held out', () => {
    expect(plan(999)).toMatchObject({ measuredAlone: false, recommendedShare: 0.2, heldOutShare: 0.2 });
    expect(plan(1000).measuredAlone).toBe(true);
    expect(plan(5000, { heldOutShare: 0 }).measuredAlone).toBe(false);
  });

  it('above 20,000 a month → a tenth', () => {
    expect(plan(20_000).recommendedShare).toBe(0.2);
    expect(plan(20_001).recommendedShare).toBe(0.1);
  });

  it('says what 1, 3 and 6 months of enrolment would show, and when it can be read', () => {
    const { horizons } = plan(5000);
    expect(horizons.map(({ customers }) => customers)).toEqual([5000, 15_000, 30_000]);
    expect(horizons.map(({ readableAfterWeeks }) => readableAfterWeeks)).toEqual([13, 21, 34]);
    expect(horizons[0]?.smallestLiftAtOneLook).toBeCloseTo(detectableShares(0.05, 4000, 1000), 12);
    const lifts = horizons.map(({ smallestLift }) => smallestLift ?? Number.NaN);
    expect(lifts).toEqual([expect.closeTo(0.0316, 4), expect.closeTo(0.018, 4), expect.closeTo(0.01285, 5)]);
    for (const [index, horizon] of horizons.entries()) {
      expect(lifts[index]).toBeGreaterThan(horizon.smallestLiftAtOneLook ?? 1);
    }
  });

  it('says how long a plausible lift takes; more than six months → null', () => {
    expect(plan(5000).weeksToPlausibleLift).toBe(19);
    expect(plan(50_000).weeksToPlausibleLift).toBeLessThan(19);
    expect(plan(1000).weeksToPlausibleLift).toBeNull();
    expect(plan(0).weeksToPlausibleLift).toBeNull();
  });

  it('too few comparison customers would order → no effect can be seen', () => {
    const small = plan(200).horizons.map(({ smallestLift }) => smallestLift);
    expect(small).toEqual([null, null, expect.closeTo(0.0766, 4)]);
    expect(plan(5000, { baseShare: 0 }).horizons[2]).toMatchObject({ smallestLift: null });
    expect(plan(100, { baseShare: 1 }).horizons[2]).toMatchObject({ smallestLift: null });
  });

  it('refuses shares and numbers outside their range, by name', () => {
    expect(() => plan(-1)).toThrow(/eligiblePerMonth/);
    expect(() => plan(1, { baseShare: 1.1 })).toThrow(/baseShare/);
    expect(() => plan(1, { heldOutShare: 1 })).toThrow(/heldOutShare/);
    expect(() => plan(1, { windowDays: -1 })).toThrow(/windowDays/);
  });
});
