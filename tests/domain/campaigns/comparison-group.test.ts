import { describe, expect, it } from 'vitest';
import { assignArm, halfYearOf, shareBpsFor } from '../../../web/domain/campaigns/comparison-group.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { settingsWith } from './people.ts';

describe('the comparison group', () => {
  it('below the share → held out; the rest is split evenly into the arms', () => {
    expect(assignArm(0, 2_000, 2)).toEqual({ heldOut: true, arm: null });
    expect(assignArm(0.1999, 2_000, 2)).toEqual({ heldOut: true, arm: null });
    expect(assignArm(0.2, 2_000, 2)).toEqual({ heldOut: false, arm: 0 });
    expect(assignArm(0.5999, 2_000, 2)).toEqual({ heldOut: false, arm: 0 });
    expect(assignArm(0.6001, 2_000, 2)).toEqual({ heldOut: false, arm: 1 });
    expect(assignArm(1 - 2 ** -52, 2_000, 3)).toEqual({ heldOut: false, arm: 2 });
  });

  it('10,000 places evenly spread → 20 % held out, a third of the rest in each arm', () => {
    const arms = [0, 0, 0];
    let heldOut = 0;
    for (let place = 0; place < 10_000; place += 1) {
      const { arm } = assignArm((place + 0.5) / 10_000, 2_000, 3);
      if (arm === null) heldOut += 1;
      else arms[arm] = (arms[arm] ?? 0) + 1;
    }
    expect(heldOut).toBe(2_000);
    for (const size of arms) expect(Math.abs(size - 8_000 / 3)).toBeLessThanOrEqual(1);
  });

  it('nobody held out at share 0, everybody at 100 %; a place outside of [0,1) is refused', () => {
    expect(assignArm(0, 0, 1)).toEqual({ heldOut: false, arm: 0 });
    expect(assignArm(0.999, 10_000, 1)).toEqual({ heldOut: true, arm: null });
    expect(() => assignArm(1, 2_000, 1)).toThrow(RangeError);
    expect(() => assignArm(Number.NaN, 2_000, 1)).toThrow(RangeError);
  });

  it('half-years turn on 1 January and 1 July', () => {
    const days = ['2026-01-01', '2026-06-30', '2026-07-01', '2026-12-31'];
    expect(days.map((day) => halfYearOf(isoToDay(day)))).toEqual([
      '2026-H1',
      '2026-H1',
      '2026-H2',
      '2026-H2',
    ]);
  });

  it('share: 20 %, 10 % above 20,000 eligible a month, the merchant’s own, or none', () => {
    const own = (comparisonGroup: { enabled: boolean; shareBps: number | null }) =>
      settingsWith({ comparisonGroup });
    expect(shareBpsFor(own({ enabled: true, shareBps: null }), 20_000)).toBe(2_000);
    expect(shareBpsFor(own({ enabled: true, shareBps: null }), 20_001)).toBe(1_000);
    expect(shareBpsFor(own({ enabled: true, shareBps: 3_300 }), 50_000)).toBe(3_300);
    expect(shareBpsFor(own({ enabled: false, shareBps: 3_300 }), 500)).toBe(0);
  });
});
