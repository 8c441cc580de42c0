import type { Ctx } from './ports.ts';
import { type SyncProgress, syncProgress } from './steps/sync-progress.ts';

/** The first sync, or a later pull of the whole history, as the sync screen polls it. */
export function getSyncProgress(ctx: Ctx): Promise<SyncProgress> {
  return syncProgress(ctx);
}
