/** What the merchant decides about which orders count (product.md section 1). */
export type OrderRules = {
  /** Days that PENDING and AUTHORIZED orders count without being fulfilled. 1–120, default 30. */
  provisionalDays: number;
  /** Whether orders of companies (B2B) count. Default false. */
  includeB2b: boolean;
};

/** Less than this after the order before it, an order belongs to the same purchase occasion (product.md section 1). */
export const OCCASION_HOURS = 6;

/** Rhythm taken for a subscription of which only one order has been seen, days. */
export const ASSUMED_RENEWAL_DAYS = 30;

/** A subscription is taken to run for this many times its rhythm after its last order (a late or retried payment). */
export const RENEWAL_PATIENCE = 1.5;
