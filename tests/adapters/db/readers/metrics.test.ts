import { expect, test } from 'vitest';
import {
  cohorts,
  type PurchaseHistory,
  repeatRate,
  retention,
  revenueMetrics,
} from '../../../../web/domain/forecast/retention.ts';
import { silenceOn } from '../../../../web/domain/lifecycle/standing.ts';
import { summarizeHistory } from '../../../../web/domain/orders/history.ts';
import type { HistoryOrder, OrderVerdict } from '../../../../web/domain/orders/order.ts';
import type { CustomerId, OrderId, ShopId } from '../../../../web/domain/shared/ids.ts';
import { dayToIso, isoToDay } from '../../../../web/domain/shared/time.ts';
import type { RetentionMetrics, ShopMetrics } from '../../../../web/use-cases/read-port.ts';
import { seededRandom } from '../../../support/busy-shop.ts';
import { AT } from '../stores/each-store.ts';
import {
  NO_MEMORY,
  sampleDecision,
  sampleModel,
  sampleProfile,
  sampleState,
  sampleStored,
} from '../stores/sample-rows.ts';
import { eachReader, type Random } from './each-reader.ts';

const TODAY = isoToDay('2026-03-11');
const WINDOW = 60;
const model = sampleModel({
  lapse: { oneOccasionDays: 90, laterDays: 50, source: 'measured', historyDays: 900, returns: 500 },
  meanGapDays: 33,
});

type Purchase = {
  orderId: OrderId;
  customerId: CustomerId | null;
  localOn: number;
  netMinor: number;
  qualifies: boolean;
  renewal: boolean;
  currency: string;
};

/** Two years of orders of 150 customers: renewals, returned orders, guests, another currency before today's. */
function randomPurchases(random: Random): Purchase[] {
  const days = Array.from({ length: 600 }, () => TODAY - Math.floor(random() * 730));
  return days
    .sort((a, b) => a - b)
    .map((localOn, index) => ({
      orderId: String(index + 1) as OrderId,
      customerId: random() < 0.05 ? null : (String(1 + Math.floor(150 * random() ** 2)) as CustomerId),
      localOn,
      netMinor: Math.floor(random() * 9_000_000_000),
      qualifies: random() < 0.93,
      renewal: random() < 0.03,
      currency: localOn < TODAY - 300 && random() < 0.2 ? 'USD' : 'VND',
    }));
}

const instantOf = (localOn: number) => new Date(localOn * 86_400_000 + 43_200_000);

function toHistory(purchase: Purchase): HistoryOrder {
  return {
    orderId: purchase.orderId,
    processedAt: instantOf(purchase.localOn),
    localOn: purchase.localOn,
    qualifies: purchase.qualifies,
    countsAsOccasion: purchase.qualifies && !purchase.renewal,
    netRevenueMinor: purchase.netMinor,
    subscription: false,
  };
}

function toStored(purchase: Purchase) {
  const { orderId, customerId, localOn, currency, renewal, qualifies, netMinor } = purchase;
  const verdict: Partial<OrderVerdict> = { qualifies, localOn, netRevenueMinor: netMinor };
  const order = { orderId, customerId, currency, subscriptionRenewal: renewal };
  return sampleStored({ ...order, processedAt: instantOf(localOn) }, verdict);
}

const monthOf = (day: number) => dayToIso(day).slice(0, 7);

/** The 12 months up to the day's own, oldest first, found by walking back day by day. */
function twelveMonths(day: number): string[] {
  const months = new Set<string>();
  for (let at = day; months.size < 12; at -= 1) months.add(monthOf(at));
  return [...months].reverse();
}

