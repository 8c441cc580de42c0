import type { CutPoints } from './model.ts';

/** What the merchant decides about RFM (product.md section 2). */
export type RfmRules = {
  /** Percentile of the top-quarter mark. 0.5–0.99, default 0.75. */
  topPercentile: number;
};

/** Shares at which the four cut points lie: quintiles. */
export const CUT_SHARES = [0.2, 0.4, 0.6, 0.8] as const;

/** Below this many buyers a quintile holds fewer than 20 people and jumps with every order: fixed thresholds are used. */
export const MIN_BUYERS_FOR_QUINTILES = 100;

/** R 5 = bought within 30 days, 4 = 90, 3 = 180 (half a year), 2 = 365, 1 = longer ago. */
export const FIXED_RECENCY_CUTS: CutPoints = [30, 90, 180, 365];

/** F 1 = one purchase, 2 = two, 3 = three, 4 = four or five, 5 = six or more. */
export const FIXED_FREQUENCY_CUTS: CutPoints = [1, 2, 3, 5];

/** M in multiples of the shop's own average order: fixed amounts would need exchange rates and know nothing of what it sells. */
export const FIXED_MONETARY_ORDERS: CutPoints = [1, 2, 3, 5];
