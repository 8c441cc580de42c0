/**
 * The records of the local Shopify. Instants are epoch milliseconds, money is whole minor units of the shop's currency,
 * ids are decimal strings without the gid prefix. Arrays are replaced, never pushed to, so that empty ones can be shared.
 * No total is stored: see order-figures.ts.
 */

export type FulfillmentState = 'SUCCESS' | 'CANCELLED';
export type RestockType = 'RETURN' | 'CANCEL' | 'NO_RESTOCK' | 'LEGACY_RESTOCK';
export type CancelReason = 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF';
export type ConsentState =
  | 'NOT_SUBSCRIBED'
  | 'PENDING'
  | 'SUBSCRIBED'
  | 'UNSUBSCRIBED'
  | 'INVALID'
  | 'REDACTED';
export type OptInLevel = 'CONFIRMED_OPT_IN' | 'SINGLE_OPT_IN' | 'UNKNOWN';
export type ShopPlan = 'basic' | 'grow' | 'advanced' | 'plus';

/** A discount as the buyer met it. `value` is a percentage (15 = 15 %) or minor units, by `valueKind`. */
export interface DiscountApplicationRecord {
  readonly type: 'code' | 'automatic' | 'manual';
  /** The code for `code`, the title otherwise. */
  readonly title: string;
  readonly valueKind: 'percentage' | 'amount';
  readonly value: number;
  readonly target: 'LINE_ITEM' | 'SHIPPING_LINE';
  /** Absent: nobody said how it was spread. */
  readonly method?: 'ACROSS' | 'EACH';
  /** Absent: ALL. */
  readonly selection?: 'ALL' | 'ENTITLED';
}

export interface DiscountAllocationRecord {
  readonly applicationIndex: number;
  readonly amountMinor: number;
}

/** Units an order edit took off a line, with what they were worth after discounts. */
export interface LineRemovalRecord {
  readonly quantity: number;
  readonly subtotalMinor: number;
  readonly taxMinor: number;
}

export interface LineRecord {
  readonly id: string;
  readonly title: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly sku: string | null;
  /** Units when the order was placed: 0 for a line an edit or exchange added. */
  readonly originalQuantity: number;
  /** Units ever on the line, edits upward included. */
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** Tax of `quantity` units. */
  readonly taxMinor: number;
  readonly giftCard: boolean;
  readonly sellingPlan: { readonly id: string; readonly name: string } | null;
  readonly allocations: readonly DiscountAllocationRecord[];
  readonly removals: readonly LineRemovalRecord[];
}

export interface RefundLineRecord {
  readonly id: string;
  readonly lineId: string;
  readonly quantity: number;
  readonly restockType: RestockType;
  /** After discounts, without tax unless prices include it. */
  readonly subtotalMinor: number;
  readonly taxMinor: number;
}

export interface RefundRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly processedAt: number;
  readonly note: string | null;
  readonly lines: readonly RefundLineRecord[];
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
}

/** `EXPIRY` is ours: it marks an authorisation that lapsed and is never shown as a transaction. */
export interface TransactionRecord {
  readonly id: string;
  readonly kind: 'AUTHORIZATION' | 'SALE' | 'CAPTURE' | 'REFUND' | 'VOID' | 'EXPIRY';
  readonly status: 'SUCCESS' | 'PENDING' | 'FAILURE';
  readonly gateway: string;
  readonly amountMinor: number;
  readonly processedAt: number;
  readonly parentId: string | null;
  readonly refundId: string | null;
}

export interface FulfillmentRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly status: FulfillmentState;
  readonly deliveredAt: number | null;
  readonly trackingNumber: string | null;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

export interface ReturnRecord {
  readonly id: string;
  readonly status: 'OPEN' | 'CLOSED' | 'REQUESTED' | 'DECLINED' | 'CANCELED';
  readonly createdAt: number;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  /** Lines of the same order that were sent in exchange. */
  readonly exchangeLineIds: readonly string[];
}

export interface PurchasingCompany {
  readonly companyId: string;
  readonly companyName: string;
  readonly locationId: string;
  readonly contactId: string;
}

