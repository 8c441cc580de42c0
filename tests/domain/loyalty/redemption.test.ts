import { describe, expect, it } from 'vitest';
import { costOfPoints, giveBackBps, liability } from '../../../web/domain/loyalty/liability.ts';
import type { RewardValue } from '../../../web/domain/loyalty/program.ts';
import {
  canRedeem,
  mayFollow,
  REDEMPTION_MOVES,
  redemptionEndsAt,
  STANDING_CODE,
  statesBefore,
} from '../../../web/domain/loyalty/redemption.ts';
import { terms } from './members.ts';

const [base] = terms().rewards;
const reward = (value: RewardValue, costPoints: number, active = true) =>
  base ? [{ ...base, rewardId: value.kind, value, costPoints, active }] : [];

describe('the states of a redemption', () => {
  it('a code whose fate is unknown is found, released, or proven by an order', () => {
    expect(REDEMPTION_MOVES.unknown).toEqual(['issued', 'released', 'used']);
  });

  it('points come back once: from an issued, used or ended code only', () => {
    expect(statesBefore('returned')).toEqual(['issued', 'returning', 'used', 'lapsed']);
    expect(mayFollow('returned', 'returned')).toBe(false);
    expect(mayFollow('released', 'issued')).toBe(false);
  });

  it('a return that has begun ends with the points back, unless the code was used', () => {
    expect(statesBefore('returning')).toEqual(['issued']);
    expect(REDEMPTION_MOVES.returning).toEqual(['issued', 'used', 'returned']);
    expect(STANDING_CODE).toEqual(['issued', 'returning']);
  });

  it('an order proves that a code was used, whatever was thought', () => {
    const others = (Object.keys(REDEMPTION_MOVES) as (keyof typeof REDEMPTION_MOVES)[]).filter(
      (state) => state !== 'used',
    );
    expect(statesBefore('used').toSorted()).toEqual(others.toSorted());
  });
});

describe('whether a reward can be had', () => {
  const rewards = [
    ...reward({ kind: 'amount', amountMinor: 500 }, 100),
    ...reward({ kind: 'store_credit', amountMinor: 500 }, 100),
    ...reward({ kind: 'free_shipping' }, 50, false),
  ];
  const ask = (rewardId: string, available: number, change: Partial<Parameters<typeof canRedeem>[2]> = {}) =>
    canRedeem(rewardId, available, { terms: terms({ rewards }), storeCreditOn: true, ...change });

  it('exactly enough → yes, with the reward', () => {
    expect(ask('amount', 100)).toEqual({ ok: true, reward: rewards[0] });
  });

  it.each<[string, ReturnType<typeof ask>, object]>([
    ['one point too few', ask('amount', 99), { reason: 'not_enough_points', missing: 1 }],
    ['unknown', ask('r9', 100), { reason: 'unknown_reward' }],
    ['not offered any more', ask('free_shipping', 100), { reason: 'reward_off' }],
    ['program off', ask('amount', 100, { terms: terms({ on: false, rewards }) }), { reason: 'program_off' }],
    ['no program', ask('amount', 100, { terms: null }), { reason: 'program_off' }],
    [
      'a shop without store credit',
      ask('store_credit', 100, { storeCreditOn: false }),
      { reason: 'no_store_credit' },
    ],
  ])('%s → no, and why', (_, answer, why) => {
    expect(answer).toEqual({ ok: false, ...why });
  });

  it('its code holds through the last day of the shop', () => {
    const now = new Date('2024-03-01T18:00:00Z');
    expect(redemptionEndsAt({ validDays: 1 }, now, 'Asia/Bangkok')).toEqual(new Date('2024-03-02T16:59:59Z'));
    expect(redemptionEndsAt({ validDays: 30 }, now, 'UTC')).toEqual(new Date('2024-03-30T23:59:59Z'));
  });
});

describe('what open points could cost', () => {
  const totals = { available: 900, pending: 50, reserved: 50, debt: 20, spent: 750, expired: 250 };
  const rewards = [
    ...reward({ kind: 'amount', amountMinor: 500 }, 100),
    ...reward({ kind: 'store_credit', amountMinor: 1_100 }, 200),
    ...reward({ kind: 'percentage', percentageBps: 1_000 }, 100),
  ];

  it('all at the dearest active reward per point, and the share that was used so far', () => {
    expect(liability(totals, terms({ rewards }))).toEqual({
      atMostMinor: 5_500,
      likelyMinor: 4_125,
      usedPercent: 75,
    });
  });

  it('percentages by a typical order, where one is known', () => {
    expect(liability(totals, terms({ rewards }), 8_000).atMostMinor).toBe(8_000);
  });

  it('fewer than 1,000 points finished → no share, nothing likely', () => {
    const young = { ...totals, spent: 749, expired: 250 };
    expect(liability(young, terms({ rewards }))).toEqual({
      atMostMinor: 5_500,
      likelyMinor: null,
      usedPercent: null,
    });
  });

  it('nothing has ended yet → spending so far says nothing of what will be spent', () => {
    expect(liability({ ...totals, spent: 5_000, expired: 0 }, terms({ rewards }))).toEqual({
      atMostMinor: 5_500,
      likelyMinor: null,
      usedPercent: null,
    });
  });

  it('no reward whose worth is known → nothing said', () => {
    const free = reward({ kind: 'free_shipping' }, 10);
    const off = reward({ kind: 'amount', amountMinor: 500 }, 100, false);
    expect(liability(totals, terms({ rewards: [...free, ...off] })).atMostMinor).toBeNull();
  });

  it('a hundred points, rounded up; the share of the price they give back', () => {
    const odd = terms({ rewards: reward({ kind: 'amount', amountMinor: 1_000 }, 300) });
    expect(costOfPoints(100, odd)).toBe(334);
    expect(giveBackBps(terms({ rewards: reward({ kind: 'amount', amountMinor: 500 }, 100) }))).toBe(500);
    expect(giveBackBps(terms({ rewards: [] }))).toBeNull();
  });
});
