import { sampleMean } from '../shared/stats/capped-moments.ts';
import type { Range, SampleMean } from '../shared/stats/range.ts';
import { meanContrast } from '../shared/stats/welch.ts';
import { times } from './conversion-lift.ts';
import type { ArmOutcome, MoneyLift, MoneySums } from './outcome.ts';
import { MONEY_BUYERS, MONEY_CUSTOMERS } from './rule.ts';
import { armShare, type Stratum } from './strata.ts';

/** Which money of an arm is compared. */
type Pick = (arm: ArmOutcome) => MoneySums | null;

/**
 * Lift of a capped amount per customer by Welch, treated − held out. Spend is so skewed that the interval of small arms
 * covers far too seldom (78–88 % in simulations), so below the sizes of `rule.ts` there is none.
 */
export function moneyLift(strata: readonly Stratum[], pick: Pick): MoneyLift {
  const treated = armShare(strata.map(({ group }) => group.treated));
  const heldOut = armShare(strata.map(({ group }) => group.heldOut));
  const customers = Math.min(treated.customers, heldOut.customers);
  if (customers < MONEY_CUSTOMERS) return tooFew('too_few_customers', customers, MONEY_CUSTOMERS);
  const buyers = Math.min(treated.ordered, heldOut.ordered);
  if (buyers < MONEY_BUYERS) return tooFew('too_few_buyers', buyers, MONEY_BUYERS);
  const terms = strata.flatMap(({ weight, group }) => {
    const [ours, theirs] = [meanOf(group.treated, pick), meanOf(group.heldOut, pick)];
    return ours && theirs
      ? [
          { ...ours, weight },
          { ...theirs, weight: -weight },
        ]
      : [];
  });
  if (terms.length < 2 * strata.length) return tooFew('unit_costs_unknown', 0, 1);
  const { range, p } = contrast(terms.filter((term) => term.count > 1));
  return { measured: true, perCustomerMinor: range, totalMinor: times(range, treated.customers), p };
}

function tooFew(reason: (MoneyLift & { measured: false })['reason'], have: number, need: number): MoneyLift {
  return { measured: false, reason, have, need };
}

function meanOf(arm: ArmOutcome, pick: Pick): SampleMean | null {
  const sums = pick(arm);
  return sums && sampleMean({ count: arm.customers, sum: sums.sumMinor, sumSquares: sums.sumSquaresMinor });
}

/** Amounts that are all the same (free goods) differ by exactly what they differ by. */
function contrast(terms: (SampleMean & { weight: number })[]): { range: Range; p: number } {
  if (terms.every((term) => term.variance === 0)) {
    const estimate = terms.reduce((sum, term) => sum + term.weight * term.mean, 0);
    return { range: { estimate, lower: estimate, upper: estimate }, p: estimate === 0 ? 1 : 0 };
  }
  const { estimate, lower, upper, p } = meanContrast(terms);
  return { range: { estimate, lower, upper }, p };
}
