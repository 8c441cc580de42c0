import { expect, test } from 'vitest';
import type { Stage } from '../../../../web/domain/lifecycle/stage.ts';
import type { CustomerId } from '../../../../web/domain/shared/ids.ts';
import { seededRandom } from '../../../support/busy-shop.ts';
import { AT } from '../stores/each-store.ts';
import { excludedTags, randomCustomers, toState } from '../stores/random-customers.ts';
import { sampleDecision, sampleProfile } from '../stores/sample-rows.ts';
import { eachReader, oneOf } from './each-reader.ts';

const STAGES: readonly (Stage | null)[] = ['first_time', 'repeat', 'vip', 'lapsed', null];

eachReader((bench) => {
  const seed = async () => {
    const shop = await bench.newShop();
    const random = seededRandom(5);
    const customers = randomCustomers(700, 5).map((customer) => ({
      ...customer,
      stage: oneOf(random, STAGES),
    }));
    const profiles = customers
      .filter(({ excluded }) => excluded)
      .map(({ customerId }) => sampleProfile({ customerId, tags: [...excludedTags] }));
    await bench.store.customers.putProfiles(shop, profiles, excludedTags);
    const states = customers.map((customer) => ({
      ...toState(customer),
      decision: customer.stage && { ...sampleDecision, stage: customer.stage },
    }));
    await bench.store.customers.saveMany(shop, states, AT);
    return { shop, customers, live: customers.filter(({ stage }) => stage !== null && stage !== 'lapsed') };
  };
  const tally = (values: readonly number[]) => {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => a - b);
  };

  test('gaps → finished ones by day, first and later apart, those beyond two years together, without excluded customers', async () => {
    const { shop, customers } = await seed();
    const gaps = customers.filter(({ excluded }) => !excluded).map(({ summary }) => summary.gapsDays);
    const days = (list: readonly number[]) =>
      tally(list.map((gap) => Math.min(gap, 730))).map(([day, count]) => ({ day, count }));
    expect(await bench.reader.settings.gapCounts(shop)).toEqual({
      first: days(gaps.flatMap((own) => own.slice(0, 1))),
      later: days(gaps.flatMap((own) => own.slice(1))),
    });
  });

  test('occasions → customers not lapsed by number, the last row 20 and more', async () => {
    const { shop, live } = await seed();
    const rows = tally(live.map(({ summary }) => Math.min(20, summary.frequency)));
    expect(await bench.reader.settings.occasionCounts(shop)).toEqual(
      rows.map(([occasions, count]) => ({ occasions, count })),
    );
  });

  test('spending → equal steps up to the 99th percentile, empty ones too, then one open step; everybody once', async () => {
    const { shop, live } = await seed();
    const bins = await bench.reader.settings.spentBins(shop, 24);
    const spent = live.map(({ summary }) => summary.monetaryMinor).sort((a, b) => a - b);
    const place = (spent.length - 1) * 0.99;
    const [low = 0, high = 0] = [spent[Math.floor(place)], spent[Math.ceil(place)]];
    const step = Math.ceil((low + (high - low) * (place % 1)) / 24);
    expect(bins.map(({ from, to }) => [from, to])).toEqual(
      Array.from({ length: 25 }, (_, bin) => [bin * step, bin === 24 ? null : (bin + 1) * step]),
    );
    for (const { from, to, count } of bins)
      expect(count).toBe(spent.filter((value) => value >= from && value < (to ?? Infinity)).length);
  });

  test('nobody is live, or nobody spent anything → no bars, or one that holds them all', async () => {
    const shop = await bench.newShop();
    expect(await bench.reader.settings.spentBins(shop, 24)).toEqual([]);
    const [customer] = randomCustomers(1, 1);
    if (!customer) throw new Error('one customer');
    const summary = { ...customer.summary, monetaryMinor: 0 };
    const state = {
      ...toState({ ...customer, summary }),
      customerId: '1' as CustomerId,
      decision: sampleDecision,
    };
    await bench.store.customers.saveMany(shop, [state], AT);
    const bins = await bench.reader.settings.spentBins(shop, 24);
    expect(bins[0]).toEqual({ from: 0, to: 1, count: 1 });
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });
});
