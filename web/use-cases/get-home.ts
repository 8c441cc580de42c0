import type { CampaignKind, CampaignState } from '../domain/campaigns/campaign.ts';
import { KIND_RULES } from '../domain/campaigns/kinds.ts';
import type { Stage } from '../domain/lifecycle/stage.ts';
import type { ShopModel } from '../domain/rfm/model.ts';
import { dayToIso, isoToDay, type LocalDay, localDayOf } from '../domain/shared/time.ts';
import type { ReadCtx, SyncRun } from './ports.ts';
import type { ShopMetrics, TagCounts } from './read-port.ts';
import type { ResultLine } from './steps/judge-figures.ts';
import { judgedCampaigns } from './steps/judged-campaigns.ts';
import { type SyncProgress, syncProgress } from './steps/sync-progress.ts';

/** What the merchant should do next, the first that applies. */
export type NextStep =
  | 'reauthorise'
  | 'ask_full_history'
  | 'turn_on_tags'
  | 'fix_refused_tags'
  | 'launch_second_purchase'
  | 'launch_win_back'
  | 'launch_loyalty'
  | 'review_rules'
  | 'look_at_customers';

export type SyncHealth = {
  lastOrderAt: Date | null;
  inboxWaiting: number;
  reconciliation: SyncRun | null;
  historySinceOn: LocalDay | null;
  limitedTo60Days: boolean;
  tagsEnabled: boolean;
  tags: TagCounts;
  /** Counted at night. */
  ordersInOtherCurrency: number;
};

/** Before the first scoring there is nothing to show but the sync itself. */
export type HomeView =
  | { phase: 'syncing'; progress: SyncProgress }
  | {
      phase: 'ready';
      asOfOn: LocalDay;
      model: ShopModel;
      metrics: ShopMetrics;
      stages: Record<Stage, number>;
      /** Null when no night of about then is known. */
      stages30DaysAgo: Record<Stage, number> | null;
      moves: readonly { from: Stage | null; to: Stage; count: number }[];
      cameBackThisMonth: number;
      sync: SyncHealth;
      nextStep: NextStep;
      /** Those that run or pause, newest launch first. */
      campaigns: readonly ResultLine[];
    };

const DAY_MS = 86_400_000;
/** Campaigns that Home speaks of. */
const AT_WORK: readonly CampaignState[] = ['running', 'paused'];
/** "Over 30 days" may be some nights more where one failed, but not a gap of months in which the app was away. */
const NIGHTS_TO_LOOK_BACK = 7;

/** Everything Home says, from rows: last night's metrics, today's stages, the state of the sync. */
export async function getHome(ctx: ReadCtx): Promise<HomeView> {
  const { shopId, timeZone } = ctx.shop;
  const night = await ctx.reader.home.night(shopId);
  if (!night || ctx.shop.state === 'installing')
    return { phase: 'syncing', progress: await syncProgress(ctx) };
  const now = ctx.clock.now();
  const todayOn = localDayOf(now, timeZone);
  const home = ctx.reader.home;
  const [stages, stages30DaysAgo, moves, cameBackThisMonth, sync, { campaigns }] = await Promise.all([
    home.stageCounts(shopId),
    home.stageCountsOf(shopId, { fromOn: todayOn - 30 - NIGHTS_TO_LOOK_BACK, toOn: todayOn - 30 }),
    home.moves(shopId, new Date(now.getTime() - 30 * DAY_MS)),
    home.cameBackSince(shopId, firstOfMonth(todayOn), night.model),
    syncHealth(ctx, night.metrics),
    judgedCampaigns(ctx),
  ]);
  const [{ version }, { launchedAt }] = await Promise.all([
    ctx.store.rules.current(shopId),
    ctx.store.loyalty.program(shopId),
  ]);
  const loyal = launchedAt !== null;
  const nextStep = nextStepOf(ctx, { sync, rulesVersion: version, model: night.model, campaigns, loyal });
  return {
    phase: 'ready',
    asOfOn: night.asOfOn,
    model: night.model,
    metrics: night.metrics,
    stages,
    stages30DaysAgo,
    moves,
    cameBackThisMonth,
    sync,
    nextStep,
    campaigns: campaigns.filter(({ campaign }) => campaign !== null && AT_WORK.includes(campaign.state)),
  };
}

async function syncHealth(ctx: ReadCtx, metrics: ShopMetrics): Promise<SyncHealth> {
  const { shopId } = ctx.shop;
  const home = ctx.reader.home;
  const [lastOrderAt, inboxWaiting, reconciliation, historySinceOn, tags, { rules }] = await Promise.all([
    home.lastOrderAt(shopId),
    home.inboxWaiting(shopId),
    ctx.store.syncRuns.latestDone(shopId, 'reconcile'),
    home.historySinceOn(shopId),
    home.tagCounts(shopId),
    ctx.store.rules.current(shopId),
  ]);
  const limitedTo60Days = !ctx.shop.seesAllOrders;
  return {
    lastOrderAt,
    inboxWaiting,
    reconciliation,
    historySinceOn,
    limitedTo60Days,
    tagsEnabled: rules.tags.enabled,
    tags,
    ordersInOtherCurrency: metrics.ordersInOtherCurrency,
  };
}

type Standing = {
  sync: SyncHealth;
  rulesVersion: number;
  model: ShopModel;
  campaigns: readonly ResultLine[];
  /** The loyalty program has been launched. */
  loyal: boolean;
};

function nextStepOf(ctx: ReadCtx, { sync, rulesVersion, model, campaigns, loyal }: Standing): NextStep {
  if (ctx.shop.state === 'needs_reauth') return 'reauthorise';
  if (sync.limitedTo60Days) return 'ask_full_history';
  if (!sync.tagsEnabled) return 'turn_on_tags';
  if (sync.tags.refused > 0) return 'fix_refused_tags';
  const untried = (kind: CampaignKind) =>
    KIND_RULES[kind].available(model) && !campaigns.some(({ campaign }) => campaign?.draft.kind === kind);
  if (untried('second_purchase')) return 'launch_second_purchase';
  if (untried('win_back')) return 'launch_win_back';
  if (!loyal && campaigns.some(({ campaign }) => campaign?.state === 'running')) return 'launch_loyalty';
  return rulesVersion === 0 ? 'review_rules' : 'look_at_customers';
}

function firstOfMonth(day: LocalDay): LocalDay {
  return isoToDay(`${dayToIso(day).slice(0, 7)}-01`);
}
