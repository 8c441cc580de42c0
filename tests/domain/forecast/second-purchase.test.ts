import { describe, expect, it } from 'vitest';
import type { Histogram } from '../../../web/domain/forecast/kaplan-meier.ts';
import { secondPurchaseWindow } from '../../../web/domain/forecast/second-purchase.ts';
import { readStoredModel } from '../../../web/domain/rfm/model.ts';
import { aModel } from '../factories.ts';

/** 1,000 people of whom `perDay(d)` buy again on day d; the rest are censored on day 400. */
function shop(perDay: (day: number) => number, people = 1000): Histogram {
  const days = Array.from({ length: 120 }, (_, index) => ({
    day: index + 1,
    events: perDay(index + 1),
    censored: 0,
  }));
  const bought = days.reduce((sum, { events }) => sum + events, 0);
  return [...days, { day: 400, events: 0, censored: people - bought }];
}

describe('the second-purchase window', () => {
  it('hazard halves after day 30 → starts there, ends at the lapse limit', () => {
    const histogram = shop((day) => (day <= 30 ? 10 : 1));
    // Day 25: 6 days of 10 and 8 of 1 among 760: 0.089 > 0.07. Day 27: 4 of 10, 10 of 1 among 740: 0.068.
    expect(secondPurchaseWindow(histogram, 400, 171)).toEqual({ startDay: 27, endDay: 171, measured: true });
  });

  it('hazard falls at once → held to day 14; it never halves → day 60', () => {
    expect(
      secondPurchaseWindow(
        shop((day) => (day <= 5 ? 20 : 0)),
        400,
        171,
      ).startDay,
    ).toBe(14);
    expect(
      secondPurchaseWindow(
        shop(() => 5),
        400,
        171,
      ).startDay,
    ).toBe(60);
  });

  it('under 180 days of follow-up or 300 people → day 21 to 120', () => {
    const histogram = shop((day) => (day <= 30 ? 10 : 1));
    const unmeasured = { startDay: 21, endDay: 120, measured: false };
    expect(secondPurchaseWindow(histogram, 179, 171)).toEqual(unmeasured);
    expect(
      secondPurchaseWindow(
        shop(() => 1, 299),
        400,
        171,
      ),
    ).toEqual(unmeasured);
  });

  it('a lapse limit before the window → the window ends and starts no later', () => {
    expect(secondPurchaseWindow([], 10, 30)).toEqual({ startDay: 21, endDay: 30, measured: false });
    expect(secondPurchaseWindow([], 10, 14)).toEqual({ startDay: 14, endDay: 14, measured: false });
  });

  it('nobody ever bought again → no hazard to wait for', () => {
    expect(secondPurchaseWindow([{ day: 300, events: 0, censored: 500 }], 400, 180)).toEqual({
      startDay: 14,
      endDay: 180,
      measured: true,
    });
  });
});

it('a model stored before the window was measured → reads as day 21 to 120, a later one as it is', () => {
  const { secondPurchase, ...older } = aModel();
  expect(readStoredModel(older).secondPurchase).toEqual({ startDay: 21, endDay: 120, measured: false });
  expect(readStoredModel({ ...older, secondPurchase })).toEqual(aModel());
});
