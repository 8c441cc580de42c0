import type { ShopId } from '../../domain/shared/ids.ts';
import type { Tx } from '../ports.ts';

/** Asks for everybody's points to be counted anew: a new run, and the job that works it off. One at work gives way to it. */
export async function startRecount(tx: Tx, shopId: ShopId, at: Date): Promise<void> {
  const earlier = await tx.syncRuns.latest(shopId, 'recount');
  if (earlier?.state === 'running')
    await tx.syncRuns.update(shopId, earlier.runId, { state: 'failed', error: 'CONFLICT', finishedAt: at });
  await tx.syncRuns.startOrResume(shopId, 'recount', at);
  await tx.enqueue('recount-points', { shopId });
}
