import { describe, expect, it } from 'vitest';
import type { MemberFacts, MemberOrder } from '../../../web/domain/loyalty/member.ts';
import type { ProgramHistory, TierRules } from '../../../web/domain/loyalty/program.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
import { dayToIso } from '../../../web/domain/shared/time.ts';
import { earned, history, launched, member, terms } from './members.ts';

const TIERS: TierRules = {
  by: 'spend',
  graceDays: 30,
  levels: [
    { key: 'member', name: 'Member', threshold: 0, multiplierBps: 10_000 },
    { key: 'plus', name: 'Plus', threshold: 10_000, multiplierBps: 15_000 },
    { key: 'premier', name: 'Premier', threshold: 30_000, multiplierBps: 20_000 },
  ],
};
const PROGRAM = launched({ tiers: TIERS, expiry: { kind: 'never' } });

const replay = (
  now: string,
  orders: MemberOrder[],
  program: ProgramHistory = PROGRAM,
  facts: Partial<MemberFacts> = {},
) => replayMember(member({ orders, ...facts }), program, { now: new Date(now), timeZone: 'UTC' });
const tierAt = (now: string, orders: MemberOrder[], program?: ProgramHistory) => {
  const { tier } = replay(now, orders, program);
  if (tier === null) return null;
  const iso = (day: number | null) => (day === null ? null : dayToIso(day));
  return [tier.key, iso(tier.reviewOn), iso(tier.graceUntilOn), tier.progress];
};

describe('a tier', () => {
  it('is reached at once; the order that reaches it earns by the one held before, the next by the new one', () => {
    const orders = [
      earned('1', '2024-03-05T10:00:00Z'),
      earned('2', '2024-03-06T10:00:00Z', { grossMinor: 1_000 }),
    ];
    const state = replay('2024-03-07', orders);
    expect(state.tier).toMatchObject({
      key: 'plus',
      sinceAt: new Date('2024-03-05T10:00:00Z'),
      progress: 11_000,
    });
    expect([...state.awards.values()].map((award) => award.points)).toEqual([100, 15]);
    expect(state.tierMoves).toEqual([
      { at: new Date('2024-03-05T10:00:00Z'), from: 'member', to: 'plus', cause: 'progress' },
    ]);
  });

  it('is kept 12 months, though the order that reached it is refunded: that lowers progress only', () => {
    const takenBack = [{ at: new Date('2024-03-20'), minor: 10_000 }];
    const orders = [earned('1', '2024-03-05', { keptMinor: 0, takenBack, earns: 'no' })];
    expect(tierAt('2024-03-19', orders)).toEqual(['plus', '2025-03-05', null, 10_000]);
    expect(tierAt('2025-03-04', orders)).toEqual(['plus', '2025-03-05', null, 0]);
  });

  it('is reviewed on that day by the 12 months before: kept for 12 more where they suffice', () => {
    const orders = [earned('1', '2024-03-05'), earned('2', '2024-03-06')];
    expect(tierAt('2025-03-05', orders)).toEqual(['plus', '2026-03-05', null, 10_000]);
  });

  it('not earned again → 30 days of grace, then what progress reaches', () => {
    const orders = [earned('1', '2024-03-05', { grossMinor: 30_000 }), earned('2', '2024-09-01')];
    expect(tierAt('2025-03-05', orders)).toEqual(['premier', '2025-03-05', '2025-04-04', 10_000]);
    expect(tierAt('2025-04-03T23:59:59Z', orders)).toEqual(['premier', '2025-03-05', '2025-04-04', 10_000]);
    expect(tierAt('2025-04-04', orders)).toEqual(['plus', '2026-04-04', null, 10_000]);
    expect(replay('2025-04-04', orders).tierMoves.at(-1)).toEqual({
      at: new Date('2025-04-04'),
      from: 'premier',
      to: 'plus',
      cause: 'review',
    });
  });

  it('earned again within the grace → kept for 12 months from then', () => {
    const orders = [earned('1', '2024-03-05'), earned('2', '2025-03-20', { grossMinor: 10_000 })];
    expect(tierAt('2025-03-19', orders.slice(0, 1))).toEqual(['plus', '2025-03-05', '2025-04-04', 0]);
    expect(tierAt('2025-03-20', orders)).toEqual(['plus', '2026-03-20', null, 10_000]);
  });

  it('without days of grace → down on the day of the review', () => {
    const program = launched({ tiers: { ...TIERS, graceDays: 0 } });
    expect(tierAt('2025-03-05', [earned('1', '2024-03-05')], program)).toEqual(['member', null, null, 0]);
  });

  it('says when it is decided next', () => {
    const orders = [earned('1', '2024-03-05')];
    expect(replay('2024-04-01', orders).revisitAt).toEqual(new Date('2025-03-05'));
    expect(replay('2025-03-05', orders).revisitAt).toEqual(new Date('2025-04-04'));
    expect(replay('2025-04-04', orders).revisitAt).toBeNull();
  });

  it('says when an order leaves the 12 months, so that what is missing is right', () => {
    const orders = [earned('1', '2024-03-05', { grossMinor: 4_000 })];
    expect(replay('2024-04-01', orders).revisitAt).toEqual(new Date('2025-03-05'));
    expect(tierAt('2025-03-04', orders)).toEqual(['member', null, null, 4_000]);
    expect(tierAt('2025-03-05', orders)).toEqual(['member', null, null, 0]);
    expect(replay('2025-03-05', orders).revisitAt).toBeNull();
  });

  it('an unpaid order raises none, a matured one when it matures', () => {
    const maturesAt = new Date('2024-03-20');
    expect(tierAt('2024-04-01', [earned('1', '2024-03-05', { earns: 'pending' })])).toEqual([
      'member',
      null,
      null,
      0,
    ]);
    const orders = [earned('1', '2024-03-05', { earns: 'pending', maturesAt })];
    expect(tierAt('2024-03-19', orders)).toEqual(['member', null, null, 0]);
    expect(tierAt('2024-03-20', orders)).toEqual(['plus', '2025-03-20', null, 10_000]);
  });

  it('refunded before it matured → counts only what was left', () => {
    const order = earned('1', '2024-03-05', {
      keptMinor: 4_000,
      takenBack: [{ at: new Date('2024-03-10'), minor: 6_000 }],
      maturesAt: new Date('2024-03-20'),
    });
    expect(tierAt('2024-03-19', [order])).toEqual(['member', null, null, 0]);
    expect(tierAt('2024-04-01', [order])).toEqual(['member', null, null, 4_000]);
    const larger = { ...order, grossMinor: 20_000, keptMinor: 14_000 };
    expect(replay('2024-04-01', [larger]).tier).toMatchObject({ key: 'plus', sinceAt: order.maturesAt });
  });

  it('by points earned → counts the points of orders', () => {
    const levels = TIERS.levels.map((level) => ({ ...level, threshold: level.threshold / 100 }));
    const program = launched({ tiers: { ...TIERS, by: 'points', levels } });
    expect(tierAt('2024-04-01', [earned('1', '2024-03-05')], program)).toEqual([
      'plus',
      '2025-03-05',
      null,
      100,
    ]);
  });

  it('orders from before the launch count, and the tier begins on launch day', () => {
    const state = replay('2024-02-01', [earned('1', '2023-11-05', { backfilled: true })]);
    expect(state.tier).toMatchObject({ key: 'plus', sinceAt: new Date('2024-01-01'), progress: 10_000 });
    expect(state.tierMoves).toEqual([{ at: new Date('2024-01-01'), from: null, to: 'plus', cause: 'rules' }]);
  });

  it('orders from before the launch earn as the lowest tier does', () => {
    const levels = TIERS.levels.map((level) => ({ ...level, multiplierBps: level.multiplierBps + 2_000 }));
    const orders = ['2023-10-05', '2023-11-05'].map((at) => earned(at.slice(5, 7), at, { backfilled: true }));
    const { awards } = replay('2024-02-01', orders, launched({ tiers: { ...TIERS, levels } }));
    expect([...awards.values()].map((award) => award.points)).toEqual([120, 120]);
  });

  it('a new member stands on the lowest since joining, which is no move', () => {
    const joinedAt = new Date('2024-05-05');
    const state = replay('2024-06-01', [], PROGRAM, { joinedAt });
    expect(state.tier).toEqual({
      key: 'member',
      sinceAt: joinedAt,
      reviewOn: null,
      graceUntilOn: null,
      progress: 0,
    });
    expect(state.tierMoves).toEqual([]);
  });
});

