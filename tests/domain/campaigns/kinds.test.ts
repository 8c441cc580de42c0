import { describe, expect, it } from 'vitest';
import { defaultBacklogPerDay, isBacklog } from '../../../web/domain/campaigns/backlog.ts';
import { CAMPAIGN_KINDS, type CampaignTerms } from '../../../web/domain/campaigns/campaign.ts';
import { boundsOf, check, presetOf } from '../../../web/domain/campaigns/kinds.ts';
import type { PersonFacts } from '../../../web/domain/campaigns/person-facts.ts';
import { aModel } from '../factories.ts';
import { aLapsedPerson, aPerson, someTerms, TODAY } from './people.ts';
import { seeded } from './simulated-world.ts';

const model = aModel({ asOfOn: TODAY });
const reasonOf = (person: PersonFacts, terms: CampaignTerms) => {
  const match = check(person, terms, model, TODAY);
  return match.matches ? 'matches' : match.reason;
};
const order = (change: Partial<PersonFacts['lastOrder']>) => ({
  deliveredOn: null,
  fulfilledOn: null,
  returnOpen: false,
  ...change,
});

describe('second purchase (measured window: day 30 to 171)', () => {
  const terms = someTerms('second_purchase');
  const boughtAgo = (days: number) => aPerson({ lastOn: TODAY - days, lastOccasionOn: TODAY - days });

  it('40 days after the first purchase → matches since day 30, until the lapse limit', () => {
    expect(check(aPerson(), terms, model, TODAY)).toEqual({
      matches: true,
      triggerOn: TODAY - 40,
      sinceOn: TODAY - 10,
      validUntilOn: TODAY - 40 + 171,
    });
  });

  it('matches exactly from the start day to the end day, the merchant’s own days before the measured ones', () => {
    const own = someTerms('second_purchase', {
      audience: { ...terms.audience, startDay: 20, endDay: 25 },
    });
    expect([29, 30, 171, 172].map((days) => reasonOf(boughtAgo(days), terms))).toEqual([
      'no_longer_matches',
      'matches',
      'matches',
      'no_longer_matches',
    ]);
    expect([19, 20, 25, 26].map((days) => reasonOf(boughtAgo(days), own))).toEqual([
      'no_longer_matches',
      'matches',
      'matches',
      'no_longer_matches',
    ]);
  });

  it('delivered 7 days ago or less, or fulfilled 14 or less and delivery unknown → not yet', () => {
    const delivered = (days: number) => aPerson({ lastOrder: order({ deliveredOn: TODAY - days }) });
    const fulfilled = (days: number) => aPerson({ lastOrder: order({ fulfilledOn: TODAY - days }) });
    expect([7, 8].map((days) => reasonOf(delivered(days), terms))).toEqual(['recently_delivered', 'matches']);
    expect([14, 15].map((days) => reasonOf(fulfilled(days), terms))).toEqual([
      'recently_delivered',
      'matches',
    ]);
    expect(check(delivered(8), terms, model, TODAY)).toMatchObject({ sinceOn: TODAY });
    const both = aPerson({ lastOrder: order({ fulfilledOn: TODAY - 1, deliveredOn: TODAY - 8 }) });
    expect(reasonOf(both, terms)).toBe('matches');
  });

  it('an open return, a running subscription, a second purchase or another stage → does not match', () => {
    expect(reasonOf(aPerson({ lastOrder: order({ returnOpen: true }) }), terms)).toBe('open_return');
    expect(reasonOf(aPerson({ subscribedUntilOn: TODAY }), terms)).toBe('subscription_running');
    expect(reasonOf(aPerson({ subscribedUntilOn: TODAY - 1 }), terms)).toBe('matches');
    expect(reasonOf(aPerson({ frequency: 2 }), terms)).toBe('no_longer_matches');
    expect(reasonOf(aPerson({ stage: 'lapsed' }), terms)).toBe('no_longer_matches');
  });
});

