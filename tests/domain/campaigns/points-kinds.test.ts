import { describe, expect, it } from 'vitest';
import { channelsFor } from '../../../web/domain/campaigns/audience.ts';
import { CAMPAIGN_KINDS, isService } from '../../../web/domain/campaigns/campaign.ts';
import { cheapestReward } from '../../../web/domain/campaigns/cheapest-reward.ts';
import { decideSends } from '../../../web/domain/campaigns/decide-send.ts';
import { eligibilityAt } from '../../../web/domain/campaigns/eligibility.ts';
import { NO_MATCH } from '../../../web/domain/campaigns/kinds/kind.ts';
import { check, lockOf, presetOf } from '../../../web/domain/campaigns/kinds.ts';
import { type PersonFacts, withLiveFacts } from '../../../web/domain/campaigns/person-facts.ts';
import { projectPerson } from '../../../web/domain/campaigns/project-person.ts';
import { termsIssues } from '../../../web/domain/campaigns/terms-issues.ts';
import { stepDueAt } from '../../../web/domain/campaigns/timing.ts';
import { defaultProgram } from '../../../web/domain/loyalty/program.ts';
import { localDayOf } from '../../../web/domain/shared/time.ts';
import { aModel } from '../factories.ts';
import { aDue, aMember, aNewMember, anOffer, aPerson, aQuestion, NOON, someTerms, TODAY } from './people.ts';

const model = aModel({ asOfOn: TODAY });
const expiring = someTerms('points_expiring');
const reachable = someTerms('reward_reachable');
const endsIn = (days: number) => aMember({ ending: { points: 40, lastOn: TODAY + days } });

describe('points that end', () => {
  it('matches from 30 days before the last day to the day before it, enrolled once for that day', () => {
    const matches = [31, 30, 8, 7, 1, 0, -1].map(
      (days) => check(endsIn(days), expiring, model, TODAY).matches,
    );
    expect(matches).toEqual([false, true, true, true, true, false, false]);
    expect(check(endsIn(30), expiring, model, TODAY)).toMatchObject({ triggerOn: TODAY + 30 });
  });

  it('30 days before → since today; later → of the backlog; 7 days before → since today again, so that nobody is left without', () => {
    const since = (days: number) => {
      const match = check(endsIn(days), expiring, model, TODAY);
      return match.matches ? match.sinceOn - TODAY : null;
    };
    expect([30, 29, 8, 7, 6].map(since)).toEqual([0, -1, -22, 0, -1]);
  });

  it('the ladder of the preset → 30 and 7 days before the last day', () => {
    const lastOn = TODAY + 30;
    const days = expiring.steps.map((step) => lastOn - localDayOf(stepDueAt(NOON, step, 'UTC'), 'UTC'));
    expect(days).toEqual([30, 7]);
  });

  it('no member, nothing that ends, or a program that is off → does not match', () => {
    for (const person of [
      aPerson(),
      aMember({ ending: null }),
      aMember({ ending: { points: 0, lastOn: TODAY + 9 } }),
    ])
      expect(check(person, expiring, model, TODAY).matches).toBe(false);
  });
});

