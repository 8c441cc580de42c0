import type { CampaignKind } from '../domain/campaigns/campaign.ts';
import type { CountedMessage } from '../domain/campaigns/caps.ts';
import type { CampaignReason, Enrolment, EnrolmentState } from '../domain/campaigns/enrolment.ts';
import type { MemberRange } from '../domain/campaigns/kinds/kind.ts';
import type { Mark, Stage } from '../domain/lifecycle/stage.ts';
import type { CustomerId, ProductId, ShopId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';
import type { CampaignCounts } from './campaign-port.ts';

/** A customer as the rules of campaigns see them; days in the shop's calendar. */
export type CandidateRow = {
  customerId: CustomerId;
  /** Null, as the days are: without an occasion, or left out of scoring. */
  stage: Stage | null;
  marks: readonly Mark[];
  frequency: number;
  monetaryMinor: number;
  lastOn: LocalDay | null;
  lastOccasionOn: LocalDay | null;
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
  /** Null = no member, the program is off, or a candidate who was not asked for as a member. `rewardSince`: since when it suffices for the cheapest active reward; null = it does not. */
  points: {
    available: number;
    nextExpiry: { at: Date; points: number } | null;
    rewardSince: Date | null;
  } | null;
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
  /**
   * Of members only those whose points end, or came to suffice for a reward, on about these days, and they without an occasion too, of whom
   * stages, days and frequency ask nothing; absent or null = anybody with one.
   */
  member?: MemberRange | null | undefined;
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

export type EnrolmentChange = Pick<Enrolment, 'enrolmentId' | 'state' | 'step' | 'dueAt' | 'validUntil'>;

export type EnrolmentStore = {
  /** Everybody the query selects, streamed in batches in constant memory. */
  candidates(shop: ShopId, query: CandidateQuery, batch: number): AsyncIterable<readonly CandidateRow[]>;
  countCandidates(shop: ShopId, query: CandidateQuery): Promise<number>;
  /** Whoever we hold, without an occasion too; with their points. */
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
