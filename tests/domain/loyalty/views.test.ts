import { describe, expect, it } from 'vitest';
import { type EntryChange, historyLine } from '../../../web/domain/loyalty/history-line.ts';
import { memberPoints } from '../../../web/domain/loyalty/member-points.ts';
import { programView } from '../../../web/domain/loyalty/program-view.ts';
import type { OrderId } from '../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { terms } from './members.ts';

const levels = [
  { key: 'a', name: 'Member', threshold: 0, multiplierBps: 10_000 },
  { key: 'b', name: 'Plus', threshold: 500, multiplierBps: 12_500 },
];
const withTiers = terms({ tiers: { by: 'spend', graceDays: 30, levels } });

describe('what anybody sees of a program', () => {
  const [reward] = terms().rewards;
  const rewards = reward
    ? [
        { ...reward, rewardId: 'dear', costPoints: 300 },
        { ...reward, rewardId: 'gone', active: false },
        { ...reward, rewardId: 'cheap', costPoints: 50 },
      ]
    : [];
  const event = (name: string, fromOn: string, toOn: string) => ({
    name,
    fromOn: isoToDay(fromOn),
    toOn: isoToDay(toOn),
    multiplierBps: 20_000,
  });
  const bonuses = [
    event('later', '2024-04-01', '2024-04-02'),
    event('over', '2024-02-01', '2024-02-29'),
    event('last day', '2024-02-20', '2024-03-01'),
  ];
  const seen = (change: Parameters<typeof terms>[0]) =>
    programView(terms({ rewards, bonuses, ...change }), {
      currency: 'USD',
      todayOn: isoToDay('2024-03-01'),
      excluded: [],
    });

  it('the rewards that may be had, cheapest first; none while it is off', () => {
    expect(seen({}).rewards.map((each) => each.rewardId)).toEqual(['cheap', 'dear']);
    expect(seen({ on: false }).rewards).toEqual([]);
    expect(seen({}).rewards[0]?.combinesWith).toEqual(reward?.combinesWith);
  });

  it('the events of today and later, soonest first', () => {
    expect(seen({}).bonuses).toEqual([
      { name: 'last day', fromOn: '2024-02-20', toOn: '2024-03-01', multiplierBps: 20_000 },
      { name: 'later', fromOn: '2024-04-01', toOn: '2024-04-02', multiplierBps: 20_000 },
    ]);
  });

  it('no referral while that is off, and nothing of what is the merchant’s alone', () => {
    expect(seen({}).referral).toBeNull();
    const on = { ...terms().referral, on: true };
    expect(seen({ referral: on }).referral).toEqual({
      advocatePoints: 100,
      friendOffer: on.friendOffer,
      holdDays: on.holdDays,
    });
    expect(JSON.stringify(seen({ referral: on }))).not.toMatch(/validDays|historyFrom/);
  });
});

describe('what a member is told', () => {
  const numbers = { available: 40, pending: 5, debt: 0, nextExpiry: null };
  const tier = { key: 'a', sinceAt: new Date(), reviewOn: null, graceUntilOn: null, progress: 120 };

  it('the tier held, and what is missing for the next', () => {
    expect(memberPoints({ ...numbers, tier }, withTiers)).toEqual({
      points: 40,
      pendingPoints: 5,
      debtPoints: 0,
      tier: {
        key: 'a',
        name: 'Member',
        multiplierBps: 10_000,
        keptUntilOn: null,
        graceUntilOn: null,
        graceMissing: null,
      },
      nextTier: { key: 'b', name: 'Plus', missing: 380 },
      expiring: null,
    });
  });

  it('the highest tier → no next; until when it is kept', () => {
    const kept = {
      ...tier,
      key: 'b',
      reviewOn: isoToDay('2025-01-01'),
      graceUntilOn: isoToDay('2025-01-31'),
    };
    const told = memberPoints({ ...numbers, tier: kept }, withTiers);
    expect(told.tier).toMatchObject({ keptUntilOn: '2025-01-01', graceUntilOn: '2025-01-31' });
    expect(told.tier).toMatchObject({ graceMissing: 380 });
    expect(told.nextTier).toBeNull();
  });

  it('a tier that the program no longer has, or no program → no tier', () => {
    expect(memberPoints({ ...numbers, tier: { ...tier, key: 'z' } }, withTiers)).toMatchObject({
      tier: null,
      nextTier: null,
    });
    expect(memberPoints({ ...numbers, tier }, null).tier).toBeNull();
  });

  it('points that end next', () => {
    const nextExpiry = { at: new Date('2024-05-01T16:59:59Z'), points: 12 };
    expect(memberPoints({ ...numbers, tier: null, nextExpiry }, null).expiring).toEqual({
      at: '2024-05-01T16:59:59.000Z',
      points: 12,
    });
  });
});

describe('a line of the history', () => {
  const line = (change: Partial<EntryChange>) =>
    historyLine({
      at: new Date('2024-03-01'),
      cause: 'order',
      points: 10,
      pendingPoints: 0,
      grantReason: null,
      orderId: '12' as OrderId,
      orderedAt: null,
      reward: null,
      ...change,
    });

  it.each<[Partial<EntryChange>, string | undefined, number | undefined]>([
    [{}, 'order', 10],
    [{ points: 0, pendingPoints: 10 }, 'pending', 10],
    [{ points: 10, pendingPoints: -10 }, 'order', 10],
    [{ cause: 'refund', points: -4 }, 'refund', -4],
    [{ cause: 'rules', points: -4 }, 'order', -4],
    [{ cause: 'redeem', points: -4 }, 'redeem', -4],
    [{ cause: 'redeem_back', points: 4 }, 'redeem_back', 4],
    [{ cause: 'expiry', points: -4 }, 'expiry', -4],
    [{ cause: 'erasure', points: -4 }, undefined, undefined],
  ])('%o → %s', (change, what, points) => {
    expect(line(change)?.what).toBe(what);
    expect(line(change)?.points).toBe(points);
  });

  it('an order’s → when it was placed; a redemption’s → the reward, without the merchant’s terms', () => {
    expect(line({ orderedAt: new Date('2024-02-27') })).toMatchObject({
      orderedAt: '2024-02-27T00:00:00.000Z',
      reward: null,
    });
    const [reward = null] = terms().rewards;
    expect(reward).not.toBeNull();
    expect(line({ cause: 'redeem', points: -4, reward })?.reward).toEqual({
      rewardId: reward?.rewardId,
      name: reward?.name,
      value: reward?.value,
    });
  });
});
