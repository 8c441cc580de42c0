import { Router } from 'express';
import { type HomeReady, type HomeResponse, homePath, homeResponseSchema } from '../contract/home.ts';
import { STAGES, type Stage } from '../domain/lifecycle/stage.ts';
import { dayToIso } from '../domain/shared/time.ts';
import { getHome, type HomeView } from '../use-cases/get-home.ts';
import type { RetentionMetrics, ShopMetrics } from '../use-cases/read-port.ts';
import { readCtxOf } from './require-shop.ts';
import { toSummary } from './result-body.ts';
import { toSyncHealth, toSyncProgress } from './sync-body.ts';

/** GET /api/home. */
export function homeRoutes(): Router {
  const router = Router();
  router.get(homePath, async (request, response) => {
    const ctx = readCtxOf(request);
    response.json(homeResponseSchema.parse(toHome(await getHome(ctx), ctx.shop.currency)));
  });
  return router;
}

function toHome(view: HomeView, currency: string): HomeResponse {
  if (view.phase === 'syncing') return { phase: 'syncing', progress: toSyncProgress(view.progress) };
  const { stages, stages30DaysAgo: before, model, metrics } = view;
  const active = notLapsed(stages);
  return {
    phase: 'ready',
    asOfOn: dayToIso(view.asOfOn),
    customers: active + stages.lapsed,
    cameBackThisMonth: view.cameBackThisMonth,
    secondPurchase: toSecondPurchase(metrics),
    active: {
      count: active,
      change30Days: before && active - notLapsed(before),
      series: metrics.active.map(({ month, count }) => ({ month, value: count })),
    },
    existingRevenue: toExistingRevenue(metrics, currency),
    stages: STAGES.map((stage) => ({
      stage,
      count: stages[stage],
      change30Days: before ? stages[stage] - before[stage] : null,
    })),
    moves: [...view.moves],
    nextStep: view.nextStep,
    ...(metrics.retention
      ? { retention: toRetention(metrics.retention, currency), cohorts: toCohorts(metrics.retention) }
      : {}),
    campaigns: view.campaigns.map((line) => toSummary(line, currency)),
    lapse: {
      oneOccasionDays: model.lapse.oneOccasionDays,
      laterDays: model.lapse.laterDays,
      source: model.lapse.source,
    },
    sync: toSyncHealth(view.sync),
  };
}

function notLapsed(stages: Record<Stage, number>): number {
  return stages.first_time + stages.repeat + stages.vip;
}

function toSecondPurchase({ secondPurchase }: ShopMetrics): HomeReady['secondPurchase'] {
  const { bought, outOf, windowDays, months } = secondPurchase;
  const series = months.map((month) => ({ month: month.month, value: share(month.bought, month.outOf) }));
  return { share: share(bought, outOf), bought, outOf, windowDays, series };
}

function toExistingRevenue({ existingRevenue }: ShopMetrics, currency: string): HomeReady['existingRevenue'] {
  const { existingMinor, totalMinor } = existingRevenue.last30Days;
  return {
    share: share(existingMinor, totalMinor),
    fromExisting: { amountMinor: existingMinor, currency },
    total: { amountMinor: totalMinor, currency },
    series: existingRevenue.months.map((month) => ({
      month: month.month,
      value: share(month.existingMinor, month.totalMinor),
    })),
  };
}

function toRetention(metrics: RetentionMetrics, currency: string): NonNullable<HomeReady['retention']> {
  const { buyers, repeatBuyers, occasions, revenueMinor, first, later, boughtFirst, kept } = metrics;
  const revenue = { amountMinor: revenueMinor, currency };
  const each = (of: number) => (of === 0 ? null : { amountMinor: Math.round(revenueMinor / of), currency });
  const period = ({ fromOn, throughOn }: RetentionMetrics['first']) => ({
    fromOn: dayToIso(fromOn),
    throughOn: dayToIso(throughOn),
  });
  return {
    repeatRate: { share: share(repeatBuyers, buyers), count: repeatBuyers, outOf: buyers },
    retention: {
      share: share(kept, boughtFirst),
      count: kept,
      outOf: boughtFirst,
      first: period(first),
      later: period(later),
    },
    averageOrder: { value: each(occasions), revenue, occasions },
    historicClv: { value: each(buyers), revenue, customers: buyers },
  };
}

function toCohorts({ cohorts }: RetentionMetrics): NonNullable<HomeReady['cohorts']> {
  return cohorts.map(({ month, size, bought }) => ({ month, size, bought: [...bought] }));
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
