import { describe, expect, it } from 'vitest';
import {
  type DryRunPerson,
  type DryRunPlan,
  forecastPerson,
  type PersonForecast,
} from '../../../web/domain/campaigns/dry-run.ts';
import { addForecast, noForecasts } from '../../../web/domain/campaigns/forecast-totals.ts';
import { aModel } from '../factories.ts';
import { aDue, aLapsedPerson, anOffer, aPerson, NOON, settingsWith, someTerms, TODAY } from './people.ts';

const plan = (change: Partial<DryRunPlan> = {}): DryRunPlan => ({
  terms: someTerms('second_purchase', { backlogPerDay: 10 }),
  settings: settingsWith(),
  model: aModel({ asOfOn: TODAY }),
  shareBps: 2_000,
  shopZone: 'UTC',
  now: NOON,
  days: 14,
  typical: { orderMinor: 10_000, shippingMinor: 500 },
  redeemShareBps: 1_000,
  ...change,
});
const someone = (change: Partial<DryRunPerson> = {}): DryRunPerson => ({
  facts: aPerson(),
  u: 0.5,
  counted: [],
  waiting: [],
  backlogAhead: null,
  ...change,
});
const told = (forecast: PersonForecast) =>
  forecast.enrolled
    ? forecast.steps.map(
        ({ at, step, outcome, reason }) => `${at.toISOString().slice(0, 16)} ${step} ${outcome} ${reason}`,
      )
    : forecast.reason;

describe('dry run of one person', () => {
  it('matches now → the offer goes out at once, at the expected cost', () => {
    const forecast = forecastPerson(someone(), plan());
    expect(told(forecast)).toEqual(['2026-06-15T12:00 0 send due']);
    // 10 % of a typical order of 100.00, used by one in ten.
    expect(forecast).toMatchObject({
      on: TODAY,
      backlog: true,
      heldOut: false,
      steps: [{ expectedCostMinor: 100 }],
    });
  });

  it('their place is below the share → held out, free of cost', () => {
    const forecast = forecastPerson(someone({ u: 0.1 }), plan());
    expect(told(forecast)).toEqual(['2026-06-15T12:00 0 hold_out held_out']);
    expect(forecast).toMatchObject({ heldOut: true, steps: [{ expectedCostMinor: 0 }] });
  });

  it('comes to match in five days → enrolled then, in the morning, and is no backlog', () => {
    const facts = aPerson({ lastOn: TODAY - 25, lastOccasionOn: TODAY - 25 });
    const forecast = forecastPerson(someone({ facts }), plan({ terms: someTerms('second_purchase') }));
    expect(told(forecast)).toEqual(['2026-06-20T09:00 0 send due']);
    expect(forecast).toMatchObject({ on: TODAY + 5, backlog: false, steps: [{ delayedBy: 'quiet_hours' }] });
  });

  it('will lapse in three days → the ladder’s steps of the fortnight, and no later ones', () => {
    const facts = aLapsedPerson({ stage: 'first_time', lastOn: TODAY - 169, lastOccasionOn: TODAY - 169 });
    const forecast = forecastPerson(someone({ facts }), plan({ terms: someTerms('win_back') }));
    expect(told(forecast)).toEqual(['2026-06-18T09:00 0 send due', '2026-06-28T09:00 1 send due']);
  });

  it('backlog at 10 a day → the 25th of it comes on the third day; left alone → nobody', () => {
    expect(forecastPerson(someone({ backlogAhead: 24 }), plan())).toMatchObject({ on: TODAY + 2 });
    expect(told(forecastPerson(someone(), plan({ terms: someTerms('second_purchase') })))).toBe('left_alone');
    expect(told(forecastPerson(someone({ backlogAhead: 140 }), plan()))).toBe('left_alone');
  });

  it('never matches → today’s reason', () => {
    expect(told(forecastPerson(someone({ facts: aPerson({ excluded: true }) }), plan()))).toBe('excluded');
  });

  it('an offer 25 days ago → waits for the cap and says so; one yesterday → the step is given up', () => {
    const offered = (days: number) => [
      { enrolmentId: '99', countedAt: new Date(NOON.getTime() - days * 86_400_000), newOffer: true },
    ];
    const waits = forecastPerson(someone({ counted: offered(25) }), plan());
    expect(told(waits)).toEqual(['2026-06-20T12:00 0 send due']);
    expect(waits).toMatchObject({ steps: [{ delayedBy: 'offer_cap' }] });
    const longer = plan({ days: 20 });
    expect(told(forecastPerson(someone({ counted: offered(1) }), longer))).toEqual([
      '2026-06-30T00:00 0 skip waited_too_long',
    ]);
  });

  it('another campaign of higher priority waits for them → it goes first', () => {
    const waiting = [aDue({}, { terms: someTerms('second_purchase', { priority: 90 }) })];
    const forecast = forecastPerson(someone({ waiting }), plan());
    expect(told(forecast)).toEqual([]);
    expect(forecast).toMatchObject({ waitsFor: 'higher_priority' });
    const reminders = [{ name: 'none', offers: [null] }];
    const own = plan({ terms: someTerms('second_purchase', { backlogPerDay: 10, arms: reminders }) });
    expect(told(forecastPerson(someone({ waiting }), own))).toEqual(['2026-06-15T12:00 0 send due']);
  });

  it('an amount off where no typical order is known → the cost is unknown, not zero', () => {
    const arms = [{ name: 'a', offers: [anOffer({ value: { kind: 'amount', amountMinor: 500 } })] }];
    const terms = someTerms('second_purchase', { backlogPerDay: 10, arms });
    const unknown = plan({ terms, typical: { orderMinor: null, shippingMinor: null } });
    expect(forecastPerson(someone(), unknown)).toMatchObject({ steps: [{ expectedCostMinor: null }] });
  });
});

describe('totals of a dry run', () => {
  it('adds people one by one: who is sent to and when, held out, skipped and why, at what cost', () => {
    const totals = noForecasts();
    const people = [
      someone(),
      someone({ u: 0.1 }),
      someone({ facts: aPerson({ excluded: true }) }),
      someone({ facts: aPerson({ lastOn: TODAY - 25, lastOccasionOn: TODAY - 25 }) }),
    ];
    for (const person of people) addForecast(totals, forecastPerson(person, plan()), 'UTC');
    expect(totals).toMatchObject({ people: 4, enrolled: 3, heldOut: 1, backlog: 2, expectedCostMinor: 200 });
    expect([...totals.byDay]).toEqual([
      [TODAY, 1],
      [TODAY + 5, 1],
    ]);
    expect([...totals.notEnrolled]).toEqual([['excluded', 1]]);
    expect([...totals.delayed]).toEqual([['quiet_hours', 1]]);
  });
});
