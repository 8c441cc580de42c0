import { describe, expect, it } from 'vitest';
import type { MemberFacts, Redemption } from '../../../web/domain/loyalty/member.ts';
import type { ProgramHistory } from '../../../web/domain/loyalty/program.ts';
import { canRedeem } from '../../../web/domain/loyalty/redemption.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';
import { earned, given, history, launched, member, redeemed, terms } from './members.ts';

const at = (iso: string, facts: Partial<MemberFacts>, program: ProgramHistory = launched()) =>
  replayMember(member(facts), program, { now: new Date(iso), timeZone: 'UTC' });
const orderId = (id: string) => earned(id, '2024-02-01').orderId;

describe('points of orders', () => {
  it('floored once per order, after bonus and tier', () => {
    const bonus = {
      name: 'b',
      fromOn: isoToDay('2024-02-01'),
      toOn: isoToDay('2024-02-01'),
      multiplierBps: 15_000,
    };
    const orders = [
      earned('1', '2024-01-31T10:00:00Z', { grossMinor: 199 }),
      earned('2', '2024-02-01T10:00:00Z', { grossMinor: 333 }),
    ];
    expect(at('2024-03-01', { orders }, launched({ bonuses: [bonus] })).awards).toEqual(
      new Map([
        [orderId('1'), { points: 1, pending: 0 }],
        [orderId('2'), { points: 4, pending: 0 }],
      ]),
    );
  });

  it('pending until it has matured, then spendable; it says when', () => {
    const maturesAt = new Date('2024-02-20');
    const orders = [earned('1', '2024-02-01', { earns: 'pending', maturesAt })];
    expect(at('2024-02-19', { orders })).toMatchObject({ available: 0, pending: 100, revisitAt: maturesAt });
    expect(at('2024-02-20', { orders })).toMatchObject({ available: 100, pending: 0 });
  });

  it('refunded piece by piece → never more than what remains earns, exactly 0 at the end', () => {
    const left = (keptMinor: number) =>
      at('2024-03-01', { orders: [earned('1', '2024-02-01', { keptMinor })] }).available;
    expect([10_000, 6_667, 3_333, 0].map(left)).toEqual([100, 66, 33, 0]);
  });

  it('refunded after the points were spent → a debt, paid from the next points', () => {
    const redemptions = [redeemed('1', '2024-02-02', 90)];
    const refunded = earned('1', '2024-02-01', { keptMinor: 2_000 });
    expect(at('2024-03-01', { orders: [refunded], redemptions })).toMatchObject({ available: 0, debt: 70 });
    const orders = [refunded, earned('2', '2024-02-10', { grossMinor: 10_000 })];
    expect(at('2024-03-01', { orders, redemptions })).toMatchObject({ available: 30, debt: 0 });
  });

  it('refunded after its points had ended → not taken twice', () => {
    const refunded = earned('1', '2024-02-01', { keptMinor: 2_000 });
    const state = at('2025-06-01', { orders: [refunded, earned('2', '2025-05-01')] });
    expect(state).toMatchObject({ available: 100, debt: 0, expired: 20 });
  });

  it('placed before the launch → its lot starts on launch day', () => {
    const orders = [earned('1', '2023-06-01', { backfilled: true })];
    expect(at('2024-03-01', { orders }).lots).toEqual([
      {
        key: 'order:1',
        at: new Date('2024-01-01'),
        points: 100,
        expiresAt: new Date('2025-01-01T23:59:59Z'),
      },
    ]);
  });
});

describe('which points are spent first', () => {
  it('those that end soonest, then the oldest; those that never end last', () => {
    const grants = [
      given('1', '2024-02-01', 10),
      given('2', '2024-02-02', 10, { expiresAt: new Date('2024-06-01') }),
      given('3', '2024-02-03', 10, { expiresAt: new Date('2024-05-01') }),
      given('4', '2024-02-01T12:00:00Z', 10, { expiresAt: new Date('2024-05-01') }),
    ];
    const keysAfter = (points: number) =>
      at('2024-03-01', { grants, redemptions: [redeemed('1', '2024-02-20', points)] }).lots.map(
        (lot) => lot.key,
      );
    expect(keysAfter(5)).toEqual(['grant:4', 'grant:3', 'grant:2', 'grant:1']);
    expect(keysAfter(15)).toEqual(['grant:3', 'grant:2', 'grant:1']);
    expect(keysAfter(25)).toEqual(['grant:2', 'grant:1']);
    expect(keysAfter(30)).toEqual(['grant:1']);
  });

  it('200 redemptions of one balance, each decided by what the others left → at most what it holds', () => {
    const rewards = terms().rewards.map((reward) => ({ ...reward, costPoints: 100 }));
    const grants = [given('1', '2024-02-01', 350)];
    const redemptions: Redemption[] = [];
    for (let attempt = 1; attempt <= 200; attempt += 1) {
      const { available } = at('2024-03-01', { grants, redemptions });
      const answer = canRedeem('r1', available, { terms: terms({ rewards }), storeCreditOn: null });
      if (answer.ok) redemptions.push(redeemed(String(attempt), '2024-02-02', 100, { state: 'reserved' }));
    }
    expect(redemptions).toHaveLength(3);
    expect(at('2024-03-01', { grants, redemptions })).toMatchObject({
      available: 50,
      reserved: 300,
      debt: 0,
    });
  });
});

