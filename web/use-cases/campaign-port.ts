import type { CampaignKind, CampaignState, CampaignTerms, Channel } from '../domain/campaigns/campaign.ts';
import type {
  CampaignReason,
  Enrolment,
  EnrolmentState,
  MessageState,
} from '../domain/campaigns/enrolment.ts';
import type { CampaignSettings } from '../domain/campaigns/settings.ts';
import type { OfferTerms } from '../domain/offers/terms.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';

/** A campaign as it stands; `version` is the newest launched one, 0 before the first launch. */
export type Campaign = {
  campaignId: number;
  state: CampaignState;
  stopReason: CampaignReason | null;
  version: number;
  /** What the editor holds; equals the newest version's terms until it is edited. */
  draft: CampaignTerms;
  /** The last local day whose newcomers were enrolled; null before the first pass. */
  enrolledThroughOn: LocalDay | null;
  createdAt: Date;
  launchedAt: Date | null;
  endedAt: Date | null;
  updatedAt: Date;
};

/** Frozen at launch. `capMinor`: the pre-declared 99.5th percentile at which money per person is capped in results. */
export type CampaignVersion = {
  campaignId: number;
  version: number;
  terms: CampaignTerms;
  shareBps: number;
  windowDays: number;
  capMinor: number | null;
  launchedAt: Date;
};

export type CampaignStore = {
  list(shop: ShopId): Promise<readonly Campaign[]>;
  find(shop: ShopId, campaignId: number): Promise<Campaign | null>;
  create(shop: ShopId, draft: CampaignTerms, at: Date): Promise<Campaign>;
  /** CONFLICT when the campaign changed after `basedOn`. */
  saveDraft(shop: ShopId, campaignId: number, draft: CampaignTerms, basedOn: Date, at: Date): Promise<void>;
  remove(shop: ShopId, campaignId: number): Promise<void>;
  /** Freezes the draft as the next version and runs it. */
  launch(
    shop: ShopId,
    campaignId: number,
    frozen: Pick<CampaignVersion, 'shareBps' | 'windowDays' | 'capMinor'>,
    at: Date,
  ): Promise<CampaignVersion>;
  /** Moves only from one of `from`; false = it stood elsewhere. */
  setState(
    shop: ShopId,
    campaignId: number,
    change: { from: readonly CampaignState[]; to: CampaignState; reason: CampaignReason | null },
    at: Date,
  ): Promise<boolean>;
  enrolledThrough(shop: ShopId, campaignId: number, on: LocalDay): Promise<void>;
  version(shop: ShopId, campaignId: number, version: number): Promise<CampaignVersion | null>;
  versions(shop: ShopId, campaignId: number): Promise<readonly CampaignVersion[]>;
  settings(shop: ShopId): Promise<{ settings: CampaignSettings; version: number }>;
  /** CONFLICT when `basedOn` is no longer the newest version. */
  saveSettings(shop: ShopId, settings: CampaignSettings, basedOn: number, at: Date): Promise<number>;
};

/** A customer as the rules of campaigns see them; days in the shop's calendar. */
export type CandidateRow = {
  customerId: CustomerId;
  stage: string;
  marks: readonly string[];
  frequency: number;
  monetaryMinor: number;
  lastOn: LocalDay;
  lastOccasionOn: LocalDay;
  stageSinceAt: Date | null;
  lapseLimitDays: number | null;
  subscribedUntilOn: LocalDay | null;
  excluded: boolean;
  country: string | null;
  locale: string | null;
  emailConsent: string | null;
  smsConsent: string | null;
  lastOrder: { fulfilledAt: Date | null; deliveredAt: Date | null; returnOpen: boolean } | null;
  /** What the last code they used took off, in basis points of that order; null = none yet. */
  lastRedeemedBps: number | null;
};

export type CandidateQuery = {
  kind: CampaignKind;
  campaignId: number;
  stages: readonly string[];
  marks: readonly string[];
  /** Last occasion within these days, ends included. */
  lastOccasionFromOn: LocalDay | null;
  lastOccasionToOn: LocalDay | null;
  countries: readonly string[];
  minSpentMinor: number | null;
  /** Leaves out who this campaign already enrolled for that occasion. */
  notEnrolled: boolean;
  newestFirst: boolean;
};

