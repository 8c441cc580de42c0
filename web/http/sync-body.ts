import type { SyncHealth as SyncHealthBody, SyncProgress as SyncProgressBody } from '../contract/sync.ts';
import { dayToIso } from '../domain/shared/time.ts';
import type { SyncHealth } from '../use-cases/get-home.ts';
import type { SyncProgress } from '../use-cases/steps/sync-progress.ts';

const FAILURES: Record<string, SyncProgressBody['failure']> = {
  SHOPIFY_REFUSED: 'shopify_refused',
  SHOPIFY_UNAVAILABLE: 'shopify_unavailable',
  NEEDS_REAUTH: 'needs_reauth',
};

export function toSyncProgress(progress: SyncProgress): SyncProgressBody {
  return {
    state: progress.state,
    step: progress.step,
    startedAt: progress.startedAt?.toISOString() ?? null,
    finishedAt: progress.finishedAt?.toISOString() ?? null,
    ordersRead: progress.ordersRead,
    ordersTotal: progress.ordersExpected,
    customersScored: progress.customersScored,
    customersTotal: progress.customersExpected,
    secondsLeft: progress.secondsLeft,
    failure: progress.state === 'failed' ? (FAILURES[progress.error ?? ''] ?? 'internal') : null,
  };
}

export function toSyncHealth(sync: SyncHealth): SyncHealthBody {
  const run = sync.reconciliation;
  const drift = Object.values(run?.drift ?? {}).reduce((sum, count) => sum + count, 0);
  const { standing, waiting, refused } = sync.tags;
  return {
    lastOrderReceivedAt: sync.lastOrderAt?.toISOString() ?? null,
    inboxWaiting: sync.inboxWaiting,
    lastReconciliation: run?.finishedAt
      ? {
          at: run.finishedAt.toISOString(),
          ordersChecked: run.ordersRead,
          driftFound: drift,
          // A finished reconciliation has healed all it found but what Shopify's answer left unreadable.
          driftHealed: drift - (run.drift.unreadable ?? 0),
        }
      : null,
    history: {
      sinceOn: sync.historySinceOn === null ? null : dayToIso(sync.historySinceOn),
      limitedTo60Days: sync.limitedTo60Days,
    },
    ordersInOtherCurrency: sync.ordersInOtherCurrency,
    tags: { enabled: sync.tagsEnabled, standing, waiting, refused },
  };
}
