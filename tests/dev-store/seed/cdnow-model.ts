import type { Random } from './random.ts';

/**
 * Published fits to the CDNOW sample, time in weeks, money in US dollars: Pareto/NBD (Fader, Hardie & Lee 2005, Marketing
 * Science 24(2), Table 2) for when people buy and stop, Gamma-Gamma (Fader & Hardie 2013) for what they spend.
 */
export const cdnowFit = {
  purchaseShape: 0.553,
  purchaseRate: 10.578,
  dropoutShape: 0.606,
  dropoutRate: 11.669,
  spendShape: 6.25,
  spendMixShape: 3.74,
  spendMixRate: 15.44,
} as const;

/** One customer's purchases: days before the end of the window (0 = the last day), oldest first, and dollars for each. */
export type DrawnHistory = { daysAgo: number[]; dollars: number[] };

const dayWeeks = 1 / 7;

/** How a cohort is drawn: days of history, and the share of customers gained evenly over it (the rest come more densely later). */
export type CohortPlan = { customers: number; windowDays: number };

/**
 * Histories under the Pareto/NBD + Gamma-Gamma model. Everybody has a first purchase somewhere in the window; two purchases
 * drawn for one day stay two purchases. Long-lived heavy buyers, one-time buyers and the long gone all come out of it.
 */
export function* drawHistories(random: Random, plan: CohortPlan): Generator<DrawnHistory> {
  for (let drawn = 0; drawn < plan.customers; drawn++) {
    const firstDaysAgo = random.uniform() * plan.windowDays;
    yield drawHistory(random, firstDaysAgo);
  }
}

function drawHistory(random: Random, firstDaysAgo: number): DrawnHistory {
  const weeklyRate = random.gamma(cdnowFit.purchaseShape, cdnowFit.purchaseRate);
  const aliveWeeks = random.exponential(random.gamma(cdnowFit.dropoutShape, cdnowFit.dropoutRate));
  const spendRate = random.gamma(cdnowFit.spendMixShape, cdnowFit.spendMixRate);
  const spend = (): number => random.gamma(cdnowFit.spendShape, spendRate);
  const history: DrawnHistory = { daysAgo: [firstDaysAgo], dollars: [spend()] };
  const endWeeks = Math.min(aliveWeeks, firstDaysAgo * dayWeeks);
  for (let at = random.exponential(weeklyRate); at < endWeeks; at += random.exponential(weeklyRate)) {
    history.daysAgo.push(firstDaysAgo - at / dayWeeks);
    history.dollars.push(spend());
  }
  return history;
}
