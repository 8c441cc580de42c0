import { describe, expect, it } from 'vitest';
import { CAMPAIGN_KINDS, type CampaignTerms } from '../../../web/domain/campaigns/campaign.ts';
import { presetOf } from '../../../web/domain/campaigns/kinds.ts';
import { type TermsContext, termsIssues } from '../../../web/domain/campaigns/terms-issues.ts';
import { anOffer, someTerms, TODAY } from './people.ts';

const context: TermsContext = {
  todayOn: TODAY,
  unknownProducts: new Set(),
  deepestBps: null,
  typical: { orderMinor: null, shippingMinor: null },
};
const base = presetOf('second_purchase');
const step = presetOf('second_purchase').steps[0];
if (!step) throw new Error('the preset has a step');
const fields = (change: Partial<CampaignTerms>, kind: CampaignTerms['kind'] = 'second_purchase') =>
  termsIssues(someTerms(kind, change), context).map(({ field }) => field);
const texts = { subject: 'Hello', heading: 'Hello', body: 'Hi {{first_name|there}}', button: 'Shop' };

describe('terms that may be launched', () => {
  it('every preset has no fault', () => {
    for (const kind of CAMPAIGN_KINDS) expect(termsIssues(presetOf(kind), context)).toEqual([]);
  });
});

describe('terms that are refused name the field and what is allowed', () => {
  it.each<[string, Partial<CampaignTerms>, string[]]>([
    ['an empty name', { name: '  ' }, ['name']],
    ['a long name', { name: 'x'.repeat(81) }, ['name']],
    ['HTML in the name', { name: 'Sale <b>now</b>' }, ['name']],
    ['no steps', { steps: [], arms: [{ name: 'a', offers: [] }] }, ['steps']],
    ['a first step later than day 0', { steps: [{ ...step, afterDays: 1 }] }, ['steps.0.afterDays']],
    ['a step that waits for months', { steps: [{ ...step, mayWaitDays: 61 }] }, ['steps.0.mayWaitDays']],
    ['no arms', { arms: [] }, ['arms']],
    [
      'an arm with too few offers',
      { arms: [{ name: 'a', offers: [] }] },
      ['arms.0.offers', 'arms.0.offers.0'],
    ],
    [
      'two arms of one name',
      { arms: [base.arms[0], base.arms[0]].flatMap((arm) => arm ?? []) },
      ['arms.1.name'],
    ],
    ['priority 0', { priority: 0 }, ['priority']],
    ['priority 101', { priority: 101 }, ['priority']],
    ['a broken priority', { priority: 1.5 }, ['priority']],
    ['nobody a day', { backlogPerDay: 0 }, ['backlogPerDay']],
    ['no channel', { channels: { email: false, on_site: false, flow: false, webhook: false } }, ['channels']],
    ['an expiry in the past', { endsOn: TODAY - 1 }, ['endsOn']],
    [
      'an unknown country',
      { audience: { ...base.audience, countries: ['VN', 'XX'] } },
      ['audience.countries.1'],
    ],
    ['a minimum of 0', { audience: { ...base.audience, minSpentMinor: 0 } }, ['audience.minSpentMinor']],
    [
      'a window that ends before it starts',
      { audience: { ...base.audience, startDay: 40, endDay: 30 } },
      ['audience.endDay'],
    ],
    ['a window from day 0', { audience: { ...base.audience, startDay: 0 } }, ['audience.startDay']],
    [
      'an offer of 110 %',
      { arms: [{ name: 'a', offers: [anOffer({ value: { kind: 'percentage', percentageBps: 11_000 } })] }] },
      ['arms.0.offers.0.value.percentageBps'],
    ],
    [
      'a broken merge field',
      { steps: [{ ...step, texts: { vi: { ...texts, subject: 'Chào {{first_name' } } }] },
      ['steps.0.texts.vi.subject'],
    ],
    [
      'an empty text',
      { steps: [{ ...step, texts: { en: { ...texts, button: ' ' } } }] },
      ['steps.0.texts.en.button'],
    ],
    [
      'a subject of two lines',
      { steps: [{ ...step, texts: { en: { ...texts, subject: 'a\nBcc: b' } } }] },
      ['steps.0.texts.en.subject'],
    ],
  ])('%s', (_, change, expected) => {
    expect(fields(change)).toEqual(expected);
    for (const issue of termsIssues(someTerms('second_purchase', change), context)) {
      expect(issue.allowed).toBeTruthy();
      expect(issue.message).toBeTruthy();
    }
  });

  it('a step that begins while the one before may still wait', () => {
    const steps = presetOf('win_back').steps.map((each, index) =>
      index === 1 ? { ...each, afterDays: 7 } : each,
    );
    expect(fields({ steps }, 'win_back')).toEqual(['steps.1.afterDays']);
    const free = steps.map((each, index) => (index === 1 ? { ...each, afterDays: 8 } : each));
    expect(fields({ steps: free }, 'win_back')).toEqual([]);
  });

  it('back again in the words of a second purchase', () => {
    const second = [{ ...step, texts: { en: texts, vi: texts, th: texts } }];
    expect(fields({ steps: second }, 'back_again')).toEqual(['steps.0.template']);
  });

  it('a text that names the code although one arm has no offer; own words without it may', () => {
    const arms = [...base.arms, { name: 'none', offers: [null] }];
    expect(fields({ arms })).toEqual(['arms.1.offers.0']);
    const inWords = (body: string) => {
      const own = { ...texts, body };
      return fields({ arms, steps: [{ ...step, texts: { en: own, vi: own, th: own } }] });
    };
    expect(inWords('We miss you')).toEqual([]);
    expect(inWords('Use {{code}}')).toEqual([
      'steps.0.texts.en.body',
      'steps.0.texts.vi.body',
      'steps.0.texts.th.body',
    ]);
  });
});
