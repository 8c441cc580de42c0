import { isBacklog } from '../../domain/campaigns/backlog.ts';
import { type CampaignTerms, isService } from '../../domain/campaigns/campaign.ts';
import { MESSAGE_WINDOW_MS, OFFER_WINDOW_MS } from '../../domain/campaigns/caps.ts';
import { halfYearOf } from '../../domain/campaigns/comparison-group.ts';
import type { DueEnrolment } from '../../domain/campaigns/decide-send.ts';
import { type DryRunPlan, forecastPerson, type PersonForecast } from '../../domain/campaigns/dry-run.ts';
import type { Enrolment } from '../../domain/campaigns/enrolment.ts';
import { boundsOf, check } from '../../domain/campaigns/kinds.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import { type LocalDay, localDayOf } from '../../domain/shared/time.ts';
import type { Campaign, CampaignCtx, CandidateQuery, CandidateRow } from '../ports.ts';
import { frozenTerms } from './frozen-terms.ts';
import { toPersonFacts } from './person-facts.ts';

/** How far ahead screens look. */
export const DAYS_AHEAD = 14;
const CUSTOMERS_AT_ONCE = 1_000;
/** Below so many messages the shop's own share of offers used says little, and a tenth is assumed. */
const SENT_TO_KNOW = 100;
const ASSUMED_REDEEM_BPS = 1_000;

export type ForecastRow = { customerId: CustomerId; forecast: PersonForecast };

/** Terms as they would be launched now in this shop. */
export async function planOf(
  ctx: Pick<CampaignCtx, 'store' | 'shop' | 'clock'>,
  terms: CampaignTerms,
  model: ShopModel,
): Promise<DryRunPlan> {
  const { store, shop, clock } = ctx;
  const { settings } = await store.campaigns.settings(shop.shopId);
  const audience = await store.campaignAudience.read(shop.shopId);
  return {
    terms,
    // What would be sent is asked for, not whether all is paused just now.
    settings: { ...settings, pausedEverything: false },
    model,
    shareBps: frozenTerms(terms, settings, audience).shareBps,
    shopZone: shop.timeZone,
    now: clock.now(),
    days: DAYS_AHEAD,
    typical: await store.campaigns.typicalOrder(shop.shopId),
    redeemShareBps: await redeemShareBps(ctx),
  };
}

async function redeemShareBps({ store, shop }: Pick<CampaignCtx, 'store' | 'shop'>): Promise<number> {
  const figures = await store.campaignResults.newestOfAll(shop.shopId);
  const together = figures.find(({ campaignId }) => campaignId === 0);
  const sent = together?.funnel.sent ?? 0;
  const used = together?.touched.byBasis.find(({ basis }) => basis === 'code')?.orders ?? 0;
  return sent < SENT_TO_KNOW ? ASSUMED_REDEEM_BPS : Math.min(10_000, Math.round((used / sent) * 10_000));
}

/**
 * What everybody who may match in the coming days would get, newest first, streamed in constant memory. Who does not match
 * at all is left out, and so is who `campaignId` enrolled already. Changes nothing.
 */
export async function* forecastPeople(
  ctx: Pick<CampaignCtx, 'store' | 'shop' | 'draws'>,
  plan: DryRunPlan,
  campaignId: number | null,
): AsyncGenerator<readonly ForecastRow[]> {
  const { store, shop, draws } = ctx;
  const { shopId, timeZone } = shop;
  const todayOn = localDayOf(plan.now, timeZone);
  const campaigns = new Map((await store.campaigns.list(shopId)).map((one) => [one.campaignId, one]));
  const query = queryOf(plan, todayOn, campaignId);
  let backlogAhead = 0;
  for await (const rows of store.enrolments.candidates(shopId, query, CUSTOMERS_AT_ONCE)) {
    const standing = await standingOf(ctx, plan, rows, campaigns);
    const found: ForecastRow[] = [];
    for (const row of rows) {
      const { customerId } = row;
      const facts = toPersonFacts(standing.members.get(customerId) ?? row, timeZone);
      const match = check(facts, plan.terms, plan.model, todayOn);
      const backlog = match.matches && isBacklog(match, todayOn);
      const forecast = forecastPerson(
        {
          facts,
          u: draws.place(shopId, customerId, halfYearOf(todayOn)),
          counted: standing.counted.get(customerId) ?? [],
          waiting: standing.waiting.get(customerId) ?? [],
          backlogAhead: backlog ? backlogAhead : null,
        },
        plan,
      );
      if (backlog) backlogAhead += 1;
      if (forecast.enrolled || forecast.reason !== 'no_longer_matches') found.push({ customerId, forecast });
    }
    yield found;
  }
}

