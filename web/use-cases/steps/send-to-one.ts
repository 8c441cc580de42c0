import { isBacklog } from '../../domain/campaigns/backlog.ts';
import { isService } from '../../domain/campaigns/campaign.ts';
import { MESSAGE_WINDOW_MS, OFFER_WINDOW_MS } from '../../domain/campaigns/caps.ts';
import { type DueEnrolment, decideSends, type SendDecision } from '../../domain/campaigns/decide-send.ts';
import type { CampaignReason, Enrolment } from '../../domain/campaigns/enrolment.ts';
import { check } from '../../domain/campaigns/kinds.ts';
import type { PersonFacts } from '../../domain/campaigns/person-facts.ts';
import { recipientZone } from '../../domain/campaigns/recipient-zone.ts';
import type { ShopModel } from '../../domain/rfm/model.ts';
import { AppError } from '../../domain/shared/errors.ts';
import type { CustomerId } from '../../domain/shared/ids.ts';
import { localDayOf } from '../../domain/shared/time.ts';
import type { Campaign, CampaignCtx, CampaignVersion } from '../ports.ts';
import { newEnrolment } from './enrol-newcomers.ts';
import { toPersonFacts } from './person-facts.ts';

export type SentOne =
  | { outcome: 'sending' | 'comparison'; reason: null }
  | { outcome: 'skipped' | 'waits'; reason: CampaignReason };

type Asked = {
  campaign: Campaign;
  version: CampaignVersion;
  person: PersonFacts;
  model: ShopModel;
  now: Date;
};

/**
 * A running campaign's step to one customer now, by the rules that hold for everybody: they must match, the comparison group
 * gets nothing, caps and quiet hours hold. Enrols them where they are not in it yet; the step itself is decided by the job
 * that decides all, and the answer says how. Throws NOT_FOUND; CONFLICT where the campaign does not run.
 */
export async function sendToOne(
  ctx: CampaignCtx,
  { campaignId, customerId }: { campaignId: number; customerId: CustomerId },
): Promise<SentOne> {
  const asked = await gather(ctx, campaignId, customerId);
  const standing = (await ctx.store.enrolments.waitingOf(ctx.shop.shopId, [customerId])).find(
    (one) => one.campaignId === campaignId,
  );
  const enrolment = standing ?? (await enrolNow(ctx, asked));
  if (!('enrolmentId' in enrolment)) return enrolment;
  if (enrolment.dueAt !== null && enrolment.dueAt > asked.now) return waiting(ctx, enrolment);
  const decision = await foretell(ctx, asked, enrolment);
  await ctx.queue.enqueue('run-campaigns', { shopId: ctx.shop.shopId });
  return toAnswer(decision);
}

async function gather(ctx: CampaignCtx, campaignId: number, customerId: CustomerId): Promise<Asked> {
  const { store, shop, clock } = ctx;
  const campaign = await store.campaigns.find(shop.shopId, campaignId);
  if (!campaign) throw new AppError('NOT_FOUND', `there is no campaign ${campaignId} in this shop`);
  const row = (await store.enrolments.candidatesOf(shop.shopId, [customerId])).get(customerId);
  const current = await store.models.current(shop.shopId);
  const version = await store.campaigns.version(shop.shopId, campaignId, campaign.version);
  const asksPurchase = !version || !isService(version.terms.kind);
  if (!row || (row.stage === null && asksPurchase))
    throw new AppError('NOT_FOUND', 'there is no such customer with a purchase in this shop');
  if (campaign.state !== 'running' || !version || !current)
    throw new AppError('CONFLICT', `the campaign is ${campaign.state}; only a running one sends`);
  const person = toPersonFacts(row, shop.timeZone);
  return { campaign, version, person, model: current.model, now: clock.now() };
}

async function enrolNow(ctx: CampaignCtx, asked: Asked): Promise<Enrolment | SentOne> {
  const { store, shop } = ctx;
  const { campaign, version, person, now } = asked;
  const todayOn = localDayOf(now, shop.timeZone);
  const match = check(person, version.terms, asked.model, todayOn);
  if (!match.matches) return { outcome: 'skipped', reason: match.reason };
  const launchedOn = localDayOf(campaign.launchedAt ?? version.launchedAt, shop.timeZone);
  const matching = { person, match, backlog: isBacklog(match, launchedOn) };
  const row = newEnrolment(ctx, { campaign, version, todayOn, now }, matching);
  const [enrolled] = await store.enrolments.enrol(shop.shopId, [row]);
  // They were in it for this very occasion, and all is over.
  return enrolled ?? { outcome: 'skipped', reason: 'all_steps_done' };
}

/** Why the step that lies ahead is not due: what put it off last. */
async function waiting({ store, shop }: CampaignCtx, { enrolmentId }: Enrolment): Promise<SentOne> {
  const moves = await store.enrolments.moves(shop.shopId, [enrolmentId]);
  return { outcome: 'waits', reason: moves.at(-1)?.reason ?? 'enrolled' };
}

/** What the job will decide, asked of the same rule with the same facts. */
async function foretell(ctx: CampaignCtx, asked: Asked, enrolment: Enrolment): Promise<SendDecision> {
  const { store, shop } = ctx;
  const { shopId, timeZone } = shop;
  const { person, model, now } = asked;
  const { settings } = await store.campaigns.settings(shopId);
  const due = await allDue(ctx, asked, enrolment);
  const ids = due.map((one) => one.enrolment.enrolmentId);
  const since = new Date(now.getTime() - Math.max(OFFER_WINDOW_MS, MESSAGE_WINDOW_MS));
  const decisions = decideSends({
    now,
    due,
    counted: await store.enrolments.counted(shopId, [person.customerId], since, ids),
    settings,
    person,
    model,
    zones: { recipient: recipientZone(person.country, timeZone), shop: timeZone },
    typical: await store.campaigns.typicalOrder(shopId),
  });
  const mine = decisions.find(({ enrolmentId }) => enrolmentId === enrolment.enrolmentId);
  if (!mine) throw new AppError('INTERNAL', 'a due step was not decided');
  return mine;
}

/** Everything that waits for this customer: a campaign of higher priority goes first. */
async function allDue(
  { store, shop }: CampaignCtx,
  { person }: Asked,
  enrolment: Enrolment,
): Promise<DueEnrolment[]> {
  const { shopId } = shop;
  const waits = await store.enrolments.waitingOf(shopId, [person.customerId]);
  const all = waits.some((one) => one.enrolmentId === enrolment.enrolmentId) ? waits : [...waits, enrolment];
  const states = new Map((await store.campaigns.list(shopId)).map((one) => [one.campaignId, one.state]));
  const due: DueEnrolment[] = [];
  for (const one of all) {
    const version = await store.campaigns.version(shopId, one.campaignId, one.version);
    const campaignState = states.get(one.campaignId) ?? 'ended';
    if (version) due.push({ enrolment: one, terms: version.terms, campaignState });
  }
  return due;
}

function toAnswer(decision: SendDecision): SentOne {
  switch (decision.decision) {
    case 'send':
      return { outcome: 'sending', reason: null };
    case 'hold_out':
      return { outcome: 'comparison', reason: null };
    case 'defer':
      return { outcome: 'waits', reason: decision.reason };
    case 'skip':
    case 'stop':
      return { outcome: 'skipped', reason: decision.reason };
  }
}
