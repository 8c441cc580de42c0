import { expect, test } from 'vitest';
import { CAMPAIGN_KINDS, isService } from '../../../../web/domain/campaigns/campaign.ts';
import { ownLapseLimitDays } from '../../../../web/domain/forecast/lapse-limit.ts';
import type { Mark, Stage } from '../../../../web/domain/lifecycle/stage.ts';
import type { ShopModel } from '../../../../web/domain/rfm/model.ts';
import type { ShopId } from '../../../../web/domain/shared/ids.ts';
import { isoToDay } from '../../../../web/domain/shared/time.ts';
import type { AudienceNumbers } from '../../../../web/use-cases/campaign-results-port.ts';
import type { NewEnrolment } from '../../../../web/use-cases/enrolment-port.ts';
import { memberWith, sampleTerms } from '../loyalty/loyalty-rows.ts';
import { launched, sampleEnrolment } from './campaign-rows.ts';
import { AT, eachStore } from './each-store.ts';
import {
  customerId,
  orderId,
  sampleDecision,
  sampleModel,
  sampleState,
  sampleStored,
  sampleSummary,
} from './sample-rows.ts';

const TODAY = isoToDay('2026-05-20');
const MONTHS = { from: isoToDay('2026-02-01'), to: isoToDay('2026-05-01') };
const MODEL = sampleModel({
  lapse: { oneOccasionDays: 90, laterDays: 60, source: 'measured', historyDays: 900, returns: 500 },
  meanGapDays: 40,
  topQuarter: { recencyDays: 1, frequency: 3, monetaryMinor: 5_000 },
  secondPurchase: { startDay: 21, endDay: 120, measured: true },
});

/** A customer by the days of their occasions. */
type Person = {
  id: number;
  days: readonly number[];
  spent: number;
  stage: Stage;
  marks: readonly Mark[];
  subscribedUntilOn: number | null;
};

/** The plain computation: each occasion of each person, one after another. */
function plainCame(
  people: readonly Person[],
  model: ShopModel,
): Record<string, Omit<AudienceNumbers, 'matchesNow' | 'backlog' | 'typicalOrderMinor'>> {
  const events: { kind: string; on: number; afterDays: number | null }[] = [];
  for (const { days, spent } of people)
    for (const [n, day] of days.entries()) {
      const gaps = days.slice(1, n + 1).map((on, i) => on - (days[i] ?? 0));
      const limit = ownLapseLimitDays(
        { frequency: n + 1, gapsCount: gaps.length, gapsSumDays: gaps.reduce((sum, gap) => sum + gap, 0) },
        model,
      );
      const next = days[n + 1];
      const came = (kind: string, base: number, wait: number, until: number | undefined) => {
        const gap = until === undefined ? null : until - base;
        if (gap !== null && gap < wait) return;
        events.push({ kind, on: base + wait, afterDays: gap === null ? null : gap - wait });
      };
      if (n === 0) came('second_purchase', day, model.secondPurchase.startDay, next);
      came('win_back', day, limit + 1, next);
      const top = days.length >= model.topQuarter.frequency && spent >= model.topQuarter.monetaryMinor;
      if (top) came('top_customers_quiet', day, limit + 1, next);
      if (next !== undefined && next - day > limit) came('back_again', next, 3, days[n + 2]);
    }
  return Object.fromEntries(
    CAMPAIGN_KINDS.map((kind) => {
      const mine = events.filter((event) => event.kind === kind && event.on <= TODAY);
      const old = mine.filter(({ on }) => on >= TODAY - 425 && on <= TODAY - 60);
      const within = (days: number) =>
        old.filter((event) => event.afterDays !== null && event.afterDays <= days).length;
      return [
        kind,
        {
          typicalMonth: Math.round(mine.filter(({ on }) => on >= MONTHS.from && on < MONTHS.to).length / 3),
          base:
            old.length === 0
              ? null
              : { people: old.length, within30Days: within(30), within60Days: within(60) },
        },
      ];
    }),
  );
}

