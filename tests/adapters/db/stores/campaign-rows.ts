import type { CampaignTerms } from '../../../../web/domain/campaigns/campaign.ts';
import { presetOf } from '../../../../web/domain/campaigns/kinds.ts';
import type { OfferTerms } from '../../../../web/domain/offers/terms.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import type { CampaignFigures } from '../../../../web/use-cases/campaign-results-port.ts';
import type { EmailSettings } from '../../../../web/use-cases/channel-port.ts';
import type { OrderCredit } from '../../../../web/use-cases/credit-port.ts';
import type { CandidateQuery, NewEnrolment } from '../../../../web/use-cases/enrolment-port.ts';
import type { Message, NewMessage } from '../../../../web/use-cases/message-port.ts';
import type { OfferDiscount } from '../../../../web/use-cases/offer-port.ts';
import type { Store } from '../../../../web/use-cases/store-port.ts';
import { AT } from './each-store.ts';
import { customerId, orderId } from './sample-rows.ts';

export const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
export const TERMS: CampaignTerms = presetOf('win_back');
export const OFFER: OfferTerms = {
  value: { kind: 'percentage', percentageBps: 1_000 },
  validDays: 14,
  minimumSpendMinor: null,
  scope: { kind: 'all' },
  combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  appliesTo: { oneTimePurchase: true, subscription: false },
};

/** A launched campaign's id. */
export async function launched(store: Store, shop: ShopId, windowDays = 30, at = AT): Promise<number> {
  const { campaignId } = await store.campaigns.create(shop, TERMS, at);
  await store.campaigns.launch(shop, campaignId, { shareBps: 2_000, windowDays, capMinor: 5_000 }, at);
  return campaignId;
}

/** Customer 7, treated, due at `AT`. */
export function sampleEnrolment(campaignId: number, change: Partial<NewEnrolment> = {}): NewEnrolment {
  return {
    campaignId,
    version: 1,
    customerId: customerId(7),
    triggerOn: 20_000,
    arm: 0,
    heldOut: false,
    shareBps: 2_000,
    backlog: false,
    enrolledAt: AT,
    state: 'waiting',
    step: 0,
    dueAt: AT,
    validUntil: later(60),
    ...change,
  };
}

export function sampleMessage(
  enrolment: { enrolmentId: string; campaignId: number },
  change: Partial<NewMessage> = {},
): NewMessage {
  return {
    enrolmentId: enrolment.enrolmentId,
    campaignId: enrolment.campaignId,
    version: 1,
    customerId: customerId(7),
    step: 0,
    arm: 0,
    newOffer: true,
    state: 'issuing',
    reason: null,
    plannedAt: AT,
    countedAt: AT,
    validUntil: later(600),
    ...change,
  };
}

type DiscountKey = Pick<
  OfferDiscount,
  'campaignId' | 'version' | 'arm' | 'step' | 'endsOn' | 'endsAt' | 'terms'
>;
export function sampleDiscount(campaignId: number, change: Partial<DiscountKey> = {}): DiscountKey {
  return {
    campaignId,
    version: 1,
    arm: 0,
    step: 0,
    endsOn: 20_527,
    endsAt: later(24 * 60),
    terms: OFFER,
    ...change,
  };
}

export function sampleOffer(message: Message, discountId: string, code = `W-${message.messageId}`) {
  const { messageId, enrolmentId, campaignId, version } = message;
  const { customerId: of } = message;
  return {
    messageId,
    enrolmentId,
    campaignId,
    version,
    customerId: of,
    discountId,
    code,
    endsAt: later(24 * 60),
  };
}

export function sampleCredit(
  enrolment: { enrolmentId: string; campaignId: number },
  change: Partial<OrderCredit> = {},
): OrderCredit {
  return {
    orderId: orderId(1),
    customerId: customerId(7),
    campaignId: enrolment.campaignId,
    version: 1,
    enrolmentId: enrolment.enrolmentId,
    basis: 'code',
    revenueMinor: 2_300_000,
    discountMinor: 266_667,
    orderedAt: later(30),
    ...change,
  };
}

export const anyCandidate: CandidateQuery = {
  kind: 'win_back',
  campaignId: 0,
  stages: ['first_time', 'repeat', 'vip', 'lapsed'],
  marks: [],
  lastOccasionFromOn: null,
  lastOccasionToOn: null,
  countries: [],
  minSpentMinor: null,
  notEnrolled: false,
  newestFirst: false,
};

export const sampleEmail: EmailSettings = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  user: 'mailer',
  from: { name: 'Trà & Co', address: 'hello@example.com' },
  replyTo: null,
  postalAddress: '1 Lê Lợi, Huế',
  dkim: { domain: 'example.com', selector: 's1' },
  dkimSelector: null,
  logoUrl: null,
  colour: '#336699',
  returnMailbox: null,
};

const NOTHING = { sumMinor: 0, sumSquaresMinor: 0 };
const NO_ARM = { customers: 0, ordered: 0, orders: 0, cappedRevenue: NOTHING, cappedProfit: NOTHING };
export const sampleFigures: CampaignFigures = {
  outcome: {
    groups: [
      {
        heldOutShare: 0.2,
        enrolled: { treated: 8, heldOut: 2 },
        treated: NO_ARM,
        heldOut: NO_ARM,
        heldOutReached: 0,
      },
    ],
    cost: { ordersUsed: 1, discountMinor: 5, profitBeforeMinor: null },
    ageDays: 3,
    windowDays: 30,
    enrolledPerWeek: 4,
  },
  arms: [],
  series: [{ dayOn: 20_600, groups: [] }],
  funnel: { inCampaign: 8, sent: 5, unknown: 1, ordered: 2, comparison: 2, comparisonOrdered: 0 },
  touched: { orders: 1, revenueMinor: 9, discountMinor: 5, byBasis: [] },
  skipped: [{ reason: 'bought', count: 3 }],
};