/** The metrics as their sentences say them, customer by customer and day by day. */
function naive(purchases: readonly Purchase[], excluded: (id: CustomerId) => boolean): ShopMetrics {
  const histories = new Map<CustomerId, Purchase[]>();
  for (const purchase of purchases)
    if (purchase.customerId !== null && purchase.qualifies && !excluded(purchase.customerId))
      histories.set(purchase.customerId, [...(histories.get(purchase.customerId) ?? []), purchase]);
  const occasionDays = [...histories.values()].map((own) =>
    [...new Set(own.filter(({ renewal }) => !renewal).map(({ localOn }) => localOn))].sort((a, b) => a - b),
  );
  const exposed = occasionDays.filter(
    ([first]) => first !== undefined && first <= TODAY - WINDOW && first > TODAY - WINDOW - 365,
  );
  const bought = ([first = 0, second = Infinity]: readonly number[]) => second - first <= WINDOW;
  const isActive = (own: readonly Purchase[], day: number) => {
    const summary = summarizeHistory(own.filter(({ localOn }) => localOn <= day).map(toHistory));
    return summary !== null && !silenceOn(summary, summary.frequency, model, day).lapsed;
  };
  const lastDayOf = (month: string) => {
    let day = TODAY;
    while (monthOf(day) !== month) day -= 1;
    return day;
  };
  const revenue = (wanted: (purchase: Purchase) => boolean) => {
    const sum = { existingMinor: 0, totalMinor: 0 };
    for (const own of histories.values()) {
      const first = Math.min(...own.filter(({ renewal }) => !renewal).map(({ localOn }) => localOn));
      for (const purchase of own) {
        if (purchase.currency !== 'VND' || !wanted(purchase)) continue;
        sum.totalMinor += purchase.netMinor;
        if (purchase.renewal || purchase.localOn > first) sum.existingMinor += purchase.netMinor;
      }
    }
    return sum;
  };
  return {
    retention: byTheRules([...histories.values()]),
    segments: { by: { cuts: model.cuts, buyers: model.buyers, provisional: false }, cells: [] },
    secondPurchase: {
      windowDays: WINDOW,
      bought: exposed.filter(bought).length,
      outOf: exposed.length,
      months: twelveMonths(TODAY - WINDOW).map((month) => {
        const cohort = exposed.filter(([first = 0]) => monthOf(first) === month);
        return { month, bought: cohort.filter(bought).length, outOf: cohort.length };
      }),
    },
    active: twelveMonths(TODAY).map((month) => ({
      month,
      count: [...histories.values()].filter((own) => isActive(own, lastDayOf(month))).length,
    })),
    existingRevenue: {
      last30Days: revenue(({ localOn }) => localOn > TODAY - 30),
      months: twelveMonths(TODAY).map((month) => ({
        month,
        ...revenue(({ localOn }) => monthOf(localOn) === month),
      })),
    },
    ordersInOtherCurrency: purchases.filter(({ qualifies, currency }) => qualifies && currency !== 'VND')
      .length,
  };
}

/** The domain's rules over every customer's purchases, one by one. */
function byTheRules(histories: readonly (readonly Purchase[])[]): RetentionMetrics {
  const customers = histories.map((own): PurchaseHistory => {
    const bought = own.filter(({ renewal }) => !renewal);
    const days = [...new Set(bought.map(({ localOn }) => localOn))].sort((a, b) => a - b);
    const sum = (of: readonly Purchase[]) => of.reduce((total, { netMinor }) => total + netMinor, 0);
    return {
      occasions: days.map((on) => ({
        on,
        revenueMinor: sum(bought.filter(({ localOn }) => localOn === on)),
      })),
      renewalRevenueMinor: sum(own.filter(({ renewal }) => renewal)),
    };
  });
  // The last two whole quarters before 2026-03-11.
  const first = { fromOn: isoToDay('2025-07-01'), throughOn: isoToDay('2025-09-30') };
  const later = { fromOn: isoToDay('2025-10-01'), throughOn: isoToDay('2025-12-31') };
  const { retained } = retention(customers, first, later);
  const { count: repeatBuyers, of: buyers } = repeatRate(customers);
  const worth = revenueMetrics(customers);
  const yearAgo = twelveMonths(TODAY)[0] ?? '';
  const { historicClvMinor, purchaseFrequency } = worth;
  return {
    buyers,
    repeatBuyers,
    occasions: Math.round((purchaseFrequency ?? 0) * buyers),
    revenueMinor: Math.round((historicClvMinor ?? 0) * buyers),
    first,
    later,
    boughtFirst: retained.of,
    kept: retained.count,
    cohorts: cohorts(customers, TODAY).filter(({ month }) => month >= yearAgo),
  };
}

