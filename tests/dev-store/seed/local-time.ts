import { wallClockMs } from '../webhooks/rest-forms.ts';

const dayMs = 86_400_000;

/** Days since 1970-01-01 in the local calendar of `timeZone`. */
export function localDay(at: number, timeZone: string): number {
  return Math.floor(wallClockMs(at, timeZone) / dayMs);
}

/**
 * The instant at which local clocks of `timeZone` show minute `minute` of day `day` (days since 1970-01-01).
 * A minute that a clock change skips or repeats gives the instant under the offset after the change.
 */
export function instantOfLocal(day: number, minute: number, timeZone: string): number {
  const wall = day * dayMs + minute * 60_000;
  const guess = wall - (wallClockMs(wall, timeZone) - wall);
  return wall - (wallClockMs(guess, timeZone) - guess);
}