export interface OrderApp {
  readonly id: string;
  readonly name: string;
}

export interface OrderRecord {
  readonly id: string;
  readonly number: number;
  customerId: string | null;
  email: string | null;
  phone: string | null;
  readonly createdAt: number;
  processedAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: CancelReason | null;
  closedAt: number | null;
  readonly test: boolean;
  readonly confirmed: boolean;
  edited: boolean;
  readonly sourceName: string;
  readonly app: OrderApp | null;
  /** The shop's currency at the time; the shop's may change later. */
  readonly currency: string;
  readonly presentmentCurrency: string;
  /** Presentment units per shop unit. */
  readonly presentmentRate: number;
  readonly taxesIncluded: boolean;
  lines: readonly LineRecord[];
  discounts: readonly DiscountApplicationRecord[];
  readonly shippingTitle: string | null;
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
  readonly shippingAllocations: readonly DiscountAllocationRecord[];
  readonly tipMinor: number;
  transactions: readonly TransactionRecord[];
  refunds: readonly RefundRecord[];
  fulfillments: readonly FulfillmentRecord[];
  returns: readonly ReturnRecord[];
  readonly company: PurchasingCompany | null;
  readonly countryCode: string | null;
  readonly locale: string | null;
  readonly landingSite: string | null;
  tags: readonly string[];
  note: string | null;
}

export interface ConsentRecord {
  readonly state: ConsentState;
  readonly optInLevel: OptInLevel | null;
  readonly updatedAt: number | null;
}

export interface CustomerRecord {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string;
  countryCode: string | null;
  city: string | null;
  address1: string | null;
  zip: string | null;
  state: 'DISABLED' | 'ENABLED' | 'INVITED' | 'DECLINED';
  note: string | null;
  taxExempt: boolean;
  verifiedEmail: boolean;
  dataSaleOptOut: boolean;
  emailConsent: ConsentRecord;
  smsConsent: ConsentRecord;
  /** Sorted as Shopify shows them, unique without regard to case. */
  tags: readonly string[];
  redactedAt: number | null;
}

export interface VariantRecord {
  readonly id: string;
  readonly productId: string;
  readonly inventoryItemId: string;
  readonly title: string;
  readonly sku: string | null;
  readonly priceMinor: number;
  unitCostMinor: number | null;
}

export interface ProductRecord {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly title: string;
  readonly handle: string;
  readonly productType: string;
  readonly vendor: string;
  readonly giftCard: boolean;
  tags: readonly string[];
  readonly variants: readonly VariantRecord[];
}

export interface CollectionRecord {
  readonly id: string;
  updatedAt: number;
  readonly title: string;
  readonly handle: string;
  readonly productIds: readonly string[];
  /** Whether the storefront knows of it: Liquid sees no other. */
  readonly published: boolean;
}

export interface SegmentRecord {
  readonly id: string;
  readonly creationDate: number;
  lastEditDate: number;
  name: string;
  query: string;
}

export interface MetafieldRecord {
  readonly id: string;
  /** Full gid of what it hangs on. */
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
  type: string;
  value: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface MetafieldDefinitionRecord {
  readonly id: string;
  readonly namespace: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: string;
  readonly ownerType: string;
  readonly access: { readonly admin: string; readonly storefront: string; readonly customerAccount: string };
}

/** Only those made through the Admin API: what the app's TOML declares stays out of sight, as at Shopify. */
export interface WebhookSubscriptionRecord {
  readonly id: string;
  readonly appId: string;
  readonly topic: string;
  readonly createdAt: number;
  updatedAt: number;
  uri: string;
  format: 'JSON' | 'XML';
  filter: string | null;
  includeFields: readonly string[];
  metafieldNamespaces: readonly string[];
  name: string | null;
}

/** A theme of the online store: its JSON files as the admin keeps them, by name. */
export interface ThemeRecord {
  readonly id: string;
  readonly name: string;
  role: 'MAIN' | 'UNPUBLISHED';
  readonly createdAt: number;
  updatedAt: number;
  readonly files: Map<string, string>;
}
