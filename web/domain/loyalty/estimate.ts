import type { ProgramView } from './member-view.ts';
import { pointsFor } from './points-for.ts';
import { mayHold } from './product-sieve.ts';

/**
 * One line as a cart or a product page knows it, in minor units of the shop's currency, after its discounts. A discount on the
 * whole cart is a line below 0 without a product.
 */
export type EstimateLine = {
  totalMinor: number;
  giftCard: boolean;
  productId: string | null;
};

/**
 * Points that these lines would bring on a day (`YYYY-MM-DD`, shop's calendar) to a member with this tier multiplier (10,000 =
 * once). Equals the award for the same lines, codes and tier; where the program cannot name all products that earn nothing, never
 * above it.
 */
export function estimatePoints(
  lines: readonly EstimateLine[],
  program: ProgramView,
  tierBps: number,
  today: string,
): number {
  if (!program.on) return 0;
  let baseMinor = 0;
  for (const line of lines) if (line.totalMinor < 0 || earns(line, program)) baseMinor += line.totalMinor;
  let bonusBps = 10_000;
  for (const { fromOn, toOn, multiplierBps } of program.bonuses)
    if (fromOn <= today && today <= toOn && multiplierBps > bonusBps) bonusBps = multiplierBps;
  return pointsFor(baseMinor, program.earn, tierBps, bonusBps);
}

/** Whether a line brings points; where the program has a sieve only the yes is sure. */
export function earns({ giftCard, productId }: EstimateLine, { earn }: ProgramView): boolean {
  if (giftCard) return false;
  if (productId === null) return true;
  return earn.excludedSieve
    ? !mayHold(earn.excludedSieve, productId)
    : !earn.excludedProducts.includes(productId);
}
