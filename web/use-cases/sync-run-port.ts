import type { ShopId } from '../domain/shared/ids.ts';

/**
 * One pull of the history, one nightly reconciliation, one recount of points, or members' referral codes put on a discount: its
 * progress, what it read, the drift it found by kind.
 */
export type SyncRun = {
  runId: string;
  kind: 'backfill' | 'reconcile' | 'recount' | 'referral_codes';
  state: 'running' | 'done' | 'failed';
  progress: Record<string, unknown>;
  ordersRead: number;
  customersRead: number;
  ordersExpected: number | null;
  customersScored: number;
  drift: Record<string, number>;
  windowFromAt: Date | null;
  windowToAt: Date | null;
  error: string | null;
  startedAt: Date;
  finishedAt: Date | null;
};
export type SyncRunStore = {
  latest(shop: ShopId, kind: SyncRun['kind']): Promise<SyncRun | null>;
  latestDone(shop: ShopId, kind: SyncRun['kind']): Promise<SyncRun | null>;
  /** The running run of this kind, or a new one. */
  startOrResume(shop: ShopId, kind: SyncRun['kind'], at: Date): Promise<SyncRun>;
  update(
    shop: ShopId,
    runId: string,
    change: Partial<Omit<SyncRun, 'runId' | 'kind' | 'startedAt'>>,
  ): Promise<void>;
};
