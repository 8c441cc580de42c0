import type { Clock, Shop, Store, SyncRun } from '../ports.ts';
import { type BackfillProgress, readBackfill } from './backfill-progress.ts';

/** The newest backfill as a person follows it. */
export type SyncProgress = {
  state: SyncRun['state'] | 'not_started';
  step: BackfillProgress['step'];
  startedAt: Date | null;
  finishedAt: Date | null;
  ordersRead: number;
  ordersExpected: number | null;
  customersScored: number;
  customersExpected: number | null;
  /** To the end of reading, at its pace so far; null while unknown. */
  secondsLeft: number | null;
  /** Error code of a failed run. */
  error: string | null;
};

/** How far the newest backfill is. */
export async function syncProgress(ctx: {
  shop: Shop;
  store: Pick<Store, 'syncRuns'>;
  clock: Clock;
}): Promise<SyncProgress> {
  const run = await ctx.store.syncRuns.latest(ctx.shop.shopId, 'backfill');
  if (!run) return NOT_STARTED;
  const { progress } = readBackfill(run);
  const { state, startedAt, finishedAt, ordersRead, ordersExpected, customersScored, error } = run;
  const counts = { ordersRead, ordersExpected, customersScored };
  return {
    state,
    step: state === 'done' ? 'done' : progress.step,
    startedAt,
    finishedAt,
    ...counts,
    customersExpected: progress.customersExpected,
    secondsLeft: state === 'running' ? secondsLeft(run, progress, ctx.clock.now()) : null,
    error,
  };
}

const NOT_STARTED: SyncProgress = {
  state: 'not_started',
  step: 'requesting',
  startedAt: null,
  finishedAt: null,
  ordersRead: 0,
  ordersExpected: null,
  customersScored: 0,
  customersExpected: null,
  secondsLeft: null,
  error: null,
};

/** The pace is that of the orders' file alone: the wait for Shopify to prepare it says nothing about what is left. */
function secondsLeft(run: SyncRun, { step, pace }: BackfillProgress, now: Date): number | null {
  if (step !== 'reading' || pace === null || run.ordersExpected === null) return null;
  const elapsed = (now.getTime() - pace.sinceMs) / 1000;
  const read = run.ordersRead - pace.ordersBefore;
  if (read <= 0 || elapsed <= 0) return null;
  return Math.max(0, Math.round(((run.ordersExpected - run.ordersRead) * elapsed) / read));
}
