import { type LocalDay, localDayOf, minuteOfDay, startOfLocalDay } from '../shared/time.ts';
import type { Step } from './campaign.ts';
import type { Blackout, CampaignSettings } from './settings.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Whose clock decides: the recipient's for quiet hours and steps, the shop's for blackouts and offers. */
export type SendZones = { recipient: string; shop: string };

/** The first moment at or after another at which a message may go out, and what kept it until then. */
export type SendMoment = { at: Date; heldBy: 'quiet_hours' | 'blackout' | null };

type SendRules = Pick<CampaignSettings, 'quietHours' | 'blackouts'>;

/**
 * The first instant from `at` on outside of quiet hours (the recipient's wall clock, over midnight as well) and blackouts
 * (the shop's calendar). Safe at both changes of the clocks. `heldBy` is what held it last.
 */
export function nextSendAt(at: Date, zones: SendZones, rules: SendRules): SendMoment {
  let moment: SendMoment = { at, heldBy: null };
  for (;;) {
    const afterBlackout = endOfBlackout(moment.at, zones.shop, rules.blackouts);
    if (afterBlackout) moment = { at: afterBlackout, heldBy: 'blackout' };
    const afterQuiet = endOfQuiet(moment.at, zones.recipient, rules.quietHours);
    if (!afterQuiet) return moment;
    moment = { at: afterQuiet, heldBy: afterBlackout ? 'blackout' : 'quiet_hours' };
  }
}

function endOfBlackout(at: Date, shopZone: string, blackouts: readonly Blackout[]): Date | null {
  const today = localDayOf(at, shopZone);
  const over = blackouts.filter(({ fromOn, toOn }) => fromOn <= today && today <= toOn);
  return over.length === 0 ? null : startOfLocalDay(Math.max(...over.map(({ toOn }) => toOn)) + 1, shopZone);
}

/**
 * The first whole minute that is not quiet; null = `at` is not. Counted along the wall clock; where the clocks skip the end
 * of the quiet hours the minute of the change is found. Where they repeat it the answer is quiet again: ask once more.
 */
function endOfQuiet(at: Date, zone: string, quiet: CampaignSettings['quietHours']): Date | null {
  if (!isQuiet(at, zone, quiet)) return null;
  let low = Math.floor(at.getTime() / MINUTE_MS);
  let high = low + ((quiet.toMinute - minuteOfDay(at, zone) + DAY_MINUTES) % DAY_MINUTES);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isQuiet(new Date(middle * MINUTE_MS), zone, quiet)) low = middle;
    else high = middle;
  }
  return new Date(high * MINUTE_MS);
}

/** Whether the wall clock reads a quiet minute. Equal ends mean no quiet hours. */
export function isQuiet(
  at: Date,
  zone: string,
  { fromMinute, toMinute }: CampaignSettings['quietHours'],
): boolean {
  if (fromMinute === toMinute) return false;
  const minute = minuteOfDay(at, zone);
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

/** When a step is due: the first step at the enrolment, a later one from the start of its local day on. */
export function stepDueAt(enrolledAt: Date, step: Pick<Step, 'afterDays'>, zone: string): Date {
  if (step.afterDays === 0) return enrolledAt;
  return startOfLocalDay(localDayOf(enrolledAt, zone) + step.afterDays, zone);
}

/** The instant from which a step that had to wait no longer goes out: the end of its last local day. */
export function stepValidUntil(
  enrolledAt: Date,
  step: Pick<Step, 'afterDays' | 'mayWaitDays'>,
  zone: string,
): Date {
  return startOfLocalDay(localDayOf(enrolledAt, zone) + step.afterDays + step.mayWaitDays + 1, zone);
}

/** The last local day of an offer issued on a day: `validDays` days that are no blackout, the day of issue included. */
export function offerEndsOn(issueOn: LocalDay, validDays: number, blackouts: readonly Blackout[]): LocalDay {
  const blocked = (day: LocalDay) => blackouts.some(({ fromOn, toOn }) => fromOn <= day && day <= toOn);
  let day = issueOn - 1;
  for (let left = validDays; left > 0; ) {
    day += 1;
    if (!blocked(day)) left -= 1;
  }
  return day;
}

/** The last second of that day in the shop's calendar: Shopify's `endsAt`. */
export function offerEndsAt(endsOn: LocalDay, shopZone: string): Date {
  return new Date(startOfLocalDay(endsOn + 1, shopZone).getTime() - 1_000);
}
