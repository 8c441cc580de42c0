import type { Mark, Stage, StageDecision, StageMemory, StageReason } from '../domain/lifecycle/stage.ts';
import type { CustomerSummary, HistoryOrder, Order, OrderVerdict } from '../domain/orders/order.ts';
import type { Scores, ShopModel } from '../domain/rfm/model.ts';
import type { Rules } from '../domain/rules.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import type { CampaignStore } from './campaign-port.ts';
import type { CampaignAudienceStore, CampaignResultsStore } from './campaign-results-port.ts';
import type { ChannelStore, SuppressionStore } from './channel-port.ts';
import type { CostStore } from './cost-port.ts';
import type { CreditStore } from './credit-port.ts';
import type { DataRequestStore } from './data-request-port.ts';
import type { EnrolmentStore } from './enrolment-port.ts';
import type { FlowStore } from './flow-port.ts';
import type { InboxStore } from './inbox-port.ts';
import type { LoyaltyStore } from './loyalty-port.ts';
import type { MessageStore } from './message-port.ts';
import type { OfferStore } from './offer-port.ts';
import type { EnqueueOptions, JobName, JobPayloads } from './queue-port.ts';
import type { MetricsInput, ShopMetrics } from './read-port.ts';
import type { CustomerProfile, Shop, ShopProfile } from './shopify-port.ts';
import type { SyncRunStore } from './sync-run-port.ts';

/** The database in our words. Every function takes the shop first; what reads or writes inside `transaction` uses `tx`. */
export type Store = StoreFeatures & {
  /** Read committed; retried on serialization failure or deadlock. Never call Shopify inside. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};

/** The same features inside one transaction, plus jobs that commit with it. */
export type Tx = StoreFeatures & {
  enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options?: EnqueueOptions): Promise<void>;
};

type StoreFeatures = {
  shops: ShopStore;
  rules: RulesStore;
  inbox: InboxStore;
  orders: OrderStore;
  costs: CostStore;
  customers: CustomerStore;
  models: ModelStore;
  metrics: MetricsStore;
  tags: TagStore;
  dataRequests: DataRequestStore;
  syncRuns: SyncRunStore;
  campaigns: CampaignStore;
  enrolments: EnrolmentStore;
  messages: MessageStore;
  offers: OfferStore;
  credits: CreditStore;
  channels: ChannelStore;
  suppressions: SuppressionStore;
  campaignResults: CampaignResultsStore;
  campaignAudience: CampaignAudienceStore;
  loyalty: LoyaltyStore;
  flow: FlowStore;
};

/** A shop at work, with the start of its latest backfill or reconciliation and the newest local day it was scored on. */
export type RunningShop = Shop & { lastReadAt: Date | null; lastScoredOn: number | null };

export type ShopStore = {
  findByDomain(domain: string): Promise<Shop | null>;
  find(shopId: ShopId): Promise<Shop | null>;
  /** Creates the shop or marks it installed again; true when this call installed it (a race has one winner). */
  install(domain: string, at: Date, scopes: readonly string[]): Promise<{ shop: Shop; installed: boolean }>;
  saveProfile(shop: ShopId, profile: ShopProfile): Promise<void>;
  setState(shop: ShopId, state: Shop['state'], at: Date): Promise<void>;
  /** Uninstalls unless the delivery is older than the present installation; false = ignored. */
  uninstall(shop: ShopId, triggeredAt: Date): Promise<boolean>;
  listRunning(): Promise<readonly RunningShop[]>;
  /** Deletes every row of the shop (shop/redact). */
  erase(shop: ShopId): Promise<void>;
};

export type RulesStore = {
  current(shop: ShopId): Promise<{ version: number; rules: Rules }>;
  /** All versions, newest first: every tag that was ever ours. */
  history(shop: ShopId): Promise<readonly Rules[]>;
  /** Fails with CONFLICT when `basedOn` is no longer the newest version. */
  save(shop: ShopId, rules: Rules, basedOn: number, at: Date): Promise<number>;
};

export type StoredOrder = { order: Order; verdict: OrderVerdict; subscription: boolean };
/** From and before which instant. */
export type PlacedRange = { fromAt: Date; beforeAt: Date };

