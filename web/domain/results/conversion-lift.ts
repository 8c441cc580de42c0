import { katzRatio, newcombe, pooledZ } from '../shared/stats/proportions.ts';
import type { Range } from '../shared/stats/range.ts';
import { differenceVariance, sequentialLook } from '../shared/stats/sequential.ts';
import type { ConversionLift, ExtraOrders } from './outcome.ts';
import { ORDERED_TO_LOOK, PLAUSIBLE_LIFT, SOLID_ALPHA } from './rule.ts';
import { armShare, orderedOf, type Stratum } from './strata.ts';

/** Lift of the share that ordered over all strata; null where there is none. Sources: see `newcombe` and `sequentialLook`. */
export function conversionLift(strata: readonly Stratum[]): ConversionLift | null {
  if (strata.length === 0) return null;
  const pairs = strata.map(({ weight, group }) => ({
    weight,
    treated: orderedOf(group.treated),
    control: orderedOf(group.heldOut),
  }));
  const fixed = newcombe(pairs);
  const variance = pairs.reduce(
    (sum, pair) => sum + pair.weight ** 2 * differenceVariance(pair.treated, pair.control),
    0,
  );
  const treated = armShare(strata.map(({ group }) => group.treated));
  const heldOut = armShare(strata.map(({ group }) => group.heldOut));
  const looks = Math.min(treated.ordered, heldOut.ordered) >= ORDERED_TO_LOOK && variance > 0;
  const look = looks
    ? sequentialLook(fixed.estimate, variance, { tau: PLAUSIBLE_LIFT, alpha: SOLID_ALPHA })
    : null;
  return {
    standardError: Math.sqrt(variance),
    fixed,
    sequential: look && { estimate: look.estimate, lower: look.lower, upper: look.upper },
    alwaysValidP: look?.p ?? 1,
    fixedP: pooledZ(orderedOf(treated), orderedOf(heldOut)).p,
    ratio: strata.length === 1 ? katzRatio(orderedOf(treated), orderedOf(heldOut)) : null,
  };
}

/** Lift × treated, with the range that holds at every look where there is one, and never more or fewer than there can be. */
export function extraOrders(lift: ConversionLift, treatedCustomers: number): ExtraOrders {
  const range = lift.sequential ?? lift.fixed;
  return {
    ...times(
      {
        estimate: range.estimate,
        lower: Math.max(-1, range.lower),
        upper: Math.min(1, range.upper),
      },
      treatedCustomers,
    ),
    basis: lift.sequential ? 'always_valid' : 'fixed',
  };
}

/** A range in other units. */
export function times({ estimate, lower, upper }: Range, factor: number): Range {
  return { estimate: estimate * factor, lower: lower * factor, upper: upper * factor };
}
