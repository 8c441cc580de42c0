import { describe, expect, it } from 'vitest';
import { collectGaps } from '../../web/domain/forecast/gaps.ts';
import { survivalCurve } from '../../web/domain/forecast/kaplan-meier.ts';
import {
  cohorts,
  repeatRate,
  repeatRateWithin,
  retention,
  revenueMetrics,
} from '../../web/domain/forecast/retention.ts';
import { buildModel } from '../../web/domain/lifecycle/build-model.ts';
import { decideStage, NO_MEMORY } from '../../web/domain/lifecycle/decide.ts';
import { occasionsOf, summarizeHistory } from '../../web/domain/orders/history.ts';
import type { HistoryOrder } from '../../web/domain/orders/order.ts';
import { scoreCustomer, scoreRecencyDays } from '../../web/domain/rfm/score.ts';
import { DEFAULT_RULES } from '../../web/domain/rules.ts';
import type { OrderId } from '../../web/domain/shared/ids.ts';
import { isoToDay } from '../../web/domain/shared/time.ts';
import { cdnowAbsent, cdnowSuite, readCdnow } from '../support/cdnow.ts';

const AS_OF = isoToDay('1998-06-30');

function load(file: 'master' | 'sample'): Map<string, HistoryOrder[]> {
  const byCustomer = new Map<string, HistoryOrder[]>();
  for (const [index, { customer, day, dollars }] of readCdnow(file).entries()) {
    const orders = byCustomer.get(customer) ?? [];
    byCustomer.set(customer, orders);
    orders.push({
      orderId: String(index) as OrderId,
      processedAt: new Date(day),
      localOn: isoToDay(day),
      qualifies: true,
      countsAsOccasion: true,
      netRevenueMinor: Math.round(Number(dollars) * 100),
      subscription: false,
    });
  }
  return byCustomer;
}

function analyse(histories: Map<string, HistoryOrder[]>) {
  const customers = [...histories.values()].flatMap((orders) => summarizeHistory(orders) ?? []);
  const historyDays = AS_OF - Math.min(...customers.map((customer) => customer.firstOn));
  const model = buildModel({
    customers,
    asOfOn: AS_OF,
    historyDays,
    rules: DEFAULT_RULES,
    previous: null,
    provisional: false,
  });
  const decided = customers.map((summary) => {
    const recencyDays = scoreRecencyDays(summary.lastOn, model);
    const scores = scoreCustomer({ recencyDays, ...summary }, model);
    const input = {
      summary,
      scores,
      model,
      rules: DEFAULT_RULES,
      memory: NO_MEMORY,
      todayOn: AS_OF,
      shopifyTotals: null,
    };
    return { summary, scores, decision: decideStage(input) };
  });
  return { customers, model, decided };
}

const count = (values: readonly number[]) =>
  [1, 2, 3, 4, 5].map((score) => values.filter((value) => value === score).length);

