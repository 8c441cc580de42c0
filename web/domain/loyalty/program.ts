import type { CollectionId, ProductId } from '../shared/ids.ts';
import type { LocalDay } from '../shared/time.ts';

/** When an order's points become spendable. `delivered`: so many days after delivery (14 more after fulfilment where delivery is unknown). */
export type EarnMoment = { kind: 'paid' } | { kind: 'fulfilled' } | { kind: 'delivered'; days: number };

/** `points` for every whole `perMinor` of merchandise as the shopper sees it; floored once per order. */
export type EarnRate = { points: number; perMinor: number };

export type EarnRule = EarnRate & {
  when: EarnMoment;
  /** What earns nothing. Collections are resolved to products when the version is saved, and each night for orders from then on. */
  excludedProducts: readonly ProductId[];
  excludedCollections: readonly CollectionId[];
};

/** More points for orders placed on these local days, ends included. `multiplierBps`: 20,000 = twice. */
export type BonusEvent = { name: string; fromOn: LocalDay; toOn: LocalDay; multiplierBps: number };

/** How points end. `per_lot`: months after they were earned; `inactivity`: months after the last order, which extends all. */
export type ExpiryRule =
  | { kind: 'never' }
  | { kind: 'per_lot'; months: number }
  | { kind: 'inactivity'; months: number };

/** A step of the ladder, lowest first, the first with threshold 0. `threshold`: minor units or points, as `TierRules.by`. */
export type Tier = { key: string; name: string; threshold: number; multiplierBps: number };

/** Progress counts over the 12 months before the review; a tier reached is kept 12 months from then, with `graceDays` after the review. */
export type TierRules = { by: 'spend' | 'points'; levels: readonly Tier[]; graceDays: number };

export type RewardValue =
  | { kind: 'amount'; amountMinor: number }
  | { kind: 'percentage'; percentageBps: number }
  | { kind: 'free_shipping' }
  | { kind: 'free_product'; productId: ProductId; title: string }
  | { kind: 'store_credit'; amountMinor: number };

/** What points buy. `rewardId` is made once and never given to another reward. */
export type Reward = {
  rewardId: string;
  /** The merchant's own name; empty = named by its value in the reader's language. */
  name: string;
  value: RewardValue;
  costPoints: number;
  minimumSpendMinor: number | null;
  /** Local days its code holds, the day of redemption included. */
  validDays: number;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  active: boolean;
};

/** Two-sided: the friend gets `friendOffer`, the advocate `advocatePoints` once the friend's return window is over. */
export type ReferralRules = {
  on: boolean;
  advocatePoints: number;
  friendOffer: { kind: 'amount'; amountMinor: number } | { kind: 'percentage'; percentageBps: number };
  friendMinimumSpendMinor: number | null;
  /** Local days after the friend's order was delivered (fulfilled where unknown). */
  holdDays: number;
};

/** Everything the merchant decides about points. A save makes the next version; an order earns by the version of its moment. */
export type ProgramTerms = {
  on: boolean;
  /** What points are called; empty = the language's word. */
  pointsName: { en: string; vi: string; th: string };
  earn: EarnRule;
  bonuses: readonly BonusEvent[];
  /** Points for what is no order; 0 = none. `birthday` and `review` come by the Flow action. */
  actions: { signUp: number; birthday: number; review: number };
  expiry: ExpiryRule;
  tiers: TierRules | null;
  rewards: readonly Reward[];
  referral: ReferralRules;
  /** Orders placed before the launch earn from this local day on; null = they do not. */
  historyFromOn: LocalDay | null;
  /** An unused code gives its points back when it ends. */
  returnUnusedCodes: boolean;
};

/**
 * A saved version, or a later day of it on which its collections held other products (same `version` and `terms`). It holds for
 * orders processed from `savedAt` on, until the next.
 */
export type Program = {
  version: number;
  savedAt: Date;
  terms: ProgramTerms;
  /** The shop's when it was saved: its amounts are in it, and orders in another earn nothing. */
  currency: string;
  /** Products that earn nothing: `excludedProducts`, those of `excludedCollections`, and gift cards as far as they are known. */
  excluded: Pick<ReadonlySet<ProductId>, 'has'> & Iterable<ProductId>;
};

/** All versions by when they began to hold; `launchedAt` = when a version was first on, null = never. Lots that are back-filled or imported start then. */
export type ProgramHistory = { versions: readonly Program[]; launchedAt: Date | null };

const SPEND_PER_POINT: Readonly<Record<string, number>> = { VND: 10_000, THB: 2_500, JPY: 100, USD: 100 };

/** What a merchant starts from: one point per 10,000 ₫, 25 ฿, 100 ¥ or $1, off until launched. */
export function defaultProgram(currency: string): ProgramTerms {
  const perMinor = SPEND_PER_POINT[currency] ?? 100;
  return {
    on: false,
    pointsName: { en: '', vi: '', th: '' },
    earn: { points: 1, perMinor, when: { kind: 'paid' }, excludedProducts: [], excludedCollections: [] },
    bonuses: [],
    actions: { signUp: 0, birthday: 0, review: 0 },
    expiry: { kind: 'per_lot', months: 12 },
    tiers: null,
    rewards: [
      {
        rewardId: 'r1',
        name: '',
        value: { kind: 'amount', amountMinor: perMinor * 5 },
        costPoints: 100,
        minimumSpendMinor: perMinor * 10,
        validDays: 30,
        combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
        active: true,
      },
    ],
    referral: {
      on: false,
      advocatePoints: 100,
      friendOffer: { kind: 'percentage', percentageBps: 1_000 },
      friendMinimumSpendMinor: null,
      holdDays: 14,
    },
    historyFromOn: null,
    returnUnusedCodes: true,
  };
}
