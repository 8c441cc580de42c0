import type { CampaignState } from '../domain/campaigns/campaign.ts';
import type { Mark, Stage, StageReason } from '../domain/lifecycle/stage.ts';
import type { ShopifyTotals } from '../domain/lifecycle/standing.ts';
import type { ToldCause } from '../domain/loyalty/ledger.ts';
import type { GrantReason } from '../domain/loyalty/member.ts';
import type { FinancialStatus, NotQualifying } from '../domain/orders/order.ts';
import type { ShopModel } from '../domain/rfm/model.ts';
import type { CustomerId, OrderId, ShopId } from '../domain/shared/ids.ts';
import type { CampaignEvent, CustomerEnrolments } from './customer-campaigns-port.ts';
import type { PrivacyReader } from './data-request-port.ts';
import type { LoyaltyReader } from './loyalty-port.ts';

/** What screens read: from rows, never from Shopify. Days are days since 1970-01-01 in the shop's calendar, money minor units. */
export type Reader = {
  customers: CustomerReader;
  home: HomeReader;
  settings: SettingsReader;
  privacy: PrivacyReader;
  loyalty: LoyaltyReader;
};

export type CustomerSort = 'last_order' | 'occasions' | 'spent' | 'r' | 'f' | 'm';

/** All conditions hold together; values inside one are alternatives. Absent = no condition. */
export type CustomerFilter = {
  stage?: Stage | undefined;
  marks?: readonly Mark[] | undefined;
  r?: readonly number[] | undefined;
  f?: readonly number[] | undefined;
  m?: readonly number[] | undefined;
  lastFromOn?: number | undefined;
  lastToOn?: number | undefined;
  occasionsMin?: number | undefined;
  occasionsMax?: number | undefined;
  spentMinMinor?: number | undefined;
  spentMaxMinor?: number | undefined;
  consent?: readonly string[] | undefined;
  country?: readonly string[] | undefined;
  /** Ever enrolled in one of these. */
  campaigns?: readonly number[] | undefined;
  ids?: readonly CustomerId[] | undefined;
};

export type CustomerOrder = { sort: CustomerSort; direction: 'asc' | 'desc' };

/** The last row of a page: its sort value and id. */
export type CustomerPosition = { value: number; customerId: CustomerId };

export type CustomerListRow = {
  customerId: CustomerId;
  stage: Stage | null;
  marks: readonly Mark[];
  scores: { r: number; f: number; m: number } | null;
  lastOn: number | null;
  occasions: number;
  spentMinor: number;
  emailConsent: string | null;
  country: string | null;
  /** The value the list is sorted by. */
  position: number;
};

export type CustomerDetail = CustomerListRow & {
  reason: StageReason | null;
  lapseLimitDays: number | null;
  stageSinceAt: Date | null;
  ordersCount: number;
  /** Shopify's own count and sum over the whole life; null while only orders are known. */
  shopifyTotals: ShopifyTotals | null;
  firstOn: number | null;
  lastOccasionOn: number | null;
  /** Finished gaps between occasions, and their sum in days. */
  gapsCount: number;
  gapsSumDays: number;
  subscribedUntilOn: number | null;
  vipBelowSinceOn: number | null;
  excluded: boolean;
  tags: {
    standing: readonly string[];
    desired: readonly string[];
    state: 'clean' | 'dirty' | 'failed';
    changedAt: Date | null;
  };
};

export type OrderRow = {
  orderId: OrderId;
  processedAt: Date;
  localOn: number;
  totalMinor: number;
  netMinor: number;
  refundedMinor: number;
  currency: string;
  financialStatus: FinancialStatus | null;
  fulfillment: 'none' | 'partial' | 'full';
  notQualifying: NotQualifying | null;
  subscriptionRenewal: boolean;
};

export type TimelineKind = 'stage' | 'order' | 'refund' | 'points' | 'campaign';
export type TimelineRow = { id: string; at: Date } & (
  | {
      kind: 'stage';
      from: Stage | null;
      to: Stage | null;
      fromMarks: readonly Mark[];
      toMarks: readonly Mark[];
      reason: StageReason | null;
    }
  | {
      kind: 'order';
      orderId: OrderId;
      netMinor: number;
      currency: string;
      notQualifying: NotQualifying | null;
      subscriptionRenewal: boolean;
    }
  | { kind: 'refund'; orderId: OrderId; amountMinor: number; currency: string }
  /** What can be spent, changed by so many (never 0). Points still to come are no entry, nor is what a merge moved. */
  | {
      kind: 'points';
      points: number;
      cause: ToldCause;
      grantReason: GrantReason | null;
      orderId: OrderId | null;
    }
  | ({ kind: 'campaign' } & CampaignEvent)
);
/** A position in a time-ordered list: the moment and the row's id, which breaks ties. */
export type TimePosition = { at: Date; id: string };

