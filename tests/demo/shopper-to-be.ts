import type { OrderFacts } from '../dev-store/controls/order-facts.ts';
import type { LocalShop } from './local-shop.ts';

/**
 * The e-mail of somebody worth logging in as: whoever has placed the most paid orders since `since` by themselves, thus has points
 * once points are on. Null where no customer has an e-mail, as in a loaded history.
 */
export async function shopperToBe(
  shop: Pick<LocalShop, 'customers' | 'orders'>,
  since: Date,
): Promise<string | null> {
  const placed = new Map<string, number>();
  for await (const order of shop.orders())
    if (order.customerId !== null && isOwn(order) && Date.parse(order.processedAt) >= since.getTime())
      placed.set(order.customerId, (placed.get(order.customerId) ?? 0) + 1);
  let best: { email: string; orders: number } | null = null;
  for await (const { id, email } of shop.customers()) {
    const orders = placed.get(id) ?? 0;
    if (email !== null && orders > (best?.orders ?? 0)) best = { email, orders };
  }
  return best?.email ?? null;
}

/** Paid, kept, for oneself, not by subscription. */
function isOwn(order: OrderFacts): boolean {
  return (
    order.financialStatus === 'PAID' &&
    order.cancelledAt === null &&
    !order.test &&
    !order.b2b &&
    order.lines.every((line) => !line.sellingPlan)
  );
}
