import type { Bin } from '../../contract/settings.ts';

/**
 * Where a value stands among the bins, in bin widths from the left. The last, open bin reaches to `max`; without one, values
 * in it stand in its middle.
 */
export function placeInBins(bins: readonly Bin[], value: number, max?: number): number {
  const at = bins.findIndex((bin) => value < (bin.to ?? Number.POSITIVE_INFINITY));
  const bin = bins[at];
  if (!bin) return bins.length;
  const to = bin.to ?? max;
  if (to === undefined || to <= bin.from) return at + 0.5;
  return at + Math.max(0, Math.min(1, (value - bin.from) / (to - bin.from)));
}

/** The value at a place, the other way round: whole, and in the last bin at most `max`. */
export function valueInBins(bins: readonly Bin[], place: number, max: number): number {
  const at = Math.max(0, Math.min(bins.length - 1, Math.floor(place)));
  const bin = bins[at];
  if (!bin) return max;
  const to = bin.to ?? Math.max(bin.from, max);
  const within = Math.max(0, Math.min(1, place - at));
  return Math.round(bin.from + within * (to - bin.from));
}
