import { longGoneLimitDays } from '../../forecast/lapse-limit.ts';
import type { ShopModel } from '../../rfm/model.ts';
import type { LocalDay } from '../../shared/time.ts';
import type { CampaignReason } from '../enrolment.ts';
import type { PersonFacts } from '../person-facts.ts';
import { type KindRule, type Match, type MatchBounds, NO_MATCH } from './kind.ts';
import { EVERYONE, MAIL_AND_SITE, percentageOffer, step } from './preset-parts.ts';

/**
 * Win-back: lapsed customers who are not long gone. Day 0 a reminder without a discount, day 10 a small offer, day 40 the
 * last one (product.md section 4). Locked while only 60 days of history can be read.
 */
export const winBack: KindRule = {
  kind: 'win_back',
  preset: {
    kind: 'win_back',
    name: 'Win-back',
    audience: EVERYONE,
    steps: [
      step('win_back_reminder', 0, 7),
      step('win_back_offer', 10, 14),
      step('win_back_last_offer', 40, 14),
    ],
    arms: [
      { name: '10 %, then 15 %', offers: [null, percentageOffer(1_000, 14), percentageOffer(1_500, 7)] },
    ],
    channels: MAIL_AND_SITE,
    backlogPerDay: null,
    priority: 50,
  },
  available: ({ provisional }) => !provisional,
  matchOn: (person, _terms, model, todayOn) => lapsedMatch(person, model, todayOn),
  lostOn: lapsedNoLonger,
  boundsOn: (_terms, model, todayOn) => lapsedBounds(model, todayOn),
};

/** Lapsed, and not silent for so long that nobody answers. */
export function lapsedMatch(person: PersonFacts, model: ShopModel, todayOn: LocalDay): Match {
  if (person.stage !== 'lapsed') return NO_MATCH;
  const lost = lapsedNoLonger(person, model, todayOn);
  if (lost !== null) return { matches: false, reason: lost };
  const sinceOn = person.lastOn + person.lapseLimitDays + 1;
  if (todayOn < sinceOn) return NO_MATCH;
  const validUntilOn = person.lastOn + longGoneLimitDays(person.frequency, model);
  return { matches: true, triggerOn: person.lastOccasionOn, sinceOn, validUntilOn };
}

/** Why a lapsed customer is no longer one to be won back: not lapsed by the shop's limits, or long gone; null = still is. */
export function lapsedNoLonger(
  person: PersonFacts,
  model: ShopModel,
  todayOn: LocalDay,
): CampaignReason | null {
  if (person.stage !== 'lapsed') return 'no_longer_matches';
  const gone = todayOn - person.lastOn > longGoneLimitDays(person.frequency, model);
  return gone || person.marks.includes('long_gone') ? 'long_gone' : null;
}

/** Silent between the shorter lapse limit and the longer long-gone limit. An own limit only lengthens the first. */
export function lapsedBounds(model: ShopModel, todayOn: LocalDay): MatchBounds {
  const shortest = Math.min(model.lapse.oneOccasionDays, model.lapse.laterDays);
  const longest = Math.max(longGoneLimitDays(1, model), longGoneLimitDays(2, model));
  return {
    stages: ['lapsed'],
    mark: null,
    frequency: null,
    lastOn: { fromOn: todayOn - longest, toOn: todayOn - shortest - 1 },
    // A subscription may have run for decades since the last occasion.
    lastOccasionOn: { fromOn: todayOn - 36_500, toOn: todayOn - shortest - 1 },
    member: null,
  };
}