describe('win-back', () => {
  const terms = someTerms('win_back');

  it('lapsed since today → matches, for as long as not long gone', () => {
    expect(check(aLapsedPerson(), terms, model, TODAY)).toEqual({
      matches: true,
      triggerOn: TODAY - 172,
      sinceOn: TODAY,
      validUntilOn: TODAY - 172 + 342,
    });
  });

  it('silent over twice the one-occasion limit, or over 3 L from two occasions on → long gone', () => {
    const silent = (days: number, frequency: number) => {
      const limit = frequency === 1 ? 171 : 114;
      const on = TODAY - days;
      return aLapsedPerson({ frequency, lapseLimitDays: limit, lastOn: on, lastOccasionOn: on });
    };
    expect([342, 343].map((days) => reasonOf(silent(days, 1), terms))).toEqual(['matches', 'long_gone']);
    expect([342, 343].map((days) => reasonOf(silent(days, 2), terms))).toEqual(['matches', 'long_gone']);
    expect(reasonOf(aLapsedPerson({ marks: ['long_gone'] }), terms)).toBe('long_gone');
  });

  it('not lapsed → does not match; with 60 days of history only → locked', () => {
    expect(reasonOf(aPerson(), terms)).toBe('no_longer_matches');
    expect(check(aLapsedPerson(), terms, aModel({ provisional: true }), TODAY).matches).toBe(false);
  });

  it('climbs from no discount to the last offer, and the last ends soonest', () => {
    const { steps, arms } = presetOf('win_back');
    expect(steps.map(({ afterDays }) => afterDays)).toEqual([0, 10, 40]);
    expect(arms[0]?.offers.map((offer) => offer?.validDays ?? null)).toEqual([null, 14, 7]);
  });
});

describe('the presets beside them', () => {
  it('a top customer going quiet → top customers quiet, and others do not', () => {
    const terms = someTerms('top_customers_quiet');
    expect(reasonOf(aLapsedPerson({ marks: ['top_going_quiet'] }), terms)).toBe('matches');
    expect(reasonOf(aLapsedPerson(), terms)).toBe('no_longer_matches');
  });

  it('back again → thanks between day 3 and day 30, without a discount, and no word of a second purchase', () => {
    const terms = someTerms('back_again');
    const back = (days: number) =>
      aPerson({ stage: 'repeat', marks: ['back_again'], frequency: 2, lastOccasionOn: TODAY - days });
    expect([2, 3, 30, 31].map((days) => reasonOf(back(days), terms))).toEqual([
      'no_longer_matches',
      'matches',
      'matches',
      'no_longer_matches',
    ]);
    expect(terms.arms[0]?.offers).toEqual([null]);
    expect(terms.steps.map(({ template }) => template)).toEqual(['back_again_thanks']);
    expect(reasonOf({ ...back(5), marks: [] }, terms)).toBe('no_longer_matches');
  });

  it('every preset has an offer or none for each step of each arm', () => {
    for (const kind of CAMPAIGN_KINDS) {
      const { steps, arms } = presetOf(kind);
      for (const arm of arms) expect(arm.offers).toHaveLength(steps.length);
    }
  });
});

