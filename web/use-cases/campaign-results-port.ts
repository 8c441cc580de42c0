import type { CampaignKind } from '../domain/campaigns/campaign.ts';
import type { CampaignReason } from '../domain/campaigns/enrolment.ts';
import type { TypicalOrder } from '../domain/offers/depth.ts';
import type { PricedUnit } from '../domain/offers/margin.ts';
import type { ArmOutcome, CampaignOutcome, OutcomeGroup } from '../domain/results/outcome.ts';
import type { SecondPurchaseWindow, ShopModel } from '../domain/rfm/model.ts';
import type { CustomerId, OrderId, ProductId, ShopId, VariantId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';
import type { CreditBasis } from './credit-port.ts';

/** One launched version; `{ campaignId: 0, version: 0 }` keeps the figures of all campaigns measured together. */
export type VersionKey = { campaignId: number; version: number };

/**
 * People by their first enrolment, open windows included: treated, of them with a message that went out, those who ordered
 * since, and the same of the comparison group. `unknown`: messages whose answer was lost.
 */
export type Funnel = {
  inCampaign: number;
  sent: number;
  unknown: number;
  ordered: number;
  comparison: number;
  comparisonOrdered: number;
};

/**
 * What a pass over the facts found. `series`: the groups as they stood at the end of each day on which a result window ended;
 * days between are as the day before, and the last entry has the outcome's arms.
 */
export type CampaignMeasure = {
  outcome: CampaignOutcome;
  arms: readonly (VersionKey & { arm: number; outcome: ArmOutcome })[];
  series: readonly { dayOn: LocalDay; groups: readonly OutcomeGroup[] }[];
  funnel: Funnel;
};

/** Orders that used the offer, whole version. */
export type Touched = {
  orders: number;
  revenueMinor: number;
  discountMinor: number;
  byBasis: readonly { basis: CreditBasis; orders: number; revenueMinor: number; discountMinor: number }[];
};
export type SkipReason = { reason: CampaignReason; count: number };

/** Qualifying orders, and how many of them used any code. */
export type CodeUse = { orders: number; withCode: number };

/** What is kept of a day; pages read this. `codeUse`: over the 90 days before, absent in figures of before it was counted. */
export type CampaignFigures = CampaignMeasure & {
  touched: Touched;
  skipped: readonly SkipReason[];
  codeUse?: CodeUse;
};
/** Figures without the series, for lists. */
export type CampaignSummary = Omit<CampaignFigures, 'series'>;
type Dated = { dayOn: LocalDay; computedAt: Date };

export type CreditedOrder = {
  orderId: OrderId;
  /** Null once the person was erased. */
  customerId: CustomerId | null;
  orderedAt: Date;
  revenueMinor: number;
  discountMinor: number;
  basis: CreditBasis;
  items: readonly { productId: ProductId | null; variantId: VariantId | null; quantity: number }[];
};
export type CreditPosition = { orderedAt: Date; orderId: OrderId };

export type CampaignResultsStore = {
  /**
   * Measures launched versions together as of a moment: one set-based pass over enrolments and orders. Each customer counts once, by
   * the first enrolment in any of them. `costBps`: cost of goods where Shopify knows no unit cost; without it profit is null as
   * soon as one unit bought has none.
   */
  measure(
    shop: ShopId,
    input: { of: readonly VersionKey[]; asOf: Date; costBps: number | null },
  ): Promise<CampaignMeasure>;
  touched(shop: ShopId, key: VersionKey): Promise<Touched>;
  /** Steps that were skipped, by reason, most first. */
  skipReasons(shop: ShopId, key: VersionKey): Promise<readonly SkipReason[]>;
  /** Who came back with the offer and what they bought, newest first. */
  cameBack(
    shop: ShopId,
    key: VersionKey,
    page: { after: CreditPosition | null; limit: number },
  ): Promise<readonly CreditedOrder[]>;
  /** Qualifying orders since, and how many of them used any code: a warning of dependence. */
  codeUse(shop: ShopId, since: Date): Promise<CodeUse>;
  /** The 99.5th percentile (type 7) of what customers who bought within so many days before spent in them; null = nobody did. */
  spendCap(shop: ShopId, before: Date, days: number): Promise<number | null>;
  /** The figures of a day; written again they are replaced. Series of earlier days are dropped, for the newest holds them. */
  saveDay(shop: ShopId, key: VersionKey, dayOn: LocalDay, figures: CampaignFigures, at: Date): Promise<void>;
  newest(shop: ShopId, key: VersionKey): Promise<(CampaignFigures & Dated) | null>;
  /** The newest figures of every version. */
  newestOfAll(shop: ShopId): Promise<readonly (VersionKey & CampaignSummary & Dated)[]>;
  /** What each day knew, oldest first. */
  days(shop: ShopId, key: VersionKey): Promise<readonly (CampaignSummary & Dated)[]>;
};

/**
 * How many a kind of campaign would reach in this shop. `typicalMonth`: who came to match in one of the last three full months
 * (of members who match for a month, those of now).
 * `backlog`: who matches now and did so before today. `base`: share of those who came to match within the last year (and long
 * enough ago) that ordered within 30 and 60 days all the same; null = nobody did.
 */
export type AudienceNumbers = {
  matchesNow: number;
  typicalMonth: number;
  backlog: number;
  base: { people: number; within30Days: number; within60Days: number } | null;
  /** Median of what an order of those who match now comes to; null = nobody matches. */
  typicalOrderMinor: number | null;
};
export type ShopAudience = {
  kinds: Readonly<Record<CampaignKind, AudienceNumbers>>;
  typicalOrder: TypicalOrder;
  /**
   * What was sold in the last 90 days, by whether its unit cost is known: the margin floor is held against these. Empty where
   * nothing was sold, or for numbers of before this was counted.
   */
  sold: readonly PricedUnit[];
};

export type CampaignAudienceStore = {
  /** Set-based over all customers; once a night, never per event. */
  compute(shop: ShopId, todayOn: LocalDay, model: ShopModel): Promise<ShopAudience>;
  save(shop: ShopId, audience: ShopAudience, at: Date): Promise<void>;
  /** Null until the first night. */
  read(shop: ShopId): Promise<(ShopAudience & { computedAt: Date }) | null>;
  /** How many of those who counted as the backlog of a kind on a day are in this campaign already, in whatever version. */
  enrolledOfBacklog(
    shop: ShopId,
    of: {
      campaignId: number;
      kind: CampaignKind;
      dayOn: LocalDay;
      secondPurchase: Pick<SecondPurchaseWindow, 'startDay' | 'endDay'>;
    },
  ): Promise<number>;
};