export type OrderStore = {
  /** Writes the order unless a newer one stands (an equal updatedAt is overwritten). Returns the customer ids before and after, null when nothing was written. */
  put(
    shop: ShopId,
    stored: StoredOrder,
  ): Promise<{ before: CustomerId | null; after: CustomerId | null } | null>;
  /** The same for many rows in one statement (backfill); returns rows written. */
  putMany(shop: ShopId, stored: readonly StoredOrder[]): Promise<number>;
  remove(shop: ShopId, orderId: OrderId): Promise<CustomerId | null>;
  updatedAt(shop: ShopId, ids: readonly OrderId[]): Promise<Map<OrderId, Date>>;
  count(shop: ShopId): Promise<number>;
  /** Orders whose verdict may change by time alone on or before `todayOn`. */
  due(shop: ShopId, todayOn: number, limit: number): Promise<readonly Order[]>;
  /** Every order, streamed in batches ordered by order id, after `afterOrderId`. */
  stream(shop: ShopId, afterOrderId: OrderId | null, batch: number): AsyncIterable<readonly Order[]>;
  /** Orders of customers placed within a range, streamed in batches by when they were; read by an index. */
  streamPlaced(shop: ShopId, placed: PlacedRange, batch: number): AsyncIterable<readonly Order[]>;
  /** How many `streamPlaced` has. */
  countPlaced(shop: ShopId, placed: PlacedRange): Promise<number>;
  /**
   * Of them all those of one customer in `oneIn`, chosen by a hash of the id: the same people each time. At most `limit` orders, which
   * is all of them unless a single customer has a great share of the shop's.
   */
  samplePlaced(shop: ShopId, placed: PlacedRange, oneIn: number, limit: number): Promise<readonly Order[]>;
  /** Orders whose verdict depends on the merchant's rules (B2B, or unpaid and unfulfilled), streamed in batches by order id. */
  streamRuleDependent(shop: ShopId, batch: number): AsyncIterable<readonly Order[]>;
  /** Writes the verdicts of orders that still stand at that `updatedAt`; a change meanwhile brought its own verdict. */
  saveVerdicts(
    shop: ShopId,
    verdicts: readonly { orderId: OrderId; updatedAt: Date; verdict: OrderVerdict }[],
  ): Promise<void>;
  /** The orders of many customers in one statement, oldest first; a customer without orders is absent. */
  historiesOf(
    shop: ShopId,
    customerIds: readonly CustomerId[],
  ): Promise<Map<CustomerId, readonly HistoryOrder[]>>;
  /** The whole history of every customer, streamed customer by customer. */
  streamHistories(
    shop: ShopId,
  ): AsyncIterable<readonly { customerId: CustomerId; orders: readonly HistoryOrder[] }[]>;
  /** Gives orders that Shopify no longer shows to another customer (after a merge); returns orders touched. */
  passOver(shop: ShopId, orderIds: readonly OrderId[], to: CustomerId): Promise<number>;
  /** Cuts the link from orders to the person; returns orders touched. */
  anonymise(shop: ShopId, customerId: CustomerId): Promise<number>;
  ids(shop: ShopId): AsyncIterable<readonly OrderId[]>;
};

/** What one scoring writes; null summary = no occasion (any more). */
export type CustomerState = {
  customerId: CustomerId;
  summary: CustomerSummary | null;
  scores: Scores | null;
  decision: StageDecision | null;
  /**
   * What the next decision starts from, stored apart from the present stage and kept when there is no decision: only the
   * scoring of the whole shop moves it on, so that what stood for a moment between two nights (an order that was refunded an
   * hour later) leaves no trace in later stages.
   */
  memory: StageMemory;
};
export type CustomerRow = CustomerState & {
  stage: Stage | null;
  marks: readonly Mark[];
  reason: StageReason | null;
  excluded: boolean;
  shopifyTotals: { numberOfOrders: number; amountSpentMinor: number } | null;
};
export type StageMove = {
  customerId: CustomerId;
  from: Stage | null;
  to: Stage | null;
  fromMarks: readonly Mark[];
  toMarks: readonly Mark[];
  reason: StageReason | null;
  cause: 'first' | 'order' | 'night' | 'rules' | 'reconcile' | 'merge' | 'profile';
};
/** The stored part of a profile that Shopify's own copy can be compared with. */
export type CustomerMirror = Pick<
  CustomerProfile,
  'locale' | 'country' | 'emailConsent' | 'smsConsent' | 'updatedAt'