describe('the audience', () => {
  const terms = someTerms('second_purchase');
  const audience = (change: Partial<CampaignTerms['audience']>) =>
    someTerms('second_purchase', { audience: { ...terms.audience, ...change } });
  const mailOnly = someTerms('second_purchase', {
    channels: { email: true, on_site: false, flow: false, webhook: false },
  });

  it('excluded, another country or too little spent → outside', () => {
    expect(reasonOf(aPerson({ excluded: true }), terms)).toBe('excluded');
    expect(reasonOf(aPerson({ country: 'TH' }), audience({ countries: ['VN'] }))).toBe('no_longer_matches');
    expect(reasonOf(aPerson({ country: null }), audience({ countries: ['VN'] }))).toBe('no_longer_matches');
    expect(reasonOf(aPerson({ country: 'VN' }), audience({ countries: ['VN'] }))).toBe('matches');
    expect(reasonOf(aPerson(), audience({ minSpentMinor: 10_001 }))).toBe('no_longer_matches');
    expect(reasonOf(aPerson(), audience({ minSpentMinor: 10_000 }))).toBe('matches');
  });

  it('mail only and no consent → unsubscribed where they said so, else no channel; on-site still reaches them', () => {
    expect(reasonOf(aPerson({ emailConsent: 'UNSUBSCRIBED' }), mailOnly)).toBe('unsubscribed');
    expect(reasonOf(aPerson({ emailConsent: 'PENDING' }), mailOnly)).toBe('no_channel');
    expect(reasonOf(aPerson({ emailConsent: null }), terms)).toBe('matches');
  });

  it('after the campaign’s last day → nobody is enrolled', () => {
    expect(reasonOf(aPerson(), someTerms('second_purchase', { endsOn: TODAY - 1 }))).toBe('campaign_ended');
    expect(reasonOf(aPerson(), someTerms('second_purchase', { endsOn: TODAY }))).toBe('matches');
  });
});

describe('backlog', () => {
  it('matched before the launch → backlog, from then on → not', () => {
    const match = check(aPerson(), someTerms('second_purchase'), model, TODAY);
    if (!match.matches) throw new Error('must match');
    expect([match.sinceOn, match.sinceOn + 1].map((day) => isBacklog(match, day))).toEqual([false, true]);
  });

  it('default pace → 5 % a day, at least one', () => {
    expect([0, 1, 1_000, 1_001].map(defaultBacklogPerDay)).toEqual([1, 1, 50, 51]);
  });
});

it('whoever matches lies inside the bounds that preselect them (2,000 random people)', () => {
  const random = seeded(5);
  const whole = (most: number) => Math.floor(random() * most);
  let matched = 0;
  const kinds = new Map<string, number>();
  for (let index = 0; index < 2_000; index += 1) {
    const lastOccasionOn = TODAY - whole(400);
    const frequency = 1 + whole(3);
    const person = aPerson({
      stage: (['first_time', 'repeat', 'vip', 'lapsed'] as const)[whole(4)] ?? 'lapsed',
      marks: (['back_again', 'top_going_quiet'] as const).filter(() => random() < 0.5),
      frequency,
      lapseLimitDays: frequency === 1 ? 171 : 114 + whole(200),
      lastOccasionOn,
      lastOn: Math.min(TODAY, lastOccasionOn + (random() < 0.3 ? whole(60) : 0)),
      points:
        random() < 0.2
          ? null
          : {
              available: whole(200),
              ending: random() < 0.3 ? null : { points: whole(50), lastOn: TODAY - 5 + whole(60) },
              rewardSinceOn: random() < 0.5 ? null : TODAY - whole(60),
            },
    });
    for (const kind of CAMPAIGN_KINDS) {
      const terms = someTerms(kind);
      if (!check(person, terms, model, TODAY).matches) continue;
      matched += 1;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const bounds = boundsOf(terms, model, TODAY);
      expect(bounds.stages).toContain(person.stage);
      if (bounds.mark) expect(person.marks).toContain(bounds.mark);
      if (bounds.frequency) expect(person.frequency).toBe(bounds.frequency);
      const { member } = bounds;
      const memberOn = member?.by === 'ending' ? person.points?.ending?.lastOn : person.points?.rewardSinceOn;
      for (const [day, range] of [
        [person.lastOn, bounds.lastOn],
        [person.lastOccasionOn, bounds.lastOccasionOn],
        ...(member ? [[memberOn ?? Number.NaN, member] as const] : []),
      ] as const) {
        expect(day).toBeGreaterThanOrEqual(range.fromOn);
        expect(day).toBeLessThanOrEqual(range.toOn);
      }
    }
  }
  expect(matched).toBeGreaterThan(200);
  for (const kind of CAMPAIGN_KINDS) expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(20);
});
