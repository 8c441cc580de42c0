import { dayToIso, type LocalDay } from '../shared/time.ts';

/** One customer's purchases as retention metrics need them: occasions oldest first, and what renewals brought in. */
export type PurchaseHistory = {
  occasions: ReadonlyArray<{ on: LocalDay; revenueMinor: number }>;
  renewalRevenueMinor: number;
};

/** A share that is never shown without its counts; `share` is null where `of` is 0. */
export type Share = { count: number; of: number; share: number | null };

function shareOf(count: number, of: number): Share {
  return { count, of, share: of === 0 ? null : count / of };
}

/** Customers with two or more occasions among those with one. */
export function repeatRate(customers: readonly PurchaseHistory[]): Share {
  const bought = customers.filter((customer) => customer.occasions.length > 0);
  return shareOf(bought.filter((customer) => customer.occasions.length > 1).length, bought.length);
}

/** The same within `days` of the first occasion, over customers whose first occasion lies that long before `throughOn`. */
export function repeatRateWithin(
  customers: readonly PurchaseHistory[],
  days: number,
  throughOn: LocalDay,
): Share {
  let exposed = 0;
  let returned = 0;
  for (const { occasions } of customers) {
    const [first, second] = occasions;
    if (!first || first.on + days > throughOn) continue;
    exposed += 1;
    if (second && second.on - first.on <= days) returned += 1;
  }
  return shareOf(returned, exposed);
}

/** A period of local days, both ends included. */
export type Period = { fromOn: LocalDay; throughOn: LocalDay };

/**
 * Retention from one period to a later one by set intersection, |A ∩ B| / |A|, and churn, 1 − retention. Growth
 * (B − A) / A is another thing: people who came back would count as kept.
 */
export function retention(customers: readonly PurchaseHistory[], first: Period, later: Period) {
  let before = 0;
  let kept = 0;
  for (const { occasions } of customers) {
    if (!occasions.some(({ on }) => on >= first.fromOn && on <= first.throughOn)) continue;
    before += 1;
    if (occasions.some(({ on }) => on >= later.fromOn && on <= later.throughOn)) kept += 1;
  }
  return { retained: shareOf(kept, before), churned: shareOf(before - kept, before) };
}

/** Customers whose first occasion fell in a month, and how many of them bought in the k-th month after; null = not over yet. */
export type Cohort = { month: string; size: number; bought: readonly (number | null)[] };

/** Monthly cohorts in order. `bought[0]` is the size; a month that is not over by `throughOn` is null, never 0. */
export function cohorts(customers: readonly PurchaseHistory[], throughOn: LocalDay): Cohort[] {
  const finished = monthIndex(throughOn + 1) - 1;
  const cells = new Map<number, number[]>();
  for (const { occasions } of customers) {
    const first = occasions[0];
    if (!first) continue;
    const start = monthIndex(first.on);
    const row = cells.get(start) ?? [];
    for (const month of new Set(occasions.map(({ on }) => monthIndex(on)))) {
      row[month - start] = (row[month - start] ?? 0) + 1;
    }
    cells.set(start, row);
  }
  const lastMonth = monthIndex(throughOn);
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([start, row]) => ({
      month: monthName(start),
      size: row[0] ?? 0,
      bought: Array.from({ length: lastMonth - start + 1 }, (_, k) =>
        k === 0 || start + k <= finished ? (row[k] ?? 0) : null,
      ),
    }));
}

/** Months since year 0 of the day's Gregorian month. */
function monthIndex(day: LocalDay): number {
  const [year, month] = dayToIso(day).split('-').map(Number);
  return (year ?? 0) * 12 + (month ?? 1) - 1;
}

function monthName(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/**
 * Revenue of existing customers (second and later occasions, and renewals) within all revenue, and what a customer was
 * worth so far: average order value × purchase frequency. Minor units, unrounded means; null where there is no customer.
 */
export function revenueMetrics(customers: readonly PurchaseHistory[]) {
  let totalMinor = 0;
  let existingMinor = 0;
  let occasionsCount = 0;
  let buyers = 0;
  for (const { occasions, renewalRevenueMinor } of customers) {
    const first = occasions[0];
    if (!first) continue;
    const all = occasions.reduce((sum, occasion) => sum + occasion.revenueMinor, renewalRevenueMinor);
    totalMinor += all;
    existingMinor += all - first.revenueMinor;
    occasionsCount += occasions.length;
    buyers += 1;
  }
  return {
    existing: shareOf(existingMinor, totalMinor),
    existingOccasions: shareOf(occasionsCount - buyers, occasionsCount),
    averageOrderMinor: occasionsCount === 0 ? null : totalMinor / occasionsCount,
    purchaseFrequency: buyers === 0 ? null : occasionsCount / buyers,
    historicClvMinor: buyers === 0 ? null : totalMinor / buyers,
  };
}
