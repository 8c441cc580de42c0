import type { CustomerId, OrderId } from '../../web/domain/shared/ids.ts';
import type { FakeShopify } from './fake-shopify.ts';

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DAY_MS = 86_400_000;

/** Two years of orders of so many customers, up to the clock's present. */
export function giveHistory(fake: FakeShopify, random: () => number, customers: number): void {
  const today = fake.clock.now();
  for (let count = 0; count < customers; count += 1) {
    const customerId = fake.addCustomer({ tags: random() < 0.1 ? ['newsletter'] : [] });
    let daysAgo = Math.floor(random() * 730);
    while (daysAgo > 0) {
      fake.clock.set(new Date(today.getTime() - daysAgo * DAY_MS - Math.floor(random() * DAY_MS)));
      fake.placeOrder(customerId, { totalMinor: 500 + Math.floor(random() * 20_000) });
      if (random() < 0.35) break;
      daysAgo -= 5 + Math.floor(random() * 120);
    }
  }
  fake.clock.set(today);
}

type Happening = (fake: FakeShopify, random: () => number) => void;

/** What may happen in a shop, each about a random customer or order. */
const HAPPENINGS: readonly Happening[] = [
  (fake, random) =>
    fake.placeOrder(someCustomer(fake, random), { totalMinor: Math.floor(random() * 30_000) }),
  (fake, random) =>
    fake.placeOrder(someCustomer(fake, random), { financialStatus: 'PENDING', fulfillment: 'none' }),
  (fake) => fake.placeOrder(null),
  (fake) => fake.placeOrder(fake.addCustomer()),
  (fake, random) => fake.refundOrder(someOrder(fake, random)),
  (fake, random) => fake.cancelOrder(someOrder(fake, random)),
  (fake, random) =>
    fake.changeOrder(
      someOrder(fake, random),
      { fulfillment: 'full', fulfilledAt: fake.clock.now() },
      'fulfillments/create',
    ),
  (fake, random) =>
    fake.changeOrder(someOrder(fake, random), { deliveredAt: fake.clock.now() }, 'fulfillments/update'),
  (fake, random) => fake.changeOrder(someOrder(fake, random), { returnOpen: random() < 0.5 }),
  (fake, random) =>
    fake.changeOrder(someOrder(fake, random), { currentTotalMinor: 100, netPaymentMinor: 100 }),
  (fake, random) => fake.deleteOrder(someOrder(fake, random)),
  (fake, random) => {
    const gone = someCustomer(fake, random);
    const kept = someCustomer(fake, random);
    if (gone !== kept) fake.mergeCustomers(kept, gone);
  },
  (fake, random) => fake.changeCustomer(someCustomer(fake, random), { emailConsent: 'UNSUBSCRIBED' }),
  (fake, random) => fake.changeCustomer(someCustomer(fake, random), { tags: ['staff'] }),
  // Somebody takes every tag off by hand, ours as well.
  (fake, random) => fake.changeCustomer(someCustomer(fake, random), { tags: [] }),
];

/** The next thing that happens. */
export function happen(fake: FakeShopify, random: () => number): void {
  const happening = HAPPENINGS[Math.floor(random() * HAPPENINGS.length)];
  happening?.(fake, random);
}

function someCustomer(fake: FakeShopify, random: () => number): CustomerId {
  return pick([...fake.customers.keys()].sort(), random);
}

function someOrder(fake: FakeShopify, random: () => number): OrderId {
  return pick([...fake.orders.keys()].sort(), random);
}

export function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
