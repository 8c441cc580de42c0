import { describe, expect, it } from 'vitest';
import { measureLift } from '../../../web/domain/results/measure-lift.ts';
import { welch } from '../../../web/domain/shared/stats/welch.ts';
import { arm, group, outcome } from './outcomes.ts';

const measure = (...input: Parameters<typeof outcome>) => measureLift(outcome(...input));

describe('the lift of the share that ordered', () => {
  it('620 of 9,000 against 45 of 1,000 → 215 extra orders, in a range that holds at every look', () => {
    const lift = measure(group(arm(620, 9000), arm(45, 1000)));
    expect(lift.treated).toEqual({ customers: 9000, ordered: 620, orders: 620, share: 620 / 9000 });
    expect(lift.conversion?.fixed.lower).toBeCloseTo(0.008362, 6);
    expect(lift.conversion?.fixed.upper).toBeCloseTo(0.036331, 6);
    expect(lift.conversion?.fixedP).toBeCloseTo(0.0040224, 7);
    expect(lift.conversion?.ratio?.estimate).toBeCloseTo(1.530864, 6);
    expect(lift.extraOrders?.estimate).toBeCloseTo(215, 9);
    expect(lift.extraOrders?.basis).toBe('always_valid');
    const { lower = 0, upper = 0 } = lift.conversion?.sequential ?? {};
    expect([lift.extraOrders?.lower, lift.extraOrders?.upper]).toEqual([9000 * lower, 9000 * upper]);
    expect(lower).toBeLessThan(lift.conversion?.fixed.lower ?? 0);
  });

  it('fewer than 10 orderers in one arm → no sequential interval; the range shown is of one look', () => {
    const lift = measure(group(arm(69, 900), arm(9, 100)));
    expect(lift.conversion).toMatchObject({ sequential: null, alwaysValidP: 1 });
    expect(lift.extraOrders?.basis).toBe('fixed');
    expect(measure(group(arm(69, 900), arm(10, 100))).conversion?.sequential).not.toBeNull();
  });

  it('everybody ordered → no variance, no look, no NaN', () => {
    const { conversion } = measure(group(arm(90, 90), arm(10, 10)));
    expect(conversion).toMatchObject({ sequential: null, alwaysValidP: 1, fixedP: 1 });
    expect(conversion?.fixed.estimate).toBe(0);
  });

  it('nobody held out yet, or the comparison group switched off → no lift', () => {
    expect(measure(group(arm(3, 20), arm(0, 0), { heldOutShare: 0.2 }))).toMatchObject({
      conversion: null,
      extraOrders: null,
    });
    const off = measure(group(arm(3, 20), arm(0, 0)));
    expect(off).toMatchObject({ conversion: null, sampleRatio: null });
    expect(off.treated.customers).toBe(20);
    expect(measure([]).treated.share).toBeNull();
  });

  it('groups of one share are summed; of two shares each is compared within itself', () => {
    const half = group(arm(310, 4500), arm(25, 500));
    const other = group(arm(310, 4500), arm(20, 500));
    const whole = measure(group(arm(620, 9000), arm(45, 1000)));
    expect(measure([half, other])).toEqual(whole);

    // Nothing was gained in either campaign, but the one with better buyers held fewer out.
    const poor = group(arm(40, 800), arm(10, 200));
    const rich = group(arm(180, 900), arm(20, 100));
    const lift = measure([poor, rich]);
    expect(lift.conversion?.fixed.estimate).toBeCloseTo(0, 12);
    expect(lift.conversion?.ratio).toBeNull();
    expect(lift.treated.share).not.toBeCloseTo(lift.heldOut.share ?? 0, 2);
  });
});