export type NewEnrolment = Omit<Enrolment, 'enrolmentId'>;
export type EnrolmentMove = {
  enrolmentId: string;
  from: EnrolmentState | null;
  to: EnrolmentState;
  step: number;
  reason: CampaignReason;
  params: Record<string, unknown>;
};
export type EnrolmentChange = Pick<Enrolment, 'enrolmentId' | 'state' | 'step' | 'dueAt' | 'validUntil'>;

/** A message counted in caps: sent, being sent, unknown, or the comparison group's turn. */
export type CountedMessage = {
  customerId: CustomerId;
  countedAt: Date;
  newOffer: boolean;
  campaignId: number;
};

export type EnrolmentStore = {
  /** Everybody the query selects, streamed in batches in constant memory. */
  candidates(shop: ShopId, query: CandidateQuery, batch: number): AsyncIterable<readonly CandidateRow[]>;
  countCandidates(shop: ShopId, query: CandidateQuery): Promise<number>;
  candidatesOf(shop: ShopId, customerIds: readonly CustomerId[]): Promise<Map<CustomerId, CandidateRow>>;
  /** One row per (campaign, customer, trigger day); those that stand already are left. Returns the new ones, with their first move written. */
  enrol(shop: ShopId, rows: readonly NewEnrolment[]): Promise<readonly Enrolment[]>;
  /** Waiting and due customers' enrolments, whole customers at a time (all their due ones), oldest due first. Locks them (SKIP LOCKED). */
  takeDue(shop: ShopId, now: Date, customers: number): Promise<readonly Enrolment[]>;
  nextDueAt(shop: ShopId): Promise<Date | null>;
  waitingOf(shop: ShopId, customerIds: readonly CustomerId[]): Promise<readonly Enrolment[]>;
  /** Writes the new states and their moves; a row whose state moved on meanwhile is left. Returns rows changed. */
  change(
    shop: ShopId,
    changes: readonly EnrolmentChange[],
    moves: readonly EnrolmentMove[],
    at: Date,
  ): Promise<number>;
  stopAll(shop: ShopId, campaignId: number, reason: CampaignReason, at: Date): Promise<number>;
  counted(shop: ShopId, customerIds: readonly CustomerId[], since: Date): Promise<readonly CountedMessage[]>;
  /** The last moment a person of this customer's enrolments ordered at all is in facts; merges and redactions move rows. */
  passOver(shop: ShopId, from: CustomerId, to: CustomerId): Promise<void>;
  forget(shop: ShopId, customerId: CustomerId): Promise<void>;
};

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
  /** Claims a waiting delivery for sending; false = somebody else has it, or it is over. Commits before the send begins. */
  claim(shop: ShopId, messageId: string, channel: Channel, at: Date): Promise<boolean>;
  settle(
    shop: ShopId,
    messageId: string,
    channel: Channel,
    result: Pick<MessageDelivery, 'state' | 'reason' | 'note' | 'retryAt'>,
    at: Date,
  ): Promise<void>;
  /** Deliveries that were being sent when their process died: their answers are lost. Returns the messages. */
  loseSending(shop: ShopId, claimedBefore: Date, at: Date): Promise<readonly string[]>;
  byRemoteId(shop: ShopId, remoteId: string): Promise<{ messageId: string; channel: Channel } | null>;
};

/** `reserved`: the code is ours, Shopify does not know it yet. `adding`: asked for, answer open. */
export type OfferState = 'reserved' | 'adding' | 'issued' | 'refused' | 'redeemed' | 'expired' | 'removed';
export type Offer = {
  offerId: string;
  messageId: string;
  enrolmentId: string;
  campaignId: number;
  version: number;
  customerId: CustomerId;
  discountId: string;
  code: string;
  state: OfferState;
  endsAt: Date;
  issuedAt: Date | null;
  redeemedOrderId: OrderId | null;
  /** A `discountRedeemCodeBulkAdd` still to be asked about. */
  creationId: string | null;
};
/** One Shopify discount per (campaign version, arm, step, expiry day). */
export type OfferDiscount = {
  discountId: string;
  campaignId: number;
  version: number;
  arm: number;
  step: number;
  endsOn: LocalDay;
  endsAt: Date;
  terms: OfferTerms;
  /** Shopify's id; null until it is made. `firstCode` finds it again when the answer was lost. */
  gid: string | null;
  firstCode: string | null;
  state: 'wanted' | 'active' | 'deleted_by_merchant' | 'removed';
};

