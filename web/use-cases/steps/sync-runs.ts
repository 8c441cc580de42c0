import type { Ctx, SyncRun, Tx } from '../ports.ts';

/** A reconciliation that takes longer has failed. */
const LONGEST_RECONCILIATION_MS = 3 * 3_600_000;

/** Whether the night's scoring waits no longer for a reconciliation begun then. */
export function takesTooLong(startedAt: Date, now: Date): boolean {
  return now.getTime() - startedAt.getTime() > LONGEST_RECONCILIATION_MS;
}

/**
 * Asks for the whole history once more: a new run, and the job that works it off, in one transaction. A job that is at work
 * on an earlier run saves its progress there, where it does no harm.
 */
export async function startBackfill(tx: Tx, shopId: Ctx['shop']['shopId'], at: Date): Promise<void> {
  const earlier = await tx.syncRuns.startOrResume(shopId, 'backfill', at);
  const begun = Object.keys(earlier.progress).length > 0;
  if (begun) {
    await tx.syncRuns.update(shopId, earlier.runId, { state: 'failed', error: 'CONFLICT', finishedAt: at });
    await tx.syncRuns.startOrResume(shopId, 'backfill', at);
  }
  await tx.enqueue('backfill', { shopId });
}

/** The first or a later backfill that is still at work; null = none. */
export async function runningBackfill(ctx: Pick<Ctx, 'shop' | 'store'>): Promise<SyncRun | null> {
  const run = await ctx.store.syncRuns.latest(ctx.shop.shopId, 'backfill');
  return run?.state === 'running' ? run : null;
}
