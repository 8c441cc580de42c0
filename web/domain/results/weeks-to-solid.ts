import { wilson } from '../shared/stats/proportions.ts';
import { customersForSolid } from './customers-for-solid.ts';
import type { CampaignOutcome, ConversionLift, MeasuredLift } from './outcome.ts';
import { LONGEST_WAIT_WEEKS, PLAUSIBLE_LIFT } from './rule.ts';

/** From this many orderers on, the share that orders is known well enough to plan with. */
const ORDERED_TO_PREDICT = 10;
const SHARES_TRIED = 9;

/**
 * Weeks until a solid verdict for a plausible lift; `out_of_reach` = not in six months, whatever the effect;
 * `unknown` = not in six months for a plausible effect, but a big one would show.
 */
export type Wait = { weeks: number } | 'out_of_reach' | 'unknown';

/**
 * How long until a verdict is solid at the present enrolment rate. Cost decides only where even the biggest effect still
 * believable would not show in six months: for every base share the data allow, while few orders are in.
 */
export function weeksToSolid(outcome: CampaignOutcome, lift: MeasuredLift): Wait {
  const { conversion } = lift;
  if (!conversion) return 'unknown';
  const nobodyMore = lift.openWindows <= 0 && outcome.enrolledPerWeek <= 0;
  if (nobodyMore) return 'out_of_reach';
  const ordered = lift.treated.ordered + lift.heldOut.ordered;
  const customers = lift.treated.customers + lift.heldOut.customers;
  const heldOutShare = meanShare(outcome);
  const weeksFor = (baseShare: number, effect: number) =>
    weeksUntil(customersForSolid({ baseShare, lift: effect, heldOutShare }) - customers, outcome, lift);
  const base = ordered / customers;
  const seen = seenLift(conversion);
  const plausible = weeksFor(base, Math.max(PLAUSIBLE_LIFT, seen));
  const weeks = plausible > 0 ? plausible : weeksFor(base, seen);
  if (weeks <= LONGEST_WAIT_WEEKS) return { weeks: Math.max(1, Math.ceil(weeks)) };
  const possible = (share: number) => weeksFor(share, biggestLift(share, conversion)) <= LONGEST_WAIT_WEEKS;
  return baseShares(ordered, customers).some(possible) ? 'unknown' : 'out_of_reach';
}

/** The estimate, drawn towards 0 as the prior N(0, τ²) of the sequential test draws it; its size only. */
function seenLift({ fixed, standardError }: ConversionLift): number {
  const prior = PLAUSIBLE_LIFT ** 2;
  return (Math.abs(fixed.estimate) * prior) / (standardError ** 2 + prior);
}

/** The biggest effect one may still believe in: it doubles the share that orders, and lies within the fixed interval. */
function biggestLift(baseShare: number, { fixed }: ConversionLift): number {
  return Math.min(Math.max(PLAUSIBLE_LIFT, baseShare), Math.max(fixed.upper, -fixed.lower));
}

function baseShares(ordered: number, customers: number): number[] {
  if (ordered >= ORDERED_TO_PREDICT) return [ordered / customers];
  const { lower, upper } = wilson({ count: ordered, of: customers });
  return Array.from(
    { length: SHARES_TRIED },
    (_, index) => lower + ((upper - lower) * index) / (SHARES_TRIED - 1),
  );
}

/** The share drawn, over everyone enrolled where campaigns differ. */
function meanShare({ groups }: CampaignOutcome): number {
  let heldOut = 0;
  let all = 0;
  for (const { enrolled, heldOutShare } of groups) {
    if (heldOutShare <= 0) continue;
    heldOut += heldOutShare * (enrolled.treated + enrolled.heldOut);
    all += enrolled.treated + enrolled.heldOut;
  }
  return all === 0 ? 0 : heldOut / all;
}

/**
 * Until `missing` more windows are over, 0 where none is missing: those open end first, evenly; who is not enrolled yet
 * enrols, then waits one window.
 */
function weeksUntil(missing: number, outcome: CampaignOutcome, { openWindows }: MeasuredLift): number {
  const window = outcome.windowDays / 7;
  if (missing <= 0) return 0;
  if (missing <= openWindows) {
    return window - Math.min(window, outcome.ageDays / 7) * (1 - missing / openWindows);
  }
  return (missing - openWindows) / outcome.enrolledPerWeek + window;
}
