import { detectableShares } from '../shared/stats/sample-size.ts';
import { customersForSolid, reachesSolid } from './customers-for-solid.ts';
import {
  BIG_SHOP_ELIGIBLE,
  BIG_SHOP_SHARE,
  DEFAULT_SHARE,
  LONGEST_WAIT_WEEKS,
  MEASURED_ALONE_ELIGIBLE,
  ORDERED_TO_LOOK,
  PLAUSIBLE_LIFT,
} from './rule.ts';

const WEEKS_PER_MONTH = 365.25 / 12 / 7;
const MONTHS = [1, 3, 6] as const;

/**
 * `baseShare` = share of such customers who order within a window of `windowDays` without any offer, in [0, 1];
 * `heldOutShare` in [0, 1), the recommended one if not given.
 */
export type PlanInput = {
  eligiblePerMonth: number;
  baseShare: number;
  windowDays: number;
  heldOutShare?: number;
};

/** What enrolling for so many months would show, readable once the last window is over. Lifts as shares (0.02 = 2 points). */
export type PlanHorizon = {
  enrolmentMonths: (typeof MONTHS)[number];
  customers: number;
  readableAfterWeeks: number;
  /** Smallest lift with an 80 % chance of a solid verdict; null = none, or too few comparison customers would order. */
  smallestLift: number | null;
  /** The smaller one that a single look at the end, fixed in advance, would find. */
  smallestLiftAtOneLook: number | null;
};

export type CampaignPlan = {
  recommendedShare: number;
  heldOutShare: number;
  /** False: too few people a month for a campaign of its own; all campaigns are measured together. */
  measuredAlone: boolean;
  horizons: readonly PlanHorizon[];
  plausibleLift: number;
  /** Weeks from launch until a plausible lift shows with a chance of 80 %; null = more than six months: cost decides. */
  weeksToPlausibleLift: number | null;
};

/** What a shop of this size could learn from a campaign, and how soon. RangeError where an input is outside its range. */
export function planCampaign(input: PlanInput): CampaignPlan {
  const { eligiblePerMonth, baseShare, windowDays } = input;
  const recommendedShare = recommendShare(eligiblePerMonth);
  const heldOutShare = input.heldOutShare ?? recommendedShare;
  mustLie('eligiblePerMonth', eligiblePerMonth, eligiblePerMonth >= 0);
  mustLie('baseShare', baseShare, baseShare >= 0 && baseShare <= 1);
  mustLie('heldOutShare', heldOutShare, heldOutShare >= 0 && heldOutShare < 1);
  mustLie('windowDays', windowDays, windowDays >= 0);
  const windowWeeks = windowDays / 7;
  const needed = customersForSolid({ baseShare, lift: PLAUSIBLE_LIFT, heldOutShare });
  const weeks = Math.ceil((needed / eligiblePerMonth) * WEEKS_PER_MONTH + windowWeeks);
  return {
    recommendedShare,
    heldOutShare,
    measuredAlone: eligiblePerMonth >= MEASURED_ALONE_ELIGIBLE && heldOutShare > 0,
    horizons: MONTHS.map((months) => ({
      enrolmentMonths: months,
      customers: Math.round(eligiblePerMonth * months),
      readableAfterWeeks: Math.ceil(months * WEEKS_PER_MONTH + windowWeeks),
      ...smallestLifts(eligiblePerMonth * months, baseShare, heldOutShare),
    })),
    plausibleLift: PLAUSIBLE_LIFT,
    weeksToPlausibleLift: weeks <= LONGEST_WAIT_WEEKS ? weeks : null,
  };
}

/** A fifth, or a tenth above 20,000 eligible customers a month, where that is as many people as are needed. */
export function recommendShare(eligiblePerMonth: number): number {
  return eligiblePerMonth > BIG_SHOP_ELIGIBLE ? BIG_SHOP_SHARE : DEFAULT_SHARE;
}

function smallestLifts(customers: number, baseShare: number, heldOutShare: number) {
  if (customers * heldOutShare * baseShare < ORDERED_TO_LOOK) {
    return { smallestLift: null, smallestLiftAtOneLook: null };
  }
  const most = 1 - baseShare;
  const oneLook = detectableShares(baseShare, customers * (1 - heldOutShare), customers * heldOutShare);
  return {
    smallestLift: smallestSolidLift(customers, baseShare, heldOutShare),
    smallestLiftAtOneLook: oneLook <= most ? oneLook : null,
  };
}

function smallestSolidLift(customers: number, baseShare: number, heldOutShare: number): number | null {
  const reaches = (lift: number) => reachesSolid(customers, { baseShare, lift, heldOutShare });
  let low = 0;
  let high = 1 - baseShare;
  if (!reaches(high)) return null;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function mustLie(name: string, value: number, holds: boolean): void {
  if (!holds) throw new RangeError(`${name} is out of range: ${value}`);
}
