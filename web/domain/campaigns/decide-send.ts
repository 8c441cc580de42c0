import { offerDepthBps, type TypicalOrder } from '../offers/depth.ts';
import type { OfferTerms } from '../offers/terms.ts';
import type { ShopModel } from '../rfm/model.ts';
import { localDayOf, startOfLocalDay } from '../shared/time.ts';
import type { StepOutcome } from './advance.ts';
import { channelsFor } from './audience.ts';
import type { CampaignState, CampaignTerms, Channel } from './campaign.ts';
import { type CountedMessage, roomFor } from './caps.ts';
import { eligibilityAt } from './eligibility.ts';
import type { CampaignReason, Enrolment } from './enrolment.ts';
import type { PersonFacts } from './person-facts.ts';
import type { CampaignSettings } from './settings.ts';
import { nextSendAt, type SendZones } from './timing.ts';

/** An enrolment whose step is due, with the terms of its own version and the state of its campaign. */
export type DueEnrolment = { enrolment: Enrolment; terms: CampaignTerms; campaignState: CampaignState };

/** Everything that decides about one customer at one moment. */
export type SendQuestion = {
  now: Date;
  /** All due enrolments of this customer, of all campaigns, in any order. */
  due: readonly DueEnrolment[];
  /** Counted messages of this customer: those of the last 30 days, and all of the due enrolments. */
  counted: readonly CountedMessage[];
  settings: CampaignSettings;
  /** Null = the customer is gone. */
  person: PersonFacts | null;
  model: ShopModel;
  zones: SendZones;
  typical: TypicalOrder;
};

type Of = { enrolmentId: string; step: number };
/** What happens to one due step. `send` and `hold_out` are both counted, at `now`. */
export type SendDecision = Of &
  (
    | { decision: 'send'; offer: OfferTerms | null; newOffer: boolean; channels: readonly Channel[] }
    | { decision: 'hold_out'; newOffer: boolean }
    | { decision: 'defer'; until: Date; reason: CampaignReason; inFavourOf: number | null }
    | { decision: 'skip' | 'stop'; reason: CampaignReason }
  );

/** A pause may end at any time, so that what it holds is looked at again after this. */
const PAUSE_RECHECK_MS = 3_600_000;

/**
 * Decides all due steps of one customer, by priority and then by who was enrolled first: a step that had to wait keeps its
 * place. A held-out person is decided about exactly like a treated one until the very last line, and counts like one.
 */
export function decideSends(question: SendQuestion): SendDecision[] {
  const counted = [...question.counted];
  const taken: DueEnrolment[] = [];
  return inOrder(question).map((due) => {
    const decision = decideOne(due, { ...question, counted }, taken);
    if (decision.decision === 'send' || decision.decision === 'hold_out') {
      const { enrolmentId } = due.enrolment;
      counted.push({ enrolmentId, countedAt: question.now, newOffer: decision.newOffer });
      taken.push(due);
    }
    return decision;
  });
}

/** The outcome of a decision that is carried out as it stands; a send that fails later is another outcome. */
export function outcomeOf(decision: SendDecision): StepOutcome {
  switch (decision.decision) {
    case 'send':
      return { outcome: 'counted', reason: 'due' };
    case 'hold_out':
      return { outcome: 'counted', reason: 'held_out' };
    case 'defer':
      return { outcome: 'deferred', reason: decision.reason, until: decision.until };
    case 'skip':
      return { outcome: 'skipped', reason: decision.reason };
    case 'stop':
      return { outcome: 'stopped', reason: decision.reason };
  }
}

function inOrder({ due, now }: SendQuestion): DueEnrolment[] {
  return due
    .filter(
      ({ enrolment }) => enrolment.state === 'waiting' && enrolment.dueAt !== null && enrolment.dueAt <= now,
    )
    .sort(
      (a, b) =>
        b.terms.priority - a.terms.priority ||
        a.enrolment.enrolledAt.getTime() - b.enrolment.enrolledAt.getTime() ||
        a.enrolment.campaignId - b.enrolment.campaignId ||
        (a.enrolment.enrolmentId < b.enrolment.enrolmentId ? -1 : 1),
    );
}

