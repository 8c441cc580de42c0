import type { CampaignReason } from '../domain/campaigns/enrolment.ts';
import type { OfferTerms } from '../domain/offers/terms.ts';
import type { CustomerId, OrderId, ProductId, ShopId } from '../domain/shared/ids.ts';
import type { LocalDay } from '../domain/shared/time.ts';

/** `reserved`: the code is ours, Shopify does not know it yet. `adding`: asked for, answer open. */
export type OfferState = 'reserved' | 'adding' | 'issued' | 'refused' | 'redeemed' | 'expired' | 'removed';

export type Offer = {
  offerId: string;
  messageId: string;
  enrolmentId: string;
  campaignId: number;
  version: number;
  customerId: CustomerId;
  discountId: string;
  code: string;
  state: OfferState;
  endsAt: Date;
  issuedAt: Date | null;
  redeemedOrderId: OrderId | null;
  /** A `discountRedeemCodeBulkAdd` still to be asked about. */
  creationId: string | null;
};

/** One Shopify discount per (campaign version, arm, step, expiry day). */
export type OfferDiscount = {
  discountId: string;
  campaignId: number;
  version: number;
  arm: number;
  step: number;
  endsOn: LocalDay;
  endsAt: Date;
  terms: OfferTerms;
  /** Shopify's id; null until it is made. `firstCode` finds it again when the answer was lost. */
  gid: string | null;
  firstCode: string | null;
  state: 'wanted' | 'active' | 'deleted_by_merchant' | 'removed';
};

export type OfferStore = {
  /** The discount of this key, made if new. */
  discountFor(
    shop: ShopId,
    key: Pick<OfferDiscount, 'campaignId' | 'version' | 'arm' | 'step' | 'endsOn' | 'endsAt' | 'terms'>,
  ): Promise<OfferDiscount>;
  discounts(shop: ShopId, discountIds: readonly string[]): Promise<readonly OfferDiscount[]>;
  discountByGid(shop: ShopId, gid: string): Promise<OfferDiscount | null>;
  /** Discounts, made or still to be made, that have not ended. */
  runningDiscounts(shop: ShopId, now: Date): Promise<readonly OfferDiscount[]>;
  /** A new end holds for the open codes of the discount as well. */
  setDiscount(
    shop: ShopId,
    discountId: string,
    change: Partial<Pick<OfferDiscount, 'gid' | 'firstCode' | 'state' | 'endsAt'>>,
  ): Promise<void>;
  /** One row per message; one that stands already keeps its code. A code another message has is not given: the message then has no offer (`ofMessages`). */
  reserve(
    shop: ShopId,
    rows: readonly Pick<
      Offer,
      'messageId' | 'enrolmentId' | 'campaignId' | 'version' | 'customerId' | 'discountId' | 'code' | 'endsAt'
    >[],
    at: Date,
  ): Promise<void>;
  inState(shop: ShopId, states: readonly OfferState[], limit: number): Promise<readonly Offer[]>;
  ofMessages(shop: ShopId, messageIds: readonly string[]): Promise<readonly Offer[]>;
  /** Without regard to case, as Shopify takes codes. */
  byCodes(shop: ShopId, codes: readonly string[]): Promise<readonly Offer[]>;
  openOf(shop: ShopId, customerIds: readonly CustomerId[], now: Date): Promise<readonly Offer[]>;
  /** Of these, who carries an open offer now: they wear the short-lived tag. */
  wearers(shop: ShopId, customerIds: readonly CustomerId[], now: Date): Promise<ReadonlySet<CustomerId>>;
  setState(
    shop: ShopId,
    offerIds: readonly string[],
    change: { state: OfferState; creationId?: string | null },
    at: Date,
  ): Promise<void>;
  redeem(shop: ShopId, offerId: string, orderId: OrderId, at: Date): Promise<void>;
  /** Another code for an offer whose code the shop uses for something else; CONFLICT where one of ours has it. */
  recode(shop: ShopId, offerId: string, code: string): Promise<void>;
  /** Products that the recipients of this discount's offers have bought (kept units), most bought first. */
  productsBoughtBy(shop: ShopId, discountId: string, limit: number): Promise<readonly ProductId[]>;
  /** Its open offers become `removed`, their undelivered messages `failed` with the reason and out of the caps. Returns whose offers they were. */
  dropDiscount(
    shop: ShopId,
    discountId: string,
    because: { messages: CampaignReason },
    at: Date,
  ): Promise<readonly CustomerId[]>;
  /** What is to be taken out of Shopify: issued and not used with an end before `now`, or `expired` because its message never went. */
  expired(shop: ShopId, now: Date, limit: number): Promise<readonly Offer[]>;
  /** Discounts past their end none of whose codes is open. */
  spentDiscounts(shop: ShopId, now: Date, limit: number): Promise<readonly OfferDiscount[]>;
  /** Our segment in Shopify that binds codes to wearers of the tag. */
  segment(shop: ShopId): Promise<{ gid: string; tag: string } | null>;
  saveSegment(shop: ShopId, segment: { gid: string; tag: string }): Promise<void>;
};
