import type { OrderId } from '../shared/ids.ts';
import type { LocalDay } from '../shared/time.ts';
import type { RewardValue } from './program.ts';

/** What points came or went for, beside orders and redemptions: closed, so that no free text about a person is kept. */
export type GrantReason =
  | 'sign_up'
  | 'birthday'
  | 'review'
  | 'referral'
  | 'flow'
  | 'import'
  | 'goodwill'
  | 'correction'
  | 'campaign'
  | 'other';

/** One order as points see it, computed from its facts (`member-order.ts`). */
export type MemberOrder = {
  orderId: OrderId;
  /** `processedAt`: its rule version, bonus event and tier are those of this moment. */
  at: Date;
  localOn: LocalDay;
  /** Merchandise that earns, minor units: all that was bought, and what remains after returns and money given back. */
  grossMinor: number;
  keptMinor: number;
  /** When which part of it came back, oldest first: tier progress falls then. */
  takenBack: readonly { at: Date; minor: number }[];
  /** `pending`: will earn when paid, fulfilled or after the days that must pass. */
  earns: 'no' | 'pending' | 'earned';
  /** From when it is earned by time alone; null = not by time. */
  maturesAt: Date | null;
  /** Program version by which it earns; null = none was on. */
  version: number | null;
  /** Placed before the launch: its lot starts on launch day. */
  backfilled: boolean;
};

/** Points given or taken by hand, import, action or referral. Negative `points` take away. */
export type Grant = {
  grantId: string;
  at: Date;
  points: number;
  reason: GrantReason;
  /** When they end; null = never. Fixed when given. */
  expiresAt: Date | null;
};

/**
 * `reserved`: points set aside, Shopify not yet asked. `unknown`: asked, the answer lost; looked up before anything else.
 * `issued`: the code stands. `returning`: somebody gives it back, Shopify has not yet said that it is gone; until then as `issued`.
 * `used`: an order used it. `released`: refused, points back as they were. `returned`: ended unused, undone, or its order was
 * cancelled: points back, for 30 days at least unless it was undone. `lapsed`: ended unused in a shop that gives nothing back.
 */
export type RedemptionState =
  | 'reserved'
  | 'unknown'
  | 'issued'
  | 'returning'
  | 'used'
  | 'released'
  | 'returned'
  | 'lapsed';

export type Redemption = {
  redemptionId: string;
  at: Date;
  rewardId: string;
  value: RewardValue;
  points: number;
  state: RedemptionState;
  /** When points came back (`released`, `returned`). */
  returnedAt: Date | null;
  /** Given back by choice before its end: its points come back with the ends they had, as if they had never been taken. */
  undone: boolean;
};

/** All that a member's points follow from. A merged member's facts are in here as well. */
export type MemberFacts = {
  joinedAt: Date;
  orders: readonly MemberOrder[];
  grants: readonly Grant[];
  redemptions: readonly Redemption[];
};

/** Open points of one origin that end together. The one that ends soonest is spent first, then the oldest. */
export type Lot = {
  /** `order:12`, `grant:7`, `return:3`. */
  key: string;
  at: Date;
  points: number;
  expiresAt: Date | null;
};

export type TierState = {
  key: string;
  sinceAt: Date;
  /** The day of its review; null for the lowest. */
  reviewOn: LocalDay | null;
  /** Set while the review was missed and the grace runs. */
  graceUntilOn: LocalDay | null;
  /** Minor units or points in the 12 months up to now. */
  progress: number;
};

export type TierMove = { at: Date; from: string | null; to: string; cause: 'progress' | 'review' | 'rules' };

/** A member's points as of a moment; a pure function of `MemberFacts` and the program (`replay.ts`). */
export type MemberState = {
  /** Spendable, never below 0. */
  available: number;
  pending: number;
  reserved: number;
  /** Taken back beyond the balance: paid from the next points. Above 0 only while `available` is 0. */
  debt: number;
  expired: number;
  /** When points last ended; null = none did. */
  expiredAt: Date | null;
  lots: readonly Lot[];
  /** By order: points earned or pending. */
  awards: ReadonlyMap<OrderId, { points: number; pending: number }>;
  /** null = the program has no tiers. */
  tier: TierState | null;
  tierMoves: readonly TierMove[];
  nextExpiry: { at: Date; points: number } | null;
  /** The next moment at which the state changes by time alone; null = never. */
  revisitAt: Date | null;
};