eachStore((bench) => {
  const know = (shop: ShopId, people: readonly Person[]) =>
    bench.store.customers.saveMany(
      shop,
      people.map(({ id, days, spent, stage, marks, subscribedUntilOn }) =>
        sampleState({
          customerId: customerId(id),
          summary: sampleSummary({
            ordersCount: days.length,
            frequency: days.length,
            monetaryMinor: spent,
            firstOn: days[0] ?? 0,
            lastOn: days.at(-1) ?? 0,
            lastOccasionOn: days.at(-1) ?? 0,
            gapsDays: days.slice(1).map((on, n) => on - (days[n] ?? 0)),
            subscribedUntilOn,
          }),
          decision: { ...sampleDecision, stage, marks, lapseLimitDays: 60 },
        }),
      ),
      AT,
    );
  const lapsed = { stage: 'lapsed', marks: [], spent: 100, subscribedUntilOn: null } as const;

  test('many histories → who came to match and who ordered all the same equal the plain computation', async () => {
    const shop = await bench.newShop();
    let state = 11;
    const draw = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const people: Person[] = Array.from({ length: 400 }, (_, n) => {
      const days = [TODAY - 20 - draw(700)];
      for (;;) {
        const next = (days.at(-1) ?? 0) + 1 + draw(draw(3) === 0 ? 260 : 50);
        if (next > TODAY || draw(5) === 0) break;
        days.push(next);
      }
      return { ...lapsed, id: n + 1, days, spent: draw(9_000) };
    });
    await know(shop, people);
    const { kinds } = await bench.store.campaignAudience.compute(shop, TODAY, MODEL);
    const plain = plainCame(people, MODEL);
    for (const kind of CAMPAIGN_KINDS) {
      const { typicalMonth, base } = kinds[kind];
      expect({ typicalMonth, base }, kind).toEqual(plain[kind]);
      if (isService(kind)) continue;
      expect(base?.people ?? 0, kind).toBeGreaterThan(20);
      expect(typicalMonth, kind).toBeGreaterThan(1);
    }
  });

  test('who matches today → by kind; before today = backlog; the rest left out', async () => {
    const shop = await bench.newShop();
    const person = (id: number, lastOn: number, change: Partial<Person>): Person => ({
      ...lapsed,
      id,
      days: [lastOn],
      spent: id * 100,
      ...change,
    });
    await know(shop, [
      person(1, TODAY - 21, { stage: 'first_time' }),
      person(2, TODAY - 120, { stage: 'first_time' }),
      person(3, TODAY - 20, { stage: 'first_time' }),
      person(4, TODAY - 121, { stage: 'first_time' }),
      person(5, TODAY - 61, {}),
      person(6, TODAY - 99, { marks: ['top_going_quiet'] }),
      person(7, TODAY - 300, { marks: ['long_gone', 'top_going_quiet'] }),
      person(8, TODAY - 99, { subscribedUntilOn: TODAY }),
      person(9, TODAY - 99, { subscribedUntilOn: TODAY - 1 }),
      person(10, TODAY - 3, { stage: 'repeat', days: [TODAY - 200, TODAY - 3], marks: ['back_again'] }),
      person(11, TODAY - 31, { stage: 'vip', marks: ['back_again'] }),
    ]);
    await bench.pool.query(
      'UPDATE customer_fact SET excluded = true WHERE shop_id = $1 AND customer_id = 9',
      [shop],
    );
    const { kinds } = await bench.store.campaignAudience.compute(shop, TODAY, MODEL);
    expect(kinds).toMatchObject({
      second_purchase: { matchesNow: 2, backlog: 1, typicalOrderMinor: 100 },
      win_back: { matchesNow: 2, backlog: 1, typicalOrderMinor: 500 },
      top_customers_quiet: { matchesNow: 1, backlog: 1, typicalOrderMinor: 600 },
      back_again: { matchesNow: 1, backlog: 0, typicalOrderMinor: 500 },
    });
  });

  test('people of the backlog who are in a campaign, by whichever version → counted out of it; newcomers and other occasions not', async () => {
    const shop = await bench.newShop();
    const { campaignAudience, campaigns, enrolments } = bench.store;
    await know(
      shop,
      [99, 98, 97, 96, 61, 20].map((days, n) => ({
        ...lapsed,
        ...(days === 20 ? { stage: 'first_time' as const } : {}),
        id: n + 1,
        days: [TODAY - days],
      })),
    );
    const { kinds } = await campaignAudience.compute(shop, TODAY, MODEL);
    expect(kinds.win_back).toMatchObject({ matchesNow: 5, backlog: 4 });
    const campaignId = await launched(bench.store, shop);
    const other = await launched(bench.store, shop);
    await campaigns.launch(shop, campaignId, { shareBps: 0, windowDays: 30, capMinor: null }, AT);
    const into = (id: number, days: number, change: Partial<NewEnrolment> = {}) =>
      sampleEnrolment(campaignId, { customerId: customerId(id), triggerOn: TODAY - days, ...change });
    await enrolments.enrol(shop, [
      into(1, 99),
      into(2, 98, { version: 2, heldOut: true }),
      // An earlier occasion: they lapsed anew, and may come in again.
      into(3, 400),
      into(4, 96, { campaignId: other }),
      // Lapsed today, never of the backlog.
      into(5, 61),
    ]);
    const { startDay, endDay } = MODEL.secondPurchase;
    const enrolledIn = (of: number, kind: (typeof CAMPAIGN_KINDS)[number]) =>
      campaignAudience.enrolledOfBacklog(shop, {
        campaignId: of,
        kind,
        dayOn: TODAY,
        secondPurchase: { startDay, endDay },
      });
    expect(await enrolledIn(campaignId, 'win_back')).toBe(2);
    expect(await enrolledIn(other, 'win_back')).toBe(1);
    expect(await enrolledIn(campaignId, 'second_purchase')).toBe(0);
  });

  test('a typical order → medians of a year in the shop’s currency; shipping of those who paid any', async () => {
    const shop = await bench.newShop();
    await bench.store.shops.saveProfile(shop, { name: '', currency: 'VND', timeZone: 'UTC', scopes: [] });
    const order = (id: number, minor: number, shippingMinor: number, on = TODAY, currency = 'VND') =>
      sampleStored(
        { orderId: orderId(id), shippingMinor, currency, processedAt: new Date(on * 86_400_000) },
        { netRevenueMinor: minor, localOn: on },
      );
    await bench.store.orders.putMany(shop, [
      order(1, 100, 0),
      order(2, 300, 20),
      order(3, 200, 40, TODAY - 365),
      order(4, 0, 30),
      order(5, 9_999, 99, TODAY - 366),
      order(6, 9_999, 99, TODAY, 'USD'),
    ]);
    const { typicalOrder } = await bench.store.campaignAudience.compute(shop, TODAY, MODEL);
    expect(typicalOrder).toEqual({ orderMinor: 200, shippingMinor: 20 });
  });

  test('the shop leaves the currency its program was saved in → nobody has points for a campaign until it is saved anew', async () => {
    const shop = await bench.newShop();
    const { shops, loyalty, enrolments } = bench.store;
    const sellsIn = (currency: string) =>
      shops.saveProfile(shop, { name: '', currency, timeZone: 'UTC', scopes: [] });
    const save = (basedOn: number) =>
      loyalty.saveProgram(shop, sampleTerms(), { excluded: [], basedOn, at: AT });
    await sellsIn('USD');
    await save(0);
    await know(shop, [{ ...lapsed, id: 1, days: [TODAY - 99] }]);
    await memberWith(loyalty, shop, customerId(1), 70);
    const points = async () =>
      (await enrolments.candidatesOf(shop, [customerId(1)])).get(customerId(1))?.points;
    expect(await points()).toMatchObject({ available: 70 });
    await sellsIn('VND');
    expect(await points()).toBeNull();
    await save(1);
    expect(await points()).toMatchObject({ available: 70 });
  });

  test('a night’s numbers are kept → read back, replaced by the next, the typical order beside', async () => {
    const shop = await bench.newShop();
    const { campaignAudience, campaigns } = bench.store;
    expect(await campaignAudience.read(shop)).toBeNull();
    await know(shop, [{ ...lapsed, id: 1, days: [TODAY - 99] }]);
    const audience = await campaignAudience.compute(shop, TODAY, MODEL);
    await campaignAudience.save(shop, await campaignAudience.compute(shop, TODAY - 90, MODEL), AT);
    await campaignAudience.save(
      shop,
      { ...audience, typicalOrder: { orderMinor: 7, shippingMinor: null } },
      AT,
    );
    expect(await campaignAudience.read(shop)).toMatchObject({
      kinds: audience.kinds,
      typicalOrder: { orderMinor: 7, shippingMinor: null },
      computedAt: AT,
    });
    expect(audience.kinds.win_back.matchesNow).toBe(1);
    expect(await campaigns.typicalOrder(shop)).toEqual({ orderMinor: 7, shippingMinor: null });
  });
});
