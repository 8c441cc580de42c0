import { describe, expect, test } from 'vitest';
import type { SyncProgress } from '../../web/contract/sync.ts';
import { cutRange } from '../../web/frontend/features/customer/rfm-card.tsx';
import { progressPercent } from '../../web/frontend/features/sync/sync-progress.tsx';
import { placeInBins, valueInBins } from '../../web/frontend/shared/place-in-bins.ts';
import { sparklineDots } from '../../web/frontend/shared/sparkline.tsx';
import { SYNC } from './fixture/answers.ts';
import { scoreOf } from './score-of.ts';

const month = (at: number, value: number | null) => ({ month: `2026-0${at}`, value });

describe('what is drawn', () => {
  test('a month without a value → a gap in time, not a zero', () => {
    const dots = sparklineDots([month(1, 10), month(2, null), month(3, 20)]);
    expect(dots).toHaveLength(2);
    const [first, last] = dots;
    expect(first?.x).toBeLessThan(last?.x ?? 0);
    expect(first?.y).toBeGreaterThan(last?.y ?? 0);
  });

  test('twelve equal months → a flat line in the middle', () => {
    const heights = new Set(sparklineDots([month(1, 5), month(2, 5), month(3, 5)]).map((dot) => dot.y));
    expect([...heights]).toEqual([18]);
  });

  test('a limit among bins → stands inside its bin; beyond the last start → in the open bin', () => {
    const bins = [
      { from: 0, to: 10, count: 1 },
      { from: 10, to: 20, count: 1 },
      { from: 20, to: null, count: 1 },
    ];
    expect(placeInBins(bins, 5)).toBe(0.5);
    expect(placeInBins(bins, 10)).toBe(1);
    expect(placeInBins(bins, 500)).toBe(2.5);
    expect(placeInBins([], 5)).toBe(0);
  });

  test('a line that can be moved → every value has its own place, and the place gives the value back', () => {
    const bins = [
      { from: 0, to: 14, count: 1 },
      { from: 14, to: 28, count: 1 },
      { from: 28, to: null, count: 1 },
    ];
    const days = Array.from({ length: 717 }, (_, day) => 14 + day);
    const places = days.map((day) => placeInBins(bins, day, 730));
    expect(places.map((place) => valueInBins(bins, place, 730))).toEqual(days);
    expect(new Set(places).size).toBe(days.length);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect([valueInBins(bins, -3, 730), valueInBins(bins, 99, 730)]).toEqual([0, 730]);
  });
});

describe('where scores begin', () => {
  const cuts = [1, 1, 2, 4];

  test.each([1, 2, 3, 5, 9])('frequency %i → inside the range printed for its score', (value) => {
    const range = cutRange(cuts, scoreOf(value, cuts), false);
    if (range === 'unused') throw new Error('a value fell into an unused score');
    expect(value).toBeGreaterThan(range.over ?? Number.NEGATIVE_INFINITY);
    expect(value).toBeLessThanOrEqual(range.upTo ?? Number.POSITIVE_INFINITY);
  });

  test('equal cut points → the score between them is unused', () => {
    expect(cutRange(cuts, 2, false)).toBe('unused');
  });

  test('recency → reversed: the fewest days score 5', () => {
    expect(cutRange([30, 80, 160, 280], 5, true)).toEqual({ over: null, upTo: 30 });
    expect(cutRange([30, 80, 160, 280], 1, true)).toEqual({ over: 280, upTo: null });
  });
});

describe('the progress bar', () => {
  const at = (part: Partial<SyncProgress>) => progressPercent({ ...SYNC.reading, ...part });

  test('the steps of a first sync → never go backwards and end at 100', () => {
    const walk = [
      at({ step: 'requesting', ordersRead: 0 }),
      at({ step: 'preparing', ordersRead: 0 }),
      at({ step: 'reading', ordersRead: 0 }),
      at({ step: 'reading', ordersRead: 69_659 }),
      at({ step: 'scoring', customersScored: 0, customersTotal: 10 }),
      at({ step: 'scoring', customersScored: 10, customersTotal: 10 }),
      at({ step: 'done' }),
    ];
    expect(walk).toEqual(walk.toSorted((a, b) => a - b));
    expect(walk.at(-1)).toBe(100);
  });

  test('more orders than announced → the reading part does not overflow', () => {
    expect(at({ ordersRead: 90_000 })).toBe(90);
  });

  test('a total not known yet → no division by nothing', () => {
    expect(at({ ordersTotal: null })).toBe(5);
  });
});
