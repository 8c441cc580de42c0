import type { Ctx } from './ports.ts';

/** Starts a backfill that gave up again, from where it stopped. Nothing to do when none has failed. */
export async function retryBackfill(ctx: Ctx): Promise<void> {
  const { shopId } = ctx.shop;
  const run = await ctx.store.syncRuns.latest(shopId, 'backfill');
  if (run?.state !== 'failed') return;
  await ctx.store.transaction(async (tx) => {
    await tx.syncRuns.update(shopId, run.runId, {
      state: 'running',
      error: null,
      progress: { ...run.progress, restarts: 0 },
    });
    await tx.enqueue('backfill', { shopId });
  });
}
