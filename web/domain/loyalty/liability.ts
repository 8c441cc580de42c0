import type { ProgramTerms, Reward } from './program.ts';

/** Points of all members together; `debt` above 0 = owed to the shop. */
export type OpenTotals = {
  available: number;
  pending: number;
  reserved: number;
  debt: number;
  spent: number;
  expired: number;
};

/** Amounts in minor units; null = no reward whose worth is known, or no experience yet. */
export type Liability = {
  atMostMinor: number | null;
  likelyMinor: number | null;
  usedPercent: number | null;
};

/** Points that must have been spent or ended before the share that is used says anything. */
export const MIN_FINISHED_POINTS = 1_000;

/**
 * What open points could cost: all of them at the dearest active reward per point, and that times the share of finished points
 * that were used. Before any point has ended only spending can finish one, so that share would be 100 % whatever customers do. Percentages are worth what they take off a typical order, where one is known; free shipping and products
 * are not priced.
 */
export function liability(
  totals: OpenTotals,
  terms: ProgramTerms,
  typicalOrderMinor: number | null = null,
): Liability {
  const finished = totals.spent + totals.expired;
  const tells = totals.expired > 0 && finished >= MIN_FINISHED_POINTS;
  const usedPercent = tells ? Math.round((100 * totals.spent) / finished) : null;
  const open = Math.max(0, totals.available + totals.pending + totals.reserved);
  const atMostMinor = costOfPoints(open, terms, typicalOrderMinor);
  const likelyMinor =
    atMostMinor === null || usedPercent === null
      ? null
      : Number((BigInt(atMostMinor) * BigInt(totals.spent) + BigInt(finished - 1)) / BigInt(finished));
  return { atMostMinor, likelyMinor, usedPercent };
}

/** What so many points cost at the dearest active reward per point, rounded up; null where none has a known worth. */
export function costOfPoints(
  points: number,
  terms: ProgramTerms,
  typicalOrderMinor: number | null = null,
): number | null {
  let most: bigint | null = null;
  for (const reward of terms.rewards) {
    const worth = reward.active && reward.costPoints > 0 ? worthMinor(reward, typicalOrderMinor) : null;
    if (worth === null) continue;
    const cost = BigInt(reward.costPoints);
    const total = (BigInt(points) * BigInt(worth) + cost - 1n) / cost;
    if (most === null || total > most) most = total;
  }
  return most === null ? null : Number(most);
}

/** Share of the price that points give back at the dearest reward, hundredths of a percent, rounded; null as `costOfPoints`. */
export function giveBackBps(terms: ProgramTerms, typicalOrderMinor: number | null = null): number | null {
  const million = costOfPoints(1_000_000, terms, typicalOrderMinor);
  return million === null ? null : Math.round((million * terms.earn.points) / terms.earn.perMinor / 100);
}

function worthMinor({ value }: Reward, typicalOrderMinor: number | null): number | null {
  if (value.kind === 'amount' || value.kind === 'store_credit') return value.amountMinor;
  if (value.kind === 'percentage' && typicalOrderMinor !== null)
    return Math.ceil((typicalOrderMinor * value.percentageBps) / 10_000);
  return null;
}
