import type { GrantReason } from './member.ts';
import type { EarnRate, ExpiryRule, Reward, RewardValue } from './program.ts';

/** What storefront and extensions show of the program to anybody: the shop metafield `loyalty.program`. Instants are ISO 8601, days `YYYY-MM-DD`. */
export type ProgramView = {
  on: boolean;
  currency: string;
  pointsName: { en: string; vi: string; th: string };
  earn: EarnRate & {
    when: 'paid' | 'fulfilled' | 'delivered';
    /** All that earn nothing: the merchant's, those of its collections, gift cards. Too many to be named: none, and the sieve tells. */
    excludedProducts: readonly string[];
    /** product-sieve.ts, which may hold more than are excluded, never less; null = all are named. */
    excludedSieve: string | null;
  };
  /** Events of today and the days to come, soonest first. */
  bonuses: readonly { name: string; fromOn: string; toOn: string; multiplierBps: number }[];
  actions: { signUp: number; birthday: number; review: number };
  expiry: ExpiryRule;
  tiers: {
    by: 'spend' | 'points';
    levels: readonly { key: string; name: string; threshold: number; multiplierBps: number }[];
  } | null;
  /** Cheapest first; only what may be redeemed. */
  rewards: readonly RewardView[];
  referral: {
    advocatePoints: number;
    friendOffer: { kind: 'amount'; amountMinor: number } | { kind: 'percentage'; percentageBps: number };
    /** The advocate's points come so many days after the friend's order was delivered; absent in what was published before it was said. */
    holdDays?: number;
  } | null;
};

export type RewardView = {
  rewardId: string;
  name: string;
  value: RewardValue;
  costPoints: number;
  minimumSpendMinor: number | null;
  /** What its code may be used together with; absent in what was published before it was said. */
  combinesWith?: Reward['combinesWith'];
};

/** What one line of a member's history says; the reader's language finds the words. */
export type HistoryLine = {
  at: string;
  /** Change of what can be spent; for `pending`, of what is still to come. */
  points: number;
  what: 'order' | 'refund' | 'grant' | 'redeem' | 'redeem_back' | 'expiry' | 'debt' | 'merge' | 'pending';
  grantReason: GrantReason | null;
  /** `#1001`-like names are Shopify's; here the order's numeric id, for links in the admin only. */
  orderId: string | null;
  /** When the line's order was placed: by that its customer knows it. Null, or absent: no order's, or one that was erased. */
  orderedAt?: string | null;
  /** Of a redemption and its return: the reward as it was redeemed. */
  reward?: Pick<RewardView, 'rewardId' | 'name' | 'value'> | null;
};

/** A code that was redeemed and not used yet. */
export type OpenCode = {
  redemptionId: string;
  rewardId: string;
  value: RewardValue;
  points: number;
  code: string;
  endsAt: string;
};

export type MemberPoints = {
  points: number;
  pendingPoints: number;
  /** Points that settle what was taken back beyond the balance. */
  debtPoints: number;
  tier: {
    key: string;
    name: string;
    multiplierBps: number;
    keptUntilOn: string | null;
    graceUntilOn: string | null;
    /** During the grace: what is missing to keep the tier, minor units or points as `TierRules.by`; else null. */
    graceMissing: number | null;
  } | null;
  /** What is missing for the next tier, minor units or points. */
  nextTier: { key: string; name: string; missing: number } | null;
  expiring: { points: number; at: string } | null;
};

/** The open offer of a campaign; `url` applies the code and leads to the shop. */
export type OfferView = {
  code: string;
  value:
    | { kind: 'percentage'; percentageBps: number }
    | { kind: 'amount'; amountMinor: number }
    | { kind: 'free_shipping' };
  minimumSpendMinor: number | null;
  endsAt: string;
  url: string;
};

/** The one personal answer of the app proxy and of the extensions' API. `member` null = nobody is logged in, or not a member. */
export type ShopperView = {
  program: ProgramView;
  /** IANA zone of the shop: ends are said in it. */
  timeZone: string;
  member:
    | (MemberPoints & {
        history: readonly HistoryLine[];
        codes: readonly OpenCode[];
        referral: { code: string; url: string } | null;
      })
    | null;
  offer: OfferView | null;
};

/** What one order brings: `state` tells whether the points are there, will come, were all taken back (a refund), or never were any. */
export type OrderPointsView = {
  points: number;
  state: 'earned' | 'pending' | 'taken_back' | 'none';
  /** The customer's numbers with this order in them: what a page read before does not know of it. Null = no member. */
  member: MemberPoints | null;
};
