import type { LapseSource, ShopModel } from '../rfm/model.ts';
import type { LocalDay } from '../shared/time.ts';
import { type Histogram, survivalCurve } from './kaplan-meier.ts';
import { type FinishedGaps, ownGapDays } from './own-rhythm.ts';
import {
  DEFAULT_LAPSE_DAYS,
  type LapseRules,
  MAX_LAPSE_DAYS,
  MAX_MOVE_DAYS_PER_30,
  MIN_HISTORY_DAYS,
  MIN_LAPSE_DAYS,
  MIN_OWN_GAPS,
  MIN_RETURNS,
  RETURN_HORIZON_DAYS,
  RETURNED_SHARE,
} from './rule.ts';

export type LapseMeasurement = {
  firstToSecond: Histogram;
  laterGaps: Histogram;
  /** Days from the shop's first order we hold to today. */
  historyDays: number;
  /** Finished gaps in both histograms. */
  returns: number;
  /**
   * The limits in force until now and their day; null = the first measurement. With source `merchant` or `cut-history`
   * they are no measurement to move away from slowly, and are ignored.
   */
  previous: { oneOccasionDays: number; laterDays: number; asOfOn: LocalDay; source?: LapseSource } | null;
  todayOn: LocalDay;
  rules: LapseRules;
  /** Only 60 days of history can be seen. */
  provisional: boolean;
};

/**
 * The shop's two lapse limits, whole days (product.md section 3): the merchant's own number, else the day by which 80 %
 * of those who return within 365 days have returned, moving at most 10 days in 30 from the previous limit. Under 365 days of
 * history or 100 returns in all: 180 days. A curve with fewer than 100 returns of its own borrows the other's.
 */
export function measureLapseLimits(input: LapseMeasurement): ShopModel['lapse'] {
  const { rules } = input;
  const previous =
    input.previous?.source === 'merchant' || input.previous?.source === 'cut-history' ? null : input.previous;
  const enough = hasEnoughHistory(input);
  const steps = previous ? allowedMove(previous.asOfOn, input.todayOn) : 0;
  const limit = (chosen: number | null, curve: Histogram, before: number | undefined): number => {
    if (chosen !== null) return chosen;
    if (input.provisional) return DEFAULT_LAPSE_DAYS;
    const own = countEvents(curve) >= MIN_RETURNS ? curve : [...input.firstToSecond, ...input.laterGaps];
    const measured = enough ? returnedBy(own) : DEFAULT_LAPSE_DAYS;
    return before === undefined ? measured : clamp(measured, before - steps, before + steps);
  };
  return {
    oneOccasionDays: limit(rules.lapseOneOccasionDays, input.firstToSecond, previous?.oneOccasionDays),
    laterDays: limit(rules.lapseLaterDays, input.laterGaps, previous?.laterDays),
    source: sourceOf(input, enough),
    historyDays: input.historyDays,
    returns: input.returns,
  };
}

/** Whether a limit can be measured: 365 days of history and 100 returns, not cut to 60 days. */
export function hasEnoughHistory(shop: {
  historyDays: number;
  returns: number;
  provisional: boolean;
}): boolean {
  return !shop.provisional && shop.historyDays >= MIN_HISTORY_DAYS && shop.returns >= MIN_RETURNS;
}

function sourceOf(input: LapseMeasurement, enough: boolean): LapseSource {
  const { lapseOneOccasionDays, lapseLaterDays } = input.rules;
  if (lapseOneOccasionDays !== null || lapseLaterDays !== null) return 'merchant';
  if (input.provisional) return 'cut-history';
  return enough ? 'measured' : 'too-little-history';
}

/** Smallest day d with 1 − S(d) ≥ 0.8 · (1 − S(365)), clamped to 14–730. */
function returnedBy(histogram: Histogram): number {
  const curve = survivalCurve(histogram);
  const target = RETURNED_SHARE * (1 - curve.at(RETURN_HORIZON_DAYS).survival);
  const day = curve.points.find((point) => 1 - point.survival >= target)?.day ?? DEFAULT_LAPSE_DAYS;
  return clamp(day, MIN_LAPSE_DAYS, MAX_LAPSE_DAYS);
}

/** Whole days of movement between two nights; counted from fixed calendar days, so that nightly steps add up to 10 in 30. */
function allowedMove(fromOn: LocalDay, toOn: LocalDay): number {
  const steps = (day: LocalDay) => Math.floor((day * MAX_MOVE_DAYS_PER_30) / 30);
  return Math.max(0, steps(toOn) - steps(fromOn));
}

function countEvents(histogram: Histogram): number {
  return histogram.reduce((sum, entry) => sum + entry.events, 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** A customer's occasions and own finished gaps: how many and their sum in days. */
export type OwnGaps = FinishedGaps & { frequency: number };
type LapseModel = Pick<ShopModel, 'lapse' | 'meanGapDays'>;

/**
 * The limit for one customer, whole days: one occasion → the one-occasion limit; else L, which from 3 own gaps on may be
 * lengthened up to 3L by the customer's own rhythm, never shortened. Lapsed = silent for more days than this.
 */
export function ownLapseLimitDays(own: OwnGaps, model: LapseModel): number {
  if (own.frequency <= 1) return model.lapse.oneOccasionDays;
  const limit = model.lapse.laterDays;
  const rhythm = doubleOwnGap(own, model);
  return rhythm === null ? limit : Math.floor(clamp(rhythm, limit, 3 * limit));
}

/** Silence after which a customer with 2 or more occasions is at risk: the earlier of ⅔ of L and, from 3 own gaps on, twice the own gap. */
export function earlyLimitDays(own: OwnGaps, model: LapseModel): number {
  const twoThirds = (2 * model.lapse.laterDays) / 3;
  return Math.floor(Math.min(twoThirds, doubleOwnGap(own, model) ?? twoThirds));
}

/** Silence after which a customer is long gone: twice the one-occasion limit, or 3L from two occasions on. */
export function longGoneLimitDays(frequency: number, model: LapseModel): number {
  return frequency <= 1 ? 2 * model.lapse.oneOccasionDays : 3 * model.lapse.laterDays;
}

/** Twice the customer's own gap; null below 3 gaps. */
function doubleOwnGap(own: OwnGaps, model: LapseModel): number | null {
  if (own.gapsCount < MIN_OWN_GAPS) return null;
  return 2 * ownGapDays(own, model);
}
