import type { Mark, Stage } from '../lifecycle/stage.ts';
import type { CustomerId } from '../shared/ids.ts';
import type { LocalDay } from '../shared/time.ts';

/** What campaigns know of a customer. No personal data; days in the shop's calendar. */
export type PersonFacts = BuyerFacts | NewcomerFacts;

/** A customer with an occasion. */
export type BuyerFacts = CommonFacts & {
  stage: Stage;
  /** The last qualifying order, and the last occasion (a renewal is no occasion). */
  lastOn: LocalDay;
  lastOccasionOn: LocalDay;
};

/** A customer without an occasion (product.md section 3 gives them no stage): a member by sign-up, import or a gift. */
export type NewcomerFacts = CommonFacts & { stage: null; lastOn: null; lastOccasionOn: null };

type CommonFacts = {
  customerId: CustomerId;
  marks: readonly Mark[];
  /** Purchase occasions. */
  frequency: number;
  monetaryMinor: number;
  /** Lapsed when silent for more days than this. */
  lapseLimitDays: number;
  subscribedUntilOn: LocalDay | null;
  /** Left out by the merchant: an excluded tag, staff, a company. */
  excluded: boolean;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  /** Shopify's `CustomerEmailMarketingState` and `CustomerSmsMarketingState`; SUBSCRIBED may be written to. */
  emailConsent: string | null;
  smsConsent: string | null;
  lastOrder: LastOrderFacts;
  /** How deep the last discount was that they redeemed, in basis points of the order (`offers/depth.ts`); null = never one. */
  lastRedeemedDepthBps: number | null;
  /** Null = no member, or the program is off. */
  points: PointsFacts | null;
};

/** A member's points as reminders see them. */
export type PointsFacts = {
  /** Spendable now. */
  available: number;
  /** What ends next and its last day; null = nothing does. */
  ending: { points: number; lastOn: LocalDay } | null;
  /** The local day since which they suffice for the cheapest active reward; null = they do not, or there is none. */
  rewardSinceOn: LocalDay | null;
};

/** The last order on its way. Both days null: not known (picked up, digital, never marked). */
export type LastOrderFacts = {
  deliveredOn: LocalDay | null;
  fulfilledOn: LocalDay | null;
  /** A return or refund that is not finished. */
  returnOpen: boolean;
};

/** What Shopify says just before a message goes out; what is null there keeps what we hold. */
export type LiveFacts = {
  /** False: deleted, merged away or redacted. */
  exists: boolean;
  /** Local day of the newest order Shopify counts; null = not asked. */
  lastOrderOn: LocalDay | null;
  emailConsent: string | null;
  excluded: boolean | null;
  returnOpen: boolean | null;
};

/** The facts with what was just read from Shopify; null = the customer is gone. */
export function withLiveFacts(facts: PersonFacts, live: LiveFacts): PersonFacts | null {
  if (!live.exists) return null;
  const said = {
    emailConsent: live.emailConsent ?? facts.emailConsent,
    excluded: live.excluded ?? facts.excluded,
    lastOrder: { ...facts.lastOrder, returnOpen: live.returnOpen ?? facts.lastOrder.returnOpen },
  };
  // What a first order makes of them is told once it is recorded; no purchase keeps a reminder of points.
  if (facts.stage === null) return { ...facts, ...said };
  const newest = live.lastOrderOn ?? facts.lastOn;
  return {
    ...facts,
    ...said,
    lastOn: Math.max(facts.lastOn, newest),
    lastOccasionOn: newest > facts.lastOn ? newest : facts.lastOccasionOn,
  };
}
