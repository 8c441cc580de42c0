import { instantOfLocalTime, type LocalDay, localDayOf, startOfLocalDay } from '../shared/time.ts';

const DAY_MS = 86_400_000;

/** The same day so many months later (earlier below 0); the month's last day where it has no such day. */
export function addMonths(day: LocalDay, months: number): LocalDay {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY_MS;
}

/** First millisecond of a local day: `startOfLocalDay`, its search spared where midnight comes once. */
export function startOfDayMs(day: LocalDay, timeZone: string): number {
  const midnight = instantOfLocalTime(day, 0, timeZone);
  const before = new Date(midnight.getTime() - 1);
  const plain = localDayOf(midnight, timeZone) === day && localDayOf(before, timeZone) === day - 1;
  return plain ? midnight.getTime() : startOfLocalDay(day, timeZone).getTime();
}

/** The last second of a local day, when points and codes that hold through it end, so that the date shown is their last day. */
export function endOfDay(day: LocalDay, timeZone: string): Date {
  return new Date(startOfDayMs(day + 1, timeZone) - 1_000);
}
