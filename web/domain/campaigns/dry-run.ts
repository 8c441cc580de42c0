import { offerDepthBps, type TypicalOrder } from '../offers/depth.ts';
import type { OfferTerms } from '../offers/terms.ts';
import type { ShopModel } from '../rfm/model.ts';
import { type LocalDay, localDayOf, startOfLocalDay } from '../shared/time.ts';
import { advance, startPosition } from './advance.ts';
import { isBacklog } from './backlog.ts';
import type { CampaignTerms } from './campaign.ts';
import type { CountedMessage } from './caps.ts';
import { assignArm } from './comparison-group.ts';
import { type DueEnrolment, decideSends, outcomeOf, type SendDecision } from './decide-send.ts';
import type { CampaignReason, Enrolment } from './enrolment.ts';
import { check } from './kinds.ts';
import type { PersonFacts } from './person-facts.ts';
import { projectPerson } from './project-person.ts';
import { recipientZone } from './recipient-zone.ts';
import type { CampaignSettings } from './settings.ts';

/** A campaign as it would be launched now, and what the shop's people would meet in the days after. */
export type DryRunPlan = {
  terms: CampaignTerms;
  settings: CampaignSettings;
  model: ShopModel;
  shareBps: number;
  shopZone: string;
  now: Date;
  /** How many days to look ahead, today included; 14 on screen. */
  days: number;
  typical: TypicalOrder;
  /** Share of the offers sent that is expected to be used, basis points; what the cost is reckoned with. */
  redeemShareBps: number;
};

/** One person before the launch. */
export type DryRunPerson = {
  facts: PersonFacts;
  /** Their place in [0,1), fixed for shop, customer and half-year. */
  u: number;
  counted: readonly CountedMessage[];
  /** What waits for them in running campaigns: those of higher priority go first. */
  waiting: readonly DueEnrolment[];
  /** How many people of the backlog stand before them, newest first; null = none do, or they are not of it. */
  backlogAhead: number | null;
};

/** One step as it would go: at a moment, put off before by the last reason given, at an expected cost (null = unknown). */
export type ForecastStep = {
  at: Date;
  step: number;
  outcome: 'send' | 'hold_out' | 'skip' | 'stop';
  reason: CampaignReason;
  delayedBy: CampaignReason | null;
  offer: OfferTerms | null;
  expectedCostMinor: number | null;
};

/** Not enrolled: with today's reason, or `left_alone` for a backlog that the merchant does not work off (in these days). */
export type PersonForecast =
  | { enrolled: false; reason: CampaignReason | 'left_alone' }
  | {
      enrolled: true;
      on: LocalDay;
      backlog: boolean;
      heldOut: boolean;
      steps: readonly ForecastStep[];
      /** Why a step still waits when the days are over; null = none does. */
      waitsFor: CampaignReason | null;
    };

/** What one person would get in the coming days if they do not buy: when, which step, put off or skipped why, at what cost. */
export function forecastPerson(person: DryRunPerson, plan: DryRunPlan): PersonForecast {
  const launchOn = localDayOf(plan.now, plan.shopZone);
  let reason: CampaignReason | 'left_alone' | null = null;
  for (let on = launchOn; on < launchOn + plan.days; on += 1) {
    const match = check(projectPerson(person.facts, on), plan.terms, plan.model, on);
    if (!match.matches) {
      reason ??= match.reason;
      continue;
    }
    const backlog = isBacklog(match, launchOn);
    if (backlog && on < backlogTurnOn(person, plan, launchOn)) {
      reason ??= 'left_alone';
      continue;
    }
    const enrolledAt = on === launchOn ? plan.now : startOfLocalDay(on, plan.shopZone);
    const enrolment = enrol(person, plan, { enrolledAt, triggerOn: match.triggerOn, backlog });
    const { heldOut } = enrolment;
    return { enrolled: true, on, backlog, heldOut, ...walk(enrolment, person, plan) };
  }
  return { enrolled: false, reason: reason ?? 'no_longer_matches' };
}

/** The day on which the backlog, worked off so many a day, reaches them. */
function backlogTurnOn(person: DryRunPerson, { terms }: DryRunPlan, launchOn: LocalDay): LocalDay {
  if (terms.backlogPerDay === null) return Number.POSITIVE_INFINITY;
  return launchOn + Math.floor((person.backlogAhead ?? 0) / terms.backlogPerDay);
}

