import { describe, expect, it } from 'vitest';
import { availableAt, type Bucket, take } from '../../../web/shopify/pace.ts';
import { ShopBucket } from '../../../web/shopify/shop-bucket.ts';
import { jumpingTiming } from './support/fixtures.ts';

/** Lets everything that can go on without time go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('ShopBucket', () => {
  it('a merchant comes while a backfill queues → goes first', async () => {
    const wakes: (() => void)[] = [];
    let now = 0;
    const timing = {
      now: () => now,
      random: () => 0,
      wait: (ms: number) =>
        new Promise<void>((resolve) => {
          wakes.push(() => {
            now += ms;
            resolve();
          });
        }),
    };
    const bucket = new ShopBucket(timing);
    const order: string[] = [];
    const enter = (name: string, priority: 'interactive' | 'background') =>
      void bucket.enter(400, priority).then(() => order.push(name));
    enter('first', 'background');
    enter('backfill 1', 'background');
    enter('backfill 2', 'background');
    await settle();
    expect(order).toEqual(['first']);
    enter('merchant 1', 'interactive');
    enter('merchant 2', 'interactive');
    await settle();
    expect(order).toEqual(['first', 'merchant 1']);
    while (wakes.length > 0) {
      wakes.shift()?.();
      await settle();
    }
    expect(order).toEqual(['first', 'merchant 1', 'merchant 2', 'backfill 1', 'backfill 2']);
  });

  it('200 calls at once, answers telling the true state → Shopify would never have throttled', async () => {
    const timing = jumpingTiming(0);
    const bucket = new ShopBucket(timing);
    let shopify: Bucket = { available: 1000, maximum: 1000, restorePerSecond: 100, at: 0 };
    const costs = Array.from({ length: 200 }, (_, n) => 10 + ((n * 37) % 90));
    let lowest = Number.POSITIVE_INFINITY;
    await Promise.all(
      costs.map(async (cost, n) => {
        await bucket.enter(cost, n % 5 === 0 ? 'interactive' : 'background');
        shopify = take(shopify, cost, timing.now());
        lowest = Math.min(lowest, shopify.available);
        const currentlyAvailable = availableAt(shopify, timing.now());
        bucket.settle(cost, { maximumAvailable: 1000, currentlyAvailable, restoreRate: 100 });
      }),
    );
    expect(lowest).toBeGreaterThanOrEqual(0);
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    // No slower than the bucket allows, give or take its unused half.
    expect(timing.now()).toBeLessThan(((total - 500) / 100) * 1000 + 2000);
  });

  it('other processes used the points up → the answer says so and the next call waits for them', async () => {
    const timing = jumpingTiming(0);
    const bucket = new ShopBucket(timing);
    await bucket.enter(10, 'background');
    bucket.settle(10, { maximumAvailable: 1000, currentlyAvailable: 0, restoreRate: 100 });
    await bucket.enter(100, 'background');
    expect(timing.now()).toBe(6000);
  });

  it('an answer that tells nothing → its place is free again, its points are not', async () => {
    const timing = jumpingTiming(0);
    const bucket = new ShopBucket(timing);
    await bucket.enter(900, 'interactive');
    bucket.settle(900, null);
    await bucket.enter(600, 'interactive');
    expect(timing.now()).toBe(5000);
  });
});
