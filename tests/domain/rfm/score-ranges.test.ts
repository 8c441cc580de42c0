import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CutPoints } from '../../../web/domain/rfm/model.ts';
import { scoreCustomer } from '../../../web/domain/rfm/score.ts';
import { type ScoreRange, scoreRanges } from '../../../web/domain/rfm/score-ranges.ts';

const SAME: CutPoints = [0, 0, 0, 0];
const of = (change: Partial<Record<'recencyDays' | 'frequency' | 'monetaryMinor', CutPoints>>) =>
  scoreRanges({ recencyDays: SAME, frequency: SAME, monetaryMinor: SAME, ...change });

test('most customers bought once → the scores that no number of purchases gives are empty', () => {
  expect(of({ frequency: [1, 1, 1, 2] }).f).toEqual([
    { from: 1, to: 1 },
    null,
    null,
    { from: 2, to: 2 },
    { from: 3, to: null },
  ]);
});

test('cut points between whole days → ranges end on the last whole day, the most recent is score 5', () => {
  expect(of({ recencyDays: [30, 43.4, 43.9, 300.2] }).r).toEqual([
    { from: 301, to: null },
    { from: 44, to: 300 },
    null,
    { from: 31, to: 43 },
    { from: 0, to: 30 },
  ]);
});

test('any cut points, any value → it lies in the range of the score it gets, and in no other', () => {
  const cuts = fc
    .array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 4, maxLength: 4 })
    .map((values) => values.toSorted((a, b) => a - b) as unknown as CutPoints);
  const within = (range: ScoreRange, value: number) =>
    range !== null && value >= range.from && value <= (range.to ?? Infinity);
  const value = fc.nat({ max: 600 });
  fc.assert(
    fc.property(cuts, cuts, cuts, value, value, value, (recencyDays, frequency, monetaryMinor, r, f, m) => {
      const model = { cuts: { recencyDays, frequency, monetaryMinor } };
      const ranges = scoreRanges(model.cuts);
      const values = { recencyDays: r, frequency: f + 1, monetaryMinor: m };
      const scores = scoreCustomer(values, model);
      const scoresOf = (all: readonly ScoreRange[], one: number) =>
        all.flatMap((range, at) => (within(range, one) ? [at + 1] : []));
      expect(scoresOf(ranges.r, r)).toEqual([scores.r]);
      expect(scoresOf(ranges.f, f + 1)).toEqual([scores.f]);
      expect(scoresOf(ranges.m, m)).toEqual([scores.m]);
    }),
  );
});
