import type { Ctx, SyncRun } from '../ports.ts';
import { progressFields } from './progress-fields.ts';

/** Where a backfill goes on after a restart. `step` in the words of the sync screen (web/contract/sync.ts). */
export type BackfillProgress = {
  step: 'requesting' | 'preparing' | 'reading' | 'scoring' | 'done';
  ordersBulk: string | null;
  customersBulk: string | null;
  customersExpected: number | null;
  /** Root objects of the files that are stored; a restart skips them. */
  ordersDone: number;
  customersDone: number;
  /** Since when this reading of the orders' file goes on, and what was read before it: the pace. */
  pace: { sinceMs: number; ordersBefore: number } | null;
  polls: number;
  /** Bulk operations that Shopify lost and were started again. */
  restarts: number;
};

/** A backfill at work: the run, and its progress as it stands. */
export type Backfill = { runId: string; progress: BackfillProgress };

const STEPS: readonly string[] = ['requesting', 'preparing', 'reading', 'scoring', 'done'];

/** The progress of a stored run; what is missing or of another shape counts as not begun. */
export function readBackfill(run: SyncRun): Backfill {
  const { progress } = run;
  const { text, count } = progressFields(run);
  const step = text('step');
  return {
    runId: run.runId,
    progress: {
      step: step && STEPS.includes(step) ? (step as BackfillProgress['step']) : 'requesting',
      ordersBulk: text('ordersBulk'),
      customersBulk: text('customersBulk'),
      customersExpected: typeof progress.customersExpected === 'number' ? progress.customersExpected : null,
      ordersDone: count('ordersDone'),
      customersDone: count('customersDone'),
      pace: paceOf(progress),
      polls: count('polls'),
      restarts: count('restarts'),
    },
  };
}

function paceOf({ pace }: SyncRun['progress']): BackfillProgress['pace'] {
  if (typeof pace !== 'object' || pace === null || !('sinceMs' in pace) || !('ordersBefore' in pace))
    return null;
  return { sinceMs: Number(pace.sinceMs), ordersBefore: Number(pace.ordersBefore) };
}

/** Stores the progress, and with it the counts the screen shows. */
export async function saveProgress(
  ctx: Ctx,
  backfill: Backfill,
  change: Partial<BackfillProgress>,
): Promise<Backfill> {
  const progress = { ...backfill.progress, ...change };
  await ctx.store.syncRuns.update(ctx.shop.shopId, backfill.runId, {
    progress,
    ordersRead: progress.ordersDone,
    customersRead: progress.customersDone,
  });
  return { ...backfill, progress };
}
