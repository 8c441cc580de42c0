import { describe, expect, test } from 'vitest';
import type { SegmentCell, Segments } from '../../web/contract/segments.ts';
import {
  foldGrid,
  listUrl,
  shadeOf,
  whereIsTheMoney,
} from '../../web/frontend/features/segments/fold-grid.ts';
import { toSegmentsCsv } from '../../web/frontend/features/segments/segments-csv.ts';
import { answerSegments } from './fixture/segments.ts';

const CELLS: SegmentCell[] = [
  { r: 5, f: 5, m: 5, customers: 2, spentMinor: 600 },
  { r: 5, f: 5, m: 4, customers: 1, spentMinor: 100 },
  { r: 2, f: 4, m: 5, customers: 3, spentMinor: 200 },
  { r: 1, f: 1, m: 1, customers: 4, spentMinor: 100 },
];
function segmentsOf(cells: SegmentCell[]): Segments {
  const answer = answerSegments({ state: 'counted', differing: { cells } }, []);
  if (answer.state !== 'counted') throw new Error('they are counted');
  return answer;
}

describe('the grid', () => {
  test('the same customers by purchases and by money → a field for each pair of scores, sums alike, shares of all money', () => {
    const segments = segmentsOf(CELLS);
    for (const axis of ['f', 'm'] as const) {
      const grid = foldGrid(segments, axis);
      expect(grid).toHaveLength(axis === 'f' ? 20 : 25);
      expect(grid.reduce((sum, { customers }) => sum + customers, 0)).toBe(10);
      expect(grid.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1);
    }
    expect(foldGrid(segments, 'f')[0]).toMatchObject({ r: 5, score: 5, customers: 3, share: 0.7 });
    expect(foldGrid(segments, 'm')[0]).toMatchObject({ r: 5, score: 5, customers: 2, share: 0.6 });
  });

  test('a score that no value gives → no field; a field nobody is in stands', () => {
    const grid = foldGrid(segmentsOf(CELLS), 'f');
    expect([...new Set(grid.map(({ score }) => score))]).toEqual([5, 4, 3, 1]);
    expect(grid.find(({ r, score }) => r === 4 && score === 5)).toMatchObject({ customers: 0 });
  });

  test('a field → the list with the same scores; darker with more customers, blank with none', () => {
    expect(listUrl('m', { r: 2, score: 4 })).toBe('/customers?r=2&m=4');
    expect([0, 1, 25, 50, 100].map((customers) => shadeOf(customers, 100))).toEqual([0, 1, 2, 3, 4]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe('where the money is', () => {
  test('the field with most of it, and what has gone quiet among the best', () => {
    const segments = segmentsOf(CELLS);
    expect(whereIsTheMoney(foldGrid(segments, 'f'), segments)).toMatchObject({
      top: { r: 5, score: 5, customers: 3 },
      quiet: { customers: 3, share: 0.2, silentDays: 161 },
    });
  });

  test('nobody has gone quiet → nothing said of it; nothing was spent → no answer', () => {
    const present = segmentsOf(CELLS.slice(0, 1));
    expect(whereIsTheMoney(foldGrid(present, 'f'), present)?.quiet).toBeNull();
    const free = segmentsOf([{ r: 5, f: 1, m: 1, customers: 2, spentMinor: 0 }]);
    expect(foldGrid(free, 'f').at(-5)).toMatchObject({ customers: 2, share: null });
    expect(whereIsTheMoney(foldGrid(free, 'f'), free)).toBeNull();
  });
});

test('as a file → a line for each combination with the values behind its scores, open ends empty', () => {
  const [header = '', first = '', ...rest] = toSegmentsCsv(segmentsOf(CELLS)).trimEnd().split('\r\n');
  expect(header.startsWith('\uFEFFas_of_on,r_score,')).toBe(true);
  expect(first).toBe('2026-11-21,5,0,30,5,5,,5,2200001,,2,0.2000,600,VND,0.6000');
  expect(rest).toHaveLength(3);
  expect(first.split(',')).toHaveLength(header.split(',').length);
});
