import type { LocalDay } from '../shared/time.ts';
import type { CustomerSummary, HistoryOrder } from './order.ts';
import { ASSUMED_RENEWAL_DAYS, OCCASION_HOURS, RENEWAL_PATIENCE } from './rule.ts';

/** One purchase occasion: the local day and instant it began on, and the net revenue of its orders. */
export type Occasion = { on: LocalDay; startedAt: Date; revenueMinor: number };

const OCCASION_MS = OCCASION_HOURS * 3_600_000;

/**
 * A customer's purchases in numbers, from their orders in any order; null where no order makes an occasion (only
 * renewals, or nothing that qualifies). Renewals add revenue and move the last-order day.
 */
export function summarizeHistory(orders: readonly HistoryOrder[]): CustomerSummary | null {
  const qualifying = inTimeOrder(orders);
  const occasions = groupOccasions(qualifying);
  const first = occasions[0];
  const lastOccasion = occasions.at(-1);
  const last = qualifying.at(-1);
  if (!first || !lastOccasion || !last) return null;
  return {
    ordersCount: qualifying.length,
    frequency: occasions.length,
    monetaryMinor: qualifying.reduce((sum, order) => sum + order.netRevenueMinor, 0),
    firstAt: first.startedAt,
    lastAt: last.processedAt,
    firstOn: first.on,
    lastOn: Math.max(last.localOn, lastOccasion.on),
    lastOccasionOn: lastOccasion.on,
    gapsDays: gapsBetween(occasions.map((occasion) => occasion.on)),
    subscribedUntilOn: subscribedUntilOn(qualifying),
  };
}

/** The purchase occasions of a customer, oldest first; renewals start none and are not in their revenue. */
export function occasionsOf(orders: readonly HistoryOrder[]): Occasion[] {
  return groupOccasions(inTimeOrder(orders));
}

function inTimeOrder(orders: readonly HistoryOrder[]): HistoryOrder[] {
  return orders
    .filter((order) => order.qualifies)
    .sort((a, b) => a.processedAt.getTime() - b.processedAt.getTime() || compareIds(a.orderId, b.orderId));
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Same local day as the order before it, or less than 6 hours after it, chained: one occasion (product.md section 1). */
function groupOccasions(sorted: readonly HistoryOrder[]): Occasion[] {
  const occasions: Occasion[] = [];
  let before: HistoryOrder | undefined;
  for (const order of sorted) {
    if (!order.countsAsOccasion) continue;
    const current = occasions.at(-1);
    if (before && current && belongTogether(before, order)) current.revenueMinor += order.netRevenueMinor;
    else
      occasions.push({
        on: order.localOn,
        startedAt: order.processedAt,
        revenueMinor: order.netRevenueMinor,
      });
    before = order;
  }
  return occasions;
}

function belongTogether(before: HistoryOrder, order: HistoryOrder): boolean {
  return (
    order.localOn === before.localOn ||
    order.processedAt.getTime() - before.processedAt.getTime() < OCCASION_MS
  );
}

function gapsBetween(days: readonly LocalDay[]): number[] {
  return days.slice(1).map((day, index) => day - (days[index] ?? day));
}

/**
 * A subscription is taken to run for 1.5 times its rhythm after its last order; the rhythm is the longest of its last
 * three intervals (so that one skipped delivery does not end it), 30 days where only one order is known. Other apps'
 * contracts cannot be read through the Admin API, so the customer's own orders must tell.
 */
function subscribedUntilOn(sorted: readonly HistoryOrder[]): LocalDay | null {
  const days = [...new Set(sorted.filter((order) => order.subscription).map((order) => order.localOn))];
  const last = days.at(-1);
  if (last === undefined) return null;
  const rhythm = days.length === 1 ? ASSUMED_RENEWAL_DAYS : Math.max(...gapsBetween(days.slice(-4)));
  return last + Math.ceil(rhythm * RENEWAL_PATIENCE);
}
