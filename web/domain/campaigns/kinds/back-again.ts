import { restedOn } from '../audience.ts';
import { type KindRule, type Match, NO_MATCH } from './kind.ts';
import { EVERYONE, MAIL_AND_SITE, step } from './preset-parts.ts';

/** Thanks come neither on the day of the order nor when it is forgotten. */
const FIRST_DAY = 3;
const LAST_DAY = 30;

/**
 * Back again: thanks, without a discount, to those whose last occasion ended a silence longer than the limit of its day.
 * A campaign of its own, so that nobody reads "second purchase" on their fourth (product.md section 3).
 */
export const backAgain: KindRule = {
  kind: 'back_again',
  preset: {
    kind: 'back_again',
    name: 'Back again',
    audience: EVERYONE,
    steps: [step('back_again_thanks', 0, 7)],
    arms: [{ name: 'Thanks', offers: [null] }],
    channels: MAIL_AND_SITE,
    backlogPerDay: null,
    priority: 70,
  },
  available: ({ provisional }) => !provisional,
  matchOn: (person, _terms, _model, todayOn): Match => {
    if (person.stage === null || person.stage === 'lapsed' || !person.marks.includes('back_again'))
      return NO_MATCH;
    const rested = restedOn(person) ?? person.lastOccasionOn;
    const sinceOn = Math.max(person.lastOccasionOn + FIRST_DAY, rested);
    const validUntilOn = person.lastOccasionOn + LAST_DAY;
    if (todayOn < person.lastOccasionOn + FIRST_DAY || todayOn > validUntilOn) return NO_MATCH;
    if (person.lastOrder.returnOpen) return { matches: false, reason: 'open_return' };
    if (todayOn < rested) return { matches: false, reason: 'recently_delivered' };
    return { matches: true, triggerOn: person.lastOccasionOn, sinceOn, validUntilOn };
  },
  lostOn: (person) =>
    person.stage !== 'lapsed' && person.marks.includes('back_again') ? null : 'no_longer_matches',
  boundsOn: (_terms, _model, todayOn) => ({
    stages: ['first_time', 'repeat', 'vip'],
    mark: 'back_again',
    frequency: null,
    lastOn: { fromOn: todayOn - LAST_DAY, toOn: todayOn },
    lastOccasionOn: { fromOn: todayOn - LAST_DAY, toOn: todayOn - FIRST_DAY },
    member: null,
  }),
};
