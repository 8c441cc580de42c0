import type { Order } from '../domain/orders/order.ts';
import type { CustomerId, OrderId, ShopId, VariantId } from '../domain/shared/ids.ts';
import type { UnitCost } from './cost-port.ts';

/** A store with Encore installed. */
export type Shop = {
  shopId: ShopId;
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
  state: ShopState;
  scopes: readonly string[];
  /** Whether orders older than 60 days are visible (read_all_orders granted). */
  seesAllOrders: boolean;
  installedAt: Date;
};
export type ShopState = 'installing' | 'active' | 'needs_reauth' | 'uninstalled';

/** The shop as Shopify states it. */
export type ShopProfile = {
  name: string;
  currency: string;
  timeZone: string;
  scopes: readonly string[];
};

/** The part of a customer that we keep: no name, e-mail, phone or address. */
export type CustomerProfile = {
  customerId: CustomerId;
  updatedAt: Date;
  locale: string | null;
  /** ISO 3166-1 alpha-2 of the default address. */
  country: string | null;
  emailConsent: string | null;
  smsConsent: string | null;
  shopifyOrders: number;
  shopifySpentMinor: number;
  /** All tags standing in Shopify now; only ours and the excluded ones are looked at, none is stored but ours. */
  tags: readonly string[];
};

/** Shown live, never stored. */
export type LiveCustomer = {
  customerId: CustomerId;
  displayName: string;
  email: string | null;
  rfmGroup: string | null;
  tags: readonly string[];
};

export type BulkKind = 'orders' | 'customers' | 'order-ids' | 'customer-ids';
export type BulkStatus = {
  state: 'running' | 'completed' | 'failed' | 'canceled' | 'expired';
  /** Root objects so far (orders or customers). */
  rootObjects: number;
  /** JSON Lines to stream, valid 7 days; null while running and for an empty result. */
  url: string | null;
  error: string | null;
};

/** A line of a bulk file that could not be used and was left out; `rootObject` = with it a whole order or customer. */
export type UnreadableLine = { lineNumber: number; rootObject: boolean; cause: unknown };

export type TagChange = { customerId: CustomerId; add: readonly string[]; remove: readonly string[] };
/** `gone` = Shopify does not know the customer (merged or deleted): a hint to refetch. */
export type TagOutcome =
  | { customerId: CustomerId; outcome: 'done' }
  | { customerId: CustomerId; outcome: 'gone' }
  | { customerId: CustomerId; outcome: 'refused'; message: string }
  | { customerId: CustomerId; outcome: 'unknown' };

/**
 * What the body of a delivery itself says about a customer. Enough to tell our own echo (the tags we set, the update Shopify
 * sends for each of them and for each order) from news that must be asked for; never enough to be stored.
 */
export type CustomerNews =
  | { kind: 'tags'; added: readonly string[]; removed: readonly string[] }
  | { kind: 'profile'; country: string | null }
  | { kind: 'unknown' };

/**
 * What a webhook body points at (read losslessly; nothing else in it is trusted but an order's lines, see `fetchOrders`).
 * `wholeOrder` = the body is an order payload. `ignored` carries the reason: unknown topic, no id, malformed JSON.
 */
export type DeliveryHint =
  | { kind: 'order'; orderId: OrderId; wholeOrder: boolean }
  | { kind: 'order-deleted'; orderId: OrderId }
  | { kind: 'customer'; customerId: CustomerId; news: CustomerNews }
  | { kind: 'customer-deleted'; customerId: CustomerId }
  | { kind: 'customers-merged'; keptId: CustomerId; goneId: CustomerId }
  | { kind: 'customer-redacted'; customerId: CustomerId | null; orderIds: readonly OrderId[] }
  | {
      kind: 'data-requested';
      /** Shopify's number of the request; null where the body has none. */
      requestId: string | null;
      /** The shop the body names: the signature covers the body, not the headers. */
      shopDomain: string | null;
      customerId: CustomerId | null;
    }
  | { kind: 'shop-redacted' }
  | { kind: 'uninstalled' }
  | { kind: 'shop-changed' }
  | { kind: 'bulk-finished'; operationId: string }
  | { kind: 'discount-deleted'; discountId: string }
  | { kind: 'ignored'; reason: string };

/**
 * The Admin API in our words, for one shop; paced by that shop's bucket. Throws AppError: NEEDS_REAUTH (token revoked or
 * refresh refused), SHOPIFY_UNAVAILABLE (throttled or failing after retries), SHOPIFY_REFUSED (userErrors, field named).
 */
export type Shopify = {
  /** Pure: no call to Shopify. Never throws. */
  readDelivery(topic: string, body: string): DeliveryHint;
  fetchProfile(): Promise<ShopProfile>;
  /**
   * Orders as they stand now, in batched calls. `payloads` are webhook bodies that may already carry the lines: used only
   * where their updated_at equals the fetched one (a delivery is a hint; money always comes from Shopify). A null value = this shop has no such order.
   */
  fetchOrders(
    ids: readonly OrderId[],
    payloads?: ReadonlyMap<OrderId, string>,
  ): Promise<Map<OrderId, Order | null>>;
  fetchCustomers(ids: readonly CustomerId[]): Promise<Map<CustomerId, CustomerProfile | null>>;
  /** What a unit costs the merchant; null = Shopify has no cost or no such variant. FORBIDDEN where it was not granted. */
  fetchUnitCosts(variantIds: readonly VariantId[]): Promise<Map<VariantId, UnitCost | null>>;
  /** Ids and updatedAt of orders changed in [from, to), oldest first, paged and windowed under the 25,000 cap. */
  ordersUpdatedBetween(from: Date, to: Date): AsyncIterable<readonly { orderId: OrderId; updatedAt: Date }[]>;
  customersUpdatedBetween(from: Date, to: Date): AsyncIterable<readonly CustomerProfile[]>;
  countOrders(): Promise<number>;
  countCustomers(): Promise<number>;
  /** All order ids of one customer (after a merge). */
  orderIdsOf(customerId: CustomerId): Promise<readonly OrderId[]>;

  /** Starts a bulk query; returns Shopify's operation id. `CONFLICT` when five already run. */
  startBulk(kind: BulkKind): Promise<string>;
  bulkStatus(operationId: string): Promise<BulkStatus>;
  /**
   * Streams a finished `orders` result in batches, in constant memory; `skip` root objects first. Refunds by line are filled
   * in. Lines that cannot be used are told to `leftOut` before the batch that follows them. NOT_FOUND = the address is over.
   */
  readBulkOrders(
    url: string,
    skip: number,
    leftOut?: (line: UnreadableLine) => void,
  ): AsyncIterable<readonly Order[]>;
  readBulkCustomers(
    url: string,
    skip: number,
    leftOut?: (line: UnreadableLine) => void,
  ): AsyncIterable<readonly CustomerProfile[]>;
  readBulkIds(url: string): AsyncIterable<readonly { id: string; updatedAt: Date }[]>;

  /** Few changes: paced tagsAdd/tagsRemove calls. */
  changeTags(changes: readonly TagChange[]): Promise<readonly TagOutcome[]>;
  /** Many changes: staged uploads and bulk mutations; resolves when Shopify has worked them off. */
  changeTagsInBulk(changes: readonly TagChange[]): Promise<readonly TagOutcome[]>;

  liveCustomers(ids: readonly CustomerId[]): Promise<Map<CustomerId, LiveCustomer | null>>;
  /** Live search by words of a name in any order, e-mail or phone; at most 50 ids, best first. */
  searchCustomers(text: string): Promise<readonly CustomerId[]>;
};
