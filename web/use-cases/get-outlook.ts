import type { CampaignTerms } from '../domain/campaigns/campaign.ts';
import type { DryRunPlan } from '../domain/campaigns/dry-run.ts';
import type { PricedUnit } from '../domain/offers/margin.ts';
import { type CampaignPlan, planCampaign } from '../domain/results/plan-campaign.ts';
import type { SecondPurchaseWindow, ShopModel } from '../domain/rfm/model.ts';
import { localDayOf } from '../domain/shared/time.ts';
import type { AudienceNumbers, CampaignCtx } from './ports.ts';
import { checkTerms, deepestDiscount, requireKind } from './steps/check-terms.ts';
import { forecastPeople, planOf } from './steps/forecast-people.ts';
import { frozenTerms } from './steps/frozen-terms.ts';

export type Outlook = {
  eligiblePerMonth: number | null;
  /** Who matched before the newest night's day and is not in this campaign yet; null until the first night. */
  backlog: number | null;
  shareBps: number;
  windowDays: number;
  /** Share of such people who order within such a window unaided, over the last year; null = not known. */
  baseShare: number | null;
  /** Null where the numbers to plan with are not known yet. */
  plan: CampaignPlan | null;
  next14Days: { people: number; comparison: number; discountCostMinor: number };
  /** Cost of what was sold lately within its price; null = not known. */
  costShare: number | null;
  deepestDiscountBps: number | null;
  start: SecondPurchaseWindow | null;
};

/** From here on the last 60 days tell more of a window than the last 30. */
const LONG_WINDOW_DAYS = 45;
/** People come newest first: after so many in a row whom these days do not reach, none will be. */
const MISSES_TO_STOP = 5_000;

/**
 * What this shop could learn from the terms and how soon, what the next 14 days would bring, and what the margin allows.
 * Changes nothing.
 * @throws AppError INVALID_INPUT with one issue per bad field; CONFLICT before the first scoring
 */
export async function getOutlook(
  ctx: CampaignCtx,
  { terms, campaignId }: { terms: CampaignTerms; campaignId: number | null },
): Promise<Outlook> {
  const { store, shop } = ctx;
  const model = await requireKind(ctx, terms);
  await checkTerms(ctx, terms, { forLaunch: false });
  const audience = await store.campaignAudience.read(shop.shopId);
  const { settings } = await store.campaigns.settings(shop.shopId);
  const { shareBps, windowDays } = frozenTerms(terms, settings, audience);
  const numbers = audience?.kinds[terms.kind] ?? null;
  const baseShare = numbers && baseShareOf(numbers, windowDays);
  const eligiblePerMonth = numbers?.typicalMonth ?? null;
  const heldOutShare = shareBps / 10_000;
  return {
    eligiblePerMonth,
    backlog: await backlogOf(ctx, { terms, campaignId }, model),
    shareBps,
    windowDays,
    baseShare,
    plan:
      eligiblePerMonth === null || baseShare === null
        ? null
        : planCampaign({ eligiblePerMonth, baseShare, windowDays, heldOutShare }),
    next14Days: await next14Days(ctx, await planOf(ctx, terms, model), campaignId),
    costShare: costShareOf(audience?.sold ?? [], settings.margin.costBps),
    deepestDiscountBps: await deepestDiscount(ctx),
    start: terms.kind === 'second_purchase' ? startOf(terms, model.secondPurchase) : null,
  };
}

/** The night counted everybody of the kind; who came into this campaign since, or long before, no longer waits for it. */
async function backlogOf(
  { store, shop }: CampaignCtx,
  { terms: { kind }, campaignId }: { terms: CampaignTerms; campaignId: number | null },
  { secondPurchase }: ShopModel,
): Promise<number | null> {
  const audience = await store.campaignAudience.read(shop.shopId);
  if (!audience) return null;
  const { backlog } = audience.kinds[kind];
  if (campaignId === null) return backlog;
  const dayOn = localDayOf(audience.computedAt, shop.timeZone);
  const enrolled = await store.campaignAudience.enrolledOfBacklog(shop.shopId, {
    campaignId,
    kind,
    dayOn,
    secondPurchase,
  });
  return Math.max(0, backlog - enrolled);
}

function baseShareOf({ base }: AudienceNumbers, windowDays: number): number | null {
  if (!base || base.people === 0) return null;
  return (windowDays >= LONG_WINDOW_DAYS ? base.within60Days : base.within30Days) / base.people;
}

function startOf({ audience }: CampaignTerms, measured: SecondPurchaseWindow): SecondPurchaseWindow {
  const { startDay, endDay } = audience;
  return {
    startDay: startDay ?? measured.startDay,
    endDay: endDay ?? measured.endDay,
    measured: measured.measured && startDay === null && endDay === null,
  };
}

async function next14Days(
  ctx: CampaignCtx,
  plan: DryRunPlan,
  campaignId: number | null,
): Promise<Outlook['next14Days']> {
  const totals = { people: 0, comparison: 0, discountCostMinor: 0 };
  let misses = 0;
  for await (const rows of forecastPeople(ctx, plan, campaignId)) {
    for (const { forecast } of rows) {
      misses = forecast.enrolled ? 0 : misses + 1;
      if (!forecast.enrolled) continue;
      if (forecast.heldOut) totals.comparison += 1;
      else if (forecast.steps.some(({ outcome }) => outcome === 'send')) totals.people += 1;
      for (const { expectedCostMinor } of forecast.steps) totals.discountCostMinor += expectedCostMinor ?? 0;
    }
    if (misses >= MISSES_TO_STOP) break;
  }
  return totals;
}

function costShareOf(sold: readonly PricedUnit[], costBps: number | null): number | null {
  let price = 0;
  let cost = 0;
  for (const unit of sold) {
    const of = unit.unitCostMinor ?? (costBps === null ? null : (unit.priceMinor * costBps) / 10_000);
    if (of === null) return null;
    price += unit.priceMinor;
    cost += of;
  }
  if (price === 0) return costBps === null ? null : costBps / 10_000;
  return Math.min(1, cost / price);
}
