import { beforeAll, describe, expect, test } from 'vitest';
import { MARKS, STAGES, type Stage } from '../../../../web/domain/lifecycle/stage.ts';
import type { CustomerId, ShopId } from '../../../../web/domain/shared/ids.ts';
import type { CustomerFilter, CustomerListRow, CustomerSort } from '../../../../web/use-cases/read-port.ts';
import { seededRandom } from '../../../support/busy-shop.ts';
import { AT, collect } from '../stores/each-store.ts';
import { sampleDecision, sampleProfile, sampleState, sampleSummary } from '../stores/sample-rows.ts';
import { eachReader, oneOf, type Random, someOf, walk } from './each-reader.ts';

const COUNTRIES = ['VN', 'TH', 'SG', null];
const CONSENTS = ['SUBSCRIBED', 'UNSUBSCRIBED', null];
const FIRST = 9_007_199_254_740_990n;

type Seeded = Omit<CustomerListRow, 'position'>;

/** Few distinct values, so that nearly every sort has ties; every tenth has no occasion and no stage. */
function randomRow(random: Random, index: number): Seeded {
  const customerId = String(FIRST + BigInt(index)) as CustomerId;
  const bought = index % 10 !== 0;
  const score = () => 1 + Math.floor(random() * 5);
  return {
    customerId,
    stage: bought ? oneOf(random, STAGES) : null,
    marks: bought ? someOf(random, MARKS) : [],
    scores: bought ? { r: score(), f: score(), m: score() } : null,
    lastOn: bought ? 20_400 + Math.floor(random() * 8) : null,
    occasions: bought ? 1 + Math.floor(random() * 4) : 0,
    spentMinor: bought ? Math.floor(random() * 5) * 3_000_000_000 : 0,
    emailConsent: oneOf(random, CONSENTS),
    country: oneOf(random, COUNTRIES),
  };
}

function toState(row: Seeded) {
  const { customerId, lastOn, stage, marks, scores } = row;
  if (lastOn === null || stage === null)
    return sampleState({ customerId, summary: null, scores: null, decision: null });
  const numbers = { lastOn, frequency: row.occasions, monetaryMinor: row.spentMinor };
  return sampleState({
    customerId,
    scores,
    summary: sampleSummary({ ...numbers, gapsDays: [] }),
    decision: { ...sampleDecision, stage, marks },
  });
}

function randomFilter(random: Random): CustomerFilter {
  const maybe = <T>(value: T) => (random() < 0.3 ? value : undefined);
  const from = Math.floor(random() * 8);
  return {
    stage: maybe(oneOf(random, STAGES)),
    marks: maybe(someOf(random, MARKS)),
    r: maybe(someOf(random, [1, 2, 3, 4, 5])),
    f: maybe(someOf(random, [1, 2, 3, 4, 5])),
    m: maybe(someOf(random, [1, 2, 3, 4, 5])),
    lastFromOn: maybe(20_400 + from),
    lastToOn: maybe(20_400 + from + 3),
    occasionsMin: maybe(Math.floor(random() * 4)),
    occasionsMax: maybe(oneOf(random, [1, 3, Number.MAX_SAFE_INTEGER])),
    spentMinMinor: maybe(Math.floor(random() * 3) * 3_000_000_000),
    spentMaxMinor: maybe(9_000_000_000),
    consent: maybe(['SUBSCRIBED']),
    country: maybe(['VN', 'SG']),
  };
}

/** The filter in one sentence of TypeScript a field. */
function matches(row: Seeded, f: CustomerFilter): boolean {
  const among = <T>(list: readonly T[] | undefined, value: T | null | undefined) =>
    list === undefined || (value !== null && value !== undefined && list.includes(value));
  const within = (value: number | null, low: number | undefined, high: number | undefined) =>
    value !== null && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
  return (
    row.stage !== null &&
    (f.stage === undefined || f.stage === row.stage) &&
    (f.marks === undefined || f.marks.some((mark) => row.marks.includes(mark))) &&
    among(f.r, row.scores?.r) &&
    among(f.f, row.scores?.f) &&
    among(f.m, row.scores?.m) &&
    within(row.lastOn, f.lastFromOn, f.lastToOn) &&
    within(row.occasions, f.occasionsMin, f.occasionsMax) &&
    within(row.spentMinor, f.spentMinMinor, f.spentMaxMinor) &&
    among(f.consent, row.emailConsent) &&
    among(f.country, row.country)
  );
}

const VALUE: Record<CustomerSort, (row: Seeded) => number> = {
  last_order: (row) => row.lastOn ?? 0,
  r: (row) => row.lastOn ?? 0,
  occasions: (row) => row.occasions,
  f: (row) => row.occasions,
  spent: (row) => row.spentMinor,
  m: (row) => row.spentMinor,
};
const SORTS = Object.keys(VALUE) as CustomerSort[];

