import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occasionsOf, summarizeHistory } from '../../../web/domain/orders/history.ts';
import type { OrderId } from '../../../web/domain/shared/ids.ts';
import { isoToDay, localDayOf } from '../../../web/domain/shared/time.ts';
import { bought } from '../factories.ts';

describe('purchase occasions', () => {
  it('two orders of one local day, 15 hours apart → one', () => {
    expect(occasionsOf([bought('2024-01-10T06:00:00Z'), bought('2024-01-10T21:00:00Z')])).toHaveLength(1);
  });

  it('less than 6 hours apart across midnight → one, on the day it began; exactly 6 hours → two', () => {
    const late = bought('2024-01-10T21:00:00Z');
    const occasions = occasionsOf([late, bought('2024-01-11T02:59:59Z')]);
    expect(occasions.map(({ on }) => on)).toEqual([isoToDay('2024-01-10')]);
    expect(occasionsOf([late, bought('2024-01-11T03:00:00Z')])).toHaveLength(2);
  });

  it('chains: each order is measured from the one before it', () => {
    const chain = [
      '2024-01-10T22:00:00Z',
      '2024-01-11T03:00:00Z',
      '2024-01-11T20:00:00Z',
      '2024-01-12T01:00:00Z',
    ];
    expect(occasionsOf(chain.map((at) => bought(at)))).toHaveLength(1);
  });

  it('carry the revenue of all their orders', () => {
    const orders = [
      bought('2024-01-10T06:00:00Z', { netRevenueMinor: 5 }),
      bought('2024-01-10T07:00:00Z', { netRevenueMinor: 7 }),
    ];
    expect(occasionsOf(orders)[0]?.revenueMinor).toBe(12);
  });
});

describe('a customer in numbers', () => {
  it('three occasions → gaps, first and last day, money of all orders', () => {
    const summary = summarizeHistory([
      bought('2024-02-09T10:00:00Z'),
      bought('2024-01-10T10:00:00Z'),
      bought('2024-01-20T10:00:00Z'),
    ]);
    expect(summary).toMatchObject({
      ordersCount: 3,
      frequency: 3,
      monetaryMinor: 3000,
      firstOn: isoToDay('2024-01-10'),
      lastOn: isoToDay('2024-02-09'),
      lastOccasionOn: isoToDay('2024-02-09'),
      gapsDays: [10, 20],
      subscribedUntilOn: null,
    });
  });

  it('nothing that qualifies, or renewals only → no occasion, null', () => {
    expect(summarizeHistory([])).toBeNull();
    expect(
      summarizeHistory([bought('2024-01-10T10:00:00Z', { qualifies: false, countsAsOccasion: false })]),
    ).toBeNull();
    expect(
      summarizeHistory([bought('2024-01-10T10:00:00Z', { countsAsOccasion: false, subscription: true })]),
    ).toBeNull();
  });

  it('a renewal → money and a newer last order, no occasion', () => {
    const renewal = bought('2024-02-10T10:00:00Z', { countsAsOccasion: false, subscription: true });
    expect(summarizeHistory([bought('2024-01-10T10:00:00Z'), renewal])).toMatchObject({
      ordersCount: 2,
      frequency: 1,
      monetaryMinor: 2000,
      lastOn: isoToDay('2024-02-10'),
      lastOccasionOn: isoToDay('2024-01-10'),
    });
  });

  it('a subscription → taken to run 1.5 times the longest of its last three intervals', () => {
    const start = bought('2024-01-01T10:00:00Z', { subscription: true });
    const renew = (at: string) => bought(at, { countsAsOccasion: false, subscription: true });
    expect(summarizeHistory([start])?.subscribedUntilOn).toBe(isoToDay('2024-01-01') + 45);
    const history = [
      start,
      renew('2024-04-01T10:00:00Z'),
      renew('2024-05-01T10:00:00Z'),
      renew('2024-05-31T10:00:00Z'),
      renew('2024-06-30T10:00:00Z'),
    ];
    expect(summarizeHistory(history)?.subscribedUntilOn).toBe(isoToDay('2024-06-30') + 45);
    expect(summarizeHistory(history.slice(0, 4))?.subscribedUntilOn).toBe(
      isoToDay('2024-05-31') + Math.ceil(91 * 1.5),
    );
  });

  const anyOrders = fc.array(
    fc.record({
      hours: fc.integer({ min: 0, max: 24 * 400 }),
      qualifies: fc.boolean(),
      renewal: fc.boolean(),
      minor: fc.integer({ min: 0, max: 100_000 }),
    }),
    { maxLength: 15 },
  );
  const build = (specs: { hours: number; qualifies: boolean; renewal: boolean; minor: number }[]) =>
    specs.map(({ hours, qualifies, renewal, minor }, index) => {
      const processedAt = new Date(Date.UTC(2024, 0, 1) + hours * 3_600_000);
      return {
        orderId: String(index) as OrderId,
        processedAt,
        localOn: localDayOf(processedAt, 'America/New_York'),
        qualifies,
        countsAsOccasion: qualifies && !renewal,
        netRevenueMinor: minor,
        subscription: renewal,
      };
    });

  it('is the same for every order of the orders', () => {
    fc.assert(
      fc.property(
        anyOrders.chain((specs) =>
          fc.tuple(fc.constant(build(specs)), fc.shuffledSubarray(build(specs), { minLength: specs.length })),
        ),
        ([orders, shuffled]) => {
          expect(summarizeHistory(shuffled)).toEqual(summarizeHistory(orders));
        },
      ),
    );
  });

  it('never has more occasions than orders, and its gaps span first to last occasion in whole days', () => {
    fc.assert(
      fc.property(anyOrders, (specs) => {
        const summary = summarizeHistory(build(specs));
        if (!summary) return;
        expect(summary.frequency).toBeLessThanOrEqual(summary.ordersCount);
        expect(summary.gapsDays).toHaveLength(summary.frequency - 1);
        expect(summary.gapsDays.every((gap) => Number.isInteger(gap) && gap >= 1)).toBe(true);
        expect(summary.gapsDays.reduce((a, b) => a + b, 0)).toBe(summary.lastOccasionOn - summary.firstOn);
        expect(summary.lastOn).toBeGreaterThanOrEqual(summary.lastOccasionOn);
      }),
    );
  });
});