describe('how points end', () => {
  it('per lot: through the same day so many months later', () => {
    const orders = [earned('1', '2024-01-31', {})];
    const program = launched({ expiry: { kind: 'per_lot', months: 1 } });
    expect(at('2024-02-29T23:59:58Z', { orders }, program)).toMatchObject({
      available: 100,
      nextExpiry: { at: new Date('2024-02-29T23:59:59Z'), points: 100 },
      revisitAt: new Date('2024-02-29T23:59:59Z'),
    });
    expect(at('2024-02-29T23:59:59Z', { orders }, program)).toMatchObject({
      available: 0,
      expired: 100,
      expiredAt: new Date('2024-02-29T23:59:59Z'),
      nextExpiry: null,
      revisitAt: null,
    });
  });

  it('by inactivity: an order extends all, also what was granted', () => {
    const program = launched({ expiry: { kind: 'inactivity', months: 2 } });
    const grants = [given('1', '2024-02-01', 10, { expiresAt: new Date('2024-04-01T23:59:59Z') })];
    const orders = [earned('1', '2024-02-01'), earned('2', '2024-03-20', { version: null })];
    expect(at('2024-05-01', { grants, orders }, program)).toMatchObject({
      available: 110,
      nextExpiry: { at: new Date('2024-05-20T23:59:59Z'), points: 110 },
    });
    expect(at('2024-05-01', { grants, orders: orders.slice(0, 1) }, program)).toMatchObject({ expired: 110 });
  });

  it('an order that was never paid and cancelled extends nothing', () => {
    const program = launched({ expiry: { kind: 'inactivity', months: 2 } });
    const orders = [earned('1', '2024-02-01'), earned('2', '2024-03-20', { grossMinor: 0, earns: 'no' })];
    expect(at('2024-05-01', { orders }, program)).toMatchObject({ available: 0, expired: 100 });
  });

  it('new rules never shorten what is open, and lengthen it where they are kinder', () => {
    const per = (months: number) => terms({ expiry: { kind: 'per_lot', months } });
    const orders = [earned('1', '2024-02-01')];
    const end = (later: ReturnType<typeof terms>) =>
      at('2024-04-01', { orders }, history(['2024-01-01', per(6)], ['2024-03-01', later])).lots[0]?.expiresAt;
    expect(end(per(3))).toEqual(new Date('2024-08-01T23:59:59Z'));
    expect(end(per(12))).toEqual(new Date('2025-02-01T23:59:59Z'));
    expect(end(terms({ expiry: { kind: 'never' } }))).toBeNull();
    expect(end(terms({ expiry: { kind: 'inactivity', months: 1 } }))).toEqual(
      new Date('2024-08-01T23:59:59Z'),
    );
  });

  it('what had ended before the new rules stays ended', () => {
    const program = history(
      ['2024-01-01', terms({ expiry: { kind: 'per_lot', months: 1 } })],
      ['2024-04-01', terms({ expiry: { kind: 'never' } })],
    );
    expect(at('2024-05-01', { orders: [earned('1', '2024-02-01')] }, program)).toMatchObject({
      expired: 100,
    });
  });

  it('imported before the launch by the rule → from launch day; a day of the file stays', () => {
    const program = history(['2023-06-01', terms({ on: false })], ['2024-01-01', terms()]);
    const byRule = { reason: 'import', expiresAt: new Date('2024-07-01T23:59:59Z') } as const;
    const byFile = { reason: 'import', expiresAt: new Date('2024-06-30T23:59:59Z') } as const;
    const grants = [given('1', '2023-07-01', 10, byRule), given('2', '2023-07-01', 10, byFile)];
    expect(at('2024-02-01', { grants }, program).lots.map((lot) => lot.expiresAt?.toISOString())).toEqual([
      '2024-06-30T23:59:59.000Z',
      '2025-01-01T23:59:59.000Z',
    ]);
  });
});

