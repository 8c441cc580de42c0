import { describe, expect, it } from 'vitest';
import type { ShopId } from '../../../web/domain/shared/ids.ts';
import { createInboxDrainer } from '../../../web/jobs/inbox-drainer.ts';
import { recordingLog } from '../../support/silent-log.ts';

describe('inbox drainer', () => {
  it('woken many times while a shop is being drained → the shop is drained by one loop only, until it is empty', async () => {
    const pending = new Map<ShopId, number>([[1 as ShopId, 5]]);
    let now = 0;
    let most = 0;
    const drainer = createInboxDrainer({
      shopsWithPending: async () => [...pending].filter(([, left]) => left > 0).map(([shop]) => shop),
      drain: async (shop) => {
        most = Math.max(most, ++now);
        await Promise.resolve();
        pending.set(shop, (pending.get(shop) ?? 0) - 1);
        now--;
        return (pending.get(shop) ?? 0) > 0;
      },
      log: recordingLog(),
      everyMs: 60_000,
    });
    drainer.start();
    for (let i = 0; i < 20; i++) drainer.wake();
    await expect.poll(() => pending.get(1 as ShopId), { interval: 1 }).toBe(0);
    await drainer.stop();
    expect(most).toBe(1);
  });

  it('shops with endless deliveries take every place → the others get their turns too, in rotation', async () => {
    const shops = [1, 2, 3, 4, 5].map((id) => id as ShopId);
    const batches = new Map<ShopId, number>(shops.map((shop) => [shop, 0]));
    const drainer = createInboxDrainer({
      shopsWithPending: async () => shops,
      drain: async (shop) => {
        await Promise.resolve();
        batches.set(shop, (batches.get(shop) ?? 0) + 1);
        // A hundred batches in all, then everybody is done.
        return [...batches.values()].reduce((sum, count) => sum + count) < 100;
      },
      log: recordingLog(),
      everyMs: 60_000,
      parallel: 2,
    });
    const total = () => [...batches.values()].reduce((sum, count) => sum + count);
    drainer.start();
    await expect.poll(total, { interval: 1 }).toBeGreaterThanOrEqual(100);
    await drainer.stop();
    expect(Math.max(...batches.values()) - Math.min(...batches.values())).toBeLessThanOrEqual(4);
  });

  it('a place becomes free → the shop that waits takes it at once, not at the next look', async () => {
    const drained: ShopId[] = [];
    const drainer = createInboxDrainer({
      shopsWithPending: async () => [1, 2, 3].map((id) => id as ShopId),
      drain: async (shop) => {
        drained.push(shop);
        return false;
      },
      log: recordingLog(),
      everyMs: 60_000,
      parallel: 1,
    });
    drainer.start();
    await expect.poll(() => drained, { interval: 1 }).toEqual([1, 2, 3]);
    await drainer.stop();
  });

  it('a row that arrives while it looks → is seen by the look after', async () => {
    let looks = 0;
    let rows = 0;
    let drained = 0;
    const drainer = createInboxDrainer({
      shopsWithPending: async () => {
        looks++;
        if (looks === 1) {
          rows = 1;
          drainer.wake();
          return [];
        }
        return rows > 0 ? [7 as ShopId] : [];
      },
      drain: async () => {
        drained += rows;
        rows = 0;
        return false;
      },
      log: recordingLog(),
      everyMs: 60_000,
    });
    drainer.start();
    await expect.poll(() => drained, { interval: 1 }).toBe(1);
    await drainer.stop();
  });

  it('a batch that throws → is logged, and the next wake tries again', async () => {
    const log = recordingLog();
    let attempts = 0;
    const drainer = createInboxDrainer({
      shopsWithPending: async () => (attempts < 2 ? [1 as ShopId] : []),
      drain: async () => {
        attempts++;
        if (attempts === 1) throw new Error('database is away');
        return false;
      },
      log,
      everyMs: 5,
    });
    drainer.start();
    await expect.poll(() => attempts, { interval: 1 }).toBe(2);
    await drainer.stop();
    expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('stopped → waits for the batch under way and starts no other', async () => {
    let finished = false;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let started = 0;
    const drainer = createInboxDrainer({
      shopsWithPending: async () => [1 as ShopId],
      drain: async () => {
        started++;
        await gate;
        finished = true;
        return true;
      },
      log: recordingLog(),
      everyMs: 60_000,
    });
    drainer.start();
    await expect.poll(() => started, { interval: 1 }).toBe(1);
    const stopping = drainer.stop();
    drainer.wake();
    release();
    await stopping;
    expect(finished).toBe(true);
    expect(started).toBe(1);
  });
});
