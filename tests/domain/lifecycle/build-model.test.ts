import { describe, expect, it } from 'vitest';
import { assembleModel, buildModel, type ModelInput } from '../../../web/domain/lifecycle/build-model.ts';
import { DEFAULT_RULES } from '../../../web/domain/rules.ts';
import { aCustomer } from '../factories.ts';

const TODAY = 20_000;
const build = (change: Partial<ModelInput>) =>
  buildModel({
    customers: [],
    asOfOn: TODAY,
    historyDays: 400,
    rules: DEFAULT_RULES,
    previous: null,
    provisional: false,
    ...change,
  });

describe('the model of a shop', () => {
  it('without customers → nobody to measure, thresholds that stand', () => {
    const model = build({});
    expect(model).toMatchObject({
      buyers: 0,
      meanGapDays: 180,
      vip: { enterFrequency: 2, enterMonetaryMinor: 0 },
    });
    expect(Object.values(model.cuts).flat().every(Number.isFinite)).toBe(true);
  });

  it('VIP thresholds are percentiles of customers who are not lapsed', () => {
    const live = [1, 2, 3, 4, 5].map((n) => aCustomer(TODAY - 1, Array(n).fill(10), n * 1000));
    const lapsed = Array.from({ length: 20 }, () => aCustomer(TODAY - 400, Array(30).fill(10), 1_000_000));
    const { vip, topQuarter } = build({ customers: [...live, ...lapsed] });
    expect(vip).toEqual({
      enterFrequency: 5,
      enterMonetaryMinor: 4000,
      keepFrequency: 5,
      keepMonetaryMinor: 3800,
    });
    expect(topQuarter.monetaryMinor).toBe(1_000_000);
  });

  it('when all are lapsed → the top-quarter thresholds of all buyers', () => {
    const { vip } = build({ customers: [aCustomer(TODAY - 400, [10, 10], 5000)] });
    expect(vip).toMatchObject({ enterFrequency: 3, enterMonetaryMinor: 5000 });
  });

  it('thresholds are whole and reached by the same customers; recency is rounded down', () => {
    const spread = {
      buyers: 500,
      revenueMinor: 1,
      occasions: 1,
      cuts: { recencyDays: [1, 2, 3, 4], frequency: [1, 1, 2, 3.4], monetaryMinor: [1, 2, 3, 4] },
      topQuarter: { recencyDays: 30.75, frequency: 2.25, monetaryMinor: 99.0000000001 },
    } as const;
    const { lapse } = build({});
    const model = assembleModel({
      asOfOn: TODAY,
      rules: DEFAULT_RULES,
      provisional: false,
      lapse,
      meanGapDays: 72,
      spread,
      vip: null,
      secondPurchase: { startDay: 21, endDay: 120, measured: false },
    });
    expect(model.topQuarter).toEqual({ recencyDays: 30, frequency: 3, monetaryMinor: 99 });
    expect(model.cuts.frequency[3]).toBe(3.4);
  });
});
