import type { LocalDay } from '../../shared/time.ts';
import type { PersonFacts } from '../person-facts.ts';
import { type KindRule, type Match, NO_MATCH } from './kind.ts';
import { ANY_DAY, EVERYONE, MAIL_ONLY, step } from './preset-parts.ts';

/** Days before their last day on which members are reminded (product.md section 8). */
const FIRST_REMINDER_DAYS = 30;
const LAST_REMINDER_DAYS = 7;
/** A service, and one that cannot come later: before offers of the usual priority. */
const PRIORITY = 85;

/**
 * Points that end: a reminder 30 days before their last day and one 7 days before, for as long as any of them are left. Enrolled
 * once for each such day. Who enters late is of the backlog until the last reminder's day, on which everybody is told.
 */
export const pointsExpiring: KindRule = {
  kind: 'points_expiring',
  preset: {
    kind: 'points_expiring',
    name: 'Points that end soon',
    audience: EVERYONE,
    steps: [
      step('points_expiring', 0, 14),
      step('points_expiring_soon', FIRST_REMINDER_DAYS - LAST_REMINDER_DAYS, 5),
    ],
    arms: [{ name: 'Reminders', offers: [null, null] }],
    channels: MAIL_ONLY,
    backlogPerDay: null,
    priority: PRIORITY,
  },
  available: () => true,
  matchOn: ({ points }, _terms, _model, todayOn): Match => {
    const ending = points?.ending ?? null;
    if (ending === null || ending.points <= 0) return NO_MATCH;
    const { lastOn } = ending;
    const daysLeft = lastOn - todayOn;
    if (daysLeft < 1 || daysLeft > FIRST_REMINDER_DAYS) return NO_MATCH;
    const sinceOn = lastOn - (daysLeft > LAST_REMINDER_DAYS ? FIRST_REMINDER_DAYS : LAST_REMINDER_DAYS);
    return { matches: true, triggerOn: lastOn, sinceOn, validUntilOn: lastOn - 1 };
  },
  lostOn: (person, _model, todayOn, triggerOn) =>
    stillEnds(person, triggerOn, todayOn) ? null : 'no_longer_matches',
  boundsOn: (_terms, _model, todayOn) => ({
    stages: ['first_time', 'repeat', 'vip', 'lapsed'],
    mark: null,
    frequency: null,
    lastOn: ANY_DAY,
    lastOccasionOn: ANY_DAY,
    member: { by: 'ending', fromOn: todayOn + 1, toOn: todayOn + FIRST_REMINDER_DAYS },
  }),
};

/** Spent, given a longer life by an order, or over: they need no reminder. */
function stillEnds({ points }: PersonFacts, lastOn: LocalDay, todayOn: LocalDay): boolean {
  const ending = points?.ending ?? null;
  return ending !== null && ending.points > 0 && ending.lastOn === lastOn && todayOn <= lastOn;
}
