import { describe, expect, it } from 'vitest';
import { decideOnCost } from '../../../web/domain/results/decide-on-cost.ts';
import { measureLift } from '../../../web/domain/results/measure-lift.ts';
import type { CampaignOutcome, OfferCost } from '../../../web/domain/results/outcome.ts';
import { decideVerdict } from '../../../web/domain/results/verdict.ts';
import { arm, group, outcome } from './outcomes.ts';

const decide = (...input: Parameters<typeof outcome>) => {
  const given: CampaignOutcome = outcome(...input);
  return decideVerdict(given, measureLift(given));
};
const cost = (change: Partial<OfferCost>): OfferCost => ({
  ordersUsed: 50,
  discountMinor: 50_000,
  profitBeforeMinor: 250_000,
  ...change,
});

describe('a range that leaves 0 out at every look', () => {
  const won = group(arm(300, 3000), arm(100, 2000));

  it('above 0 → solid, keep, with the profit it brought', () => {
    expect(decide(won)).toMatchObject({
      certainty: 'solid',
      action: 'keep',
      reason: {
        code: 'gain_with_profit',
        params: { extraOrders: expect.closeTo(150, 9), profitMinor: 120 * 5000 },
      },
    });
  });

  it('but more given away than earned → a smaller offer', () => {
    const dear = cost({ ordersUsed: 300, discountMinor: 1_000_000, profitBeforeMinor: 1_500_000 });
    const few = group(arm(150, 1500), arm(45, 900, {}));
    expect(decide(few, { cost: dear })).toMatchObject({ certainty: 'solid', action: 'smaller_offer' });
    const loses = { sumMinor: -300_000, sumSquaresMinor: 300 * 1000 ** 2 };
    expect(decide(group(arm(300, 3000, { cappedProfit: loses }), arm(100, 2000)))).toMatchObject({
      action: 'smaller_offer',
      reason: { code: 'gain_below_cost' },
    });
  });

  it('unit costs unknown → keep, and nothing said of profit', () => {
    const unknown = group(arm(300, 3000, { cappedProfit: null }), arm(100, 2000, { cappedProfit: null }));
    expect(decide(unknown, { cost: cost({ profitBeforeMinor: null }) })).toMatchObject({
      action: 'keep',
      reason: { code: 'gain' },
    });
  });

  it('below 0 → solid, stop', () => {
    expect(decide(group(arm(150, 3000), arm(200, 2000)))).toMatchObject({
      certainty: 'solid',
      action: 'stop',
      reason: { code: 'loss', params: { extraOrders: expect.closeTo(-150, 9) } },
    });
  });

  it('in a split that is not as drawn → nothing can be told', () => {
    const broken = group(arm(300, 3000), arm(100, 2000), { heldOutShare: 0.2 });
    expect(decide(broken)).toEqual({
      certainty: 'cant_tell_yet',
      action: 'wait',
      reason: { code: 'split_not_as_drawn', params: { heldOut: 2000, expectedHeldOut: 1000 } },
      weeksMore: null,
    });
  });
});

describe('a range that holds 0', () => {
  it('and leans to a gain (always-valid p ≤ .2) → promising, keep, weeks to go', () => {
    const verdict = decide(group(arm(155, 2000), arm(22, 500)));
    expect(verdict).toMatchObject({
      certainty: 'promising',
      action: 'keep',
      reason: { code: 'leans_to_gain' },
    });
  });

  const even = group(arm(150, 2000), arm(37, 500));

  it('and leans nowhere → wait about N weeks, fewer where more enrol or their windows are open already', () => {
    const weeks = (enrolledPerWeek: number, open = 0) => {
      const enrolled = { treated: 2000 + 0.8 * open, heldOut: 500 + 0.2 * open };
      const verdict = decide({ ...even, enrolled }, { enrolledPerWeek });
      expect(verdict).toMatchObject({ action: 'wait', reason: { code: 'range_holds_zero' } });
      return verdict.certainty === 'cant_tell_yet' ? verdict.weeksMore : undefined;
    };
    // 17,238 customers are needed for 2 points at a base of 7.48 %; the last enrolled waits out the window.
    expect(weeks(2000)).toBe(Math.ceil((17_238 - 2500) / 2000 + 30 / 7));
    expect(weeks(1000)).toBe(Math.ceil((17_238 - 2500) / 1000 + 30 / 7));
    expect(weeks(1000, 4300)).toBe(Math.ceil((17_238 - 2500 - 4300) / 1000 + 30 / 7));
    expect(weeks(0, 20_000)).toBe(4);
  });

  it('a plausible effect would take more than six months, a big one not → wait, without a number of weeks', () => {
    expect(decide(even, { enrolledPerWeek: 600 })).toMatchObject({
      certainty: 'cant_tell_yet',
      weeksMore: null,
    });
  });

  it('and not even the biggest effect the data allow would show in six months → cost decides', () => {
    const late = { certainty: 'decides_on_cost', because: 'no_verdict_in_six_months', action: 'keep' };
    expect(decide(even, { enrolledPerWeek: 100 })).toMatchObject(late);
    expect(decide(even, { enrolledPerWeek: 0 })).toMatchObject(late);
    expect(decide(group(arm(5, 80), arm(1, 20)), { enrolledPerWeek: 20 })).toMatchObject(late);
    // So much is known that what effect there may be is too small to find.
    expect(decide(group(arm(29_000, 300_000), arm(7230, 75_000)))).toMatchObject(late);
  });

  it('and leans to a loss → wait; stop where no verdict is in reach', () => {
    const worse = group(arm(115, 2000), arm(48, 500));
    expect(decide(worse, { enrolledPerWeek: 2000 })).toMatchObject({
      certainty: 'cant_tell_yet',
      reason: { code: 'leans_to_loss' },
    });
    expect(decide(worse, { enrolledPerWeek: 0 })).toMatchObject({
      certainty: 'decides_on_cost',
      action: 'stop',
      reason: { code: 'leans_to_loss' },
    });
  });
});