> & {
  desiredTags: readonly string[];
  standingTags: readonly string[];
  excluded: boolean;
};
export type CustomerStore = {
  /**
   * Locks the rows of these customers for this transaction, locked and returned by ascending id. Unknown ones get an empty
   * row, or with `skip` stay gone.
   */
  lockMany(
    shop: ShopId,
    customerIds: readonly CustomerId[],
    missing: 'create' | 'skip',
  ): Promise<readonly CustomerRow[]>;
  saveMany(shop: ShopId, states: readonly CustomerState[], at: Date): Promise<void>;
  addMoves(shop: ShopId, moves: readonly StageMove[], at: Date): Promise<void>;
  /** Newest updatedAt wins; returns ids whose `excluded` changed. */
  putProfiles(
    shop: ShopId,
    profiles: readonly CustomerProfile[],
    excludedTags: readonly string[],
  ): Promise<readonly CustomerId[]>;
  /** The customer wants no more marketing mail, until Shopify says otherwise. */
  unsubscribe(shop: ShopId, customerId: CustomerId): Promise<void>;
  /** What we hold of customers, to tell an echo or drift from news; a customer without a profile is absent. */
  mirrors(shop: ShopId, customerIds: readonly CustomerId[]): Promise<Map<CustomerId, CustomerMirror>>;
  /** Shopify's updatedAt of the profile of each customer we hold (null = only orders are known); others are absent. */
  profileUpdatedAt(shop: ShopId, customerIds: readonly CustomerId[]): Promise<Map<CustomerId, Date | null>>;
  remove(shop: ShopId, customerId: CustomerId): Promise<void>;
  redact(shop: ShopId, customerId: CustomerId, at: Date): Promise<void>;
  isRedacted(shop: ShopId, customerIds: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>>;
  /** Every customer with an occasion, streamed by ascending id. */
  stream(shop: ShopId, batch: number): AsyncIterable<readonly CustomerRow[]>;
  count(shop: ShopId): Promise<number>;
  ids(shop: ShopId): AsyncIterable<readonly CustomerId[]>;
};

/** What a finished scoring of the whole shop found: customers per stage and the metrics of Home. */
export type NightResult = { stageCounts: Record<Stage, number>; metrics: ShopMetrics };

/** Set-based SQL that must equal the domain rule (proven on random customers): cut points, histograms, VIP thresholds, scores. */
export type ModelStore = {
  /** Inside a transaction it holds back `save` until the transaction ends, so that nobody is scored by a model just replaced. */
  current(shop: ShopId): Promise<{ model: ShopModel; rulesVersion: number } | null>;
  /** The newest model of a day before `asOfOn`: what a night's lapse limits may move away from, however often that night runs. */
  before(shop: ShopId, asOfOn: number): Promise<ShopModel | null>;
  /**
   * The model in force from now on. `night` null = the scoring by it is still at work: what an earlier scoring of that day
   * found stays, and a day without any is not shown.
   */
  save(
    shop: ShopId,
    model: ShopModel,
    extra: { rulesVersion: number; night: NightResult | null; at: Date },
  ): Promise<void>;
  /**
   * The four cut points, top-quarter thresholds and buyers, recency counted as of `asOfOn`; unrounded type-7 quantiles
   * with revenue and occasions in all, which `assembleModel` (domain/lifecycle) rounds and replaces below 100 buyers.
   * `provisional`: frequency and money are at least what Shopify counts (`effectiveTotals`). All 0 without buyers.
   */
  cutPoints(
    shop: ShopId,
    asOfOn: number,
    topPercentile: number,
    provisional: boolean,
  ): Promise<Pick<ShopModel, 'buyers' | 'cuts' | 'topQuarter'> & { revenueMinor: number; occasions: number }>;
  /** Finished gaps and running silences by day, first-to-second and later. */
  gapHistograms(
    shop: ShopId,
    asOfOn: number,
  ): Promise<{
    firstToSecond: readonly { day: number; events: number; censored: number }[];
    laterGaps: readonly { day: number; events: number; censored: number }[];
    meanGapDays: number | null;
    historyDays: number;
  }>;
  /** VIP thresholds: unrounded percentiles of frequency and monetary over customers not lapsed under this model; null = nobody is live. */
  vipThresholds(shop: ShopId, model: ShopModel, rules: Rules): Promise<ShopModel['vip'] | null>;
  /** Rewrites only scores that differ; returns rows changed. */
  rescoreAll(shop: ShopId, model: ShopModel): Promise<number>;
};

/** Retention metrics of a night, set-based (web/db/metrics-store.ts); score-shop passes them to `models.save`. */
export type MetricsStore = {
  compute(shop: ShopId, input: MetricsInput): Promise<ShopMetrics>;
};

export type TagWork = { customerId: CustomerId; standing: readonly string[]; desired: readonly string[] };
export type TagStore = {
  /** Sets what should stand; marks dirty where it differs from what stands. Returns rows that became dirty. */
  want(
    shop: ShopId,
    wants: readonly { customerId: CustomerId; desired: readonly string[] }[],
    at: Date,
  ): Promise<number>;
  /** Exchanges the short-lived tags that should stand beside those of stage and marks; scoring leaves them alone. Returns rows that became dirty. */
  wantShortLived(
    shop: ShopId,
    wants: readonly { customerId: CustomerId; tags: readonly string[] }[],
    at: Date,
  ): Promise<number>;
  /** Which of these carry the tag in Shopify, as far as we know. */
  wearing(shop: ShopId, tag: string, customerIds: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>>;
  /** What was seen standing in Shopify (ours only). */
  saw(
    shop: ShopId,
    seen: readonly { customerId: CustomerId; standing: readonly string[] }[],
    at: Date,
  ): Promise<number>;
  dirty(shop: ShopId, limit: number): Promise<readonly TagWork[]>;
  /** The difference was sent: what stands now. Stays dirty when `desired` moved on meanwhile. */
  sent(
    shop: ShopId,
    done: readonly { customerId: CustomerId; standing: readonly string[] }[],
    at: Date,
  ): Promise<void>;
  failed(shop: ShopId, customerId: CustomerId, note: string, at: Date): Promise<void>;
  /** No tag of ours shall stand on anybody; returns customers that carry one now. */
  wantNothing(shop: ShopId, at: Date): Promise<number>;
  counts(shop: ShopId): Promise<{ waiting: number; failed: number }>;
};