describe('a redemption', () => {
  const grants = [given('1', '2024-02-01', 100, { expiresAt: new Date('2024-04-01') })];
  const standing = (change: Parameters<typeof redeemed>[3], now = '2024-03-01') =>
    at(now, { grants, redemptions: [redeemed('3', '2024-02-10', 60, change)] });

  it.each(['reserved', 'unknown'] as const)('%s → set aside', (state) => {
    expect(standing({ state })).toMatchObject({ available: 40, reserved: 60 });
  });

  it.each(['issued', 'returning', 'used', 'lapsed'] as const)('%s → gone', (state) => {
    expect(standing({ state })).toMatchObject({ available: 40, reserved: 0 });
  });

  it('released → the very points lie where they lay', () => {
    const state = standing({ state: 'released', returnedAt: new Date('2024-02-11') });
    expect(state).toMatchObject({ available: 100, lots: [{ key: 'grant:1', points: 100 }] });
  });

  it('returned → back with the end they had, 30 days from then at least', () => {
    const back = (returnedAt: string) =>
      standing({ state: 'returned', returnedAt: new Date(returnedAt) }).lots;
    expect(back('2024-02-11')).toMatchObject([
      { key: 'grant:1', points: 40 },
      { key: 'return:3', points: 60, expiresAt: new Date('2024-04-01') },
    ]);
    expect(back('2024-03-01')).toMatchObject([{}, { key: 'return:3', expiresAt: new Date('2024-04-01') }]);
    const late = standing(
      { state: 'returned', returnedAt: new Date('2024-05-01T08:00:00Z') },
      '2024-05-02',
    ).lots;
    expect(late).toMatchObject([{ points: 60, expiresAt: new Date('2024-05-31T23:59:59Z') }]);
  });

  it('undone → back with the end they had, as if never taken; what ended meanwhile has ended', () => {
    const undone = (returnedAt: string, now: string) =>
      standing({ state: 'returned', returnedAt: new Date(returnedAt), undone: true }, now);
    expect(
      undone('2024-03-20', '2024-03-21').lots.map(({ points, expiresAt }) => [points, expiresAt]),
    ).toEqual([40, 60].map((points) => [points, new Date('2024-04-01')]));
    expect(undone('2024-04-10', '2024-04-11')).toMatchObject({ available: 0, expired: 100 });
  });

  it('an order while they were away → extends them by inactivity, also when undone', () => {
    const program = launched({ expiry: { kind: 'inactivity', months: 12 } });
    const orders = [earned('1', '2024-02-10'), earned('2', '2025-02-05')];
    const now = '2025-03-10';
    const untouched = at(now, { orders }, program);
    const back = { state: 'returned', returnedAt: new Date('2025-03-05') } as const;
    const ends = (undone: boolean) =>
      at(now, { orders, redemptions: [redeemed('3', '2025-02-01', 100, { ...back, undone })] }, program).lots;
    for (const lots of [ends(true), ends(false)])
      expect(lots.map(({ points, expiresAt }) => ({ points, expiresAt }))).toEqual(
        untouched.lots.map(({ points, expiresAt }) => ({ points, expiresAt })),
      );
  });

  it('new rules while they were away → hold for them too', () => {
    const program = history(
      ['2024-01-01', terms({ expiry: { kind: 'per_lot', months: 3 } })],
      ['2024-03-01', terms({ expiry: { kind: 'per_lot', months: 24 } })],
    );
    const orders = [earned('1', '2024-02-01')];
    const back = { state: 'returned', returnedAt: new Date('2024-03-10'), undone: true } as const;
    const { lots } = at(
      '2024-04-01',
      { orders, redemptions: [redeemed('3', '2024-02-20', 100, back)] },
      program,
    );
    expect(lots).toMatchObject([{ points: 100, expiresAt: new Date('2026-02-01T23:59:59Z') }]);
  });

  it('returned what was partly owed → the debt is gone and nothing is left over', () => {
    const redemptions = [
      redeemed('3', '2024-02-10', 60, { state: 'returned', returnedAt: new Date('2024-02-20') }),
      redeemed('4', '2024-02-11', 60),
    ];
    expect(at('2024-03-01', { grants, redemptions })).toMatchObject({ available: 40, debt: 0 });
  });
});

describe('points taken by hand', () => {
  it('more than there are → owed', () => {
    const grants = [given('1', '2024-02-01', 10), given('2', '2024-02-02', -25)];
    expect(at('2024-03-01', { grants })).toMatchObject({ available: 0, debt: 15 });
  });

  it('a clock ahead of ours → counted now', () => {
    const grants = [given('1', '2024-03-01T00:05:00Z', 10)];
    const redemptions = [redeemed('1', '2024-03-01T00:06:00Z', 4)];
    const orders = [earned('1', '2024-03-01T00:04:00Z')];
    expect(at('2024-03-01', { grants, redemptions, orders }).available).toBe(106);
  });
});
