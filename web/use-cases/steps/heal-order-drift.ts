import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { Ctx } from '../ports.ts';
import { forgetOrder, recordOrder } from './record-order.ts';
import { readScene } from './scene.ts';
import { scoreCustomers } from './score-customers.ts';
import { compareIds } from './sort-deliveries.ts';

type Seen = readonly { orderId: OrderId; updatedAt: Date }[];
export type OrderDrift = { ordersMissing: number; ordersStale: number; ordersDeleted: number };

/** Compares orders as Shopify lists them with ours and refetches those we lack or hold in an older state. */
export async function healOrders(ctx: Ctx, seen: Seen): Promise<OrderDrift> {
  const stored = await ctx.store.orders.updatedAt(
    ctx.shop.shopId,
    seen.map(({ orderId }) => orderId),
  );
  const missing = seen.filter(({ orderId }) => !stored.has(orderId));
  const stale = seen.filter(({ orderId, updatedAt }) => {
    const ours = stored.get(orderId);
    return ours !== undefined && ours < updatedAt;
  });
  await refetchOrders(
    ctx,
    [...missing, ...stale].map(({ orderId }) => orderId),
  );
  return { ordersMissing: missing.length, ordersStale: stale.length, ordersDeleted: 0 };
}

/** Refetches orders and records each as it stands; one that Shopify no longer has goes. Answers how many went. */
export async function refetchOrders(ctx: Ctx, orderIds: readonly OrderId[]): Promise<number> {
  if (orderIds.length === 0) return 0;
  const ids = [...orderIds].sort(compareIds);
  const fetched = await ctx.shopify.fetchOrders(ids);
  let gone = 0;
  for (const orderId of ids) {
    const order = fetched.get(orderId) ?? null;
    await ctx.store.transaction(async (tx) => {
      const scene = await readScene(ctx, tx);
      const touched: CustomerId[] = order
        ? await recordOrder(tx, scene, order)
        : await forgetOrder(tx, scene, orderId);
      await scoreCustomers(tx, scene, touched, 'reconcile');
    });
    if (!order) gone += 1;
  }
  return gone;
}
