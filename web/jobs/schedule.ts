import cron from 'node-cron';
import type { Clock, Log, Queue, Shop } from '../use-cases/ports.ts';

/** The clock schedule: node-cron starts things, the queue makes each of them single and durable. */
export type Schedule = { start(): void; stop(): Promise<void> };

type ScheduleOptions = { queue: Queue; listShops(): Promise<readonly Shop[]>; clock: Clock; log: Log };

/**
 * Local hour at which a shop's night falls: after midnight, so that "today" is the new day, and an hour that clock changes
 * neither skip nor repeat (they happen between 0 and 3).
 */
export const NIGHT_HOUR = 3;

/** Shops whose local clock shows the night hour at this instant. */
export function shopsInNightHour(shops: readonly Shop[], now: Date): readonly Shop[] {
  return shops.filter((shop) => localHour(now, shop.timeZone) === NIGHT_HOUR);
}

/**
 * Every full hour each shop in its night hour gets its reconciliation, which scores the shop when it is done; the night's
 * scoring is enqueued beside it, so that a failing reconciliation does not stop the night. Housekeeping runs once a day.
 */
export function createSchedule({ queue, listShops, clock, log }: ScheduleOptions): Schedule {
  async function hour(): Promise<void> {
    try {
      for (const shop of shopsInNightHour(await listShops(), clock.now())) {
        await queue.enqueue('reconcile', { shopId: shop.shopId });
        await queue.enqueue('score-shop', { shopId: shop.shopId, cause: 'night' });
      }
    } catch (error) {
      log.error({ err: error }, 'nightly work could not be scheduled');
    }
  }
  const options = { timezone: 'UTC', noOverlap: true };
  const tasks = [
    cron.createTask('0 * * * *', hour, { ...options, name: 'night' }),
    cron.createTask('30 3 * * *', () => queue.enqueue('housekeeping', {}), {
      ...options,
      name: 'housekeeping',
    }),
  ];
  return {
    start: () => {
      for (const task of tasks) void task.start();
    },
    stop: async () => {
      for (const task of tasks) await task.destroy();
    },
  };
}

function localHour(instant: Date, timeZone: string): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(instant),
  );
}
