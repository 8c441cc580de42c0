import { measureLift } from '../../domain/results/measure-lift.ts';
import type { CampaignOutcome, MeasuredLift } from '../../domain/results/outcome.ts';
import { decideVerdict } from '../../domain/results/verdict.ts';
import type { Verdict } from '../../domain/results/verdict-kinds.ts';
import type { Campaign, CampaignSummary } from '../ports.ts';

/** What a campaign brought, judged; `campaign` null = all together. */
export type ResultLine = {
  campaign: Campaign | null;
  version: number;
  outcome: CampaignOutcome;
  lift: MeasuredLift;
  verdict: Verdict;
};

/** Before the first night nothing is known, and nobody's window is over. */
function nothingYet(windowDays: number, heldOutShare: number): CampaignOutcome {
  const sums = { sumMinor: 0, sumSquaresMinor: 0 };
  const arm = { customers: 0, ordered: 0, orders: 0, cappedRevenue: sums, cappedProfit: null };
  const enrolled = { treated: 0, heldOut: 0 };
  return {
    groups: [{ heldOutShare, enrolled, treated: arm, heldOut: arm, heldOutReached: 0 }],
    cost: { ordersUsed: 0, discountMinor: 0, profitBeforeMinor: null },
    ageDays: 0,
    windowDays,
    enrolledPerWeek: 1,
  };
}

/** The one verdict on the newest figures; null figures = launched, not measured yet. */
export function judge(
  of: { campaign: Campaign | null; version: number },
  figures: Pick<CampaignSummary, 'outcome'> | null,
  frozen: { windowDays: number; shareBps: number },
): ResultLine {
  const outcome = figures?.outcome ?? nothingYet(frozen.windowDays, frozen.shareBps / 10_000);
  const lift = measureLift(outcome);
  return { ...of, outcome, lift, verdict: decideVerdict(outcome, lift) };
}