describe.skipIf(cdnowAbsent)(cdnowSuite('CDNOW sample at 1998-06-30'), () => {
  const histories = cdnowAbsent ? new Map<string, HistoryOrder[]>() : load('sample');
  const { customers, model, decided } = cdnowAbsent ? analyse(new Map([['1', []]])) : analyse(histories);

  it('the second-purchase hazard is first at most half its first fortnight (5.56 %) from day 21 on', () => {
    expect(model.secondPurchase).toEqual({
      startDay: 21,
      endDay: model.lapse.oneOccasionDays,
      measured: true,
    });
    const at = (day: number) => survivalCurve(collectGaps(customers, AS_OF).firstToSecond).at(day).survival;
    expect([1 - at(33) / at(19), 1 - at(34) / at(20)].map((hazard) => hazard.toFixed(5))).toEqual([
      '0.05686',
      '0.05331',
    ]);
  });

  it('gives the cut points of science.md section 3.3', () => {
    expect(customers).toHaveLength(2357);
    expect(model.cuts.recencyDays).toEqual([152, 442, 486, 512]);
    expect(model.cuts.frequency).toEqual([1, 1, 2, 4]);
    expect(model.cuts.monetaryMinor).toEqual(
      [1536, 3195.8, 5925, 13_043.6].map((cut) => expect.closeTo(cut, 6)),
    );
  });

  it('gives its group sizes; nobody has F 2', () => {
    expect(count(decided.map(({ scores }) => scores.r))).toEqual([459, 478, 475, 471, 474]);
    expect(count(decided.map(({ scores }) => scores.f))).toEqual([1218, 0, 403, 358, 378]);
    expect(count(decided.map(({ scores }) => scores.m))).toEqual([481, 462, 472, 470, 472]);
  });

  it('gives the time to the second purchase of R (science.md section 4)', () => {
    const curve = survivalCurve(collectGaps(customers, AS_OF).firstToSecond);
    const days = [7, 14, 30, 60, 90, 120, 180, 270, 365];
    const shares = [0.938, 0.889, 0.826, 0.745, 0.709, 0.677, 0.624, 0.575, 0.544];
    expect(days.map((day) => curve.at(day).survival)).toEqual(
      shares.map((share) => expect.closeTo(share, 3)),
    );
    const times = [0.05, 0.1, 0.2, 0.25, 0.3, 0.4].map((share) => curve.quantile(share).day);
    expect(times).toEqual([6, 13, 39, 59, 100, 224]);
    expect(curve.quantile(0.5)).toMatchObject({ day: null, lower: 472, upper: null });
    expect(curve.points.reduce((sum, point) => sum + point.events, 0)).toBe(1139);
  });

  it('gives the retention metrics of science.md section 6', () => {
    const purchases = [...histories.values()].map((orders) => ({
      occasions: occasionsOf(orders),
      renewalRevenueMinor: 0,
    }));
    expect(repeatRate(purchases)).toMatchObject({ count: 1139, of: 2357 });
    const within = [30, 60, 90, 180, 365].map((days) => repeatRateWithin(purchases, days, AS_OF));
    expect(within.map((share) => share.count)).toEqual([410, 601, 687, 887, 1074]);
    expect(within.every((share) => share.of === 2357)).toBe(true);
    const quarter = (from: string, through: string) => ({
      fromOn: isoToDay(from),
      throughOn: isoToDay(through),
    });
    const kept = retention(
      purchases,
      quarter('1997-04-01', '1997-06-30'),
      quarter('1997-07-01', '1997-09-30'),
    );
    expect(kept.retained).toMatchObject({ count: 214, of: 524 });
    const [january, february, march] = cohorts(purchases, AS_OF);
    expect(january?.bought).toEqual([
      781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33,
    ]);
    expect([february?.size, march?.size]).toEqual([857, 719]);
    const revenue = revenueMetrics(purchases);
    expect(revenue.existing.share).toBeCloseTo(0.6814, 4);
    expect(revenue.existingOccasions.share).toBeCloseTo(0.648, 3);
    expect(revenue.averageOrderMinor).toBeCloseTo(3645.3396, 4);
    expect(revenue.purchaseFrequency).toBeCloseTo(2.840899, 6);
    expect(revenue.historicClvMinor).toBeCloseTo(10_356.0433, 4);
    expect(revenue.existing.of).toBe(24_409_194);
  });
});

describe.skipIf(cdnowAbsent)(cdnowSuite('CDNOW master at 1998-06-30'), () => {
  const { customers, model, decided } = cdnowAbsent ? analyse(new Map([['1', []]])) : analyse(load('master'));

  it('has lapse limits of 171 and 114 days', () => {
    expect(customers).toHaveLength(23_570);
    expect(model.lapse).toEqual({
      oneOccasionDays: 171,
      laterDays: 114,
      source: 'measured',
      historyDays: 545,
      returns: 44_021,
    });
  });

  it('has 19 % VIP among live customers, with 28 % of all revenue', () => {
    const stages = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };
    const revenue = { first_time: 0, repeat: 0, vip: 0, lapsed: 0 };
    for (const { summary, decision } of decided) {
      stages[decision.stage] += 1;
      revenue[decision.stage] += summary.monetaryMinor;
    }
    expect(stages).toEqual({ first_time: 0, repeat: 3661, vip: 882, lapsed: 19_027 });
    expect(stages.vip / (stages.vip + stages.repeat)).toBeCloseTo(0.194, 3);
    expect(revenue.vip / 250_031_563).toBeCloseTo(0.277, 3);
    expect(revenue.vip + revenue.repeat + revenue.lapsed).toBe(250_031_563);
  });
});
