import { sampleRatioP } from '../shared/stats/sample-ratio.ts';
import { conversionLift, extraOrders } from './conversion-lift.ts';
import { moneyLift } from './money-lift.ts';
import type { CampaignOutcome, Contamination, MeasuredLift, OutcomeGroup, SampleRatio } from './outcome.ts';
import { SPLIT_ALARM_P, SPLIT_LEAST_EXPECTED } from './rule.ts';
import { armShare, mergeByShare, strataOf } from './strata.ts';

/**
 * What a campaign changed: treated against held out by intention to treat, with the checks that say whether to believe it.
 * Groups without a comparison group count in `treated` only where no other group can be compared.
 */
export function measureLift(outcome: CampaignOutcome): MeasuredLift {
  const strata = strataOf(outcome.groups);
  const compared = strata.length > 0 ? strata.map(({ group }) => group) : outcome.groups;
  const treated = armShare(compared.map((group) => group.treated));
  const heldOut = armShare(compared.map((group) => group.heldOut));
  const conversion = conversionLift(strata);
  return {
    treated,
    heldOut,
    openWindows: openWindows(outcome.groups),
    conversion,
    extraOrders: conversion && extraOrders(conversion, treated.customers),
    revenue: moneyLift(strata, (arm) => arm.cappedRevenue),
    profit: moneyLift(strata, (arm) => arm.cappedProfit),
    sampleRatio: sampleRatio(outcome.groups),
    contamination: contamination(compared),
  };
}

function openWindows(groups: readonly OutcomeGroup[]): number {
  return groups.reduce((sum, { enrolled, treated, heldOut }) => {
    return sum + enrolled.treated + enrolled.heldOut - treated.customers - heldOut.customers;
  }, 0);
}

/** Everyone enrolled against the share drawn, per share; null where nobody was to be held out. */
function sampleRatio(groups: readonly OutcomeGroup[]): SampleRatio | null {
  const drawn = mergeByShare(groups);
  if (drawn.length === 0) return null;
  const p = sampleRatioP(
    drawn.map(({ enrolled, heldOutShare }) => ({
      first: enrolled.heldOut,
      second: enrolled.treated,
      firstShare: heldOutShare,
    })),
  );
  const expectedHeldOut = drawn.reduce(
    (sum, { enrolled, heldOutShare }) => sum + heldOutShare * (enrolled.treated + enrolled.heldOut),
    0,
  );
  const heldOut = drawn.reduce((sum, { enrolled }) => sum + enrolled.heldOut, 0);
  const alarm = p < SPLIT_ALARM_P && expectedHeldOut >= SPLIT_LEAST_EXPECTED;
  return { p, alarm, expectedHeldOut, heldOut };
}

function contamination(groups: readonly OutcomeGroup[]): Contamination {
  const count = groups.reduce((sum, group) => sum + group.heldOutReached, 0);
  const of = groups.reduce((sum, group) => sum + group.heldOut.customers, 0);
  return { count, of, share: of === 0 ? 0 : count / of };
}
