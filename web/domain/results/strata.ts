import type { Proportion } from '../shared/stats/range.ts';
import type { ArmOutcome, ArmShare, MoneySums, OutcomeGroup } from './outcome.ts';

/** A group whose arms can be compared, and its weight: its share of all treated customers compared. */
export type Stratum = { weight: number; group: OutcomeGroup };

/**
 * Groups of one share summed, then those in which both arms have somebody, weighted by their treated customers: the lift is
 * that of the people treated. Summing across shares would mix campaigns with better buyers into one arm.
 */
export function strataOf(groups: readonly OutcomeGroup[]): Stratum[] {
  const compared = mergeByShare(groups).filter(
    (group) => group.treated.customers > 0 && group.heldOut.customers > 0,
  );
  const treated = compared.reduce((sum, group) => sum + group.treated.customers, 0);
  return compared.map((group) => ({ weight: group.treated.customers / treated, group }));
}

/** One group per share above 0. */
export function mergeByShare(groups: readonly OutcomeGroup[]): OutcomeGroup[] {
  const byShare = new Map<number, OutcomeGroup>();
  for (const group of groups) {
    if (group.heldOutShare <= 0) continue;
    const known = byShare.get(group.heldOutShare);
    byShare.set(group.heldOutShare, known ? addGroups(known, group) : group);
  }
  return [...byShare.values()];
}

function addGroups(a: OutcomeGroup, b: OutcomeGroup): OutcomeGroup {
  return {
    heldOutShare: a.heldOutShare,
    enrolled: {
      treated: a.enrolled.treated + b.enrolled.treated,
      heldOut: a.enrolled.heldOut + b.enrolled.heldOut,
    },
    treated: addArms(a.treated, b.treated),
    heldOut: addArms(a.heldOut, b.heldOut),
    heldOutReached: a.heldOutReached + b.heldOutReached,
  };
}

function addArms(a: ArmOutcome, b: ArmOutcome): ArmOutcome {
  return {
    customers: a.customers + b.customers,
    ordered: a.ordered + b.ordered,
    orders: a.orders + b.orders,
    cappedRevenue: addSums(a.cappedRevenue, b.cappedRevenue),
    cappedProfit: a.cappedProfit && b.cappedProfit ? addSums(a.cappedProfit, b.cappedProfit) : null,
  };
}

function addSums(a: MoneySums, b: MoneySums): MoneySums {
  return { sumMinor: a.sumMinor + b.sumMinor, sumSquaresMinor: a.sumSquaresMinor + b.sumSquaresMinor };
}

/** An arm over several groups, as it is told. */
export function armShare(arms: readonly ArmOutcome[]): ArmShare {
  const customers = arms.reduce((sum, arm) => sum + arm.customers, 0);
  const ordered = arms.reduce((sum, arm) => sum + arm.ordered, 0);
  const orders = arms.reduce((sum, arm) => sum + arm.orders, 0);
  return { customers, ordered, orders, share: customers === 0 ? null : ordered / customers };
}

/** Who ordered, of whom. */
export function orderedOf(arm: { ordered: number; customers: number }): Proportion {
  return { count: arm.ordered, of: arm.customers };
}
