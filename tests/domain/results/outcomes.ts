import type { ArmOutcome, CampaignOutcome, OutcomeGroup } from '../../../web/domain/results/outcome.ts';

/** An arm of `customers` of whom `ordered` ordered once each; 100.00 of revenue and 40.00 of profit per order. */
export function arm(ordered: number, customers: number, change: Partial<ArmOutcome> = {}): ArmOutcome {
  return {
    customers,
    ordered,
    orders: ordered,
    cappedRevenue: { sumMinor: ordered * 10_000, sumSquaresMinor: ordered * 10_000 ** 2 },
    cappedProfit: { sumMinor: ordered * 4000, sumSquaresMinor: ordered * 4000 ** 2 },
    ...change,
  };
}

/** A group in which every window is over, split as its arms are unless a share is given. */
export function group(
  treated: ArmOutcome,
  heldOut: ArmOutcome,
  change: Partial<OutcomeGroup> = {},
): OutcomeGroup {
  return {
    heldOutShare: heldOut.customers / (treated.customers + heldOut.customers),
    enrolled: { treated: treated.customers, heldOut: heldOut.customers },
    treated,
    heldOut,
    heldOutReached: 0,
    ...change,
  };
}

/** Twelve weeks in, a window of 30 days, 300 enrolled a week; 50 orders used the offer, 10 off a profit of 50 each. */
export function outcome(
  groups: OutcomeGroup | readonly OutcomeGroup[],
  change: Partial<CampaignOutcome> = {},
): CampaignOutcome {
  return {
    groups: 'treated' in groups ? [groups] : groups,
    cost: { ordersUsed: 50, discountMinor: 50_000, profitBeforeMinor: 250_000 },
    ageDays: 84,
    windowDays: 30,
    enrolledPerWeek: 300,
    ...change,
  };
}
