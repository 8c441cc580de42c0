/** What the merchant decides about VIP (product.md section 3). Percentiles are taken over customers who are not lapsed. */
export type VipRules = {
  /** At or above it in frequency and in money a customer becomes VIP. 0.5–0.99, default 0.75. */
  vipEnterPercentile: number;
  /** Below it in either for 30 days a VIP becomes repeat. 0.4–0.99 and ≤ enter, default 0.70. */
  vipKeepPercentile: number;
  /** Occasions a VIP has at least. 2–50, default 2. */
  vipMinOccasions: number;
};

/** Days below the keep thresholds after which VIP is left. */
export const VIP_GRACE_DAYS = 30;
