import type { Channel } from '../domain/campaigns/campaign.ts';
import type { CampaignReason, MessageState } from '../domain/campaigns/enrolment.ts';
import type { OfferValue } from '../domain/offers/terms.ts';
import type { DeliveryState } from './message-port.ts';
import type { OfferState } from './offer-port.ts';

/** A code as it was given to one customer. */
export type GivenOffer = {
  code: string;
  value: OfferValue;
  minimumSpendMinor: number | null;
  endsAt: Date;
  state: OfferState;
};

/**
 * What became of one step (0 = the first) of a campaign for one customer; `stopped`: the enrolment ended before it, for a reason no
 * message tells. `ways`: how a message went or was to go. `offer`: its code, where one was issued.
 */
export type CampaignEvent = {
  campaignId: number;
  name: string;
  outcome: Exclude<MessageState, 'issuing' | 'ready'> | 'stopped';
  step: number;
  reason: CampaignReason | null;
  ways: readonly { channel: Channel; state: DeliveryState; reason: CampaignReason | null }[];
  offer: GivenOffer | null;
};

/** An enrolment that still matters: a step lies ahead, or the customer's orders still count in its results. */
export type CurrentEnrolment = {
  enrolmentId: string;
  campaignId: number;
  name: string;
  /** About the customer's own points: nobody is held out, no orders are counted. */
  service: boolean;
  /** The campaign, or all of them. */
  paused: boolean;
  heldOut: boolean;
  /** Null = no step lies ahead. `waitsFor`: why it was put off. */
  ahead: { step: number; dueAt: Date; waitsFor: CampaignReason | null } | null;
  /** A message has been decided and has not left yet. */
  onItsWay: boolean;
  /** Null = an earlier enrolment in the same version is the one that counts. */
  ordersCountUntil: Date | null;
};

/** Null = never in a campaign. */
export type CustomerEnrolments = { current: readonly CurrentEnrolment[] } | null;
