import { normalQuantile } from '../shared/stats/normal.ts';
import { sequentialZ } from '../shared/stats/sequential.ts';
import { ORDERED_TO_LOOK, PLAUSIBLE_LIFT, SOLID_ALPHA } from './rule.ts';

const POWER_Z = normalQuantile(0.8);
/** More customers than any shop has. */
const MOST = 1e10;

/** A campaign as the planner sees it: share that orders unaided, lift, share held out. */
export type Prospect = { baseShare: number; lift: number; heldOutShare: number };

/** Does a campaign with `customers` over both arms reach a solid verdict with a chance of at least 80 %? */
export function reachesSolid(customers: number, { baseShare, lift, heldOutShare }: Prospect): boolean {
  if (customers * heldOutShare * baseShare < ORDERED_TO_LOOK) return false;
  const treatedShare = Math.min(1, baseShare + lift);
  const variance =
    (treatedShare * (1 - treatedShare)) / (customers * (1 - heldOutShare)) +
    (baseShare * (1 - baseShare)) / (customers * heldOutShare);
  const z = sequentialZ(variance, { tau: PLAUSIBLE_LIFT, alpha: SOLID_ALPHA });
  return lift >= (z + POWER_Z) * Math.sqrt(variance);
}

/**
 * Customers over both arms for a solid verdict on a lift with a chance of at least 80 % at that size (looks on the way only
 * help). Infinity where no number is enough: no lift, nobody held out, nobody buys.
 */
export function customersForSolid(prospect: Prospect): number {
  if (!reachesSolid(MOST, prospect)) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = MOST;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reachesSolid(middle, prospect)) high = middle;
    else low = middle;
  }
  return high;
}
