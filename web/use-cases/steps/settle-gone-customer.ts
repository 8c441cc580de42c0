import type { CustomerId, OrderId } from '../../domain/shared/ids.ts';
import type { Ctx, Tx } from '../ports.ts';
import { fetchReadable, noteFaulty } from './fetch-readable.ts';
import { forgetOrder, recordOrder } from './record-order.ts';
import { readScene } from './scene.ts';
import { scoreCustomers } from './score-customers.ts';
import { compareIds } from './sort-deliveries.ts';

/**
 * Shopify no longer knows a customer (merged or deleted): the orders we hold of it are refetched, so that each goes where
 * it belongs now, then everything kept about the customer goes. False = this shop never held that customer, nothing
 * was done. `inTx` runs in the same transaction, e.g. to finish the deliveries.
 */
export async function settleGoneCustomer(
  ctx: Ctx,
  gone: { goneId: CustomerId; keptId: CustomerId | null },
  inTx: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  const { shopId } = ctx.shop;
  const { goneId, keptId } = gone;
  const history = (await ctx.store.orders.historiesOf(shopId, [goneId])).get(goneId) ?? [];
  const held =
    history.length > 0 || (await ctx.store.customers.profileUpdatedAt(shopId, [goneId])).has(goneId);
  if (!held && keptId === null) return false;
  const ofKept = keptId === null ? [] : await ctx.shopify.orderIdsOf(keptId);
  const ids = [...new Set<OrderId>([...history.map(({ orderId }) => orderId), ...ofKept])].sort(compareIds);
  const { found, faulty } = await fetchReadable(ids, (some) => ctx.shopify.fetchOrders(some));
  noteFaulty(ctx, 'order', faulty);
  await ctx.store.transaction(async (tx) => {
    const scene = await readScene(ctx, tx);
    const touched = new Set<CustomerId>(keptId === null ? [] : [keptId]);
    for (const orderId of ids) {
      if (faulty.has(orderId)) continue;
      const order = found.get(orderId);
      const owners = order ? await recordOrder(tx, scene, order) : await forgetOrder(tx, scene, orderId);
      for (const owner of owners) touched.add(owner);
    }
    touched.delete(goneId);
    const left = (await tx.orders.historiesOf(shopId, [goneId])).get(goneId) ?? [];
    // Left are orders that could not be read, and those that changed meanwhile: their own deliveries come back here.
    if (left.length === 0) await tx.customers.remove(shopId, goneId);
    await scoreCustomers(tx, scene, touched, 'merge');
    await inTx(tx);
  });
  return true;
}
