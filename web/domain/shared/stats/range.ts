/** An estimate with the ends of its interval. */
export type Range = { estimate: number; lower: number; upper: number };

/** `count` of `of`, as a proportion is measured. */
export type Proportion = { count: number; of: number };

/** A mean as an interval needs it: `variance` with divisor n − 1. */
export type SampleMean = { mean: number; variance: number; count: number };