export type OfferStore = {
  /** The discount of this key, made if new. */
  discountFor(
    shop: ShopId,
    key: Pick<OfferDiscount, 'campaignId' | 'version' | 'arm' | 'step' | 'endsOn' | 'endsAt' | 'terms'>,
  ): Promise<OfferDiscount>;
  discounts(shop: ShopId, discountIds: readonly string[]): Promise<readonly OfferDiscount[]>;
  discountByGid(shop: ShopId, gid: string): Promise<OfferDiscount | null>;
  setDiscount(
    shop: ShopId,
    discountId: string,
    change: Partial<Pick<OfferDiscount, 'gid' | 'firstCode' | 'state' | 'endsAt'>>,
  ): Promise<void>;
  /** One row per message; one that stands already keeps its code. */
  reserve(
    shop: ShopId,
    rows: readonly Pick<
      Offer,
      'messageId' | 'enrolmentId' | 'campaignId' | 'version' | 'customerId' | 'discountId' | 'code' | 'endsAt'
    >[],
    at: Date,
  ): Promise<void>;
  inState(shop: ShopId, states: readonly OfferState[], limit: number): Promise<readonly Offer[]>;
  ofMessages(shop: ShopId, messageIds: readonly string[]): Promise<readonly Offer[]>;
  byCodes(shop: ShopId, codes: readonly string[]): Promise<readonly Offer[]>;
  openOf(shop: ShopId, customerIds: readonly CustomerId[], now: Date): Promise<readonly Offer[]>;
  /** Of these, who carries an open offer now: they wear the short-lived tag. */
  wearers(shop: ShopId, customerIds: readonly CustomerId[], now: Date): Promise<ReadonlySet<CustomerId>>;
  setState(
    shop: ShopId,
    offerIds: readonly string[],
    change: { state: OfferState; creationId?: string | null },
    at: Date,
  ): Promise<void>;
  redeem(shop: ShopId, offerId: string, orderId: OrderId, at: Date): Promise<void>;
  /** Issued and not used, ended before `now`. */
  expired(shop: ShopId, now: Date, limit: number): Promise<readonly Offer[]>;
  /** Discounts past their end none of whose codes is open. */
  spentDiscounts(shop: ShopId, now: Date, limit: number): Promise<readonly OfferDiscount[]>;
  /** Our segment in Shopify that binds codes to wearers of the tag. */
  segment(shop: ShopId): Promise<{ gid: string; tag: string } | null>;
  saveSegment(shop: ShopId, segment: { gid: string; tag: string }): Promise<void>;
};

/** Why an order is credited with an offer, strongest first (product.md section 7). */
export type CreditBasis = 'code' | 'link' | 'draft';
export type OrderCredit = {
  orderId: OrderId;
  customerId: CustomerId | null;
  campaignId: number;
  version: number;
  enrolmentId: string;
  basis: CreditBasis;
  revenueMinor: number;
  discountMinor: number;
  orderedAt: Date;
};
export type CreditStore = {
  /** One credit per order: replaced when the order's facts change, removed by null. */
  put(shop: ShopId, orderId: OrderId, credit: OrderCredit | null): Promise<void>;
  addFollow(shop: ShopId, messageId: string, at: Date): Promise<boolean>;
  /** Our links these customers followed since. */
  follows(
    shop: ShopId,
    customerIds: readonly CustomerId[],
    since: Date,
  ): Promise<
    readonly { customerId: CustomerId; enrolmentId: string; campaignId: number; version: number; at: Date }[]
  >;
};
