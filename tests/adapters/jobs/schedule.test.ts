import { describe, expect, it } from 'vitest';
import { localDayOf } from '../../../web/domain/shared/time.ts';
import { createSchedule, nightWork } from '../../../web/jobs/schedule.ts';
import type { Queue, RunningShop } from '../../../web/use-cases/ports.ts';
import { recordingLog } from '../../support/silent-log.ts';

const HOUR_MS = 3_600_000;

const shopIn = (timeZone: string, lastReadAt: string | null, lastScoredOn: string | null = null) =>
  ({
    shopId: 1,
    state: 'active',
    timeZone,
    lastReadAt: lastReadAt === null ? null : new Date(lastReadAt),
    lastScoredOn: lastScoredOn === null ? null : Date.parse(lastScoredOn) / (24 * HOUR_MS),
  }) as RunningShop;

describe('the nights of a shop', () => {
  it.each([
    'America/New_York',
    'Europe/Athens',
    'Europe/Helsinki',
    'Asia/Ho_Chi_Minh',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
  ])('every hour of a year in %s → one night every local day, between 3 and 5', (timeZone) => {
    const start = Date.UTC(2026, 0, 1);
    let lastReadAt = new Date(start - 24 * HOUR_MS);
    const nights: Date[] = [];
    for (let at = start; at < Date.UTC(2027, 0, 1); at += HOUR_MS) {
      const now = new Date(at);
      const shop = { ...shopIn(timeZone, null), lastReadAt };
      if (nightWork(shop, now) !== 'reconcile') continue;
      nights.push(now);
      lastReadAt = now;
    }
    const days = nights.map((night) => localDayOf(night, timeZone));
    const [first = 0] = days;
    expect(days).toEqual(Array.from({ length: days.length }, (_, index) => first + index));
    expect(days.length).toBeGreaterThanOrEqual(364);
    const hours = nights.map((night) => localHour(night, timeZone));
    // The first night may be one that was missed before the walk began.
    for (const hour of hours.slice(1)) expect([3, 4]).toContain(hour);
  });

  it.each([
    [
      'down over the night, back in the afternoon',
      'UTC',
      '2026-11-20T03:00:05Z',
      '2026-11-21T15:20:00Z',
      'reconcile',
    ],
    ['back in the afternoon, the night was', 'UTC', '2026-11-21T03:00:05Z', '2026-11-21T15:20:00Z', null],
    ['before three', 'UTC', '2026-11-20T03:00:05Z', '2026-11-21T02:59:00Z', null],
    ['installed and read in the afternoon', 'UTC', '2026-11-21T14:00:00Z', '2026-11-21T16:00:00Z', null],
    ['the night after', 'UTC', '2026-11-21T14:00:00Z', '2026-11-22T03:00:00Z', 'reconcile'],
    ['not read yet', 'UTC', null, '2026-11-21T16:00:00Z', null],
    ['down for a week', 'Asia/Ho_Chi_Minh', '2026-11-14T20:00:00Z', '2026-11-21T20:00:00Z', 'reconcile'],
  ])('%s → %s', (_what, timeZone, lastReadAt, now, work) => {
    expect(nightWork(shopIn(timeZone, lastReadAt, '2026-11-21'), new Date(now))).toBe(work);
  });

  it.each([
    ['2026-11-20', '2026-11-21T05:59:00Z', null],
    ['2026-11-20', '2026-11-21T06:01:00Z', 'score-shop'],
    ['2026-11-21', '2026-11-21T06:01:00Z', null],
  ])('scored on %s, its reconciliation began at 3, now %s → %s', (scoredOn, now, work) => {
    expect(nightWork(shopIn('UTC', '2026-11-21T03:00:00Z', scoredOn), new Date(now))).toBe(work);
  });
});

describe('schedule', () => {
  it('the process starts after a missed night → that night, what campaigns and points have to do and the housekeeping are asked for at once', async () => {
    const asked: [string, object][] = [];
    const queue: Queue = {
      enqueue: async (name, payload) => {
        asked.push([name, payload]);
      },
    };
    const schedule = createSchedule({
      queue,
      listRunning: async () => [shopIn('UTC', '2026-11-20T03:00:05Z', '2026-11-20')],
      campaignWork: async () => ({ run: true, issue: false, deliver: true }),
      loyaltyWork: async () => ({ settle: true, redemptions: false, publish: true, flow: false }),
      clock: { now: () => new Date('2026-11-21T15:20:00Z') },
      log: recordingLog(),
    });
    schedule.start();
    await schedule.stop();
    expect(asked).toHaveLength(6);
    expect(asked).toContainEqual(['reconcile', { shopId: 1 }]);
    expect(asked).toContainEqual(['run-campaigns', { shopId: 1 }]);
    expect(asked).toContainEqual(['deliver', { shopId: 1 }]);
    expect(asked).toContainEqual(['settle-points', { shopId: 1 }]);
    expect(asked).toContainEqual(['publish-points', { shopId: 1 }]);
    expect(asked).toContainEqual(['housekeeping', {}]);
  });

  it('the database is away at the start → it is logged, nothing is thrown', async () => {
    const log = recordingLog();
    const away = async () => {
      throw new Error('database is away');
    };
    const schedule = createSchedule({
      queue: { enqueue: away },
      listRunning: away,
      campaignWork: away,
      loyaltyWork: away,
      clock: { now: () => new Date('2026-11-21T15:20:00Z') },
      log,
    });
    schedule.start();
    await schedule.stop();
    expect(log.lines.map((line) => line.level)).toEqual(['error', 'error', 'error', 'error']);
  });
});

function localHour(instant: Date, timeZone: string): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(instant),
  );
}
