import type { ShopModel } from '../domain/rfm/model.ts';
import { DEFAULT_RULES, type Rules } from '../domain/rules.ts';
import { AppError } from '../domain/shared/errors.ts';
import type { ReadCtx } from './ports.ts';
import type { Bin } from './read-port.ts';
import { type MeasuredLimits, measuredLimits } from './steps/measured-limits.ts';

export type SettingsView = {
  rules: Rules;
  defaults: Rules;
  version: number;
  /** The rules saved last are not applied to everybody yet. */
  recomputing: boolean;
  customers: number;
  model: ShopModel;
  /** The limits measured in this shop whatever the merchant chose; null = too little history. */
  measured: MeasuredLimits | null;
  distributions: {
    firstGapDays: readonly Bin[];
    laterGapDays: readonly Bin[];
    occasions: readonly Bin[];
    spentMinor: readonly Bin[];
  };
  taggedCustomers: number;
};

const GAP_BIN_DAYS = 14;
const SPENT_BINS = 24;

/** The rules in force, what they give in this shop, and the distributions they cut. Throws CONFLICT before the first scoring. */
export async function getSettings(ctx: ReadCtx): Promise<SettingsView> {
  const { shopId } = ctx.shop;
  const reader = ctx.reader.settings;
  const night = await ctx.reader.home.night(shopId);
  if (!night) throw new AppError('CONFLICT', 'the first sync has not finished yet');
  const [current, gaps, occasions, spentMinor, stages, tags] = await Promise.all([
    ctx.store.rules.current(shopId),
    reader.gapCounts(shopId),
    reader.occasionCounts(shopId),
    reader.spentBins(shopId, SPENT_BINS),
    ctx.reader.home.stageCounts(shopId),
    ctx.reader.home.tagCounts(shopId),
  ]);
  return {
    rules: current.rules,
    defaults: DEFAULT_RULES,
    version: current.version,
    recomputing: night.rulesVersion !== current.version,
    customers: Object.values(stages).reduce((sum, count) => sum + count, 0),
    model: night.model,
    measured: await measuredLimits(ctx, { rules: current.rules, model: night.model }),
    distributions: {
      firstGapDays: gapBins(gaps.first),
      laterGapDays: gapBins(gaps.later),
      occasions: occasionBins(occasions),
      spentMinor,
    },
    taggedCustomers: tags.carrying,
  };
}

/** Fortnights up to two years, the last bar open. */
export function gapBins(counts: readonly { day: number; count: number }[]): Bin[] {
  if (counts.length === 0) return [];
  const bars = Math.ceil(730 / GAP_BIN_DAYS);
  const bins: Bin[] = Array.from({ length: bars }, (_, bar) => ({
    from: bar * GAP_BIN_DAYS,
    to: bar === bars - 1 ? null : (bar + 1) * GAP_BIN_DAYS,
    count: 0,
  }));
  for (const { day, count } of counts) {
    const bin = bins[Math.min(Math.floor(day / GAP_BIN_DAYS), bars - 1)];
    if (bin) bin.count += count;
  }
  return bins;
}

/** One bar a number of occasions; the highest one the reader gives stands for that many and more. */
export function occasionBins(counts: readonly { occasions: number; count: number }[]): Bin[] {
  const highest = counts.at(-1)?.occasions ?? 0;
  const byNumber = new Map(counts.map((row) => [row.occasions, row.count]));
  return Array.from({ length: highest }, (_, index) => {
    const occasions = index + 1;
    return {
      from: occasions,
      to: occasions === highest ? null : occasions + 1,
      count: byNumber.get(occasions) ?? 0,
    };
  });
}
