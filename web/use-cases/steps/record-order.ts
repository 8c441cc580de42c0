import type { Order } from '../../domain/orders/order.ts';
import { judgeOrder } from '../../domain/orders/qualify.ts';
import type { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts';
import type { StoredOrder, Tx } from '../ports.ts';
import { creditOrder, stopBought } from './credit-order.ts';
import type { Scene } from './scene.ts';

/** An order with the verdict of the rules on this day, as the store keeps it. */
export function judged(order: Order, scene: Pick<Scene, 'rules' | 'todayOn' | 'shop'>): StoredOrder {
  const verdict = judgeOrder(order, {
    rules: scene.rules,
    timeZone: scene.shop.timeZone,
    currency: scene.shop.currency,
    todayOn: scene.todayOn,
  });
  const subscription = order.subscriptionRenewal || order.lines.some((line) => line.sellingPlan);
  return { order, verdict, subscription };
}

/** Puts an order that was refetched; answers the customers whose history changed: none when a newer state stands. */
export async function recordOrder(tx: Tx, scene: Scene, order: Order): Promise<CustomerId[]> {
  const { shopId } = scene.shop;
  const [known] = await withoutRedacted(tx, shopId, [order]);
  if (!known) return [];
  const stored = judged(known, scene);
  const put = await tx.orders.put(shopId, stored);
  if (put) {
    await creditOrder(tx, scene, known, stored.verdict);
    await stopBought(tx, scene, known, stored.verdict);
  }
  return put ? [put.before, put.after].filter((id) => id !== null) : [];
}

/** Removes an order that Shopify no longer has; answers the customer who loses it, if we held it. */
export async function forgetOrder(tx: Tx, scene: Scene, orderId: OrderId): Promise<CustomerId[]> {
  const customerId = await tx.orders.remove(scene.shop.shopId, orderId);
  await tx.credits.put(scene.shop.shopId, orderId, null);
  return customerId === null ? [] : [customerId];
}

/** The same orders; those of redacted people lose the link to the person, whatever a late delivery or a bulk file says. */
export async function withoutRedacted(
  tx: Pick<Tx, 'customers'>,
  shopId: ShopId,
  orders: readonly Order[],
): Promise<readonly Order[]> {
  const ids = [...new Set(orders.flatMap((order) => order.customerId ?? []))];
  const redacted = ids.length > 0 ? await tx.customers.isRedacted(shopId, ids) : new Set<CustomerId>();
  if (redacted.size === 0) return orders;
  return orders.map((order) =>
    order.customerId !== null && redacted.has(order.customerId) ? { ...order, customerId: null } : order,
  );
}
