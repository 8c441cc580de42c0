import type { CustomerSummary } from '../orders/order.ts';
import type { LocalDay } from '../shared/time.ts';
import type { Histogram } from './kaplan-meier.ts';

/** The shop's gaps between occasions as two survival histograms, and their plain numbers. */
export type ShopGaps = {
  /** From the first occasion to the second; customers who have one only are censored at their running silence. */
  firstToSecond: Histogram;
  /** Every later gap; the running silence of each customer with two or more occasions is censored. */
  laterGaps: Histogram;
  /** Finished gaps: how many, and their sum in days. */
  returns: number;
  gapsSumDays: number;
};

type GapHistory = Pick<CustomerSummary, 'gapsDays' | 'lastOccasionOn'>;

/** Collects the finished gaps and running silences of all customers as of a day. */
export function collectGaps(customers: Iterable<GapHistory>, todayOn: LocalDay): ShopGaps {
  const firstToSecond = new Tally();
  const laterGaps = new Tally();
  let returns = 0;
  let gapsSumDays = 0;
  for (const { gapsDays, lastOccasionOn } of customers) {
    gapsDays.forEach((gap, index) => {
      (index === 0 ? firstToSecond : laterGaps).add(gap, 'events');
      returns += 1;
      gapsSumDays += gap;
    });
    const silence = Math.max(0, todayOn - lastOccasionOn);
    (gapsDays.length === 0 ? firstToSecond : laterGaps).add(silence, 'censored');
  }
  return { firstToSecond: firstToSecond.entries(), laterGaps: laterGaps.entries(), returns, gapsSumDays };
}

class Tally {
  readonly #byDay = new Map<number, { day: number; events: number; censored: number }>();

  add(day: number, kind: 'events' | 'censored'): void {
    const entry = this.#byDay.get(day) ?? { day, events: 0, censored: 0 };
    entry[kind] += 1;
    this.#byDay.set(day, entry);
  }

  entries(): Histogram {
    return [...this.#byDay.values()].sort((a, b) => a.day - b.day);
  }
}
