import type { EarnRate } from './program.ts';

/** No literal: the extensions are compiled for an older language than they run in. */
const WHOLE_BPS = BigInt(10_000);

/**
 * Points for an amount of merchandise, floored once: `floor(base × points × tier × bonus / perMinor)`. Exact in integers, so that
 * the widget's estimate and the server's award cannot differ. `baseMinor` below 0 counts as 0; multipliers: 10,000 = once.
 */
export function pointsFor(baseMinor: number, rate: EarnRate, tierBps: number, bonusBps: number): number {
  if (baseMinor <= 0) return 0;
  const numerator = BigInt(baseMinor) * BigInt(rate.points) * BigInt(tierBps) * BigInt(bonusBps);
  return Number(numerator / (BigInt(rate.perMinor) * WHOLE_BPS * WHOLE_BPS));
}
