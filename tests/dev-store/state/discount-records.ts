/** Code discounts. Instants are epoch milliseconds, money is minor units of the shop's currency, ids carry no gid prefix. */

export type DiscountClass = 'ORDER' | 'PRODUCT' | 'SHIPPING';

/** Whom a discount is for. */
export type BuyerContext =
  | { readonly kind: 'all' }
  | { readonly kind: 'customers' | 'segments'; readonly ids: readonly string[] };

/** `percentage` is a share: 0.15 = 15 %. */
export type DiscountValue =
  | { readonly kind: 'percentage'; readonly percentage: number }
  | { readonly kind: 'amount'; readonly amountMinor: number; readonly onEachItem: boolean };

/** What a discount covers. Only `all` makes an order discount, the others product discounts. */
export type DiscountItems =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'products';
      readonly productIds: readonly string[];
      readonly variantIds: readonly string[];
    }
  | { readonly kind: 'collections'; readonly collectionIds: readonly string[] };

/** null: every country. */
export type ShippingDestination = {
  readonly countries: readonly string[];
  readonly includeRestOfWorld: boolean;
} | null;

/** What a discount takes off. */
export type DiscountTerms =
  | { readonly kind: 'basic'; readonly value: DiscountValue; readonly items: DiscountItems }
  | {
      readonly kind: 'freeShipping';
      readonly destination: ShippingDestination;
      readonly maximumShippingMinor: number | null;
    };

export type DiscountMinimum =
  | { readonly kind: 'subtotal'; readonly amountMinor: number }
  | { readonly kind: 'quantity'; readonly quantity: number };

export interface CombinesWith {
  readonly orderDiscounts: boolean;
  readonly productDiscounts: boolean;
  readonly shippingDiscounts: boolean;
}

/** What a merchant or app says about a discount; its codes hang on it by id. */
export interface DiscountSettings {
  readonly title: string;
  readonly startsAt: number;
  readonly endsAt: number | null;
  readonly context: BuyerContext;
  readonly terms: DiscountTerms;
  readonly minimum: DiscountMinimum | null;
  readonly appliesOnOneTimePurchase: boolean;
  readonly appliesOnSubscription: boolean;
  readonly recurringCycleLimit: number | null;
  /** Counts per redeem code. */
  readonly usageLimit: number | null;
  /** Counts per redeem code. */
  readonly appliesOncePerCustomer: boolean;
  readonly combinesWith: CombinesWith;
  readonly tags: readonly string[];
}

export interface DiscountRecord {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  settings: DiscountSettings;
}

export interface RedeemCodeRecord {
  readonly id: string;
  readonly discountId: string;
  /** As it was written; codes are compared without regard to case. */
  code: string;
  readonly createdAt: number;
  /** The app that added it; null: the merchant. */
  readonly addedByApp: boolean;
}

/** One code of a bulk creation, and what became of it. */
export interface BulkCodeRecord {
  readonly code: string;
  /** Why it was not imported; null: not yet tried, or imported. */
  fault: string | null;
  redeemCodeId: string | null;
}

/** Codes on their way into a discount: imported one after another between `createdAt` and `readyAt`. */
export interface BulkCreationRecord {
  readonly id: string;
  readonly discountId: string;
  readonly createdAt: number;
  readonly readyAt: number;
  readonly codes: readonly BulkCodeRecord[];
  /** How many were tried. */
  tried: number;
}

/** Codes on their way out of a discount. */
export interface CodeDeletionRecord {
  readonly id: string;
  readonly readyAt: number;
  readonly codeIds: readonly string[];
  done: boolean;
}
