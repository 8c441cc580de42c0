import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DrivenClock } from './driven-clock.ts';

const real = Date.UTC(2026, 10, 21, 12);
const driven = Date.UTC(2026, 8, 22, 1);

/** A local Shopify's clock control that does as it is told and keeps what it was told. */
function store() {
  const told: unknown[] = [];
  const post = async <T>(path: string, body?: unknown): Promise<T> => {
    told.push([path, body]);
    return { now: new Date(driven).toISOString() } as T;
  };
  return { told, post };
}

beforeEach(() => {
  vi.useFakeTimers({ now: real });
});
afterEach(() => {
  vi.useRealTimers();
});

test('left alone → real time', () => {
  const clock = new DrivenClock();
  vi.advanceTimersByTime(1500);
  expect(clock.now().getTime()).toBe(real + 1500);
});

test('moved → both clocks stand there and run at the rate', async () => {
  const clock = new DrivenClock();
  const { post, told } = store();
  await clock.moveTo({ post }, new Date(driven), 15);
  expect(told).toEqual([['/__dev/clock', { rate: 15, set: new Date(driven).toISOString() }]]);
  vi.advanceTimersByTime(2000);
  expect(clock.now().getTime()).toBe(driven + 30_000);
});

test('moved and then let run → real time again', async () => {
  const clock = new DrivenClock();
  const { post, told } = store();
  await clock.moveTo({ post }, new Date(driven), 15);
  await clock.letRun({ post });
  expect(clock.now().getTime()).toBe(Date.now());
  expect(told.at(-1)).toEqual(['/__dev/clock', { rate: 1, set: new Date(real).toISOString() }]);
});
