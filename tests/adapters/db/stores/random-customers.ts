import type { ModelCustomer } from '../../../../web/domain/lifecycle/build-model.ts';
import { effectiveTotals } from '../../../../web/domain/lifecycle/standing.ts';
import type { CustomerSummary } from '../../../../web/domain/orders/order.ts';
import type { CustomerId } from '../../../../web/domain/shared/ids.ts';
import type { CustomerProfile } from '../../../../web/use-cases/ports.ts';
import type { CustomerState } from '../../../../web/use-cases/store-port.ts';
import { seededRandom } from '../../../support/busy-shop.ts';
import { NO_MEMORY, sampleProfile } from './sample-rows.ts';

export const AS_OF_ON = 20_600;
const EXCLUDED_TAG = 'wholesale';

/** A customer with what Shopify says of them; `profile` null = only orders are known. */
export type RandomCustomer = {
  customerId: CustomerId;
  summary: CustomerSummary;
  profile: CustomerProfile | null;
  excluded: boolean;
};

/** The same for the same seed: mostly one-order customers, many equal values, some subscribed, excluded, renewed after their last occasion or dated ahead. */
export function randomCustomers(count: number, seed: number): RandomCustomer[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => randomCustomer(index, random));
}

function randomCustomer(index: number, random: () => number): RandomCustomer {
  const skewed = (mean: number) => Math.floor(-Math.log(1 - random()) * mean);
  const frequency = 1 + Math.min(40, skewed(1.4));
  const gapsDays = Array.from({ length: frequency - 1 }, () => 1 + skewed(70));
  const lastOccasionOn = AS_OF_ON + 1 - skewed(250);
  const lastOn = lastOccasionOn + (random() < 0.04 ? skewed(60) : 0);
  const firstOn = lastOccasionOn - gapsDays.reduce((sum, gap) => sum + gap, 0);
  const customerId = String(9_007_199_254_740_000n + BigInt(index)) as CustomerId;
  const excluded = random() < 0.05;
  const at = (on: number) => new Date(on * 86_400_000);
  return {
    customerId,
    excluded,
    summary: {
      ordersCount: frequency,
      frequency,
      monetaryMinor: random() < 0.3 ? 250_000 * frequency : skewed(3_000_000),
      firstAt: at(firstOn),
      lastAt: at(lastOn),
      firstOn,
      lastOn,
      lastOccasionOn,
      gapsDays,
      subscribedUntilOn: random() < 0.05 ? AS_OF_ON + 20 - skewed(30) : null,
    },
    profile:
      excluded || random() < 0.3
        ? sampleProfile({
            customerId,
            shopifyOrders: skewed(4),
            shopifySpentMinor: skewed(4_000_000),
            tags: excluded ? [EXCLUDED_TAG] : [],
          })
        : null,
  };
}

export const excludedTags = [EXCLUDED_TAG];

export function toState({ customerId, summary }: RandomCustomer): CustomerState {
  return { customerId, summary, scores: null, decision: null, memory: NO_MEMORY };
}

/** As the domain sees them; `provisional` takes at least Shopify's own totals. */
export function toModelCustomer({ summary, profile }: RandomCustomer, provisional: boolean): ModelCustomer {
  const totals = profile && {
    numberOfOrders: profile.shopifyOrders,
    amountSpentMinor: profile.shopifySpentMinor,
  };
  return { ...summary, ...effectiveTotals(summary, totals, { provisional }) };
}
