import { expect, test } from 'vitest';
import { drawHistories } from '../dev-store/seed/cdnow-model.ts';
import { createRandom } from '../dev-store/seed/random.ts';
import { createFuture, type KnownHistory } from './future-purchases.ts';

const CUSTOMERS = 6_000;
const HISTORY_DAYS = 395;
const HORIZON_DAYS = 60;

/** Whole lives of customers, cut where the history would end: what is known then, and what they bought after. */
function cutLives() {
  const lives = [
    ...drawHistories(createRandom(3), { customers: CUSTOMERS, windowDays: HISTORY_DAYS + HORIZON_DAYS }),
  ];
  return lives.flatMap(({ daysAgo }) => {
    const before = daysAgo.filter((ago) => ago >= HORIZON_DAYS);
    const [first] = before;
    const last = before.at(-1);
    if (first === undefined || last === undefined) return [];
    const known: KnownHistory = {
      repeats: before.length - 1,
      lastWeeks: (first - last) / 7,
      ageWeeks: (first - HORIZON_DAYS) / 7,
    };
    return [{ known, bought: daysAgo.length - before.length }];
  });
}

function totals(chosen: ReturnType<typeof cutLives>) {
  const draw = createFuture(createRandom(4));
  const drawn = chosen.map(({ known }) => draw(known, HORIZON_DAYS).length);
  const shareOf = (counts: number[]) => counts.filter((count) => count > 0).length / counts.length;
  return { lived: shareOf(chosen.map(({ bought }) => bought)), drawn: shareOf(drawn) };
}

test('customers of one purchase → as many buy in the days to come as in the lives they were cut from', () => {
  const { lived, drawn } = totals(cutLives().filter(({ known }) => known.repeats === 0));
  expect(lived).toBeGreaterThan(0.02);
  expect(Math.abs(drawn - lived)).toBeLessThan(0.02);
});

test('customers of several purchases → likewise', () => {
  const { lived, drawn } = totals(cutLives().filter(({ known }) => known.repeats > 1));
  expect(lived).toBeGreaterThan(0.2);
  expect(Math.abs(drawn - lived)).toBeLessThan(0.05);
});

test('purchases to come → within the days asked for, ascending', () => {
  const draw = createFuture(createRandom(5));
  const days = draw({ repeats: 40, lastWeeks: 50, ageWeeks: 50 }, HORIZON_DAYS);
  expect(days.length).toBeGreaterThan(2);
  expect(days).toEqual([...days].sort((left, right) => left - right));
  expect(days.every((day) => day > 0 && day < HORIZON_DAYS)).toBe(true);
});
