import { expect, test } from 'vitest';
import type { CustomerId } from '../../../../web/domain/shared/ids.ts';
import type { SegmentCount } from '../../../../web/use-cases/read-port.ts';
import { seededRandom } from '../../../support/busy-shop.ts';
import { AT } from '../stores/each-store.ts';
import { customerId, sampleModel, sampleProfile, sampleState, sampleSummary } from '../stores/sample-rows.ts';
import { eachReader } from './each-reader.ts';

const INPUT = { todayOn: 20_500, secondWindowDays: 90 };

eachReader((bench) => {
  const segments = async (shop: Parameters<typeof bench.store.metrics.compute>[0], provisional = false) => {
    const model = { ...sampleModel(), provisional };
    return (await bench.store.metrics.compute(shop, { ...INPUT, model })).segments?.cells;
  };

  test('random scores → each combination with its customers and their money; each field is the list it leads to', async () => {
    const shop = await bench.newShop();
    const random = seededRandom(11);
    const score = () => 1 + Math.floor(random() * 5);
    const people = Array.from({ length: 150 }, (_, index) => ({
      customerId: customerId(index + 1),
      scores: index % 12 === 0 ? null : { r: score(), f: score(), m: score() },
      monetaryMinor: Math.floor(random() * 9_000_000_000),
    }));
    const states = people.map(({ monetaryMinor, ...state }) =>
      sampleState({ ...state, summary: sampleSummary({ monetaryMinor }) }),
    );
    await bench.store.customers.saveMany(shop, states, AT);
    const neighbour = await bench.newShop();
    await bench.store.customers.saveMany(neighbour, states.slice(0, 5), AT);
    const expected = new Map<string, SegmentCount>();
    for (const { scores, monetaryMinor } of people) {
      if (!scores) continue;
      const key = `${scores.r}${scores.f}${scores.m}`;
      const before = expected.get(key) ?? { ...scores, customers: 0, spentMinor: 0 };
      const spentMinor = before.spentMinor + monetaryMinor;
      expected.set(key, { ...before, customers: before.customers + 1, spentMinor });
    }
    const counted = await segments(shop);
    expect(counted).toEqual([...expected].sort().map(([, cell]) => cell));
    for (const { r, f, m, customers } of (counted ?? []).slice(0, 20)) {
      const listed = await bench.reader.customers.counts(shop, { r: [r], f: [f], m: [m] });
      expect(Object.values(listed).reduce((sum, count) => sum + count, 0)).toBe(customers);
    }
  });

  test('cut history → the money the score was given for: Shopify’s own total where it is higher', async () => {
    const shop = await bench.newShop();
    const [rich, poor] = ['1', '2'] as CustomerId[];
    if (!rich || !poor) throw new Error('two customers');
    await bench.store.customers.putProfiles(
      shop,
      [
        sampleProfile({ customerId: rich, shopifySpentMinor: 900 }),
        sampleProfile({ customerId: poor, shopifySpentMinor: 100 }),
      ],
      [],
    );
    const summary = sampleSummary({ monetaryMinor: 500 });
    const scores = { r: 5, f: 1, m: 2 };
    const states = [rich, poor].map((id) => sampleState({ customerId: id, summary, scores }));
    await bench.store.customers.saveMany(shop, states, AT);
    expect(await segments(shop, true)).toEqual([{ ...scores, customers: 2, spentMinor: 1_400 }]);
    expect(await segments(shop, false)).toEqual([{ ...scores, customers: 2, spentMinor: 1_000 }]);
  });
});
