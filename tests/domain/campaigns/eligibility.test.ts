import { describe, expect, it } from 'vitest';
import type { CampaignKind } from '../../../web/domain/campaigns/campaign.ts';
import { eligibilityAt } from '../../../web/domain/campaigns/eligibility.ts';
import {
  type LiveFacts,
  type PersonFacts,
  withLiveFacts,
} from '../../../web/domain/campaigns/person-facts.ts';
import { aModel } from '../factories.ts';
import { aLapsedPerson, aPerson, someTerms, TODAY } from './people.ts';

const model = aModel({ asOfOn: TODAY });
function at(person: PersonFacts | null, kind: CampaignKind = 'second_purchase', triggerOn = TODAY - 40) {
  const answer = eligibilityAt(person, { enrolment: { triggerOn }, terms: someTerms(kind) }, model, TODAY);
  return answer.eligible ? 'eligible' : `${answer.act}: ${answer.reason}`;
}

describe('decided again at the moment of sending', () => {
  it.each([
    ['nothing changed', aPerson(), 'eligible'],
    ['gone', null, 'stop: customer_gone'],
    ['bought', aPerson({ lastOccasionOn: TODAY, lastOn: TODAY }), 'stop: bought'],
    ['excluded meanwhile', aPerson({ excluded: true }), 'stop: excluded'],
    ['a subscription started', aPerson({ subscribedUntilOn: TODAY + 20 }), 'stop: subscription_running'],
    ['the order was cancelled', aPerson({ lastOccasionOn: TODAY - 90 }), 'stop: no_longer_matches'],
    [
      'a return was opened',
      aPerson({ lastOrder: { deliveredOn: null, fulfilledOn: null, returnOpen: true } }),
      'wait: open_return',
    ],
    [
      'delivered late',
      aPerson({ lastOrder: { deliveredOn: TODAY - 7, fulfilledOn: TODAY - 30, returnOpen: false } }),
      'wait: recently_delivered',
    ],
  ])('second purchase: %s → %s', (_, person, expected) => {
    expect(at(person)).toBe(expected);
  });

  it('past the window’s last day the step that waited still goes', () => {
    const person = aPerson({ stage: 'lapsed', lastOn: TODAY - 200, lastOccasionOn: TODAY - 200 });
    expect(at(person, 'second_purchase', TODAY - 200)).toBe('eligible');
  });

  it('win-back: long gone, or not lapsed by the shop’s limit any more → stops', () => {
    const trigger = TODAY - 172;
    expect(at(aLapsedPerson(), 'win_back', trigger)).toBe('eligible');
    expect(at(aLapsedPerson({ stage: 'first_time' }), 'win_back', trigger)).toBe('stop: no_longer_matches');
    const gone = aLapsedPerson({ lastOn: TODAY - 343, lastOccasionOn: TODAY - 343 });
    expect(at(gone, 'win_back', TODAY - 343)).toBe('stop: long_gone');
  });

  it('mail only: unsubscribed → stops; consent not given → only this step is skipped', () => {
    const channels = { email: true, on_site: false, flow: false, webhook: false };
    const enrolled = {
      enrolment: { triggerOn: TODAY - 40 },
      terms: someTerms('second_purchase', { channels }),
    };
    const answer = (emailConsent: string) => eligibilityAt(aPerson({ emailConsent }), enrolled, model, TODAY);
    expect(answer('UNSUBSCRIBED')).toEqual({ eligible: false, act: 'stop', reason: 'unsubscribed' });
    expect(answer('NOT_SUBSCRIBED')).toEqual({ eligible: false, act: 'skip', reason: 'no_channel' });
  });
});

describe('facts joined with what Shopify says now', () => {
  const live = (change: Partial<LiveFacts> = {}): LiveFacts => ({
    exists: true,
    lastOrderOn: null,
    emailConsent: null,
    excluded: null,
    returnOpen: null,
    ...change,
  });

  it('nothing new → as we hold it; deleted → gone', () => {
    expect(withLiveFacts(aPerson(), live())).toEqual(aPerson());
    expect(withLiveFacts(aPerson(), live({ exists: false }))).toBeNull();
  });

  it('an order a second before the send → bought', () => {
    expect(at(withLiveFacts(aPerson(), live({ lastOrderOn: TODAY })))).toBe('stop: bought');
    expect(at(withLiveFacts(aPerson(), live({ lastOrderOn: TODAY - 40 })))).toBe('eligible');
  });

  it('consent, exclusion and return are Shopify’s', () => {
    const changed = withLiveFacts(
      aPerson(),
      live({ emailConsent: 'UNSUBSCRIBED', excluded: true, returnOpen: true }),
    );
    expect(changed).toMatchObject({
      emailConsent: 'UNSUBSCRIBED',
      excluded: true,
      lastOrder: { returnOpen: true },
    });
  });
});