describe('points enough for a reward', () => {
  it('matches for 30 days from the day they suffice, enrolled once for that day', () => {
    const since = (days: number) => aMember({ rewardSinceOn: TODAY - days });
    expect([-1, 0, 30, 31].map((days) => check(since(days), reachable, model, TODAY).matches)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(check(since(4), reachable, model, TODAY)).toMatchObject({
      triggerOn: TODAY - 4,
      sinceOn: TODAY - 4,
    });
    expect(check(aMember({ rewardSinceOn: null }), reachable, model, TODAY).matches).toBe(false);
  });

  it('the cheapest reward → of the active ones, and none while the program is off', () => {
    const terms = { ...defaultProgram('USD'), on: true };
    const [reward] = terms.rewards;
    if (!reward) throw new Error('a program starts with a reward');
    const rewards = [
      { ...reward, rewardId: 'dear', costPoints: 900 },
      { ...reward, rewardId: 'gone', costPoints: 10, active: false },
      { ...reward, rewardId: 'cheap', costPoints: 50 },
      { ...reward, rewardId: 'equal', costPoints: 50 },
    ];
    expect(cheapestReward({ ...terms, rewards })?.rewardId).toBe('cheap');
    expect(cheapestReward({ ...terms, rewards, on: false })).toBeNull();
    expect(cheapestReward({ ...terms, rewards: [] })).toBeNull();
  });
});

describe('decided again at the moment of sending', () => {
  const at = (person: PersonFacts | null, terms = expiring, triggerOn = TODAY + 30) => {
    const answer = eligibilityAt(person, { enrolment: { triggerOn }, terms }, model, TODAY);
    return answer.eligible ? 'eligible' : `${answer.act}: ${answer.reason}`;
  };

  it.each([
    ['nothing changed', aMember(), 'eligible'],
    ['never bought', aNewMember(), 'eligible'],
    ['never bought, unsubscribed', aNewMember({}, { emailConsent: 'UNSUBSCRIBED' }), 'stop: unsubscribed'],
    [
      'part of them spent',
      aMember({ available: 90, ending: { points: 10, lastOn: TODAY + 30 } }),
      'eligible',
    ],
    ['all of them spent', aMember({ available: 0, ending: null }), 'stop: no_longer_matches'],
    [
      'an order extended them',
      aMember({ ending: { points: 40, lastOn: TODAY + 365 } }),
      'stop: no_longer_matches',
    ],
    ['the program was switched off', aMember({}, { points: null }), 'stop: no_longer_matches'],
    ['bought', aMember({}, { lastOn: TODAY, lastOccasionOn: TODAY }), 'eligible'],
    ['a subscription runs', aMember({}, { subscribedUntilOn: TODAY + 9 }), 'eligible'],
    [
      'a return is open',
      aMember({}, { lastOrder: { deliveredOn: TODAY - 1, fulfilledOn: null, returnOpen: true } }),
      'eligible',
    ],
    ['excluded meanwhile', aMember({}, { excluded: true }), 'stop: excluded'],
    ['unsubscribed', aMember({}, { emailConsent: 'UNSUBSCRIBED' }), 'stop: unsubscribed'],
    ['consent never given', aMember({}, { emailConsent: null }), 'skip: no_channel'],
    ['gone', null, 'stop: customer_gone'],
  ])('points that end: %s → %s', (_, person, expected) => {
    expect(at(person)).toBe(expected);
  });

  it('past their last day → stops', () => {
    expect(at(endsIn(-1), expiring, TODAY - 1)).toBe('stop: no_longer_matches');
    expect(at(endsIn(0), expiring, TODAY)).toBe('eligible');
  });

  it('points enough: spent, or spent and earned again since → the message of the first time stops', () => {
    expect(at(aMember(), reachable, TODAY - 1)).toBe('eligible');
    expect(at(aMember({ available: 20, rewardSinceOn: null }), reachable, TODAY - 1)).toBe(
      'stop: no_longer_matches',
    );
    expect(at(aMember({ rewardSinceOn: TODAY }), reachable, TODAY - 1)).toBe('stop: no_longer_matches');
  });

  it('the limit of two messages a week holds for reminders too, an offer waits in favour of the higher priority', () => {
    const enrolment = { triggerOn: TODAY + 30 };
    const counted = [1, 2].map((days) => ({
      enrolmentId: `old-${days}`,
      countedAt: new Date(NOON.getTime() - days * 86_400_000),
      newOffer: false,
    }));
    const question = aQuestion({ due: [aDue(enrolment, { terms: expiring })], person: aMember(), counted });
    expect(decideSends(question)).toMatchObject([{ decision: 'defer', reason: 'message_cap' }]);
    expect(decideSends({ ...question, counted: [] })).toMatchObject([
      { decision: 'send', offer: null, newOffer: false, channels: ['email'] },
    ]);
  });
});

describe('a member without an order', () => {
  it('both kinds of points match as they do a buyer, and no kind of purchases does on any day', () => {
    for (const terms of [expiring, reachable])
      expect(check(aNewMember(), terms, model, TODAY)).toEqual(check(aMember(), terms, model, TODAY));
    for (const kind of CAMPAIGN_KINDS.filter((one) => !isService(one)))
      for (const day of [TODAY, TODAY + 60, TODAY + 400])
        expect(check(projectPerson(aNewMember(), day), someTerms(kind), model, day)).toEqual(NO_MATCH);
  });

  it('the least spent asked for, or left out by the merchant → not reminded', () => {
    const spent = { ...expiring, audience: { ...expiring.audience, minSpentMinor: 1 } };
    expect(check(aNewMember(), spent, model, TODAY)).toEqual(NO_MATCH);
    expect(check(aNewMember({}, { excluded: true }), expiring, model, TODAY)).toMatchObject({
      reason: 'excluded',
    });
  });

  it('their only order counts no more while an offer waits → the offer stops, a reminder does not', () => {
    const enrolment = { triggerOn: TODAY - 40 };
    const terms = someTerms('second_purchase');
    expect(eligibilityAt(aNewMember(), { enrolment, terms }, model, TODAY)).toEqual({
      eligible: false,
      act: 'stop',
      reason: 'customer_gone',
    });
    const reminder = { enrolment: { triggerOn: TODAY + 30 }, terms: expiring };
    expect(eligibilityAt(aNewMember(), reminder, model, TODAY)).toEqual({ eligible: true });
  });

  it('what Shopify says just before a send → consent and exclusion are taken over, a first order keeps no reminder', () => {
    const live = {
      exists: true,
      lastOrderOn: TODAY,
      emailConsent: 'UNSUBSCRIBED',
      excluded: true,
      returnOpen: null,
    };
    expect(withLiveFacts(aNewMember(), live)).toEqual(
      aNewMember({}, { emailConsent: 'UNSUBSCRIBED', excluded: true }),
    );
    expect(withLiveFacts(aNewMember(), { ...live, exists: false })).toBeNull();
  });
});

describe('a service is no offer', () => {
  it('of every kind it is known, and only those of points are', () => {
    expect(CAMPAIGN_KINDS.filter(isService)).toEqual(['points_expiring', 'reward_reachable']);
  });

  it('their presets may be launched as they are; an offer in them is refused with its field', () => {
    const context = {
      todayOn: TODAY,
      unknownProducts: new Set<never>(),
      deepestBps: null,
      typical: aQuestion().typical,
    };
    for (const kind of ['points_expiring', 'reward_reachable'] as const) {
      const terms = presetOf(kind);
      expect(termsIssues(terms, context)).toEqual([]);
      const arms = terms.arms.map((arm) => ({ ...arm, offers: [anOffer(), ...arm.offers.slice(1)] }));
      expect(termsIssues({ ...terms, arms }, context)).toMatchObject([
        { field: 'arms.0.offers.0', code: 'service' },
      ]);
    }
  });

  it('the widgets have nothing to show: on-site alone is no channel', () => {
    const channels = { email: false, on_site: true, flow: false, webhook: false };
    const terms = { ...expiring, channels };
    const context = {
      todayOn: TODAY,
      unknownProducts: new Set<never>(),
      deepestBps: null,
      typical: aQuestion().typical,
    };
    expect(termsIssues(terms, context)).toMatchObject([{ field: 'channels', code: 'channel' }]);
    expect(channelsFor(aMember(), terms)).toEqual([]);
    expect(channelsFor(aMember(), { ...terms, channels: { ...channels, webhook: true } })).toEqual([
      'webhook',
    ]);
  });

  it('no program → locked; 60 days of history only → open all the same', () => {
    const lock = (programOn: boolean, provisional: boolean) =>
      CAMPAIGN_KINDS.map((kind) => lockOf(kind, { programOn, provisional }));
    expect(lock(true, false)).toEqual([null, null, null, null, null, null]);
    expect(lock(false, false)).toEqual([null, null, null, null, 'program', 'program']);
    expect(lock(true, true)).toEqual([null, 'full_history', 'full_history', 'full_history', null, null]);
  });
});
