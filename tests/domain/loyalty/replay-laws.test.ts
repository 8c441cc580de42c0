import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desiredStandings, differences } from '../../../web/domain/loyalty/differences.ts';
import type { MemberFacts } from '../../../web/domain/loyalty/member.ts';
import { replayMember } from '../../../web/domain/loyalty/replay.ts';
import { LedgerBook } from './ledger-book.ts';
import { earned, given, launched, member, redeemed } from './members.ts';

const levels = [
  { key: 'a', name: 'a', threshold: 0, multiplierBps: 10_000 },
  { key: 'b', name: 'b', threshold: 20_000, multiplierBps: 15_000 },
];
const PROGRAM = launched({
  tiers: { by: 'spend', graceDays: 30, levels },
  expiry: { kind: 'inactivity', months: 3 },
});
const WHEN = { now: new Date('2025-06-01'), timeZone: 'Asia/Ho_Chi_Minh' };

/** Instants that often coincide. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.constantFrom(0, 1, 43_200_000))
  .map(([day, ms]) => new Date(Date.UTC(2024, 0, 2) + day * 86_400_000 + ms).toISOString());
const order = fc.tuple(instant, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }));
const grant = fc.tuple(instant, fc.integer({ min: -50, max: 50 }), fc.option(instant));
const spend = fc.tuple(
  instant,
  fc.integer({ min: 1, max: 150 }),
  fc.constantFrom('reserved', 'issued', 'returning', 'used', 'released', 'returned'),
);
const facts = fc.record({
  orders: fc.array(order, { maxLength: 8 }),
  grants: fc.array(grant, { maxLength: 5 }),
  spends: fc.array(spend, { maxLength: 5 }),
});
type Drawn = typeof facts extends fc.Arbitrary<infer T> ? T : never;

function factsOf({ orders, grants, spends }: Drawn): MemberFacts {
  return member({
    orders: orders.map(([at, grossMinor, kept], index) =>
      earned(String(index + 1), at, { grossMinor, keptMinor: Math.min(kept, grossMinor) }),
    ),
    grants: grants.map(([at, points, end], index) =>
      given(String(index + 1), at, points, { expiresAt: end === null ? null : new Date(end) }),
    ),
    redemptions: spends.map(([at, points, state], index) =>
      redeemed(String(index + 1), at, points, {
        state,
        returnedAt: new Date(Date.parse(at) + 20 * 86_400_000),
      }),
    ),
  });
}

describe('laws of the replay', () => {
  it('facts in any order → one and the same state', () => {
    fc.assert(
      fc.property(facts, fc.infiniteStream(fc.integer({ min: -1, max: 1 })), (drawn, turns) => {
        const all = factsOf(drawn);
        const mixed = <T>(list: readonly T[]) => list.toSorted(() => turns.next().value ?? 0);
        const shuffled = {
          ...all,
          orders: mixed(all.orders),
          grants: mixed(all.grants),
          redemptions: mixed(all.redemptions),
        };
        const comparable = (of: MemberFacts) => {
          const { awards, ...state } = replayMember(of, PROGRAM, WHEN);
          return { ...state, awards: [...awards].sort(([a], [b]) => (a < b ? -1 : 1)) };
        };
        expect(comparable(shuffled)).toEqual(comparable(all));
      }),
      { numRuns: 500 },
    );
  });

  it('never below 0; owed only while nothing is left; nothing made or lost', () => {
    fc.assert(
      fc.property(facts, (drawn) => {
        const all = factsOf(drawn);
        const { available, debt, expired, awards, lots } = replayMember(all, PROGRAM, WHEN);
        expect(Math.min(available, debt, expired)).toBeGreaterThanOrEqual(0);
        expect(available > 0 && debt > 0).toBe(false);
        expect(lots.every((lot) => lot.points > 0)).toBe(true);
        const came = [...awards.values()].reduce((sum, award) => sum + award.points, 0);
        const given = all.grants.reduce((sum, grant) => sum + grant.points, 0);
        const gone = all.redemptions.filter(({ state }) => state !== 'released' && state !== 'returned');
        expect(came + given - gone.reduce((sum, { points }) => sum + points, 0)).toBe(
          available - debt + expired,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('from any posted ledger, one settling reaches what stands; the next posts nothing; no line falls below 0', () => {
    fc.assert(
      fc.property(facts, facts, (before, after) => {
        const book = new LedgerBook();
        for (const drawn of [before, after]) {
          const all = factsOf(drawn);
          const state = replayMember(all, PROGRAM, WHEN);
          for (const entry of differences(desiredStandings(all, state), book.posted(), WHEN.now)) {
            book.post([entry]);
            expect(book.totals.available ?? 0).toBeGreaterThanOrEqual(0);
          }
          expect(book.totals.available ?? 0).toBe(state.available);
          expect(differences(desiredStandings(all, state), book.posted(), WHEN.now)).toEqual([]);
        }
        expect(Object.values(book.totals).reduce((sum, points) => sum + points, 0)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

/** CPU time of this process in ms: does not depend on what else the machine does. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

describe('the time it takes', () => {
  const orders = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      earned(String(index + 1), new Date(Date.UTC(2024, 0, 2) + index * 3_600_000 * 12).toISOString(), {
        grossMinor: 1_500,
      }),
    );

  it('100,000 orders of 20,000 members → well under 10 s', () => {
    const five = member({ orders: orders(5) });
    const started = cpuMs();
    let points = 0;
    for (let one = 0; one < 20_000; one += 1) points += replayMember(five, PROGRAM, WHEN).expired;
    expect(points).toBeGreaterThan(0);
    expect(cpuMs() - started).toBeLessThan(8_000);
  });

  it('one member with 10,000 orders → under 2 s', () => {
    const many = member({
      orders: orders(10_000).map((each) => ({
        ...each,
        at: new Date(Date.UTC(2024, 0, 2) + Number(each.orderId) * 60_000),
      })),
    });
    const started = cpuMs();
    expect(replayMember(many, launched({ expiry: { kind: 'inactivity', months: 18 } }), WHEN).available).toBe(
      150_000,
    );
    expect(cpuMs() - started).toBeLessThan(2_000);
  });
});
