import type { Ctx, SyncRun, Tx } from '../ports.ts';

/** Asks for the whole history once more: a run from the start, and the job that works it off, in one transaction. */
export async function startBackfill(tx: Tx, shopId: Ctx['shop']['shopId'], at: Date): Promise<void> {
  const run = await tx.syncRuns.startOrResume(shopId, 'backfill', at);
  await tx.syncRuns.update(shopId, run.runId, {
    progress: { step: 'requesting' },
    ordersRead: 0,
    customersRead: 0,
    customersScored: 0,
    ordersExpected: null,
    error: null,
  });
  await tx.enqueue('backfill', { shopId });
}

/** The first or a later backfill that is still at work; null = none. */
export async function runningBackfill(ctx: Pick<Ctx, 'shop' | 'store'>): Promise<SyncRun | null> {
  const run = await ctx.store.syncRuns.latest(ctx.shop.shopId, 'backfill');
  return run?.state === 'running' ? run : null;
}
