import type { CustomerId } from '../shared/ids.ts';
import type { LocalDay } from '../shared/time.ts';

/** `waiting`: a step lies ahead at `dueAt`. `finished`: all steps are over. `stopped`: no step will follow. */
export type EnrolmentState = 'waiting' | 'finished' | 'stopped';

/**
 * What became of one step. `issuing`: its code is being made. `ready`: waits to be delivered. `sent`: by one channel at least.
 * `unknown`: an answer was lost, never sent again. `held_out`: the comparison group's turn, counted as if sent.
 */
export type MessageState = 'issuing' | 'ready' | 'sent' | 'unknown' | 'failed' | 'skipped' | 'held_out';

/** Why a step was skipped or put off, or an enrolment ended. Closed; each has a sentence in the message files. */
export type CampaignReason =
  | 'enrolled'
  | 'due'
  | 'bought'
  | 'no_longer_matches'
  | 'excluded'
  | 'unsubscribed'
  | 'no_channel'
  | 'bounced'
  | 'open_return'
  | 'recently_delivered'
  | 'subscription_running'
  | 'long_gone'
  | 'offer_cap'
  | 'message_cap'
  | 'higher_priority'
  | 'quiet_hours'
  | 'blackout'
  | 'paused'
  | 'waited_too_long'
  | 'deeper_than_last'
  | 'below_margin_floor'
  | 'nothing_bought_in_scope'
  | 'discount_deleted'
  | 'code_refused'
  | 'not_in_segment'
  | 'answer_lost'
  | 'delivery_failed'
  | 'held_out'
  | 'all_steps_done'
  | 'campaign_ended'
  | 'campaign_stopped'
  | 'customer_gone';

/** A person in a campaign. `arm` is an index into the version's arms, null for the comparison group. */
export type Enrolment = {
  enrolmentId: string;
  campaignId: number;
  version: number;
  customerId: CustomerId;
  /** The local day that made them match (of an occasion, of points that end): one enrolment per campaign, person and such day. */
  triggerOn: LocalDay;
  arm: number | null;
  heldOut: boolean;
  shareBps: number;
  backlog: boolean;
  enrolledAt: Date;
  state: EnrolmentState;
  /** Index of the step that lies ahead. */
  step: number;
  dueAt: Date | null;
  /** Until when the step that lies ahead may still go out. */
  validUntil: Date | null;
};
