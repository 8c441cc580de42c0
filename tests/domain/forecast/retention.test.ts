import { describe, expect, it } from 'vitest';
import {
  cohorts,
  type PurchaseHistory,
  repeatRate,
  repeatRateWithin,
  retention,
  revenueMetrics,
} from '../../../web/domain/forecast/retention.ts';
import { isoToDay } from '../../../web/domain/shared/time.ts';

const customer = (days: readonly string[], renewalRevenueMinor = 0): PurchaseHistory => ({
  occasions: days.map((day) => ({ on: isoToDay(day), revenueMinor: 100 })),
  renewalRevenueMinor,
});
const shop = [
  customer(['2024-01-05', '2024-02-01', '2024-04-01']),
  customer(['2024-01-31']),
  customer(['2024-02-10', '2024-04-20']),
  customer([]),
];
const period = (from: string, through: string) => ({ fromOn: isoToDay(from), throughOn: isoToDay(through) });

describe('retention metrics', () => {
  it('repeat rate: customers with a second occasion among those with one', () => {
    expect(repeatRate(shop)).toEqual({ count: 2, of: 3, share: 2 / 3 });
    expect(repeatRate([])).toEqual({ count: 0, of: 0, share: null });
  });

  it('repeat rate within 30 days: only customers seen for 30 days', () => {
    expect(repeatRateWithin(shop, 30, isoToDay('2024-03-01'))).toEqual({ count: 1, of: 2, share: 0.5 });
  });

  it('retention is who bought in both periods; somebody who came back is not kept', () => {
    const result = retention(shop, period('2024-02-01', '2024-02-29'), period('2024-04-01', '2024-04-30'));
    expect(result).toEqual({
      retained: { count: 2, of: 2, share: 1 },
      churned: { count: 0, of: 2, share: 0 },
    });
    const january = retention(shop, period('2024-01-01', '2024-01-31'), period('2024-02-01', '2024-02-29'));
    expect(january.retained).toEqual({ count: 1, of: 2, share: 0.5 });
  });

  it('cohorts: months that are not over are blank, months without a purchase are 0', () => {
    expect(cohorts(shop, isoToDay('2024-04-29'))).toEqual([
      { month: '2024-01', size: 2, bought: [2, 1, 0, null] },
      { month: '2024-02', size: 1, bought: [1, 0, null] },
    ]);
    expect(cohorts(shop, isoToDay('2024-04-30'))[0]?.bought).toEqual([2, 1, 0, 1]);
  });

  it('revenue of existing customers: later occasions and renewals', () => {
    const result = revenueMetrics([customer(['2024-01-05', '2024-02-01'], 50), customer(['2024-01-31'])]);
    expect(result.existing).toEqual({ count: 150, of: 350, share: 150 / 350 });
    expect(result).toMatchObject({
      averageOrderMinor: 350 / 3,
      purchaseFrequency: 1.5,
      historicClvMinor: 175,
    });
  });
});
