import { decideOnCost, netProfitMinor } from './decide-on-cost.ts';
import type { CampaignOutcome, ConversionLift, ExtraOrders, MeasuredLift, OfferCost } from './outcome.ts';
import { ORDERED_TO_LOOK, PROMISING_ALPHA } from './rule.ts';
import type { Verdict } from './verdict-kinds.ts';
import { weeksToSolid } from './weeks-to-solid.ts';

/**
 * The one verdict and the one action. Solid comes from the always-valid interval alone, so that looking every day misleads
 * nobody; promising from the same p-value at a lower bar. A split that is not as drawn outweighs everything else.
 */
export function decideVerdict(outcome: CampaignOutcome, lift: MeasuredLift): Verdict {
  if (!lift.sampleRatio) {
    return { certainty: 'decides_on_cost', because: 'no_comparison_group', ...decideOnCost(outcome.cost) };
  }
  if (lift.sampleRatio.alarm) {
    const { heldOut, expectedHeldOut } = lift.sampleRatio;
    return tooEarly({ code: 'split_not_as_drawn', params: { heldOut, expectedHeldOut } }, null);
  }
  const { conversion, extraOrders } = lift;
  if (!conversion || !extraOrders) return nothingCounted(outcome, lift);
  if (conversion.sequential && conversion.sequential.lower > 0) return gain(extraOrders, lift, outcome.cost);
  if (conversion.sequential && conversion.sequential.upper < 0) {
    return { certainty: 'solid', action: 'stop', reason: { code: 'loss', params: rangeOf(extraOrders) } };
  }
  return notSolid(outcome, lift, conversion, extraOrders);
}

function nothingCounted(outcome: CampaignOutcome, { openWindows }: MeasuredLift): Verdict {
  const waiting = openWindows > 0 || outcome.enrolledPerWeek > 0;
  if (!waiting) {
    const because = 'no_verdict_in_six_months';
    return { certainty: 'decides_on_cost', because, ...decideOnCost(outcome.cost) };
  }
  const daysToFirst = Math.max(0, outcome.windowDays - outcome.ageDays);
  return tooEarly({ code: 'no_window_over', params: { daysToFirst, openWindows } }, null);
}

/** Profit decides between keep and a smaller offer: its own interval where that leaves 0 out, else the best guess. */
function gain(extra: ExtraOrders, { profit }: MeasuredLift, cost: OfferCost): Verdict {
  const params = rangeOf(extra);
  const interval = profit.measured ? profit.totalMinor : null;
  const certain = interval !== null && (interval.lower > 0 || interval.upper < 0);
  const profitMinor = certain ? interval.estimate : netProfitMinor(extra.estimate, cost);
  if (profitMinor !== null && profitMinor < 0) {
    const reason = { code: 'gain_below_cost', params: { ...params, profitMinor } } as const;
    return { certainty: 'solid', action: 'smaller_offer', reason };
  }
  if (profitMinor === null) {
    return { certainty: 'solid', action: 'keep', reason: { code: 'gain', params } };
  }
  const reason = { code: 'gain_with_profit', params: { ...params, profitMinor } } as const;
  return { certainty: 'solid', action: 'keep', reason };
}

function notSolid(
  outcome: CampaignOutcome,
  lift: MeasuredLift,
  conversion: ConversionLift,
  extra: ExtraOrders,
): Verdict {
  const wait = weeksToSolid(outcome, lift);
  const weeksMore = typeof wait === 'object' ? wait.weeks : null;
  const params = rangeOf(extra);
  const leans = conversion.alwaysValidP <= PROMISING_ALPHA;
  if (leans && extra.estimate > 0) {
    return { certainty: 'promising', action: 'keep', reason: { code: 'leans_to_gain', params }, weeksMore };
  }
  if (wait === 'out_of_reach') {
    const because = 'no_verdict_in_six_months';
    return leans
      ? { certainty: 'decides_on_cost', because, action: 'stop', reason: { code: 'leans_to_loss', params } }
      : { certainty: 'decides_on_cost', because, ...decideOnCost(outcome.cost) };
  }
  if (leans) return tooEarly({ code: 'leans_to_loss', params }, weeksMore);
  if (conversion.sequential) return tooEarly({ code: 'range_holds_zero', params }, weeksMore);
  const ordered = { treatedOrdered: lift.treated.ordered, heldOutOrdered: lift.heldOut.ordered };
  return tooEarly({ code: 'too_few_orders', params: { ...ordered, needed: ORDERED_TO_LOOK } }, weeksMore);
}

function tooEarly(
  reason: (Verdict & { certainty: 'cant_tell_yet' })['reason'],
  weeksMore: number | null,
): Verdict {
  return { certainty: 'cant_tell_yet', action: 'wait', reason, weeksMore };
}

function rangeOf({ estimate, lower, upper }: ExtraOrders) {
  return { extraOrders: estimate, lower, upper };
}
