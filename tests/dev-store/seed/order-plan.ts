import type { SeedCatalog, SeedVariant } from './catalog.ts';
import type { Random } from './random.ts';

/** How one customer of the seed buys. */
export type BuyerKind = 'retail' | 'b2b' | 'subscriber';

/** What happens to a seeded order after it came in; days after the order. */
export type Aftermath =
  | { kind: 'none' }
  | { kind: 'partial-refund'; afterDays: number }
  | { kind: 'full-refund'; afterDays: number }
  | { kind: 'goodwill'; afterDays: number; share: number }
  | { kind: 'cancelled'; afterDays: number };

/** One order before it is written into a shop. */
export type OrderPlan = {
  lines: { variant: SeedVariant; quantity: number }[];
  /** Percentage off by a code, or none. */
  discount: { code: string; percent: number } | undefined;
  cashOnDelivery: boolean;
  deliveredAfterDays: number;
  test: boolean;
  guest: boolean;
  aftermath: Aftermath;
};

const shares = {
  test: 0.004,
  guest: 0.03,
  giftCard: 0.01,
  cancelled: 0.02,
  partialRefund: 0.03,
  fullRefund: 0.012,
  goodwill: 0.006,
  welcomeCode: 0.12,
  saleCode: 0.07,
} as const;

/** Invents an order worth about `amountMinor`. `first`: this customer's first; `cashCountry`: paying on delivery is common there. */
export function planOrder(
  random: Random,
  catalog: SeedCatalog,
  order: { amountMinor: number; first: boolean; cashCountry: boolean; buyer: BuyerKind },
): OrderPlan {
  const isSubscription = order.buyer === 'subscriber';
  return {
    lines: isSubscription
      ? [{ variant: catalog.subscription, quantity: 1 }]
      : basket(random, catalog, order.amountMinor),
    discount: isSubscription ? undefined : drawDiscount(random, order.first),
    cashOnDelivery: order.buyer === 'retail' && random.chance(order.cashCountry ? 0.45 : 0.05),
    deliveredAfterDays: 1 + random.index(6),
    test: random.chance(shares.test),
    guest: order.buyer === 'retail' && order.first && random.chance(shares.guest),
    aftermath: drawAftermath(random),
  };
}

/** One to three lines whose prices come near the amount. */
function basket(random: Random, catalog: SeedCatalog, amountMinor: number): OrderPlan['lines'] {
  if (random.chance(shares.giftCard)) return [{ variant: catalog.giftCard, quantity: 1 }];
  const wanted = 1 + random.index(3);
  const lines: OrderPlan['lines'] = [];
  let left = amountMinor;
  for (let line = wanted; line > 0; line--) {
    const share = line === 1 ? left : left * (0.3 + 0.5 * random.uniform());
    const affordable = catalog.goods.filter((variant) => variant.priceMinor <= share * 1.2);
    const near = affordable.slice(-5);
    const variant = near.length === 0 ? catalog.goods[0] : random.pick(near);
    if (variant === undefined || lines.some((other) => other.variant === variant)) continue;
    const quantity = Math.min(6, Math.max(1, Math.round(share / variant.priceMinor)));
    lines.push({ variant, quantity });
    left = Math.max(0, left - quantity * variant.priceMinor);
    if (left === 0) break;
  }
  const fallback = catalog.goods[0];
  return lines.length > 0 || fallback === undefined ? lines : [{ variant: fallback, quantity: 1 }];
}

function drawDiscount(random: Random, first: boolean): OrderPlan['discount'] {
  if (first && random.chance(shares.welcomeCode)) return { code: 'WELCOME10', percent: 10 };
  if (random.chance(shares.saleCode))
    return { code: random.pick(['TET15', 'SONGKRAN20', '1111SALE']), percent: random.pick([15, 20]) };
  return undefined;
}

function drawAftermath(random: Random): Aftermath {
  const afterDays = 2 + random.index(20);
  let draw = random.uniform();
  const falls = (share: number): boolean => {
    draw -= share;
    return draw < 0;
  };
  if (falls(shares.cancelled)) return { kind: 'cancelled', afterDays: 0.2 };
  if (falls(shares.partialRefund)) return { kind: 'partial-refund', afterDays };
  if (falls(shares.fullRefund)) return { kind: 'full-refund', afterDays };
  if (falls(shares.goodwill)) return { kind: 'goodwill', afterDays, share: 0.1 };
  return { kind: 'none' };
}
