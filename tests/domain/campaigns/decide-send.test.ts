import { describe, expect, it } from 'vitest';
import type { CountedMessage } from '../../../web/domain/campaigns/caps.ts';
import { type DueEnrolment, decideSends } from '../../../web/domain/campaigns/decide-send.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { aDue, anOffer, aPerson, aQuestion, NOON, settingsWith, someTerms, TODAY } from './people.ts';

const only = (change: Parameters<typeof aQuestion>[0] = {}) => decideSends(aQuestion(change))[0];
const daysAgo = (days: number, change: Partial<CountedMessage> = {}): CountedMessage => ({
  enrolmentId: '99',
  countedAt: new Date(NOON.getTime() - days * 86_400_000),
  newOffer: false,
  ...change,
});
const instant = (text: string) => new Date(text);
/** A campaign without offers. */
const reminder = (enrolmentId: string, priority: number, enrolledAt = NOON): DueEnrolment =>
  aDue(
    { enrolmentId, campaignId: Number(enrolmentId), enrolledAt },
    { terms: someTerms('second_purchase', { priority, arms: [{ name: 'none', offers: [null] }] }) },
  );

describe('one due step', () => {
  it('nothing in its way → sent with its arm’s offer by the channels that reach them', () => {
    expect(only()).toEqual({
      enrolmentId: '1',
      step: 0,
      decision: 'send',
      offer: anOffer(),
      newOffer: true,
      channels: ['email', 'on_site'],
    });
    expect(only({ person: aPerson({ emailConsent: 'UNSUBSCRIBED' }) })).toMatchObject({
      channels: ['on_site'],
    });
  });

  it('held out → counted as a new offer, and nothing is sent', () => {
    const due = [aDue({ heldOut: true, arm: null })];
    expect(only({ due })).toEqual({ enrolmentId: '1', step: 0, decision: 'hold_out', newOffer: true });
  });

  it('not due yet, or not waiting → no decision', () => {
    expect(decideSends(aQuestion({ due: [aDue({ dueAt: new Date(NOON.getTime() + 1) })] }))).toEqual([]);
    expect(decideSends(aQuestion({ due: [aDue({ state: 'finished', dueAt: null })] }))).toEqual([]);
  });

  it('the customer bought, is gone, or the campaign is over → the enrolment stops', () => {
    expect(only({ person: aPerson({ lastOn: TODAY, lastOccasionOn: TODAY, frequency: 2 }) })).toMatchObject({
      decision: 'stop',
      reason: 'bought',
    });
    expect(only({ person: null })).toMatchObject({ decision: 'stop', reason: 'customer_gone' });
    expect(only({ due: [aDue({}, { campaignState: 'ended' })] })).toMatchObject({ reason: 'campaign_ended' });
    expect(only({ due: [aDue({}, { campaignState: 'stopped' })] })).toMatchObject({
      reason: 'campaign_stopped',
    });
  });

  it('paused → waits; pausing lasts longer than the step may wait → skipped', () => {
    const later = { decision: 'defer', reason: 'paused', until: instant('2026-06-15T13:00Z') };
    expect(only({ due: [aDue({}, { campaignState: 'paused' })] })).toMatchObject(later);
    expect(only({ settings: settingsWith({ pausedEverything: true }) })).toMatchObject(later);
    expect(only({ due: [aDue({ validUntil: NOON }, { campaignState: 'paused' })] })).toMatchObject({
      decision: 'skip',
      reason: 'waited_too_long',
    });
  });

  it('quiet hours and blackouts → waits until they are over', () => {
    const now = instant('2026-06-15T21:00Z');
    expect(only({ now })).toMatchObject({ reason: 'quiet_hours', until: instant('2026-06-16T09:00Z') });
    const blackouts = [{ name: 'sale', fromOn: TODAY, toOn: isoToDay('2026-06-20') }];
    expect(only({ settings: settingsWith({ blackouts }) })).toMatchObject({
      reason: 'blackout',
      until: instant('2026-06-21T09:00Z'),
    });
  });

  it('delivered yesterday or a return open → waits', () => {
    const lastOrder = { deliveredOn: TODAY - 1, fulfilledOn: null, returnOpen: false };
    expect(only({ person: aPerson({ lastOrder }) })).toMatchObject({
      reason: 'recently_delivered',
      until: instant('2026-06-22T00:00Z'),
    });
    expect(only({ person: aPerson({ lastOrder: { ...lastOrder, returnOpen: true } }) })).toMatchObject({
      reason: 'open_return',
      until: instant('2026-06-16T00:00Z'),
    });
  });
});