eachReader((bench) => {
  const compute = (shop: ShopId) =>
    bench.store.metrics.compute(shop, { todayOn: TODAY, secondWindowDays: WINDOW, model });

  const seed = async (purchases: readonly Purchase[], excluded: (id: CustomerId) => boolean) => {
    const shop = await bench.newShop();
    await bench.store.shops.saveProfile(shop, { name: 'S', currency: 'VND', timeZone: 'UTC', scopes: [] });
    await bench.store.orders.putMany(shop, purchases.map(toStored));
    const ids = [...new Set(purchases.flatMap(({ customerId }) => customerId ?? []))];
    const profiles = ids.filter(excluded).map((customerId) => sampleProfile({ customerId, tags: ['staff'] }));
    await bench.store.customers.putProfiles(shop, profiles, ['staff']);
    const states = ids.map((customerId) => {
      const own = purchases.filter((purchase) => purchase.customerId === customerId);
      const summary = summarizeHistory(own.map(toHistory));
      return sampleState({ customerId, summary, scores: null, decision: null, memory: NO_MEMORY });
    });
    await bench.store.customers.saveMany(shop, states, AT);
    return shop;
  };

  test.for([1, 2, 3])(
    'random histories %i → what their sentences say, counted one by one',
    async (number) => {
      const purchases = randomPurchases(seededRandom(number));
      const excluded = (id: CustomerId) => Number(id) % 10 === 3;
      const shop = await seed(purchases, excluded);
      // Customers whose renewals came last are the one place where the months before today are not known exactly.
      const renewedLast = new Set(
        purchases
          .filter(({ renewal, qualifies }) => renewal && qualifies)
          .map(({ customerId }) => customerId),
      );
      const plain = purchases.filter(({ customerId }) => !renewedLast.has(customerId));
      const expected = naive(purchases, excluded);
      const computed = await compute(shop);
      expect({ ...computed, active: [] }).toEqual({ ...expected, active: [] });
      expect(computed.active.at(-1)).toEqual(expected.active.at(-1));
      const withoutRenewals = await seed(plain, excluded);
      expect((await compute(withoutRenewals)).active).toEqual(naive(plain, excluded).active);
    },
  );

  test('a running subscription, an order dated ahead, a cut history with two orders at Shopify → active today', async () => {
    const shop = await bench.newShop();
    const once = {
      frequency: 1,
      gapsDays: [],
      firstOn: TODAY - 80,
      lastOn: TODAY - 80,
      lastOccasionOn: TODAY - 80,
    };
    const ahead = { ...once, firstOn: TODAY + 1, lastOn: TODAY + 1, lastOccasionOn: TODAY + 1 };
    const base = sampleState().summary;
    if (!base) throw new Error('the sample has a summary');
    const summaries = [
      { ...once, subscribedUntilOn: null },
      {
        ...once,
        firstOn: TODAY - 95,
        lastOn: TODAY - 95,
        lastOccasionOn: TODAY - 95,
        subscribedUntilOn: TODAY,
      },
      { ...ahead, subscribedUntilOn: null },
    ];
    await bench.store.customers.putProfiles(
      shop,
      [sampleProfile({ customerId: '1' as CustomerId, shopifyOrders: 2 })],
      [],
    );
    const states = summaries.map((change, index) =>
      sampleState({
        customerId: String(index + 1) as CustomerId,
        summary: { ...base, ...change },
        decision: sampleDecision,
      }),
    );
    await bench.store.customers.saveMany(shop, states, AT);
    const countOf = async (provisional: boolean) => {
      const input = { todayOn: TODAY, secondWindowDays: WINDOW, model: { ...model, provisional } };
      return (await bench.store.metrics.compute(shop, input)).active.at(-1)?.count;
    };
    expect(await countOf(false)).toBe(3);
    // With cut history the first customer counts as one with later gaps: 80 days is beyond their 50.
    expect(await countOf(true)).toBe(2);
  });
});
