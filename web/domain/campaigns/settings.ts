import type { LocalDay } from '../shared/time.ts';

/** Days on which nothing is sent and by which running codes are extended; ends included, in the shop's calendar. */
export type Blackout = { name: string; fromOn: LocalDay; toOn: LocalDay };

/** What holds over all campaigns of a shop (product.md section 4). */
export type CampaignSettings = {
  pausedEverything: boolean;
  caps: { offersPer30Days: number; messagesPer7Days: number };
  /** Local time of the recipient, minutes from midnight; from `fromMinute` until `toMinute` of the next day nothing is sent. */
  quietHours: { fromMinute: number; toMinute: number };
  blackouts: readonly Blackout[];
  comparisonGroup: {
    enabled: boolean;
    /** Share held out in basis points; null = 2,000, or 1,000 above 20,000 eligible a month. */
    shareBps: number | null;
  };
  margin: {
    /** Cost of goods as a share of price where Shopify knows no unit cost; null = not told: results show revenue only. */
    costBps: number | null;
    /** What must be left of the price after discount and cost. */
    floorBps: number;
  };
  /** Subjects to Vietnamese recipients begin with [QC]. */
  qcPrefix: boolean;
};

export const DEFAULT_CAMPAIGN_SETTINGS: CampaignSettings = {
  pausedEverything: false,
  caps: { offersPer30Days: 1, messagesPer7Days: 2 },
  quietHours: { fromMinute: 20 * 60, toMinute: 9 * 60 },
  blackouts: [],
  comparisonGroup: { enabled: true, shareBps: null },
  margin: { costBps: null, floorBps: 1_000 },
  qcPrefix: true,
};