describe('too little to compare', () => {
  it('fewer than 10 orderers in an arm → wait, however far apart the shares', () => {
    expect(decide(group(arm(400, 900), arm(9, 100)), { enrolledPerWeek: 2000 })).toMatchObject({
      certainty: 'cant_tell_yet',
      reason: { code: 'too_few_orders', params: { treatedOrdered: 400, heldOutOrdered: 9, needed: 10 } },
    });
  });

  it('so few orders that the share is a guess → cost does not decide yet where a likely share leaves hope', () => {
    const young = group(arm(1, 80), arm(1, 20));
    expect(decide(young, { enrolledPerWeek: 100 })).toMatchObject({
      certainty: 'cant_tell_yet',
      weeksMore: null,
    });
    expect(decide(young, { enrolledPerWeek: 60 }).certainty).toBe('decides_on_cost');
  });

  it('no window over yet → wait for the first', () => {
    const young = group(arm(0, 0), arm(0, 0), { heldOutShare: 0.2, enrolled: { treated: 80, heldOut: 20 } });
    expect(decide(young, { ageDays: 12 })).toEqual({
      certainty: 'cant_tell_yet',
      action: 'wait',
      reason: { code: 'no_window_over', params: { daysToFirst: 18, openWindows: 100 } },
      weeksMore: null,
    });
  });

  it('ended with nobody enrolled, or no comparison group → cost decides', () => {
    const empty = group(arm(0, 0), arm(0, 0), { heldOutShare: 0.2 });
    expect(decide(empty, { enrolledPerWeek: 0 })).toMatchObject({ because: 'no_verdict_in_six_months' });
    const off = group(arm(400, 5000), arm(0, 0), { heldOutShare: 0 });
    expect(decide(off)).toMatchObject({ certainty: 'decides_on_cost', because: 'no_comparison_group' });
  });
});

describe('a decision on cost', () => {
  it.each([
    ['nothing was given away → keep', { discountMinor: 0 }, 'keep', 'costs_nothing'],
    ['nobody used it → keep', { ordersUsed: 0 }, 'keep', 'costs_nothing'],
    ['pays from every fourth order on → keep', { discountMinor: 62_500 }, 'keep', 'cost_low'],
    ['from every second → smaller offer', { discountMinor: 125_000 }, 'smaller_offer', 'cost_middling'],
    ['from more than that → stop', { discountMinor: 125_001 }, 'stop', 'cost_high'],
    ['no profit even before the discount → stop', { profitBeforeMinor: -5 }, 'stop', 'cost_high'],
    ['unit costs unknown → smaller offer', { profitBeforeMinor: null }, 'smaller_offer', 'cost_unknown'],
  ])('%s', (_, change, action, code) => {
    expect(decideOnCost(cost(change))).toMatchObject({ action, reason: { code } });
  });

  it('names the share of orders that must be extra, at most all of them', () => {
    expect(decideOnCost(cost({})).reason.params).toEqual({ ordersUsed: 50, breakEvenShare: 0.2 });
    expect(decideOnCost(cost({ discountMinor: 900_000 })).reason.params).toMatchObject({ breakEvenShare: 1 });
  });
});
