import type { ShopModel } from '../../rfm/model.ts';
import { restedOn } from '../audience.ts';
import type { CampaignTerms } from '../campaign.ts';
import { type KindRule, type Match, type MatchBounds, NO_MATCH } from './kind.ts';
import { EVERYONE, MAIL_AND_SITE, percentageOffer, step } from './preset-parts.ts';

/**
 * Second purchase: first-time customers between the shop's measured start day and the lapse limit (product.md section 4),
 * never within 7 days after delivery (14 after fulfilment where delivery is not known), nor with an open return.
 */
export const secondPurchase: KindRule = {
  kind: 'second_purchase',
  preset: {
    kind: 'second_purchase',
    name: 'Second purchase',
    audience: EVERYONE,
    steps: [step('second_purchase_offer', 0, 14)],
    arms: [{ name: '10 %', offers: [percentageOffer(1_000, 14)] }],
    channels: MAIL_AND_SITE,
    backlogPerDay: null,
    priority: 60,
  },
  available: () => true,
  matchOn: (person, terms, model, todayOn): Match => {
    if (person.stage !== 'first_time' || person.frequency !== 1) return NO_MATCH;
    const { startDay, endDay } = windowOf(terms, model);
    const rested = restedOn(person) ?? person.lastOccasionOn;
    const sinceOn = Math.max(person.lastOccasionOn + startDay, rested);
    const validUntilOn = person.lastOccasionOn + endDay;
    if (todayOn < person.lastOccasionOn + startDay || todayOn > validUntilOn) return NO_MATCH;
    if (person.lastOrder.returnOpen) return { matches: false, reason: 'open_return' };
    if (todayOn < rested) return { matches: false, reason: 'recently_delivered' };
    return { matches: true, triggerOn: person.lastOccasionOn, sinceOn, validUntilOn };
  },
  lostOn: (person) => (person.frequency === 1 ? null : 'no_longer_matches'),
  boundsOn: (terms, model, todayOn): MatchBounds => {
    const { startDay, endDay } = windowOf(terms, model);
    return {
      stages: ['first_time'],
      mark: null,
      frequency: 1,
      lastOn: { fromOn: todayOn - endDay, toOn: todayOn },
      lastOccasionOn: { fromOn: todayOn - endDay, toOn: todayOn - startDay },
      member: null,
    };
  },
};

/** The merchant's own days, else the measured ones. */
function windowOf({ audience }: CampaignTerms, { secondPurchase: measured }: ShopModel) {
  return {
    startDay: audience.startDay ?? measured.startDay,
    endDay: audience.endDay ?? measured.endDay,
  };
}