eachReader((bench) => {
  const random = seededRandom(7);
  const rows = Array.from({ length: 240 }, (_, index) => randomRow(random, index));
  let shop: ShopId;
  beforeAll(async () => {
    shop = await bench.newShop();
    const neighbour = await bench.newShop();
    for (const [place, states] of [
      [shop, rows.map(toState)],
      [neighbour, rows.map((row) => toState({ ...row, stage: row.stage && 'vip', spentMinor: 1 }))],
    ] as const) {
      const profiles = rows.map(({ customerId, country, emailConsent }) =>
        sampleProfile({ customerId, country, emailConsent }),
      );
      await bench.store.customers.putProfiles(place, profiles, []);
      await bench.store.customers.saveMany(place, states, AT);
    }
  });

  test.for(Array.from({ length: 80 }, (_, seed) => seed))(
    'random filter, sort and page size %i → the pages, the counts and the export are those of a plain filter and sort',
    async (seed) => {
      const random = seededRandom(seed);
      const filter = randomFilter(random);
      const order = { sort: oneOf(random, SORTS), direction: oneOf(random, ['asc', 'desc'] as const) };
      const limit = 1 + Math.floor(random() * 9);
      const sign = order.direction === 'asc' ? 1 : -1;
      const value = VALUE[order.sort];
      const expected = rows
        .filter((row) => matches(row, filter))
        .sort(
          (a, b) => sign * (value(a) - value(b) || (BigInt(a.customerId) < BigInt(b.customerId) ? -1 : 1)),
        )
        .map((row) => ({ ...row, position: value(row) }));
      const seen = await walk(
        (after: { value: number; customerId: CustomerId } | null) =>
          bench.reader.customers.page(shop, filter, order, { after, limit }),
        ({ position, customerId }) => ({ value: position, customerId }),
      );
      expect(seen).toEqual(expected);
      expect(await collect(bench.reader.customers.stream(shop, filter, order))).toEqual(expected);
      const counts: Record<Stage, number> = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };
      for (const row of rows)
        if (row.stage && matches(row, { ...filter, stage: undefined })) counts[row.stage] += 1;
      expect(await bench.reader.customers.counts(shop, filter)).toEqual(counts);
    },
  );

  test('more customers than a batch of the export → all of them once, in list order', async () => {
    const many = await bench.newShop();
    const states = Array.from({ length: 2_100 }, (_, index) =>
      sampleState({
        customerId: String(index + 1) as CustomerId,
        summary: sampleSummary({ lastOn: 20_400 }),
      }),
    );
    await bench.store.customers.saveMany(many, states, AT);
    const order = { sort: 'last_order', direction: 'desc' } as const;
    const batches: number[] = [];
    const seen: string[] = [];
    for await (const batch of bench.reader.customers.stream(many, {}, order)) {
      batches.push(batch.length);
      seen.push(...batch.map((row) => row.customerId));
    }
    expect(batches).toEqual([1_000, 1_000, 100]);
    expect(seen).toEqual(Array.from({ length: 2_100 }, (_, index) => String(2_100 - index)));
  });

  describe('ids asked for', () => {
    test('one without an occasion and one of nobody → those we hold, stage or not', async () => {
      const ids = [rows[0]?.customerId, rows[1]?.customerId, '5' as CustomerId].flatMap((id) => id ?? []);
      const order = { sort: 'spent', direction: 'asc' } as const;
      const found = await bench.reader.customers.page(shop, { ids }, order, { after: null, limit: 50 });
      expect(found.map((row) => row.customerId).sort()).toEqual(ids.slice(0, 2).sort());
      expect(found.find((row) => row.customerId === ids[0])).toMatchObject({
        stage: null,
        scores: null,
        lastOn: null,
      });
    });
  });

  test('countries → those of listed customers, most first', async () => {
    const counts = new Map<string, number>();
    for (const { stage, country } of rows)
      if (stage && country) counts.set(country, (counts.get(country) ?? 0) + 1);
    const expected = [...counts]
      .map(([code, customers]) => ({ code, customers }))
      .sort((a, b) => b.customers - a.customers || (a.code < b.code ? -1 : 1));
    expect(await bench.reader.customers.countries(shop)).toEqual(expected);
  });

  test('one customer → facts, reason, tags and Shopify’s totals; nobody → null', async () => {
    const own = await bench.newShop();
    await bench.store.customers.putProfiles(own, [sampleProfile()], ['wholesale']);
    await bench.store.customers.saveMany(own, [sampleState()], AT);
    await bench.store.tags.want(own, [{ customerId: '7' as CustomerId, desired: ['repeat'] }], AT);
    expect(await bench.reader.customers.find(own, '7' as CustomerId)).toMatchObject({
      stage: 'repeat',
      reason: sampleDecision.reason,
      lapseLimitDays: 114,
      stageSinceAt: AT,
      ordersCount: 4,
      shopifyTotals: { numberOfOrders: 9, amountSpentMinor: 9_007_199_254_740 },
      firstOn: 20_362,
      subscribedUntilOn: 20_500,
      vipBelowSinceOn: 20_460,
      excluded: true,
      tags: { standing: [], desired: ['repeat'], state: 'dirty', changedAt: AT },
    });
    expect(await bench.reader.customers.find(own, '8' as CustomerId)).toBeNull();
  });
});
