import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  availableAt,
  type Bucket,
  backoffMs,
  correct,
  retryAfterMs,
  take,
  unknownBucket,
  waitMs,
} from '../../../web/shopify/pace.ts';

const full: Bucket = { available: 1000, maximum: 1000, restorePerSecond: 100, at: 0 };

describe('the bucket', () => {
  it('time passes → refills at its rate, up to its size', () => {
    const bucket = { ...full, available: 200 };
    expect(availableAt(bucket, 3000)).toBe(500);
    expect(availableAt(bucket, 60_000)).toBe(1000);
  });

  it('an interactive call → may use the last point, a background call leaves half', () => {
    const half = { ...full, available: 500 };
    expect(waitMs(half, 500, 'interactive', 0)).toBe(0);
    expect(waitMs(half, 10, 'background', 0)).toBe(100);
    expect(waitMs(full, 500, 'background', 0)).toBe(0);
  });

  it('a call dearer than the bucket → goes when the bucket is full', () => {
    expect(waitMs(full, 5000, 'background', 0)).toBe(0);
    expect(waitMs({ ...full, available: 900 }, 5000, 'interactive', 0)).toBe(1000);
  });

  it('an answer while others are on their way → their cost is taken off what it says', () => {
    const status = { maximumAvailable: 2000, currentlyAvailable: 1500, restoreRate: 200 };
    expect(correct(status, 300, 7)).toEqual({ available: 1200, maximum: 2000, restorePerSecond: 200, at: 7 });
  });

  it('after the wait it names → a call may go, and never more points are taken than were there', () => {
    const state = fc.record({
      available: fc.integer({ min: -500, max: 2000 }),
      maximum: fc.integer({ min: 1000, max: 20_000 }),
      restorePerSecond: fc.integer({ min: 50, max: 2000 }),
      at: fc.constant(0),
    });
    const priority = fc.constantFrom('interactive' as const, 'background' as const);
    fc.assert(
      fc.property(state, fc.integer({ min: 1, max: 1000 }), priority, (bucket, cost, who) => {
        const later = waitMs(bucket, cost, who, 0);
        expect(waitMs(bucket, cost, who, later)).toBe(0);
        expect(take(bucket, cost, later).available).toBeGreaterThanOrEqual(-1e-6);
        if (later > 2) expect(waitMs(bucket, cost, who, later - 2)).toBeGreaterThan(0);
      }),
    );
  });

  it('nothing known yet → a slow plan is assumed', () => {
    expect(unknownBucket(5)).toEqual({ ...full, at: 5 });
  });
});

describe('pauses between tries', () => {
  it('each further try → a longer ceiling, up to 20 s, with full jitter', () => {
    expect(backoffMs(0, 1)).toBe(500);
    expect(backoffMs(3, 1)).toBe(4000);
    expect(backoffMs(3, 0.5)).toBe(2000);
    expect(backoffMs(40, 1)).toBe(20_000);
    expect(backoffMs(5, 0)).toBe(100);
  });

  it('Retry-After → seconds, not milliseconds; a date counts from now', () => {
    expect(retryAfterMs('2.0', 0)).toBe(2000);
    expect(retryAfterMs('2', 0)).toBe(2000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:09 GMT', 4000)).toBe(5000);
    expect(retryAfterMs('soon', 0)).toBeNull();
    expect(retryAfterMs(null, 0)).toBeNull();
  });
});