/** The bounds of all the days ahead together: who is not lapsed yet may be by then. */
function queryOf({ terms, model, days }: DryRunPlan, todayOn: LocalDay, campaignId: number | null) {
  const [first, last] = [boundsOf(terms, model, todayOn), boundsOf(terms, model, todayOn + days - 1)];
  const query: CandidateQuery = {
    kind: terms.kind,
    campaignId: campaignId ?? 0,
    stages: first.stages.includes('lapsed') ? ['first_time', 'repeat', 'vip', 'lapsed'] : first.stages,
    marks: first.mark === null ? [] : [first.mark],
    frequency: first.frequency,
    member: first.member && { ...first.member, toOn: last.member?.toOn ?? first.member.toOn },
    lastFromOn: Math.min(first.lastOn.fromOn, last.lastOn.fromOn),
    lastToOn: Math.max(first.lastOn.toOn, last.lastOn.toOn),
    lastOccasionFromOn: Math.min(first.lastOccasionOn.fromOn, last.lastOccasionOn.fromOn),
    lastOccasionToOn: Math.max(first.lastOccasionOn.toOn, last.lastOccasionOn.toOn),
    countries: terms.audience.countries,
    minSpentMinor: terms.audience.minSpentMinor,
    notEnrolled: campaignId !== null,
    newestFirst: true,
  };
  return query;
}

/** What counts against caps, and what waits in running campaigns. */
async function standingOf(
  { store, shop }: Pick<CampaignCtx, 'store' | 'shop'>,
  { now }: DryRunPlan,
  rows: readonly CandidateRow[],
  campaigns: ReadonlyMap<number, Campaign>,
) {
  const ids = rows.map(({ customerId }) => customerId);
  const since = new Date(now.getTime() - Math.max(OFFER_WINDOW_MS, MESSAGE_WINDOW_MS));
  const enrolments = await store.enrolments.waitingOf(shop.shopId, ids);
  const enrolmentIds = enrolments.map(({ enrolmentId }) => enrolmentId);
  const counted = await store.enrolments.counted(shop.shopId, ids, since, enrolmentIds);
  const terms = new Map<string, CampaignTerms>();
  const waiting: DueEnrolment[] = [];
  for (const enrolment of enrolments) {
    const { campaignId, version } = enrolment;
    const key = `${campaignId}.${version}`;
    const known = terms.get(key) ?? (await store.campaigns.version(shop.shopId, campaignId, version))?.terms;
    if (!known) continue;
    terms.set(key, known);
    waiting.push({ enrolment, terms: known, campaignState: campaigns.get(campaignId)?.state ?? 'ended' });
  }
  // Whether a reminder of points still stands is told by the points.
  const told = waiting
    .filter(({ terms: { kind } }) => isService(kind))
    .map(({ enrolment }) => enrolment.customerId);
  return {
    members: told.length === 0 ? new Map() : await store.enrolments.candidatesOf(shop.shopId, told),
    counted: Map.groupBy(counted, (one) => one.customerId),
    waiting: Map.groupBy(waiting, ({ enrolment }): Enrolment['customerId'] => enrolment.customerId),
  };
}
