import type { Channel } from '../domain/campaigns/campaign.ts';
import type { CampaignReason, MessageState } from '../domain/campaigns/enrolment.ts';
import type { CustomerId, ShopId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';

export type Message = {
  messageId: string;
  enrolmentId: string;
  campaignId: number;
  version: number;
  customerId: CustomerId;
  step: number;
  arm: number | null;
  newOffer: boolean;
  state: MessageState;
  reason: CampaignReason | null;
  plannedAt: Date;
  countedAt: Date | null;
  sentAt: Date | null;
  /** Until when it may still go out. */
  validUntil: Date | null;
};

export type NewMessage = Omit<Message, 'messageId' | 'sentAt'>;

export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'unknown' | 'failed' | 'skipped';

/** One way a message takes. `remoteId`: the mail's Message-ID, or the webhook's delivery id. */
export type MessageDelivery = {
  messageId: string;
  channel: Channel;
  state: DeliveryState;
  reason: CampaignReason | null;
  note: string | null;
  attempts: number;
  retryAt: Date | null;
  remoteId: string | null;
  sentAt: Date | null;
};

export type MessageStore = {
  /** One row per (enrolment, step); those that stand already are left. Returns the new ones. */
  add(shop: ShopId, rows: readonly NewMessage[]): Promise<readonly Message[]>;
  find(shop: ShopId, messageIds: readonly string[]): Promise<readonly Message[]>;
  inState(shop: ShopId, state: MessageState, limit: number, after?: string): Promise<readonly Message[]>;
  ofEnrolments(shop: ShopId, enrolmentIds: readonly string[]): Promise<readonly Message[]>;
  /** Moves only from `from`; returns those moved. `counts` false takes it out of the caps. */
  move(
    shop: ShopId,
    messageIds: readonly string[],
    change: { from: MessageState; to: MessageState; reason: CampaignReason | null; counts?: boolean },
    at: Date,
  ): Promise<readonly string[]>;
  addDeliveries(
    shop: ShopId,
    rows: readonly Pick<MessageDelivery, 'messageId' | 'channel' | 'remoteId'>[],
  ): Promise<void>;
  deliveries(shop: ShopId, messageIds: readonly string[]): Promise<readonly MessageDelivery[]>;
  /** Deliveries that may be claimed now, those never tried first. */
  waitingDeliveries(shop: ShopId, now: Date, limit: number): Promise<readonly MessageDelivery[]>;
  /** When the next delivery that was put off may be tried again; null = none waits. */
  nextRetryAt(shop: ShopId, now: Date): Promise<Date | null>;
  /** Claims a waiting delivery for sending; false = somebody else has it, it is over, or its retry is not due. Commits before the send begins. */
  claim(shop: ShopId, messageId: string, channel: Channel, at: Date): Promise<boolean>;
  /** What is over stays, except: an unknown one turns out sent or failed, a sent mail comes back. */
  settle(
    shop: ShopId,
    messageId: string,
    channel: Channel,
    result: Pick<MessageDelivery, 'state' | 'reason' | 'note' | 'retryAt'>,
    at: Date,
  ): Promise<void>;
  /** Deliveries claimed at that moment or before whose process died: their answers are lost. Returns the messages. */
  loseSending(shop: ShopId, claimedBefore: Date, at: Date): Promise<readonly string[]>;
  /** Messages sent and links followed per campaign and local day, ends included. */
  sendsByDay(
    shop: ShopId,
    fromOn: LocalDay,
    toOn: LocalDay,
    timeZone: string,
  ): Promise<readonly { campaignId: number; dayOn: LocalDay; sends: number; clicks: number }[]>;
  /** Ways not gone yet are skipped. */
  dropWaiting(shop: ShopId, messageIds: readonly string[], reason: CampaignReason, at: Date): Promise<void>;
  byRemoteId(shop: ShopId, remoteId: string): Promise<{ messageId: string; channel: Channel } | null>;
};
