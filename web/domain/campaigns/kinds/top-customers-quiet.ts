import { type KindRule, NO_MATCH } from './kind.ts';
import { EVERYONE, MAIL_AND_SITE, percentageOffer, step } from './preset-parts.ts';
import { lapsedBounds, lapsedMatch, lapsedNoLonger } from './win-back.ts';

/** Top customers going quiet: top quarter in frequency and money when they last bought, now lapsed and not long gone. */
export const topCustomersQuiet: KindRule = {
  kind: 'top_customers_quiet',
  preset: {
    kind: 'top_customers_quiet',
    name: 'Top customers going quiet',
    audience: EVERYONE,
    steps: [step('top_customer_offer', 0, 14)],
    arms: [{ name: '10 %', offers: [percentageOffer(1_000, 14)] }],
    channels: MAIL_AND_SITE,
    backlogPerDay: null,
    priority: 80,
  },
  available: ({ provisional }) => !provisional,
  matchOn: (person, _terms, model, todayOn) =>
    person.marks.includes('top_going_quiet') ? lapsedMatch(person, model, todayOn) : NO_MATCH,
  lostOn: lapsedNoLonger,
  boundsOn: (_terms, model, todayOn) => ({ ...lapsedBounds(model, todayOn), mark: 'top_going_quiet' }),
};
