import type { CampaignKind, CampaignState, CampaignTerms, Channel } from '../domain/campaigns/campaign.ts';
import type { CountedMessage } from '../domain/campaigns/caps.ts';
import type {
  CampaignReason,
  Enrolment,
  EnrolmentState,
  MessageState,
} from '../domain/campaigns/enrolment.ts';
import type { CampaignSettings } from '../domain/campaigns/settings.ts';
import type { TypicalOrder } from '../domain/offers/depth.ts';
import type { OfferTerms } from '../domain/offers/terms.ts';
import type { CustomerId, OrderId, ProductId, ShopId } from '../domain/shared/ids.ts';
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

/** Whether people are to be enrolled or steps to be decided, codes to be made or bound, messages to be sent. */
export type CampaignWork = { run: boolean; issue: boolean; deliver: boolean };

export type CampaignStore = {
  /** What there is to do now: asked by the clock every minute. */
  work(shop: ShopId, now: Date): Promise<CampaignWork>;
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
  /** What an order of this shop typically comes to, by the newest night; nulls before. */
  typicalOrder(shop: ShopId): Promise<TypicalOrder>;
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
  /** Last order within these days, ends included; absent = open. The narrower they are the less is read. */
  lastFromOn?: LocalDay | undefined;
  lastToOn?: LocalDay | undefined;
  /** Exactly so many occasions; absent or null = any. */
  frequency?: number | null | undefined;
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
export type StoredMove = EnrolmentMove & { movedAt: Date };
/** A campaign in numbers: everybody ever enrolled, the next step due, orders credited to it. */
export type CampaignCounts = {
  campaignId: number;
  people: number;
  nextDueAt: Date | null;
  ordersCredited: number;
};
export type EnrolmentChange = Pick<Enrolment, 'enrolmentId' | 'state' | 'step' | 'dueAt' | 'validUntil'>;

export type EnrolmentStore = {
  /** Everybody the query selects, streamed in batches in constant memory. */
  candidates(shop: ShopId, query: CandidateQuery, batch: number): AsyncIterable<readonly CandidateRow[]>;
  countCandidates(shop: ShopId, query: CandidateQuery): Promise<number>;
  candidatesOf(shop: ShopId, customerIds: readonly CustomerId[]): Promise<Map<CustomerId, CandidateRow>>;
  /** One row per (campaign, customer, trigger day); those that stand already are left. Returns the new ones, with their first move written. */
  enrol(shop: ShopId, rows: readonly NewEnrolment[]): Promise<readonly Enrolment[]>;
  /**
   * Waiting and due customers' enrolments, whole customers at a time (all their due ones), oldest due first, of at most so many
   * customers. Locked until the transaction ends; customers somebody else works on are left out.
   */
  takeDue(shop: ShopId, now: Date, customers: number): Promise<readonly Enrolment[]>;
  nextDueAt(shop: ShopId): Promise<Date | null>;
  waitingOf(shop: ShopId, customerIds: readonly CustomerId[]): Promise<readonly Enrolment[]>;
  find(shop: ShopId, enrolmentIds: readonly string[]): Promise<readonly Enrolment[]>;
  /** Every move of these enrolments, oldest first. */
  moves(shop: ShopId, enrolmentIds: readonly string[]): Promise<readonly StoredMove[]>;
  /** Writes the new states and their moves; a row that no longer waits, or whose step is further on, is left without its moves. Returns rows changed. */
  change(
    shop: ShopId,
    changes: readonly EnrolmentChange[],
    moves: readonly EnrolmentMove[],
    at: Date,
  ): Promise<number>;
  stopAll(shop: ShopId, campaignId: number, reason: CampaignReason, at: Date): Promise<number>;
  /** Counted messages since, and all of the enrolments named: what caps and ladders look at. */
  counted(
    shop: ShopId,
    customerIds: readonly CustomerId[],
    since: Date,
    enrolmentIds: readonly string[],
  ): Promise<readonly (CountedMessage & { customerId: CustomerId })[]>;
  /** Products of their newest qualifying order, dearest line first, at most so many each; who has none is absent. */
  lastProducts(
    shop: ShopId,
    customerIds: readonly CustomerId[],
    limit: number,
  ): Promise<ReadonlyMap<CustomerId, readonly ProductId[]>>;
  /** People of the backlog enrolled into a campaign since. */
  countBacklogSince(shop: ShopId, campaignId: number, since: Date): Promise<number>;
  /** One row per campaign, by id. */
  overview(shop: ShopId): Promise<readonly CampaignCounts[]>;
  /** All that campaigns hold of a customer merged into another goes to that one: enrolments, messages, codes, credits. */
  passOver(shop: ShopId, from: CustomerId, to: CustomerId): Promise<void>;
  /** Cuts the link from all that campaigns hold to the person; what waits is stopped, the numbers stay. */
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
  /** Discounts, made or still to be made, that have not ended. */
  runningDiscounts(shop: ShopId, now: Date): Promise<readonly OfferDiscount[]>;
  /** A new end holds for the open codes of the discount as well. */
  setDiscount(
    shop: ShopId,
    discountId: string,
    change: Partial<Pick<OfferDiscount, 'gid' | 'firstCode' | 'state' | 'endsAt'>>,
  ): Promise<void>;
  /** One row per message; one that stands already keeps its code. A code another message has is not given: the message then has no offer (`ofMessages`). */
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
  /** Without regard to case, as Shopify takes codes. */
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
  /** Another code for an offer whose code the shop uses for something else; CONFLICT where one of ours has it. */
  recode(shop: ShopId, offerId: string, code: string): Promise<void>;
  /** Products that the recipients of this discount's offers have bought (kept units), most bought first. */
  productsBoughtBy(shop: ShopId, discountId: string, limit: number): Promise<readonly ProductId[]>;
  /** Its open offers become `removed`, their undelivered messages `failed` with the reason and out of the caps. Returns whose offers they were. */
  dropDiscount(
    shop: ShopId,
    discountId: string,
    because: { messages: CampaignReason },
    at: Date,
  ): Promise<readonly CustomerId[]>;
  /** What is to be taken out of Shopify: issued and not used with an end before `now`, or `expired` because its message never went. */
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