const DRY_RUN_ID = 'dry-run';

function enrol(
  person: DryRunPerson,
  plan: DryRunPlan,
  { enrolledAt, triggerOn, backlog }: Pick<Enrolment, 'enrolledAt' | 'triggerOn' | 'backlog'>,
): Enrolment {
  const zone = recipientZone(person.facts.country, plan.shopZone);
  return {
    enrolmentId: DRY_RUN_ID,
    campaignId: 0,
    version: 0,
    customerId: person.facts.customerId,
    triggerOn,
    ...assignArm(person.u, plan.shareBps, plan.terms.arms.length),
    shareBps: plan.shareBps,
    backlog,
    enrolledAt,
    ...startPosition(enrolledAt, plan.terms, zone),
  };
}

/** Plays the enrolment beside those that wait already, from one due moment to the next, until the days are over. */
function walk(
  enrolment: Enrolment,
  person: DryRunPerson,
  plan: DryRunPlan,
): { steps: ForecastStep[]; waitsFor: CampaignReason | null } {
  const launchOn = localDayOf(plan.now, plan.shopZone);
  const end = startOfLocalDay(launchOn + plan.days, plan.shopZone);
  const zones = { recipient: recipientZone(person.facts.country, plan.shopZone), shop: plan.shopZone };
  const counted = [...person.counted];
  let waiting: DueEnrolment[] = [
    ...person.waiting,
    { enrolment, terms: plan.terms, campaignState: 'running' },
  ];
  const steps: ForecastStep[] = [];
  let delayedBy: CampaignReason | null = null;
  for (let now = nextDue(waiting, plan.now); now !== null && now < end; now = nextDue(waiting, now)) {
    const projected = projectPerson(person.facts, localDayOf(now, plan.shopZone));
    const question = { ...plan, now, due: waiting, counted: [...counted], person: projected, zones };
    for (const decision of decideSends(question)) {
      if (decision.decision === 'send' || decision.decision === 'hold_out')
        counted.push({ enrolmentId: decision.enrolmentId, countedAt: now, newOffer: decision.newOffer });
      if (decision.enrolmentId === DRY_RUN_ID) {
        if (decision.decision === 'defer') delayedBy = decision.reason;
        else steps.push(stepOf(decision, now, delayedBy, plan));
        if (decision.decision !== 'defer') delayedBy = null;
      }
      waiting = waiting.map((each) =>
        each.enrolment.enrolmentId === decision.enrolmentId ? moved(each, decision, zones.recipient) : each,
      );
    }
  }
  return { steps, waitsFor: delayedBy };
}

function nextDue(waiting: readonly DueEnrolment[], from: Date): Date | null {
  const due = waiting.flatMap(({ enrolment }) => enrolment.dueAt?.getTime() ?? []);
  return due.length === 0 ? null : new Date(Math.max(from.getTime(), Math.min(...due)));
}

function moved(due: DueEnrolment, decision: SendDecision, zone: string): DueEnrolment {
  const { position } = advance(due.enrolment, outcomeOf(decision), due.terms, zone);
  return { ...due, enrolment: { ...due.enrolment, ...position } };
}

function stepOf(
  decision: Exclude<SendDecision, { decision: 'defer' }>,
  at: Date,
  delayedBy: CampaignReason | null,
  plan: DryRunPlan,
): ForecastStep {
  const offer = decision.decision === 'send' ? decision.offer : null;
  const { reason } = outcomeOf(decision);
  const expectedCostMinor = offer ? expectedCost(offer, plan) : 0;
  return { at, step: decision.step, outcome: decision.decision, reason, delayedBy, offer, expectedCostMinor };
}

/** What one offer is expected to give away: its depth on a typical order, times the share that is used. */
function expectedCost(offer: OfferTerms, { typical, redeemShareBps }: DryRunPlan): number | null {
  const depth = offerDepthBps(offer.value, typical);
  if (depth === null || typical.orderMinor === null) return null;
  return Math.round((typical.orderMinor * depth * redeemShareBps) / 100_000_000);
}