describe('new rules for tiers', () => {
  const changed = (levels: TierRules['levels'] | null) =>
    history(
      ['2024-01-01', terms({ tiers: TIERS })],
      ['2024-06-01', terms({ tiers: levels && { ...TIERS, levels } })],
    );
  const orders = [earned('1', '2024-03-05')];

  it('a higher threshold takes no tier away before its review', () => {
    const levels = TIERS.levels.map((level) => ({ ...level, threshold: level.threshold * 2 }));
    expect(tierAt('2024-07-01', orders, changed(levels))).toEqual(['plus', '2025-03-05', null, 10_000]);
  });

  it('a lower threshold raises at once', () => {
    const levels = TIERS.levels.map((level) => ({ ...level, threshold: level.threshold / 3 }));
    expect(tierAt('2024-07-01', orders, changed(levels))).toEqual(['premier', '2025-06-01', null, 10_000]);
    expect(replay('2024-07-01', orders, changed(levels)).tierMoves.at(-1)?.cause).toBe('rules');
  });

  it('a tier that is gone → what progress reaches', () => {
    const levels = TIERS.levels.filter((level) => level.key !== 'plus');
    expect(tierAt('2024-07-01', orders, changed(levels))).toEqual(['member', null, null, 10_000]);
  });

  it('no tiers any more → none, and once is once', () => {
    expect(tierAt('2024-07-01', orders, changed(null))).toBeNull();
    const later = [...orders, earned('2', '2024-06-05', { version: 2, grossMinor: 1_000 })];
    expect(
      [...replay('2024-07-01', later, changed(null)).awards.values()].map((award) => award.points),
    ).toEqual([100, 10]);
  });
});
