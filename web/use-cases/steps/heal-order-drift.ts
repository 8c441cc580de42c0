import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { Ctx } from '../ports.ts';
import { fetchReadable, noteFaulty } from './fetch-readable.ts';
import { forgetOrder, recordOrder } from './record-order.ts';
import { readScene } from './scene.ts';
import { scoreCustomers } from './score-customers.ts';
import { settleMembers } from './settle-members.ts';
import { compareIds } from './sort-deliveries.ts';

type Seen = readonly { orderId: OrderId; updatedAt: Date }[];
/** `unreadable`: orders whose answer could not be used; they stay as they are here. */
export type OrderDrift = {
  ordersMissing: number;
  ordersStale: number;
  ordersDeleted: number;
  unreadable: number;
};

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
  const { unreadable } = await refetchOrders(
    ctx,
    [...missing, ...stale].map(({ orderId }) => orderId),
  );
  const left = (some: Seen) => some.filter(({ orderId }) => !unreadable.has(orderId)).length;
  return {
    ordersMissing: left(missing),
    ordersStale: left(stale),
    ordersDeleted: 0,
    unreadable: unreadable.size,
  };
}

/**
 * Refetches orders and records each as it stands; one that Shopify no longer has goes. Answers how many went, and which
 * could not be read.
 */
export async function refetchOrders(
  ctx: Ctx,
  orderIds: readonly OrderId[],
): Promise<{ gone: number; unreadable: ReadonlySet<OrderId> }> {
  const ids = [...orderIds].sort(compareIds);
  const { found, faulty } = await fetchReadable(ids, (some) => ctx.shopify.fetchOrders(some));
  noteFaulty(ctx, 'order', faulty);
  let gone = 0;
  for (const orderId of ids) {
    if (faulty.has(orderId)) continue;
    const order = found.get(orderId) ?? null;
    // Without the scope of all orders none also means older than 60 days.
    if (order === null && !ctx.shop.seesAllOrders) continue;
    await ctx.store.transaction(async (tx) => {
      const scene = await readScene(ctx, tx);
      const touched: CustomerId[] = order
        ? await recordOrder(tx, scene, order)
        : await forgetOrder(tx, scene, orderId);
      await scoreCustomers(tx, scene, touched, 'reconcile');
      const orders = order ? { orders: [order] } : { gone: [orderId] };
      await settleMembers(tx, scene, { customers: touched, ...orders });
    });
    if (!order) gone += 1;
  }
  return { gone, unreadable: new Set(faulty.keys()) };
}
