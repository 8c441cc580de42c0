import type { OfferTerms } from '../domain/offers/terms.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';

/** One Shopify discount to be made. Its first code comes with it; Shopify makes no discount without one. */
export type DiscountSpec = {
  title: string;
  /** `bought_before` must be resolved to products first. */
  terms: OfferTerms;
  currency: string;
  startsAt: Date;
  endsAt: Date;
  /** Only members of this segment may use its codes. */
  segmentGid: string;
  firstCode: string;
};

export type DiscountOutcome =
  | { outcome: 'made'; gid: string }
  /** Another discount of this shop has the code. */
  | { outcome: 'code_taken' }
  | { outcome: 'refused'; field: string; message: string };

/** How one `discountRedeemCodeBulkAdd` stands. `failed` lists what was not imported once it is done. */
export type CodeCreation = {
  done: boolean;
  failed: readonly { code: string; taken: boolean; message: string }[];
};

/** A customer at the moment of sending: shown, sent and forgotten, never stored. */
export type Recipient = {
  customerId: CustomerId;
  firstName: string | null;
  displayName: string;
  email: string | null;
  emailConsent: string | null;
  phone: string | null;
  smsConsent: string | null;
  locale: string | null;
  country: string | null;
  tags: readonly string[];
  /** The order Shopify holds as their last. */
  lastOrder: { orderId: OrderId; createdAt: Date } | null;
};

/** A campaign as Shopify's marketing reports show it; money in shop currency minor units. */
export type ActivityReport = {
  remoteId: string;
  title: string;
  url: string;
  status: 'ACTIVE' | 'PAUSED' | 'INACTIVE';
  utm: { campaign: string; source: string; medium: string };
  startedAt: Date;
};

/** What campaigns ask of one shop's Admin API. Throws like `Shopify`. Every call may be repeated. */
export type ShopifyOffers = {
  createDiscount(spec: DiscountSpec): Promise<DiscountOutcome>;
  /** `gone` = the discount does not stand any more. */
  setDiscountEnd(gid: string, terms: OfferTerms, endsAt: Date): Promise<'done' | 'gone'>;
  deleteDiscount(gid: string): Promise<void>;
  /** At most 250 codes; answers the creation to be polled, null = the discount is gone. */
  addCodes(gid: string, codes: readonly string[]): Promise<string | null>;
  /** Many in one call. */
  codeCreations(creationIds: readonly string[]): Promise<Map<string, CodeCreation>>;
  /** The discount that has the code now, if any. */
  discountOfCode(code: string): Promise<{ gid: string; title: string } | null>;
  /** Which of these codes the discount has, as its search knows them: what is not found may stand all the same. */
  codesHeld(gid: string, codes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Takes unused codes off a discount; the others stay. */
  removeCodes(gid: string, codes: readonly string[]): Promise<void>;
  /** The segment of this name with this query, made or mended where it must be. */
  ensureSegment(name: string, query: string): Promise<string>;
  /** Which of these the segment holds by now. Unless `thorough` not all are looked for while fewer are in than asked about. */
  segmentHolds(
    gid: string,
    customerIds: readonly CustomerId[],
    how: { thorough: boolean },
  ): Promise<ReadonlySet<CustomerId>>;
  fetchRecipients(ids: readonly CustomerId[]): Promise<Map<CustomerId, Recipient | null>>;
  productTitles(productIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** `lost` = it may have run. */
  triggerFlow(handle: string, payload: object): Promise<'done' | 'refused' | 'lost'>;
  unsubscribeEmail(customerId: CustomerId): Promise<'done' | 'gone'>;
  reportActivity(report: ActivityReport): Promise<void>;
  /** Sends of one local day, replacing what was said of it before. */
  reportSends(
    remoteId: string,
    day: { on: string; utcOffset: string; sends: number; clicks: number },
  ): Promise<void>;
};
