import type { ProgramTerms, Tier } from '../../../contract/loyalty.ts';
import { type Found, found } from './fault.ts';
import { lengthFault, timesFault, wholeFault } from './field-faults.ts';
import { PROGRAM_RANGES } from './program-ranges.ts';

/** What is wrong with the ladder: names, thresholds that do not rise, factors, the days of grace. */
export function checkTiers(tiers: ProgramTerms['tiers']): Found[] {
  if (tiers === null) return [];
  return [
    ...tiers.levels.flatMap((level, at) => levelFaults(tiers.levels, level, at)),
    ...wholeFault('tiers.graceDays', tiers.graceDays, PROGRAM_RANGES.graceDays),
  ];
}

function levelFaults(levels: readonly Tier[], level: Tier, at: number): Found[] {
  const field = `tiers.levels.${at}`;
  const name = level.name.trim();
  const below = levels[at - 1];
  return [
    ...lengthFault(`${field}.name`, name, PROGRAM_RANGES.tierNameLength),
    // Two levels of one name could not be told apart by a customer.
    ...(name !== '' && levels.slice(0, at).some((other) => other.name.trim() === name)
      ? [found(`${field}.name`, 'twice')]
      : []),
    ...(below && !(level.threshold > below.threshold) ? [found(`${field}.threshold`, 'tier_order')] : []),
    ...timesFault(`${field}.multiplierBps`, level.multiplierBps),
  ];
}
