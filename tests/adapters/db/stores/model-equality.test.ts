import { describe, expect, test } from 'vitest';
import { collectGaps } from '../../../../web/domain/forecast/gaps.ts';
import { buildModel } from '../../../../web/domain/lifecycle/build-model.ts';
import type { ShopModel } from '../../../../web/domain/rfm/model.ts';
import { scoreCustomer, scoreRecencyDays } from '../../../../web/domain/rfm/score.ts';
import { DEFAULT_RULES, type Rules } from '../../../../web/domain/rules.ts';
import { ascending, quantileType7 } from '../../../../web/domain/shared/stats/quantile.ts';
import { measureModel } from '../../../../web/use-cases/steps/measure-model.ts';
import { AT, collect, eachStore } from './each-store.ts';
import {
  AS_OF_ON,
  excludedTags,
  type RandomCustomer,
  randomCustomers,
  toModelCustomer,
  toState,
} from './random-customers.ts';

type Case = { name: string; buyers: number; provisional: boolean; rules: Rules };
const CASES: readonly Case[] = [
  { name: '100,000 customers', buyers: 100_000, provisional: false, rules: DEFAULT_RULES },
  {
    name: '60 days of history and thresholds of the merchant',
    buyers: 4_321,
    provisional: true,
    rules: { ...DEFAULT_RULES, topPercentile: 0.8, vipEnterPercentile: 0.91, vipKeepPercentile: 0.63 },
  },
  {
    name: 'lapse limits of the merchant',
    buyers: 2_000,
    provisional: false,
    rules: { ...DEFAULT_RULES, lapseOneOccasionDays: 77, lapseLaterDays: 33 },
  },
  { name: 'too few customers for quintiles', buyers: 60, provisional: false, rules: DEFAULT_RULES },
  {
    name: 'everybody silent for years',
    buyers: 150,
    provisional: false,
    rules: { ...DEFAULT_RULES, lapseOneOccasionDays: 14, lapseLaterDays: 14 },
  },
];

eachStore((bench) => {
  async function shopOf(customers: readonly RandomCustomer[]) {
    const shop = await bench.newShop();
    await bench.store.customers.saveMany(shop, customers.map(toState), AT);
    const profiles = customers.flatMap(({ profile }) => profile ?? []);
    await bench.store.customers.putProfiles(shop, profiles, excludedTags);
    await bench.store.customers.lockMany(shop, ['5' as RandomCustomer['customerId']], 'create'); // one without an occasion
    return shop;
  }

  async function domainModel(
    customers: readonly RandomCustomer[],
    { provisional, rules }: Case,
  ): Promise<ShopModel> {
    return buildModel({
      customers: customers
        .filter(({ excluded }) => !excluded)
        .map((customer) => toModelCustomer(customer, provisional)),
      asOfOn: AS_OF_ON,
      historyDays: AS_OF_ON - Math.min(...customers.map(({ summary }) => summary.firstOn)),
      rules,
      previous: null,
      provisional,
    });
  }

  describe.for(CASES)('$name', (given) => {
    const silentYears = given.name === 'everybody silent for years' ? 3_000 : 0;
    const customers = randomCustomers(given.buyers, given.buyers).map((customer) => ({
      ...customer,
      summary: {
        ...customer.summary,
        lastOn: customer.summary.lastOn - silentYears,
        subscribedUntilOn: silentYears ? null : customer.summary.subscribedUntilOn,
      },
    }));

    test('the model measured by SQL → equals the domain’s, and so do all scores', async () => {
      const shopId = await shopOf(customers);
      const model = await domainModel(customers, given);
      const shop = await bench.store.shops.find(shopId);
      if (!shop) throw new RangeError('the shop was just installed');
      const measured = await measureModel(
        bench.store,
        { ...shop, seesAllOrders: !given.provisional },
        given.rules,
        AS_OF_ON,
      );
      expect(measured).toEqual(model);

      const scored = customers.filter(({ excluded }) => !excluded);
      const gaps = await bench.store.models.gapHistograms(shopId, AS_OF_ON);
      const { firstToSecond, laterGaps } = collectGaps(
        scored.map(({ summary }) => summary),
        AS_OF_ON,
      );
      expect(gaps).toMatchObject({ firstToSecond, laterGaps });

      expect(await bench.store.models.rescoreAll(shopId, model)).toBe(scored.length);
      expect(await bench.store.models.rescoreAll(shopId, model)).toBe(0);
      const byId = new Map(customers.map((customer) => [customer.customerId, customer]));
      const rows = await collect(bench.store.customers.stream(shopId, 5_000));
      expect(rows).toHaveLength(customers.length);
      const wrong = rows.filter((row) => {
        const customer = byId.get(row.customerId);
        if (!customer || customer.excluded) return row.scores !== null;
        const values = toModelCustomer(customer, given.provisional);
        const recencyDays = scoreRecencyDays(customer.summary.lastOn, model);
        const { r, f, m } = scoreCustomer({ ...values, recencyDays }, model);
        return row.scores?.r !== r || row.scores.f !== f || row.scores.m !== m;
      });
      expect(wrong).toEqual([]);
    }, 300_000);
  });

  test('thresholds before rounding → equal to the last bit', async () => {
    const customers = randomCustomers(997, 3);
    const shop = await shopOf(customers);
    const money = ascending(
      customers.filter(({ excluded }) => !excluded).map(({ summary }) => summary.monetaryMinor),
    );
    for (const percentile of [0.5, 0.613, 0.7, 0.75, 0.8, 0.9, 0.99]) {
      const { topQuarter } = await bench.store.models.cutPoints(shop, AS_OF_ON, percentile, false);
      expect(topQuarter.monetaryMinor).toBe(quantileType7(money, percentile));
    }
  });

  test('one customer crosses a cut point → only that row is written', async () => {
    const customers = randomCustomers(500, 9);
    const shop = await shopOf(customers);
    const model = await domainModel(customers, {
      name: '',
      buyers: 500,
      provisional: false,
      rules: DEFAULT_RULES,
    });
    await bench.store.models.rescoreAll(shop, model);
    const poor = customers.find(
      ({ excluded, summary }) => !excluded && summary.monetaryMinor < model.cuts.monetaryMinor[0],
    );
    if (!poor) throw new RangeError('a fifth of the customers lie below the first cut point');
    const scores = (await collect(bench.store.customers.stream(shop, 1_000))).find(
      (row) => row.customerId === poor.customerId,
    )?.scores;
    const summary = { ...poor.summary, monetaryMinor: 99_000_000_000 };
    await bench.store.customers.saveMany(
      shop,
      [{ ...toState({ ...poor, summary }), scores: scores ?? null }],
      AT,
    );
    expect(await bench.store.models.rescoreAll(shop, model)).toBe(1);
  });
});