function decideOne(due: DueEnrolment, at: SendQuestion, taken: readonly DueEnrolment[]): SendDecision {
  const { enrolment, terms } = due;
  const of = { enrolmentId: enrolment.enrolmentId, step: enrolment.step };
  const barred = barredBy(due, at);
  if (barred) return { ...of, ...barred };
  const offer = offerOf(due);
  const newOffer = isNewOffer(due, at.counted);
  const held = heldUntil(due, at, newOffer);
  if (held) {
    const rival = held.capped ? rivalOf(due, at, taken) : null;
    const until =
      enrolment.validUntil && held.until > enrolment.validUntil ? enrolment.validUntil : held.until;
    return {
      ...of,
      decision: 'defer',
      until,
      reason: rival ? 'higher_priority' : held.reason,
      inFavourOf: rival,
    };
  }
  if (enrolment.heldOut) return { ...of, decision: 'hold_out', newOffer };
  const channels = at.person === null ? [] : channelsFor(at.person, terms);
  return { ...of, decision: 'send', offer, newOffer, channels };
}

type Barred = { decision: 'skip' | 'stop'; reason: CampaignReason };

/** What ends the step or the enrolment, whatever the caps say. */
function barredBy(due: DueEnrolment, at: SendQuestion): Barred | null {
  const { enrolment, campaignState } = due;
  const todayOn = localDayOf(at.now, at.zones.shop);
  const may = eligibilityAt(at.person, due, at.model, todayOn);
  if (!may.eligible && may.act === 'stop') return { decision: 'stop', reason: may.reason };
  if (campaignState === 'ended') return { decision: 'stop', reason: 'campaign_ended' };
  if (campaignState === 'stopped') return { decision: 'stop', reason: 'campaign_stopped' };
  if (enrolment.validUntil !== null && at.now >= enrolment.validUntil)
    return { decision: 'skip', reason: 'waited_too_long' };
  if (!may.eligible && may.act === 'skip') return { decision: 'skip', reason: may.reason };
  return deeperThanLast(due, at) ? { decision: 'skip', reason: 'deeper_than_last' } : null;
}

type Held = { until: Date; reason: CampaignReason; capped: boolean };

/** What puts the step off, in the order in which it is told: pause, open return, blackout or quiet hours, caps. */
function heldUntil(due: DueEnrolment, at: SendQuestion, newOffer: boolean): Held | null {
  const { now, settings, zones } = at;
  if (settings.pausedEverything || due.campaignState !== 'running')
    return { until: new Date(now.getTime() + PAUSE_RECHECK_MS), reason: 'paused', capped: false };
  const may = eligibilityAt(at.person, due, at.model, localDayOf(now, zones.shop));
  if (!may.eligible && may.act === 'wait')
    return { until: startOfLocalDay(may.untilOn, zones.shop), reason: may.reason, capped: false };
  const moment = nextSendAt(now, zones, settings);
  if (moment.heldBy !== null) return { until: moment.at, reason: moment.heldBy, capped: false };
  const room = roomFor(newOffer, at.counted, settings.caps, now);
  if (room.free) return null;
  const never = due.enrolment.validUntil ?? new Date(now.getTime() + PAUSE_RECHECK_MS);
  return { until: room.reopensAt ?? never, reason: room.reason, capped: true };
}

/** The campaign of higher priority that took the room at this very moment, if it was free before; null = it was full anyway. */
function rivalOf(due: DueEnrolment, at: SendQuestion, taken: readonly DueEnrolment[]): number | null {
  const before = at.counted.slice(0, at.counted.length - taken.length);
  const wasFree = roomFor(isNewOffer(due, at.counted), before, at.settings.caps, at.now).free;
  const rival = taken.findLast(({ terms }) => terms.priority > due.terms.priority);
  return wasFree && rival ? rival.enrolment.campaignId : null;
}

/** The offer of the step that lies ahead. The comparison group is counted as the first arm. */
function offerOf({ enrolment, terms }: DueEnrolment): OfferTerms | null {
  return terms.arms[enrolment.arm ?? 0]?.offers[enrolment.step] ?? null;
}

/** Later offers of one ladder are messages: only the first that was counted is a new offer (product.md section 4). */
function isNewOffer(due: DueEnrolment, counted: readonly CountedMessage[]): boolean {
  const { enrolmentId } = due.enrolment;
  return (
    offerOf(due) !== null &&
    !counted.some((message) => message.enrolmentId === enrolmentId && message.newOffer)
  );
}

/** "Avoid bigger discounts": the first offer of a campaign is not deeper than the last one the customer redeemed. */
function deeperThanLast(due: DueEnrolment, { person, counted, typical }: SendQuestion): boolean {
  const offer = offerOf(due);
  const last = person?.lastRedeemedDepthBps ?? null;
  if (offer === null || last === null || !isNewOffer(due, counted)) return false;
  const depth = offerDepthBps(offer.value, typical);
  return depth !== null && depth > last;
}
