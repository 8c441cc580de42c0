import type { LocalDay } from '../shared/time.ts';
import { hasSubscription } from './audience.ts';
import type { PersonFacts } from './person-facts.ts';

/**
 * What a person will be on a later day if they do not buy: lapsed once silent for longer than their limit. Who then counts as
 * a top customer going quiet cannot be told ahead, so that mark stays as it is.
 */
export function projectPerson(person: PersonFacts, onDay: LocalDay): PersonFacts {
  if (person.stage === null) return person;
  const lapses = onDay - person.lastOn > person.lapseLimitDays && !hasSubscription(person, onDay);
  if (!lapses || person.stage === 'lapsed') return person;
  const marks = person.marks.filter((mark) => mark !== 'back_again' && mark !== 'at_risk');
  return { ...person, stage: 'lapsed', marks };
}
