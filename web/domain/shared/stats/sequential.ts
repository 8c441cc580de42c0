import type { Proportion, Range } from './range.ts';

/** What a normal-mixture sequential test says at one look. */
export type SequentialLook = Range & { likelihoodRatio: number; p: number };

/** Variance of the difference of two independent proportions, each with its own estimate. */
export function differenceVariance(treated: Proportion, control: Proportion): number {
  return binomialVariance(treated) + binomialVariance(control);
}

function binomialVariance({ count, of }: Proportion): number {
  const share = count / of;
  return (share * (1 - share)) / of;
}

/**
 * An interval of a difference d with variance V that holds at every look at once, and the p-value to match: mixture of
 * N(0, τ²) over the effect (Robbins 1970; Johari, Pekelis and Walsh 2017). τ = the lift thought plausible, fixed before the
 * start. V is an estimate, so look only from 10 events in each arm on. RangeError unless V and τ are positive.
 */
export function sequentialLook(
  difference: number,
  variance: number,
  { tau, alpha = 0.05 }: { tau: number; alpha?: number },
): SequentialLook {
  if (!(variance > 0 && tau > 0)) {
    throw new RangeError(`a sequential look needs V and τ above 0, got ${variance} and ${tau}`);
  }
  const prior = tau * tau;
  const total = variance + prior;
  const exponent = (prior * difference ** 2) / (2 * variance * total);
  const likelihoodRatio = Math.sqrt(variance / total) * Math.exp(exponent);
  const spread = sequentialZ(variance, { tau, alpha }) * Math.sqrt(variance);
  return {
    estimate: difference,
    lower: difference - spread,
    upper: difference + spread,
    likelihoodRatio,
    p: Math.min(1, 1 / likelihoodRatio),
  };
}

/** How many standard errors the difference must leave 0 behind to be significant at any look; never below 3.03 at 5 %. */
export function sequentialZ(
  variance: number,
  { tau, alpha = 0.05 }: { tau: number; alpha?: number },
): number {
  const ratio = variance / (tau * tau);
  return Math.sqrt((1 + ratio) * (2 * Math.log(1 / alpha) + Math.log1p(1 / ratio)));
}
