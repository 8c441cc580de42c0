import type { Mark, Stage } from './lifecycle/stage.ts';

/** The merchant's own numbers. Every field has a documented default (`web/domain/rfm/rule.ts` and its neighbours) and an allowed range (contract). */
export type Rules = {
  /** Days that PENDING and AUTHORIZED orders count without being fulfilled. 1–120, default 30. */
  provisionalDays: number;
  includeB2b: boolean;
  /** Percentile of the top-quarter mark. 0.5–0.99, default 0.75. */
  topPercentile: number;
  /** The merchant's own lapse limits, days 14–730; null = measured. */
  lapseOneOccasionDays: number | null;
  lapseLaterDays: number | null;
  /** VIP percentiles among customers who are not lapsed. Defaults 0.75 and 0.70; keep ≤ enter. */
  vipEnterPercentile: number;
  vipKeepPercentile: number;
  vipMinOccasions: number;
  tags: {
    enabled: boolean;
    /** Put before every tag of ours; ≤ 20 characters, no comma. */
    prefix: string;
    stages: Readonly<Record<Stage, string>>;
    marks: Readonly<Partial<Record<Mark, string>>>;
  };
  /** Customers who carry one of these Shopify tags are left out of scoring and tagging. */
  excludedTags: readonly string[];
};
