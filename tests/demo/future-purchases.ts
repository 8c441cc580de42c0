import { cdnowFit } from '../dev-store/seed/cdnow-model.ts';
import type { Random } from '../dev-store/seed/random.ts';

/** What is known of a customer: purchases after the first, weeks from the first to the last, weeks from the first to now. */
export type KnownHistory = { repeats: number; lastWeeks: number; ageWeeks: number };

/** Draws the days from now, below `horizonDays`, on which a customer with this history buys; ascending. */
export type DrawFuture = (history: KnownHistory, horizonDays: number) => number[];

const PARTICLES = 1_500;
const WEEK_DAYS = 7;

/**
 * The purchases to come under the Pareto/NBD model that drew the history (Fader, Hardie & Lee 2005), given that history: a
 * pair of rates from the prior is chosen by how likely the history is under it, then whether the customer is still one.
 */
export function createFuture(random: Random): DrawFuture {
  const rates = Array.from({ length: PARTICLES }, () => ({
    buys: random.gamma(cdnowFit.purchaseShape, cdnowFit.purchaseRate),
    leaves: random.gamma(cdnowFit.dropoutShape, cdnowFit.dropoutRate),
  }));
  const weights = new Float64Array(PARTICLES);
  return (history, horizonDays) => {
    let total = 0;
    for (const [index, rate] of rates.entries()) {
      const { left, stays } = chances(rate, history);
      total += rate.buys ** history.repeats * (left + stays);
      weights[index] = total;
    }
    const rate = rates[firstAtLeast(weights, random.uniform() * total)];
    if (rate === undefined || total === 0) return [];
    const { left, stays } = chances(rate, history);
    if (!random.chance(stays / (left + stays))) return [];
    const endWeeks = Math.min(random.exponential(rate.leaves), horizonDays / WEEK_DAYS);
    const days: number[] = [];
    for (let at = random.exponential(rate.buys); at < endWeeks; at += random.exponential(rate.buys))
      days.push(at * WEEK_DAYS);
    return days;
  };
}

/** Up to one common factor: having left after the last purchase, and being there still. */
function chances(rate: { buys: number; leaves: number }, { lastWeeks, ageWeeks }: KnownHistory) {
  const both = rate.buys + rate.leaves;
  const untilLast = Math.exp(-both * lastWeeks);
  const untilNow = Math.exp(-both * ageWeeks);
  return { left: (rate.leaves / both) * (untilLast - untilNow), stays: untilNow };
}

function firstAtLeast(ascending: Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
