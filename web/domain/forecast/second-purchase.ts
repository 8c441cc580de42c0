import { DEFAULT_SECOND_PURCHASE, type SecondPurchaseWindow } from '../rfm/model.ts';
import { type Histogram, type SurvivalCurve, survivalCurve } from './kaplan-meier.ts';

const MIN_FOLLOW_UP_DAYS = 180;
const MIN_FIRST_TIME_CUSTOMERS = 300;
const HAZARD_DAYS = 14;
const EARLIEST_START_DAY = 14;
const LATEST_START_DAY = 60;

/**
 * When a second-purchase campaign may write (product.md section 4): from the first day on which the 14-day hazard of the
 * shop's own curve is at most half that of days 1–14, held to 14–60, to the lapse limit of one occasion. Before 180 days of
 * follow-up or 300 people with a first purchase day 21 to 120. It never reaches beyond the limit: then they are lapsed.
 */
export function secondPurchaseWindow(
  firstToSecond: Histogram,
  followUpDays: number,
  lapseLimitDays: number,
): SecondPurchaseWindow {
  const people = firstToSecond.reduce((sum, entry) => sum + entry.events + entry.censored, 0);
  const measured = followUpDays >= MIN_FOLLOW_UP_DAYS && people >= MIN_FIRST_TIME_CUSTOMERS;
  const { startDay, endDay } = measured
    ? { startDay: calmFrom(survivalCurve(firstToSecond)), endDay: lapseLimitDays }
    : DEFAULT_SECOND_PURCHASE;
  return {
    startDay: Math.min(startDay, lapseLimitDays),
    endDay: Math.min(endDay, lapseLimitDays),
    measured,
  };
}

/** First day of 14–60 whose fortnight's hazard is at most half the first fortnight's; 60 where none is. */
function calmFrom(curve: SurvivalCurve): number {
  const half = hazardFrom(curve, 1) / 2;
  for (let day = EARLIEST_START_DAY; day < LATEST_START_DAY; day += 1) {
    if (hazardFrom(curve, day) <= half) return day;
  }
  return LATEST_START_DAY;
}

/** Share of those without a second purchase on the eve of `day` who make it in the 14 days from `day` on. */
function hazardFrom(curve: SurvivalCurve, day: number): number {
  const before = curve.at(day - 1).survival;
  return before <= 0 ? 0 : 1 - curve.at(day + HAZARD_DAYS - 1).survival / before;
}
