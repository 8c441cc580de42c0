import type { ProgramTerms, Reward } from '../loyalty/program.ts';

/** The active reward that fewest points buy, the first of equals; null = none, or the program is off. */
export function cheapestReward(terms: ProgramTerms | null): Reward | null {
  if (!terms?.on) return null;
  const active = terms.rewards.filter((reward) => reward.active);
  return active.toSorted((a, b) => a.costPoints - b.costPoints)[0] ?? null;
}
