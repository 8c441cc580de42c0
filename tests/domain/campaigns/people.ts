import type { CampaignKind, CampaignTerms } from '../../../web/domain/campaigns/campaign.ts';
import type { DueEnrolment, SendQuestion } from '../../../web/domain/campaigns/decide-send.ts';
import type { Enrolment } from '../../../web/domain/campaigns/enrolment.ts';
import { presetOf } from '../../../web/domain/campaigns/kinds.ts';
import type { BuyerFacts, NewcomerFacts, PointsFacts } from '../../../web/domain/campaigns/person-facts.ts';
import { type CampaignSettings, DEFAULT_CAMPAIGN_SETTINGS } from '../../../web/domain/campaigns/settings.ts';
import type { OfferTerms } from '../../../web/domain/offers/terms.ts';
import type { CustomerId } from '../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { aModel } from '../factories.ts';

export const TODAY = isoToDay('2026-06-15');
/** Noon of TODAY in a UTC shop, outside of the default quiet hours. */
export const NOON = new Date('2026-06-15T12:00:00Z');

/** A first-time customer who bought 40 days before TODAY and may be mailed. */
export function aPerson(change: Partial<BuyerFacts> = {}): BuyerFacts {
  return {
    customerId: '7' as CustomerId,
    stage: 'first_time',
    marks: [],
    frequency: 1,
    monetaryMinor: 10_000,
    lastOn: TODAY - 40,
    lastOccasionOn: TODAY - 40,
    lapseLimitDays: 171,
    subscribedUntilOn: null,
    excluded: false,
    country: null,
    emailConsent: 'SUBSCRIBED',
    smsConsent: null,
    lastOrder: { deliveredOn: null, fulfilledOn: null, returnOpen: false },
    lastRedeemedDepthBps: null,
    points: null,
    ...change,
  };
}

/** A member with 120 points, enough for a reward since yesterday, of which 40 end in 30 days. */
export function aMember(points: Partial<PointsFacts> = {}, change: Partial<BuyerFacts> = {}): BuyerFacts {
  const ending = { points: 40, lastOn: TODAY + 30 };
  return aPerson({
    stage: 'repeat',
    frequency: 3,
    points: { available: 120, ending, rewardSinceOn: TODAY - 1, ...points },
    ...change,
  });
}

/** The same member without an order: their points were given to them. */
export function aNewMember(
  points: Partial<PointsFacts> = {},
  change: Partial<NewcomerFacts> = {},
): NewcomerFacts {
  const never = { stage: null, lastOn: null, lastOccasionOn: null } as const;
  return { ...aMember(points), frequency: 0, monetaryMinor: 0, ...never, ...change };
}

/** Lapsed since the day before TODAY: silent 172 days, limit 171. */
export function aLapsedPerson(change: Partial<BuyerFacts> = {}): BuyerFacts {
  return aPerson({ stage: 'lapsed', lastOn: TODAY - 172, lastOccasionOn: TODAY - 172, ...change });
}

export function someTerms(kind: CampaignKind, change: Partial<CampaignTerms> = {}): CampaignTerms {
  return { ...presetOf(kind), ...change };
}

export function settingsWith(change: Partial<CampaignSettings> = {}): CampaignSettings {
  return { ...DEFAULT_CAMPAIGN_SETTINGS, ...change };
}

export function anOffer(change: Partial<OfferTerms> = {}): OfferTerms {
  return {
    value: { kind: 'percentage', percentageBps: 1_000 },
    validDays: 14,
    minimumSpendMinor: null,
    scope: { kind: 'all' },
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    appliesTo: { oneTimePurchase: true, subscription: false },
    ...change,
  };
}

/** A treated enrolment of `aPerson` whose first step is due at NOON. */
export function aDue(
  change: Partial<Enrolment> = {},
  campaign: Partial<Omit<DueEnrolment, 'enrolment'>> = {},
): DueEnrolment {
  return {
    enrolment: {
      enrolmentId: '1',
      campaignId: 1,
      version: 1,
      customerId: '7' as CustomerId,
      triggerOn: TODAY - 40,
      arm: 0,
      heldOut: false,
      shareBps: 2_000,
      backlog: false,
      enrolledAt: NOON,
      state: 'waiting',
      step: 0,
      dueAt: NOON,
      validUntil: new Date('2026-06-30T00:00:00Z'),
      ...change,
    },
    terms: someTerms('second_purchase'),
    campaignState: 'running',
    ...campaign,
  };
}

export function aQuestion(change: Partial<SendQuestion> = {}): SendQuestion {
  return {
    now: NOON,
    due: [aDue()],
    counted: [],
    settings: settingsWith(),
    person: aPerson(),
    model: aModel({ asOfOn: TODAY }),
    zones: { recipient: 'UTC', shop: 'UTC' },
    typical: { orderMinor: 10_000, shippingMinor: 500 },
    ...change,
  };
}
