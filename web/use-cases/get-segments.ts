import { MIN_BUYERS_FOR_QUINTILES } from '../domain/rfm/rule.ts';
import { type ScoreRanges, scoreRanges } from '../domain/rfm/score-ranges.ts';
import type { LocalDay } from '../domain/shared/time.ts';
import type { ReadCtx } from './ports.ts';
import type { SegmentCount } from './read-port.ts';

export type SegmentsView =
  /** Before the first scoring, or scored by a version that did not count them yet. */
  | { state: 'waiting'; until: 'first_scoring' | 'next_night' }
  | {
      state: 'counted';
      asOfOn: LocalDay;
      /** Shopify shows 60 days only: purchases and money are its own totals where those are higher. */
      provisional: boolean;
      /** Fewer than 100 buyers: fixed thresholds. */
      fixed: boolean;
      ranges: { r: ScoreRanges; f: ScoreRanges; m: ScoreRanges };
      cells: readonly SegmentCount[];
    };

/**
 * How many customers stand at which scores and what they spent, as of the last scoring of the whole shop. It is counted then,
 * when everybody is read anyway, and kept with the day's metrics: at 1,000,000 customers a page view reads one row. Counting
 * when asked would need a scan of an index of its own, which every order would have to keep.
 */
export async function getSegments(ctx: ReadCtx): Promise<SegmentsView> {
  const night = await ctx.reader.home.night(ctx.shop.shopId);
  if (!night || ctx.shop.state === 'installing') return { state: 'waiting', until: 'first_scoring' };
  const { segments } = night.metrics;
  if (!segments) return { state: 'waiting', until: 'next_night' };
  return {
    state: 'counted',
    asOfOn: night.asOfOn,
    provisional: segments.by.provisional,
    fixed: segments.by.buyers < MIN_BUYERS_FOR_QUINTILES,
    ranges: scoreRanges(segments.by.cuts),
    cells: segments.cells,
  };
}
