import type { ArmOutcome, CampaignOutcome, OutcomeGroup } from '../domain/results/outcome.ts';
import type { CampaignMeasure } from '../use-cases/campaign-results-port.ts';

const RECENT_DAYS = 28;

/** A row of `MEASURE`: an arm on a local day. */
export type MeasureRow = {
  closed: boolean;
  share_bps: number;
  held_out: boolean;
  campaign_id: number;
  version: number;
  arm: number | null;
  day_on: number;
  customers: number;
  ordered: number;
  orders: number;
  reached: number;
  profit_known: boolean;
  revenue: string;
  revenue_squares: string;
  profit: string;
  profit_squares: string;
};

type Changing<T> = { -readonly [K in keyof T]: T[K] };
type Group = Changing<OutcomeGroup>;

const NOBODY: ArmOutcome = {
  customers: 0,
  ordered: 0,
  orders: 0,
  cappedRevenue: { sumMinor: 0, sumSquaresMinor: 0 },
  cappedProfit: { sumMinor: 0, sumSquaresMinor: 0 },
};

/** Sums the rows, which come by day, to the groups of each day and of the last. Unknown costs anywhere leave profit out everywhere. */
export function foldMeasure(
  rows: readonly MeasureRow[],
): Pick<CampaignMeasure, 'arms' | 'series'> & { groups: readonly OutcomeGroup[] } {
  const withProfit = rows.every((row) => row.profit_known);
  const groups = new Map<number, Group>();
  const arms = new Map<string, CampaignMeasure['arms'][number]>();
  const series = new Map<number, readonly OutcomeGroup[]>();
  for (const row of rows) {
    const group = groups.get(row.share_bps) ?? emptyGroup(row.share_bps, withProfit);
    groups.set(row.share_bps, row.closed ? withClosed(group, row) : withEnrolled(group, row));
    if (!row.closed) continue;
    series.set(row.day_on, inOrder(groups));
    if (row.arm === null) continue;
    const key = `${row.campaign_id} ${row.version} ${row.arm}`;
    const arm = arms.get(key)?.outcome ?? nobody(withProfit);
    const { campaign_id: campaignId, version } = row;
    arms.set(key, { campaignId, version, arm: row.arm, outcome: plus(arm, row) });
  }
  return {
    groups: inOrder(groups),
    arms: [...arms.values()].sort(
      (a, b) => a.campaignId - b.campaignId || a.version - b.version || a.arm - b.arm,
    ),
    series: [...series].map(([dayOn, ofDay]) => ({ dayOn, groups: ofDay })),
  };
}

/** Customers enrolled a week over the last 28 days, or since the launch where that is shorter. */
export function weeklyRate(
  rows: readonly MeasureRow[],
  asOfOn: number,
  ageDays: number,
): CampaignOutcome['enrolledPerWeek'] {
  const days = Math.max(1, Math.min(RECENT_DAYS, ageDays));
  const recent = rows.filter((row) => !row.closed && row.day_on > asOfOn - days);
  return (recent.reduce((sum, row) => sum + row.customers, 0) * 7) / days;
}

function inOrder(groups: ReadonlyMap<number, OutcomeGroup>): OutcomeGroup[] {
  return [...groups.values()].sort((a, b) => a.heldOutShare - b.heldOutShare);
}

function nobody(withProfit: boolean): ArmOutcome {
  return withProfit ? NOBODY : { ...NOBODY, cappedProfit: null };
}

function emptyGroup(shareBps: number, withProfit: boolean): Group {
  return {
    heldOutShare: shareBps / 10_000,
    enrolled: { treated: 0, heldOut: 0 },
    treated: nobody(withProfit),
    heldOut: nobody(withProfit),
    heldOutReached: 0,
  };
}

function withEnrolled(group: Group, row: MeasureRow): Group {
  const { treated, heldOut } = group.enrolled;
  const enrolled = row.held_out
    ? { treated, heldOut: heldOut + row.customers }
    : { treated: treated + row.customers, heldOut };
  return { ...group, enrolled };
}

function withClosed(group: Group, row: MeasureRow): Group {
  if (!row.held_out) return { ...group, treated: plus(group.treated, row) };
  return {
    ...group,
    heldOut: plus(group.heldOut, row),
    heldOutReached: group.heldOutReached + row.reached,
  };
}

function plus(arm: ArmOutcome, row: MeasureRow): ArmOutcome {
  return {
    customers: arm.customers + row.customers,
    ordered: arm.ordered + row.ordered,
    orders: arm.orders + row.orders,
    cappedRevenue: {
      sumMinor: arm.cappedRevenue.sumMinor + Number(row.revenue),
      sumSquaresMinor: arm.cappedRevenue.sumSquaresMinor + Number(row.revenue_squares),
    },
    cappedProfit: arm.cappedProfit && {
      sumMinor: arm.cappedProfit.sumMinor + Number(row.profit),
      sumSquaresMinor: arm.cappedProfit.sumSquaresMinor + Number(row.profit_squares),
    },
  };
}