describe('the lift of money', () => {
  const big = group(arm(620, 4000), arm(140, 1000));

  it('is Welch’s on the capped sums, per customer and in all', () => {
    const { revenue, profit } = measure(big);
    const mean = (ordered: number, of: number, each: number) => ({
      count: of,
      mean: (ordered * each) / of,
      variance: (ordered * each ** 2 - (ordered * each) ** 2 / of) / (of - 1),
    });
    const expected = welch(mean(620, 4000, 10_000), mean(140, 1000, 10_000));
    expect(revenue).toMatchObject({
      measured: true,
      perCustomerMinor: {
        estimate: expect.closeTo(expected.estimate, 6),
        lower: expect.closeTo(expected.lower, 6),
        upper: expect.closeTo(expected.upper, 6),
      },
      totalMinor: { estimate: expect.closeTo(expected.estimate * 4000, 3) },
      p: expect.closeTo(expected.p, 10),
    });
    expect(profit).toMatchObject({ perCustomerMinor: { estimate: expect.closeTo(60, 9) } });
  });

  it('is not shown below 1,000 customers in an arm, or 100 buyers', () => {
    expect(measure(group(arm(620, 4000), arm(140, 999))).revenue).toEqual({
      measured: false,
      reason: 'too_few_customers',
      have: 999,
      need: 1000,
    });
    expect(measure(group(arm(620, 4000), arm(99, 1000))).revenue).toEqual({
      measured: false,
      reason: 'too_few_buyers',
      have: 99,
      need: 100,
    });
    expect(measure(group(arm(620, 4000), arm(100, 1000))).revenue.measured).toBe(true);
  });

  it('without unit costs there is revenue only', () => {
    const lift = measure(group(arm(620, 4000, { cappedProfit: null }), arm(140, 1000)));
    expect(lift.profit).toMatchObject({ measured: false, reason: 'unit_costs_unknown' });
    expect(lift.revenue.measured).toBe(true);
  });

  it('free goods have revenue 0 everywhere, and a lift of exactly 0', () => {
    const free = { cappedRevenue: { sumMinor: 0, sumSquaresMinor: 0 } };
    const lift = measure(group(arm(620, 4000, free), arm(140, 1000, free)));
    expect(lift.revenue).toMatchObject({
      measured: true,
      totalMinor: { estimate: 0, lower: 0, upper: 0 },
      p: 1,
    });
  });
});

describe('the checks', () => {
  it('9,100 and 900 drawn at 10 % → alarm; 9,000 and 1,000 → none', () => {
    const at = (treated: number, heldOut: number) =>
      measure(group(arm(50, 500), arm(5, 50), { heldOutShare: 0.1, enrolled: { treated, heldOut } }))
        .sampleRatio;
    expect(at(9100, 900)).toEqual({
      p: expect.closeTo(0.00085812, 8),
      alarm: true,
      expectedHeldOut: 1000,
      heldOut: 900,
    });
    expect(at(9000, 1000)).toMatchObject({ p: 1, alarm: false });
  });

  it('three of the first three held out is no alarm: chi-square is no guide below ten expected', () => {
    const few = { heldOutShare: 0.2, enrolled: { treated: 0, heldOut: 3 } };
    const { sampleRatio } = measure(group(arm(0, 0), arm(0, 0), few));
    expect(sampleRatio?.p).toBeLessThan(0.001);
    expect(sampleRatio?.alarm).toBe(false);
  });

  it('windows that are still open are counted, not compared', () => {
    const lift = measure(group(arm(50, 500), arm(5, 50), { enrolled: { treated: 900, heldOut: 110 } }));
    expect(lift.openWindows).toBe(460);
    expect(lift.heldOut.customers).toBe(50);
  });

  it('comparison customers reached by mistake are reported and stay in', () => {
    const lift = measure(group(arm(620, 9000), arm(45, 1000), { heldOutReached: 12 }));
    expect(lift.contamination).toEqual({ count: 12, of: 1000, share: 0.012 });
    expect(lift.heldOut.customers).toBe(1000);
    expect(measure([]).contamination.share).toBe(0);
  });
});
