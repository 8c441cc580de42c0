import { earlyLimitDays, longGoneLimitDays } from '../forecast/lapse-limit.ts';
import type { LapseRules } from '../forecast/rule.ts';
import type { CustomerSummary } from '../orders/order.ts';
import type { Scores, ShopModel } from '../rfm/model.ts';
import { isTopQuarter, scoreRecencyDays } from '../rfm/score.ts';
import type { LocalDay } from '../shared/time.ts';
import { type LastPurchase, lastPurchase } from './last-purchase.ts';
import { explainStage } from './reason.ts';
import type { VipRules } from './rule.ts';
import type { Mark, Stage, StageDecision, StageMemory } from './stage.ts';
import {
  effectiveTotals,
  ownGapsOf,
  type ShopifyTotals,
  type Silence,
  silenceOn,
  type Totals,
} from './standing.ts';
import { vipOn } from './vip.ts';

/** What a decision without a past starts from: `analyze` and the first scoring. */
export const NO_MEMORY: StageMemory = {
  stage: null,
  vipBelowSinceOn: null,
  lastOccasionOn: null,
  limitAtLastOccasionDays: null,
  topWhenLastBought: null,
};

export type StageInput = {
  summary: CustomerSummary;
  /** The scores of this moment; they stand in the reason, they decide nothing. */
  scores: Scores;
  model: ShopModel;
  rules: VipRules & LapseRules;
  memory: StageMemory;
  todayOn: LocalDay;
  /** Used only with cut history. */
  shopifyTotals: ShopifyTotals | null;
};

/**
 * The one stage and the marks of a customer with an occasion, and why (product.md section 3). Pure: the same input gives the
 * same answer; pass the returned memory to the next decision.
 */
export function decideStage(input: StageInput): StageDecision {
  const { summary, model, rules, memory, todayOn } = input;
  const totals = effectiveTotals(summary, input.shopifyTotals, model);
  const silence = silenceOn(summary, totals.frequency, model, todayOn);
  const vip = silence.lapsed ? null : vipOn(totals, { model, rules }, memory, todayOn);
  const last = lastPurchase(summary, totals, model, memory);
  const stage = stageOf(totals, silence, vip?.vip === 'entered' || vip?.vip === 'kept');
  return {
    stage,
    marks: marksOf({ input, totals, silence, last }),
    reason: explainStage({ stage, totals, silence, vip: vip?.vip ?? 'no', last, ...input }),
    lapseLimitDays: silence.limitDays,
    memory: {
      stage,
      vipBelowSinceOn: vip?.belowSinceOn ?? null,
      lastOccasionOn: summary.lastOccasionOn,
      limitAtLastOccasionDays: last.limitAtLastOccasionDays,
      topWhenLastBought: last.topWhenLastBought,
    },
  };
}

function stageOf(totals: Totals, silence: Silence, vip: boolean): Stage {
  if (silence.lapsed) return 'lapsed';
  if (vip) return 'vip';
  return totals.frequency >= 2 ? 'repeat' : 'first_time';
}

function marksOf(at: { input: StageInput; totals: Totals; silence: Silence; last: LastPurchase }): Mark[] {
  const { totals, silence, last } = at;
  const { summary, model } = at.input;
  const recencyDays = scoreRecencyDays(summary.lastOn, model);
  const early = earlyLimitDays(ownGapsOf(summary.gapsDays, totals.frequency), model);
  const longGone = silence.lapsed && silence.silentDays > longGoneLimitDays(totals.frequency, model);
  const holds: Record<Mark, boolean> = {
    at_risk: totals.frequency >= 2 && !silence.lapsed && !silence.subscribed && silence.silentDays > early,
    back_again: last.endedSilenceDays !== null && !silence.lapsed,
    top_going_quiet: last.topWhenLastBought && silence.lapsed && !longGone,
    long_gone: longGone,
    top_quarter: isTopQuarter({ recencyDays, ...totals }, model),
  };
  return (Object.keys(holds) as Mark[]).filter((mark) => holds[mark]);
}
