import cron from 'node-cron';
import type { ShopId } from '../domain/shared/ids.ts';
import { instantOfLocalTime, localDayOf } from '../domain/shared/time.ts';
import type { CampaignWork, Clock, Log, LoyaltyStore, Queue, RunningShop } from '../use-cases/ports.ts';
import { takesTooLong } from '../use-cases/steps/sync-runs.ts';

/** The clock schedule: node-cron starts things, the queue makes each of them single and durable. */
export type Schedule = {
  start(): void;
  /** All that the clock starts, at once. */
  tick(): Promise<void>;
  stop(): Promise<void>;
};

type ScheduleOptions = {
  queue: Queue;
  listRunning(): Promise<readonly RunningShop[]>;
  campaignWork(shop: ShopId, now: Date): Promise<CampaignWork>;
  loyaltyWork: LoyaltyStore['work'];
  clock: Clock;
  log: Log;
};

const HOUR_MS = 3_600_000;
/** From this local hour on a shop's new day may be decided: after midnight, so that "today" is the new day. */
const NIGHT_HOUR = 3;

/**
 * What a shop's night still needs at this instant. The reconciliation scores the shop when it is done; scoring is due by
 * itself only where that did not come. A backfill counts as that day's night: it reads and scores everything.
 */
export function nightWork(shop: RunningShop, now: Date): 'reconcile' | 'score-shop' | null {
  const { timeZone, lastReadAt, lastScoredOn } = shop;
  if (lastReadAt === null) return null;
  const todayOn = localDayOf(now, timeZone);
  if (now < instantOfLocalTime(todayOn, NIGHT_HOUR * HOUR_MS, timeZone)) return null;
  if (localDayOf(lastReadAt, timeZone) < todayOn) return 'reconcile';
  return takesTooLong(lastReadAt, now) && lastScoredOn !== null && lastScoredOn < todayOn
    ? 'score-shop'
    : null;
}

/**
 * At its start and every full hour, each shop whose night has not been yet gets it, however late: an hour that the clocks skip,
 * or that the process was down, is made up for. Housekeeping runs at the start and every hour.
 */
export function createSchedule({
  queue,
  listRunning,
  campaignWork,
  loyaltyWork,
  clock,
  log,
}: ScheduleOptions): Schedule {
  async function startNights(): Promise<void> {
    try {
      const now = clock.now();
      for (const shop of await listRunning()) {
        const { shopId } = shop;
        const work = nightWork(shop, now);
        if (work === 'reconcile') await queue.enqueue('reconcile', { shopId });
        if (work === 'score-shop') await queue.enqueue('score-shop', { shopId, cause: 'night' });
      }
    } catch (error) {
      log.error({ err: error }, 'nightly work could not be scheduled');
    }
  }
  async function startCampaigns(): Promise<void> {
    try {
      const now = clock.now();
      for (const { shopId, state } of await listRunning()) {
        if (state !== 'active') continue;
        const work = await campaignWork(shopId, now);
        if (work.run) await queue.enqueue('run-campaigns', { shopId });
        if (work.issue) await queue.enqueue('issue-offers', { shopId });
        if (work.deliver) await queue.enqueue('deliver', { shopId });
      }
    } catch (error) {
      log.error({ err: error }, 'campaigns could not be scheduled');
    }
  }
  async function startPoints(): Promise<void> {
    try {
      const now = clock.now();
      for (const { shopId, state } of await listRunning()) {
        if (state !== 'active') continue;
        const work = await loyaltyWork(shopId, now);
        if (work.settle) await queue.enqueue('settle-points', { shopId });
        if (work.redemptions) await queue.enqueue('settle-redemptions', { shopId });
        if (work.publish) await queue.enqueue('publish-points', { shopId });
        if (work.flow) await queue.enqueue('send-flow-events', { shopId });
      }
    } catch (error) {
      log.error({ err: error }, 'points could not be scheduled');
    }
  }
  async function readMailboxes(): Promise<void> {
    try {
      for (const { shopId, state } of await listRunning())
        if (state === 'active') await queue.enqueue('read-bounces', { shopId });
    } catch (error) {
      log.error({ err: error }, 'return mailboxes could not be scheduled');
    }
  }
  async function startHousekeeping(): Promise<void> {
    try {
      await queue.enqueue('housekeeping', {});
    } catch (error) {
      log.error({ err: error }, 'housekeeping could not be scheduled');
    }
  }
  const options = { timezone: 'UTC', noOverlap: true };
  const tasks = [
    cron.createTask('0 * * * *', startNights, { ...options, name: 'nights' }),
    cron.createTask('* * * * *', startCampaigns, { ...options, name: 'campaigns' }),
    cron.createTask('* * * * *', startPoints, { ...options, name: 'points' }),
    cron.createTask('15 * * * *', readMailboxes, { ...options, name: 'return mailboxes' }),
    cron.createTask('30 * * * *', startHousekeeping, { ...options, name: 'housekeeping' }),
  ];
  let atStart: Promise<unknown> = Promise.resolve();
  return {
    start: () => {
      atStart = Promise.all([startNights(), startCampaigns(), startPoints(), startHousekeeping()]);
      for (const task of tasks) void task.start();
    },
    tick: async () => {
      await startNights();
      await startCampaigns();
      await startPoints();
    },
    stop: async () => {
      for (const task of tasks) await task.destroy();
      await atStart;
    },
  };
}
