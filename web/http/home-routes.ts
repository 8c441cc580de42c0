import { Router } from 'express';
import { type HomeResponse, homePath, homeResponseSchema } from '../contract/home.ts';
import type { SyncHealth as SyncHealthBody, SyncProgress } from '../contract/sync.ts';
import { STAGES } from '../domain/lifecycle/stage.ts';
import { dayToIso } from '../domain/shared/time.ts';
import { getHome, type HomeView, type SyncHealth } from '../use-cases/get-home.ts';
import type { Shop, SyncRun } from '../use-cases/ports.ts';
import type { ShopMetrics } from '../use-cases/read-port.ts';
import { readCtxOf } from './require-shop.ts';

/** GET /api/home. */
export function homeRoutes(): Router {
  const router = Router();
  router.get(homePath, async (request, response) => {
    const ctx = readCtxOf(request);
    response.json(homeResponseSchema.parse(toHome(await getHome(ctx), ctx.shop, ctx.clock.now())));
  });
  return router;
}

type Ready = Extract<HomeView, { phase: 'ready' }>;

function toHome(view: HomeView, shop: Shop, now: Date): HomeResponse {
  if (view.phase === 'syncing') return { phase: 'syncing', progress: toProgress(view.backfill, now) };
  const { stages, stages30DaysAgo: before, model, metrics } = view;
  const active = STAGES.filter((stage) => stage !== 'lapsed').reduce((sum, stage) => sum + stages[stage], 0);
  const activeBefore =
    before && STAGES.filter((stage) => stage !== 'lapsed').reduce((sum, stage) => sum + before[stage], 0);
  return {
    phase: 'ready',
    asOfOn: dayToIso(view.asOfOn),
    customers: active + stages.lapsed,
    cameBackThisMonth: view.cameBackThisMonth,
    secondPurchase: toSecondPurchase(view),
    active: {
      count: active,
      change30Days: activeBefore === null ? null : active - activeBefore,
      series: (metrics?.active ?? []).map(({ month, count }) => ({ month, value: count })),
    },
    existingRevenue: toExistingRevenue(metrics, shop.currency),
    stages: STAGES.map((stage) => ({
      stage,
      count: stages[stage],
      change30Days: before ? stages[stage] - before[stage] : null,
    })),
    moves: [...view.moves],
    nextStep: view.nextStep,
    lapse: {
      oneOccasionDays: model.lapse.oneOccasionDays,
      laterDays: model.lapse.laterDays,
      source: model.lapse.source,
    },
    sync: toHealth(view.sync),
  };
}

function toSecondPurchase({ metrics, model }: Ready) {
  const months = metrics?.secondPurchase.months ?? [];
  const bought = months.reduce((sum, month) => sum + month.bought, 0);
  const outOf = months.reduce((sum, month) => sum + month.outOf, 0);
  return {
    share: share(bought, outOf),
    bought,
    outOf,
    windowDays: metrics?.secondPurchase.windowDays ?? model.lapse.oneOccasionDays,
    series: months
      .slice(-12)
      .map((month) => ({ month: month.month, value: share(month.bought, month.outOf) })),
  };
}

function toExistingRevenue(metrics: ShopMetrics | null, currency: string) {
  const last = metrics?.existingRevenue.last30Days ?? { existingMinor: 0, totalMinor: 0 };
  return {
    share: share(last.existingMinor, last.totalMinor),
    fromExisting: { amountMinor: last.existingMinor, currency },
    total: { amountMinor: last.totalMinor, currency },
    series: (metrics?.existingRevenue.months ?? []).map((month) => ({
      month: month.month,
      value: share(month.existingMinor, month.totalMinor),
    })),
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function toHealth(sync: SyncHealth): SyncHealthBody {
  const run = sync.reconciliation;
  const drift = Object.values(run?.drift ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    lastOrderReceivedAt: sync.lastOrderAt?.toISOString() ?? null,
    inboxWaiting: sync.inboxWaiting,
    lastReconciliation: run?.finishedAt
      ? {
          at: run.finishedAt.toISOString(),
          ordersChecked: run.ordersRead,
          driftFound: drift,
          driftHealed: drift,
        }
      : null,
    history: {
      sinceOn: sync.historySinceOn === null ? null : dayToIso(sync.historySinceOn),
      limitedTo60Days: sync.limitedTo60Days,
    },
    tags: { enabled: sync.tagsEnabled, ...sync.tags },
  };
}

const FAILURES: Record<string, SyncProgress['failure']> = {
  SHOPIFY_REFUSED: 'shopify_refused',
  SHOPIFY_UNAVAILABLE: 'shopify_unavailable',
  NEEDS_REAUTH: 'needs_reauth',
};

/** The backfill's row as progress; the pace so far gives the time left. */
export function toProgress(run: SyncRun | null, now: Date): SyncProgress {
  const step = stepOf(run);
  const failed = run?.state === 'failed';
  return {
    state: run === null ? 'not_started' : run.state,
    step,
    startedAt: run?.startedAt.toISOString() ?? null,
    finishedAt: run?.finishedAt?.toISOString() ?? null,
    ordersRead: run?.ordersRead ?? 0,
    ordersTotal: run?.ordersExpected ?? null,
    customersScored: run?.customersScored ?? 0,
    customersTotal: run && run.customersRead > 0 ? run.customersRead : null,
    secondsLeft: run && step === 'reading' ? secondsLeft(run, now) : null,
    failure: failed ? (FAILURES[run.error ?? ''] ?? 'internal') : null,
  };
}

function stepOf(run: SyncRun | null): SyncProgress['step'] {
  if (run === null) return 'requesting';
  if (run.state === 'done') return 'done';
  if (run.customersScored > 0 || (run.ordersExpected !== null && run.ordersRead >= run.ordersExpected))
    return 'scoring';
  return run.ordersRead > 0 ? 'reading' : 'preparing';
}

function secondsLeft(run: SyncRun, now: Date): number | null {
  const elapsed = (now.getTime() - run.startedAt.getTime()) / 1000;
  if (run.ordersExpected === null || run.ordersRead === 0 || elapsed <= 0) return null;
  return Math.max(0, Math.round(((run.ordersExpected - run.ordersRead) * elapsed) / run.ordersRead));
}
