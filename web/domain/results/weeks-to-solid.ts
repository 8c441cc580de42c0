import { wilson } from '../shared/stats/proportions.ts';
import { customersForSolid } from './customers-for-solid.ts';
import type { CampaignOutcome, ConversionLift, MeasuredLift } from './outcome.ts';
import { LONGEST_WAIT_WEEKS, PLAUSIBLE_LIFT } from './rule.ts';

/** From this many orderers on, the share that orders is known well enough to say how long it takes. */
const ORDERED_TO_PREDICT = 10;
const SHARES_TRIED = 9;

/** Weeks until a solid verdict; `out_of_reach` = more than six months; `unknown` = too little is known to say. */
export type Wait = { weeks: number } | 'out_of_reach' | 'unknown';

/**
 * How long until a verdict is solid at the present enrolment rate. While few orders are in, six months count as out of
 * reach only if they are so for every base share that the data allow.
 */
export function weeksToSolid(outcome: CampaignOutcome, lift: MeasuredLift): Wait {
  if (!lift.conversion) return 'unknown';
  const ordered = lift.treated.ordered + lift.heldOut.ordered;
  const customers = lift.treated.customers + lift.heldOut.customers;
  const weeksAt = (baseShare: number) =>
    weeksUntil(neededCustomers(outcome, lift.conversion, baseShare, customers) - customers, outcome, lift);
  const weeks = weeksAt(ordered / customers);
  if (weeks <= LONGEST_WAIT_WEEKS) return { weeks: Math.max(1, Math.ceil(weeks)) };
  if (ordered >= ORDERED_TO_PREDICT) return 'out_of_reach';
  const { lower, upper } = wilson({ count: ordered, of: customers });
  const tried = Array.from(
    { length: SHARES_TRIED },
    (_, index) => lower + ((upper - lower) * index) / (SHARES_TRIED - 1),
  );
  return tried.some((share) => weeksAt(share) <= LONGEST_WAIT_WEEKS) ? 'unknown' : 'out_of_reach';
}

/**
 * Planned for a plausible lift, or the one seen if that is bigger; once so many are in that a plausible lift would have
 * shown, for the one seen. "Seen" is drawn towards 0 as the prior N(0, τ²) of the sequential test draws it.
 */
function neededCustomers(
  outcome: CampaignOutcome,
  conversion: ConversionLift | null,
  baseShare: number,
  customers: number,
): number {
  const heldOutShare = meanShare(outcome);
  const prior = PLAUSIBLE_LIFT ** 2;
  const seen = conversion
    ? (Math.abs(conversion.fixed.estimate) * prior) / (conversion.standardError ** 2 + prior)
    : 0;
  const planned = customersForSolid({ baseShare, lift: Math.max(PLAUSIBLE_LIFT, seen), heldOutShare });
  return planned > customers ? planned : customersForSolid({ baseShare, lift: seen, heldOutShare });
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

/** Until `missing` more windows are over: those open end first, evenly; who is not enrolled yet enrols, then waits one window. */
function weeksUntil(missing: number, outcome: CampaignOutcome, { openWindows }: MeasuredLift): number {
  const window = outcome.windowDays / 7;
  if (missing <= 0) return 1;
  if (missing <= openWindows) {
    return window - Math.min(window, outcome.ageDays / 7) * (1 - missing / openWindows);
  }
  return (missing - openWindows) / outcome.enrolledPerWeek + window;
}
