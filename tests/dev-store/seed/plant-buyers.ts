import type { DevClock } from '../controls/clock.ts';
import { upsertCustomer } from '../state/customers.ts';
import type { DevStoreState } from '../state/dev-store-state.ts';
import { placeOrder } from '../state/orders.ts';
import type { ShopState } from '../state/shop-state.ts';

/** So many subscribed customers, `person-0@…` and so on, who bought once, that long ago. */
export type Buyers = { count: number; daysAgo: number };

const dayMs = 86_400_000;

/** Plants buyers who are all alike. One by one over HTTP they would take half a minute a thousand. */
export function plantBuyers(state: DevStoreState, clock: DevClock, shop: ShopState, buyers: Buyers): void {
  const at = clock.now() - buyers.daysAgo * dayMs;
  clock.asOf(at, () => {
    for (let serial = 0; serial < buyers.count; serial++) {
      const { id } = upsertCustomer(state, shop, {
        email: `person-${serial}@customers.example`,
        countryCode: 'VN',
        emailConsent: { state: 'SUBSCRIBED', optInLevel: 'SINGLE_OPT_IN', updatedAt: at },
      });
      const lines = [{ title: 'Beans', quantity: 1, unitPriceMinor: 500_000 }];
      placeOrder(state, shop, { customerId: id, lines, payment: 'paid' });
    }
  });
}
