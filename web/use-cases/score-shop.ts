import { localDayOf } from '../domain/shared/time.ts';
import type { Ctx, JobPayloads, SyncRun } from './ports.ts';
import { readBackfill } from './steps/backfill-progress.ts';
import { decideStages } from './steps/decide-stages.ts';
import { measureModel } from './steps/measure-model.ts';
import { rejudgeDueOrders } from './steps/rejudge-orders.ts';
import { startRecount } from './steps/start-recount.ts';
import { runningBackfill, takesTooLong } from './steps/sync-runs.ts';

/** What stands on a day's scores, and what is done once a day. */
const AFTER_SCORING = ['run-campaigns', 'tidy-offers', 'report-sends', 'measure-campaigns'] as const;
/** The window of "bought a second time" on Home. */
const SECOND_WINDOW_DAYS = 90;

/**
 * Scores the whole shop on its present day: orders that have been unpaid for too long, the model (stored before anybody is
 * decided, so that orders coming in meanwhile are scored by it too), everybody's scores by SQL, stages and tags. Can be
 * cut off anywhere and run again. The first scoring and one after a backfill end the backfill's run.
 */
export async function scoreShop(
  ctx: Ctx,
  input: { cause: JobPayloads['score-shop']['cause'] },
): Promise<void> {
  const { store, clock } = ctx;
  const { shopId } = ctx.shop;
  const backfill = await runningBackfill(ctx);
  const applied = await store.models.current(shopId);
  if (!(await isDue(ctx, { ...input, backfill, scored: applied !== null }))) return;

  const cause = applied ? input.cause : 'first';
  const todayOn = localDayOf(clock.now(), ctx.shop.timeZone);
  await rejudgeDueOrders(ctx, todayOn, cause);
  const { version, rules } = await store.rules.current(shopId);
  const model = await measureModel(store, ctx.shop, rules, todayOn);
  const at = clock.now();
  // The new rules count as applied only at the end: a run that was cut off looks at everybody again.
  const rulesVersion = applied?.rulesVersion ?? version;
  await store.models.save(shopId, model, { rulesVersion, night: null, at });
  // The first time everybody is written below anyway; one statement over a large shop would only come near its time limit.
  if (cause !== 'first') await store.transaction((tx) => tx.models.rescoreAll(shopId, model));

  const stageCounts = await decideStages(ctx, {
    scene: { shop: ctx.shop, rules, model, todayOn, now: at },
    cause,
    everybody: cause !== 'night' || rulesVersion !== version,
    decided: async (customersScored) => {
      if (backfill) await store.syncRuns.update(shopId, backfill.runId, { customersScored });
    },
  });
  const metrics = await store.metrics.compute(shopId, {
    todayOn,
    secondWindowDays: SECOND_WINDOW_DAYS,
    model,
  });
  await store.models.save(shopId, model, { rulesVersion: version, night: { stageCounts, metrics }, at });
  await finish(ctx, backfill, cause);
}

/**
 * Not before the history is read (the backfill asks when it is), and not at night while a reconciliation is at work, which
 * asks when facts are healed.
 */
async function isDue(
  ctx: Ctx,
  at: { cause: JobPayloads['score-shop']['cause']; backfill: SyncRun | null; scored: boolean },
): Promise<boolean> {
  if (ctx.shop.state === 'uninstalled') return false;
  if (at.backfill) return readBackfill(at.backfill).progress.step === 'scoring';
  if (at.cause !== 'night' || !at.scored) return at.scored || at.cause === 'first';
  const healing = await ctx.store.syncRuns.latest(ctx.shop.shopId, 'reconcile');
  if (healing?.state !== 'running') return true;
  return takesTooLong(healing.startedAt, ctx.clock.now());
}

async function finish(
  ctx: Ctx,
  backfill: SyncRun | null,
  cause: JobPayloads['score-shop']['cause'],
): Promise<void> {
  const { shopId } = ctx.shop;
  const finishedAt = ctx.clock.now();
  await ctx.store.transaction(async (tx) => {
    if (backfill) {
      const progress = { ...backfill.progress, step: 'done' };
      await tx.syncRuns.update(shopId, backfill.runId, { state: 'done', progress, finishedAt });
    }
    if ((await tx.shops.find(shopId))?.state === 'installing')
      await tx.shops.setState(shopId, 'active', finishedAt);
    await tx.enqueue('sync-tags', { shopId });
    for (const job of AFTER_SCORING) await tx.enqueue(job, { shopId });
    if (cause !== 'rules') await tx.enqueue('refresh-costs', { shopId });
    const { launchedAt } = await tx.loyalty.program(shopId);
    // Also of a program that never was on, once: the storefront shows campaigns' offers where one is published.
    if (launchedAt !== null || backfill) await tx.enqueue('refresh-program', { shopId });
    // A backfill stored orders without settling anybody.
    if (launchedAt !== null && backfill) await startRecount(tx, shopId, finishedAt);
  });
}