export type CustomerReader = {
  page(
    shop: ShopId,
    filter: CustomerFilter,
    order: CustomerOrder,
    page: { after: CustomerPosition | null; limit: number },
  ): Promise<readonly CustomerListRow[]>;
  /** Customers per stage under the filter, its own stage left aside. */
  counts(shop: ShopId, filter: CustomerFilter): Promise<Record<Stage, number>>;
  /** The whole filtered list in batches, in list order. */
  stream(
    shop: ShopId,
    filter: CustomerFilter,
    order: CustomerOrder,
  ): AsyncIterable<readonly CustomerListRow[]>;
  countries(shop: ShopId): Promise<readonly { code: string; customers: number }[]>;
  /** Those that were ever launched, newest launch first. */
  campaigns(shop: ShopId): Promise<readonly { campaignId: number; name: string; state: CampaignState }[]>;
  find(shop: ShopId, customerId: CustomerId): Promise<CustomerDetail | null>;
  /** Newest first by processedAt. */
  orders(
    shop: ShopId,
    customerId: CustomerId,
    page: { after: TimePosition | null; limit: number },
  ): Promise<readonly OrderRow[]>;
  /** Newest first, merged over the kinds asked for. */
  timeline(
    shop: ShopId,
    customerId: CustomerId,
    kinds: readonly TimelineKind[],
    page: { after: TimePosition | null; limit: number },
  ): Promise<readonly TimelineRow[]>;
  /** What campaigns the customer is in at that instant. */
  enrolments(shop: ShopId, customerId: CustomerId, now: Date): Promise<CustomerEnrolments>;
};

/** Local days, ends included. */
type DayPeriod = { fromOn: number; throughOn: number };

/**
 * How many come back and what a customer has been worth (web/db/retention-metrics.ts), over all history we hold but for the last two
 * whole quarters: `boughtFirst` = bought in the first, `kept` = of these, in the later one as well. Cohorts as `Cohort` of
 * domain/forecast/retention.ts, those of the last 12 months.
 */
export type RetentionMetrics = {
  buyers: number;
  repeatBuyers: number;
  occasions: number;
  revenueMinor: number;
  first: DayPeriod;
  later: DayPeriod;
  boughtFirst: number;
  kept: number;
  cohorts: readonly { month: string; size: number; bought: readonly (number | null)[] }[];
};

/** Customers with the same three scores; what they spent by `effectiveTotals`. */
export type SegmentCount = { r: number; f: number; m: number; customers: number; spentMinor: number };

/** A shop's customers by their scores, combinations that occur only, and what of the model those scores were given by. */
export type Segments = {
  by: Pick<ShopModel, 'cuts' | 'buyers' | 'provisional'>;
  cells: readonly SegmentCount[];
};

/** Numbers of a shop computed once a night (web/db/metrics-store.ts). Months are `YYYY-MM`, oldest first, always 12. */
export type ShopMetrics = {
  /** Absent in nights of before it was measured. */
  retention?: RetentionMetrics;
  /** Absent in nights of before it was counted. */
  segments?: Segments;
  secondPurchase: {
    windowDays: number;
    /** Over the whole year of first purchases; a part of its oldest month is in no month below. */
    bought: number;
    outOf: number;
    months: readonly { month: string; bought: number; outOf: number }[];
  };
  /** Customers not lapsed on the last day of each month; the last one is today. */
  active: readonly { month: string; count: number }[];
  existingRevenue: {
    last30Days: { existingMinor: number; totalMinor: number };
    months: readonly { month: string; existingMinor: number; totalMinor: number }[];
  };
  /** Orders that count as purchases but not as revenue: their money is in another currency than the shop's. */
  ordersInOtherCurrency: number;
};

/** What the metrics of a night need to know: the window for a second purchase in days and the lapse limits in force. */
export type MetricsInput = {
  todayOn: number;
  secondWindowDays: number;
  model: Pick<ShopModel, 'lapse' | 'meanGapDays'> & Segments['by'];
};

/** What a finished scoring of the whole shop left. `rulesVersion`: the rules everybody was decided by. */
export type Night = { asOfOn: number; model: ShopModel; metrics: ShopMetrics; rulesVersion: number };

/** Customers whose tags stand as they should, wait to be sent or were refused; `carrying` = with a tag of ours on them now. */
export type TagCounts = { standing: number; waiting: number; refused: number; carrying: number };

export type HomeReader = {
  stageCounts(shop: ShopId): Promise<Record<Stage, number>>;
  /** Stage counts of the newest finished night of these days (both included); null when there is none. */
  stageCountsOf(shop: ShopId, days: { fromOn: number; toOn: number }): Promise<Record<Stage, number> | null>;
  /** The newest day whose scoring is finished; null before the first. */
  night(shop: ShopId): Promise<Night | null>;
  /** Moves between stages since an instant, without the first scoring; most first. */
  moves(shop: ShopId, since: Date): Promise<readonly { from: Stage | null; to: Stage; count: number }[]>;
  /** Distinct customers with an occasion on or after the day that ended a lapse. */
  cameBackSince(shop: ShopId, on: number, model: ShopModel): Promise<number>;
  inboxWaiting(shop: ShopId): Promise<number>;
  /** When the newest order we hold last changed in Shopify. */
  lastOrderAt(shop: ShopId): Promise<Date | null>;
  historySinceOn(shop: ShopId): Promise<number | null>;
  tagCounts(shop: ShopId): Promise<TagCounts>;
};

export type Bin = { from: number; to: number | null; count: number };
export type SettingsReader = {
  /** Finished gaps per day count, 0–730 and more. */
  gapCounts(shop: ShopId): Promise<{
    first: readonly { day: number; count: number }[];
    later: readonly { day: number; count: number }[];
  }>;
  /** Customers not lapsed per number of occasions, the last row = that many and more. */
  occasionCounts(shop: ShopId): Promise<readonly { occasions: number; count: number }[]>;
  /** Customers not lapsed in `bins` equal steps of spending up to the 99th percentile, then one open bin. */
  spentBins(shop: ShopId, bins: number): Promise<readonly Bin[]>;
};
