import type { ProgramView } from './member-view.ts';
import { pointsFor } from './points-for.ts';

/**
 * One line as a cart or a product page knows it, in minor units of the shop's currency, after its discounts. `collectionIds` null =
 * not known there. A discount on the whole cart is a line below 0 without a product.
 */
export type EstimateLine = {
  totalMinor: number;
  giftCard: boolean;
  productId: string | null;
  collectionIds: readonly string[] | null;
};

/**
 * Points that these lines would bring on a day (`YYYY-MM-DD`, shop's calendar) to a member with this tier multiplier (10,000 =
 * once). Equals the award for the same lines, codes and tier; where something is not known here, never above it.
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

function earns({ giftCard, productId, collectionIds }: EstimateLine, { earn }: ProgramView): boolean {
  if (giftCard || (productId !== null && earn.excludedProducts.includes(productId))) return false;
  if (earn.excludedCollections.length === 0) return true;
  return collectionIds !== null && !collectionIds.some((id) => earn.excludedCollections.includes(id));
}
