import type { CustomerId, ShopId } from '../domain/shared/ids.ts';

/**
 * What Encore holds of a customer, counted: numbers and scores (0 or 1 row), orders, dated stage changes, tags of ours,
 * turns in campaigns.
 */
export type HeldCounts = {
  facts: number;
  orders: number;
  stageChanges: number;
  tags: number;
  campaigns: number;
};

/** A customer's request for their data. No customer: Encore held nothing of them, or they have been erased since. */
export type DataRequest = {
  requestId: string;
  shopifyRequestId: string | null;
  customerId: CustomerId | null;
  receivedAt: Date;
  dueAt: Date;
  /** When the request came. */
  held: HeldCounts;
  /** Null = open. */
  answeredAt: Date | null;
};

export type DataRequestStore = {
  heldOf(shop: ShopId, customerId: CustomerId): Promise<HeldCounts>;
  /** Keeps the request; one that Shopify numbered is kept once. */
  add(shop: ShopId, request: Omit<DataRequest, 'requestId' | 'answeredAt'>): Promise<void>;
  /** The first answer's moment stays. False = this shop has no such request. */
  markAnswered(shop: ShopId, requestId: string, at: Date): Promise<boolean>;
  /** A merged customer's requests are about whom they were merged into. */
  passOver(shop: ShopId, from: CustomerId, to: CustomerId): Promise<void>;
};

/** A stored row under plain names: days and instants in ISO 8601, ids as text, money in minor units. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** Everything Encore holds of one customer, row by row. */
export type HeldData = {
  facts: PlainRow | null;
  orders: readonly PlainRow[];
  stageChanges: readonly PlainRow[];
  tags: PlainRow | null;
  campaigns: {
    enrolments: readonly PlainRow[];
    enrolmentMoves: readonly PlainRow[];
    messages: readonly PlainRow[];
    deliveries: readonly PlainRow[];
    offers: readonly PlainRow[];
    linksFollowed: readonly PlainRow[];
    orderCredits: readonly PlainRow[];
    mailSuppressions: readonly PlainRow[];
  };
  loyalty: {
    accounts: readonly PlainRow[];
    ledger: readonly PlainRow[];
    grants: readonly PlainRow[];
    redemptions: readonly PlainRow[];
    tierChanges: readonly PlainRow[];
    referrals: readonly PlainRow[];
    flowEvents: readonly PlainRow[];
  };
  dataRequests: readonly PlainRow[];
};

export type PrivacyReader = {
  /** Open ones first, the most urgent on top; then the answered ones, newest first. */
  requests(shop: ShopId, limit: number): Promise<readonly DataRequest[]>;
  request(shop: ShopId, requestId: string): Promise<DataRequest | null>;
  heldData(shop: ShopId, customerId: CustomerId): Promise<HeldData>;
};