describe('caps over all campaigns', () => {
  it('one offer in 30 days → a new offer waits for the day it reopens, a message does not', () => {
    const counted = [daysAgo(20, { newOffer: true })];
    const due = [aDue({ validUntil: null })];
    expect(only({ counted, due })).toMatchObject({
      decision: 'defer',
      reason: 'offer_cap',
      until: instant('2026-06-25T12:00Z'),
    });
    expect(only({ counted, due: [reminder('2', 60)] })).toMatchObject({ decision: 'send', newOffer: false });
    expect(only({ counted: [daysAgo(30, { newOffer: true })] })).toMatchObject({ decision: 'send' });
  });

  it('two messages in 7 days → the third waits until the older has left the window', () => {
    const counted = [daysAgo(1), daysAgo(3), daysAgo(8)];
    expect(only({ counted })).toMatchObject({ reason: 'message_cap', until: instant('2026-06-19T12:00Z') });
  });

  it('both caps full → the one that reopens last', () => {
    const counted = [daysAgo(1), daysAgo(6, { newOffer: true })];
    expect(only({ counted, due: [aDue({ validUntil: null })] })).toMatchObject({
      reason: 'offer_cap',
      until: instant('2026-07-09T12:00Z'),
    });
  });

  it('the cap reopens after the step’s last day → looked at once more on that day, then given up', () => {
    const counted = [daysAgo(1, { newOffer: true })];
    const validUntil = instant('2026-06-20T00:00Z');
    expect(only({ counted, due: [aDue({ validUntil })] })).toMatchObject({ until: validUntil });
    expect(only({ counted, now: validUntil, due: [aDue({ validUntil })] })).toMatchObject({
      decision: 'skip',
      reason: 'waited_too_long',
    });
  });

  it('a later offer of a ladder whose first was counted → a message, no new offer', () => {
    const terms = someTerms('second_purchase', {
      arms: [{ name: 'a', offers: [anOffer(), anOffer()] }],
    });
    const due = [aDue({ step: 1 }, { terms })];
    const counted = [daysAgo(10, { enrolmentId: '1', newOffer: true })];
    expect(only({ due, counted })).toMatchObject({ decision: 'send', newOffer: false });
    const skipped = [daysAgo(10, { newOffer: true })];
    expect(only({ due, counted: skipped })).toMatchObject({ decision: 'defer', reason: 'offer_cap' });
  });

  it('a cap of 0 → nothing ever goes out', () => {
    const settings = settingsWith({ caps: { offersPer30Days: 0, messagesPer7Days: 2 } });
    expect(only({ settings })).toMatchObject({ decision: 'defer', reason: 'offer_cap' });
  });
});

describe('several campaigns want the same person', () => {
  const counted = [daysAgo(1)];

  it('room for one → the higher priority goes, the other waits and names it', () => {
    const decisions = decideSends(aQuestion({ counted, due: [reminder('2', 50), reminder('3', 80)] }));
    expect(decisions).toEqual([
      expect.objectContaining({ enrolmentId: '3', decision: 'send' }),
      expect.objectContaining({
        enrolmentId: '2',
        decision: 'defer',
        reason: 'higher_priority',
        inFavourOf: 3,
      }),
    ]);
  });

  it('the same priority → who was enrolled first', () => {
    const earlier = new Date(NOON.getTime() - 1);
    const decisions = decideSends(
      aQuestion({ counted, due: [reminder('2', 50), reminder('3', 50, earlier)] }),
    );
    expect(decisions.map(({ enrolmentId, decision }) => [enrolmentId, decision])).toEqual([
      ['3', 'send'],
      ['2', 'defer'],
    ]);
    expect(decisions[1]).toMatchObject({ reason: 'message_cap', inFavourOf: null });
  });

  it('no room for an offer before the higher one went either → the cap is the reason', () => {
    const offered = [daysAgo(20, { newOffer: true })];
    const decisions = decideSends(aQuestion({ counted: offered, due: [aDue(), reminder('3', 80)] }));
    expect(decisions[1]).toMatchObject({ enrolmentId: '1', reason: 'offer_cap', inFavourOf: null });
  });

  it('the higher one is held out → it takes the room all the same', () => {
    const high = reminder('3', 80);
    const due = [reminder('2', 50), { ...high, enrolment: { ...high.enrolment, heldOut: true, arm: null } }];
    expect(decideSends(aQuestion({ counted, due })).map(({ decision }) => decision)).toEqual([
      'hold_out',
      'defer',
    ]);
  });

  it('the higher one is paused → the lower goes meanwhile', () => {
    const due = [reminder('2', 50), { ...reminder('3', 80), campaignState: 'paused' as const }];
    expect(decideSends(aQuestion({ counted, due })).map(({ decision }) => decision)).toEqual([
      'defer',
      'send',
    ]);
  });
});

describe('avoid bigger discounts', () => {
  const person = aPerson({ lastRedeemedDepthBps: 500 });

  it('deeper than the last one they redeemed → skipped, for the comparison group as well', () => {
    expect(only({ person })).toMatchObject({ decision: 'skip', reason: 'deeper_than_last' });
    expect(only({ person, due: [aDue({ heldOut: true, arm: null })] })).toMatchObject({ decision: 'skip' });
  });

  it('a later offer of the ladder may be deeper: only the first is compared', () => {
    const terms = someTerms('second_purchase', { arms: [{ name: 'a', offers: [anOffer(), anOffer()] }] });
    const counted = [daysAgo(10, { enrolmentId: '1', newOffer: true })];
    expect(only({ person, counted, due: [aDue({ step: 1 }, { terms })] })).toMatchObject({
      decision: 'send',
    });
  });

  it('as deep, or no offer, or never redeemed → sent', () => {
    expect(only({ person: aPerson({ lastRedeemedDepthBps: 1_000 }) })).toMatchObject({ decision: 'send' });
    expect(only({ person, due: [reminder('2', 50)] })).toMatchObject({ decision: 'send' });
    expect(only()).toMatchObject({ decision: 'send' });
  });
});
