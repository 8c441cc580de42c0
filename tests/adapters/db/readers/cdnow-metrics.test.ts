import { beforeAll, describe, expect, test } from 'vitest';
import { collectGaps } from '../../../../web/domain/forecast/gaps.ts';
import { buildModel } from '../../../../web/domain/lifecycle/build-model.ts';
import { summarizeHistory } from '../../../../web/domain/orders/history.ts';
import type { HistoryOrder } from '../../../../web/domain/orders/order.ts';
import { DEFAULT_RULES } from '../../../../web/domain/rules.ts';
import type { CustomerId, OrderId, ShopId } from '../../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../../web/domain/shared/time.ts';
import { cdnowAbsent, cdnowSuite, readCdnow } from '../../../support/cdnow.ts';
import { AT, type StoreBench } from '../stores/each-store.ts';
import { NO_MEMORY, sampleState, sampleStored } from '../stores/sample-rows.ts';
import { eachReader } from './each-reader.ts';

const END = isoToDay('1998-06-30');
const NO_MODEL = {
  customers: [],
  asOfOn: END,
  historyDays: 545,
  rules: DEFAULT_RULES,
  previous: null,
  provisional: false,
};

type Bought = HistoryOrder & { customerId: CustomerId };

function historyOf(file: 'master' | 'sample'): Map<CustomerId, Bought[]> {
  const byCustomer = new Map<CustomerId, Bought[]>();
  for (const [index, { customer, day, dollars }] of readCdnow(file).entries()) {
    const customerId = String(Number(customer)) as CustomerId;
    const order = {
      customerId,
      orderId: String(index + 1) as OrderId,
      processedAt: new Date(day),
      localOn: isoToDay(day),
      qualifies: true,
      countsAsOccasion: true,
      netRevenueMinor: Math.round(Number(dollars) * 100),
      subscription: false,
    };
    byCustomer.set(customerId, [...(byCustomer.get(customerId) ?? []), order]);
  }
  return byCustomer;
}

async function seed(
  bench: StoreBench,
  histories: Map<CustomerId, Bought[]>,
  orders: boolean,
): Promise<ShopId> {
  const shop = await bench.newShop();
  const states = [...histories].map(([customerId, own]) =>
    sampleState({
      customerId,
      summary: summarizeHistory(own),
      scores: null,
      decision: null,
      memory: NO_MEMORY,
    }),
  );
  await bench.store.customers.saveMany(shop, states, AT);
  const stored = [...histories.values()]
    .flat()
    .map(({ customerId, orderId, processedAt, localOn, netRevenueMinor }) =>
      sampleStored(
        { orderId, customerId, processedAt, currency: 'USD', lines: [], refunds: [] },
        { localOn, netRevenueMinor },
      ),
    );
  if (orders) await bench.store.orders.putMany(shop, stored);
  return shop;
}

describe.skipIf(cdnowAbsent)(cdnowSuite('the metrics of science.md section 6'), () => {
  eachReader((bench) => {
    let sample: ShopId;
    beforeAll(async () => {
      sample = await seed(bench, historyOf('sample'), true);
    });
    const compute = (todayOn: number, secondWindowDays: number) =>
      bench.store.metrics.compute(sample, { todayOn, secondWindowDays, model: buildModel(NO_MODEL) });

    test.for([
      [30, 410],
      [60, 601],
      [90, 687],
      [180, 887],
      [365, 1074],
    ] as const)('a second purchase within %i days → %i of 2,357', async ([days, bought]) => {
      // All first purchases lie between 1997-01-01 and 1997-03-25; the window ends when the last of them had all of it.
      const { secondPurchase } = await compute(isoToDay('1997-03-25') + days, days);
      expect(secondPurchase).toMatchObject({ bought, outOf: 2_357 });
      expect(secondPurchase.months.slice(-3).map(({ outOf }) => outOf)).toEqual([781, 857, 719]);
    });

    test('revenue of 18 months → $244,091.94, 68.14 % of it from existing customers', async () => {
      const months = [
        ...(await compute(isoToDay('1997-12-31'), 90)).existingRevenue.months,
        ...(await compute(END, 90)).existingRevenue.months.slice(-6),
      ];
      expect(months.map(({ month }) => month)).toEqual([
        ...Array.from({ length: 12 }, (_, index) => `1997-${String(index + 1).padStart(2, '0')}`),
        ...Array.from({ length: 6 }, (_, index) => `1998-0${index + 1}`),
      ]);
      const total = months.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
      const existing = months.reduce((sum, { existingMinor }) => sum + existingMinor, 0);
      expect(total).toBe(24_409_194);
      expect(existing / total).toBeCloseTo(0.6814, 4);
    });

    test('active customers of the master at its end → 3,661 repeat and 882 VIP', async () => {
      const histories = historyOf('master');
      const shop = await seed(bench, histories, false);
      const customers = [...histories.values()].flatMap((own) => summarizeHistory(own) ?? []);
      expect(collectGaps(customers, END).returns).toBe(44_021);
      const model = buildModel({ ...NO_MODEL, customers });
      const { active } = await bench.store.metrics.compute(shop, {
        todayOn: END,
        secondWindowDays: 90,
        model,
      });
      expect(active.at(-1)).toEqual({ month: '1998-06', count: 3_661 + 882 });
    });
  });
});
