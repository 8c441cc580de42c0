import type { HistoryOrder, Order } from '../../domain/orders/order.ts';
import type { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts';
import type { Ctx, Tx } from '../ports.ts';
import { fetchReadable, noteFaulty } from './fetch-readable.ts';
import { mergeMember } from './merge-member.ts';
import { putOfferTag } from './offer-tag.ts';
import { forgetOrder, recordOrder } from './record-order.ts';
import { readScene } from './scene.ts';
import { scoreCustomers } from './score-customers.ts';
import { settleKnown, settleMembers } from './settle-members.ts';
import { compareIds } from './sort-deliveries.ts';

/** Shopify shows 60 days without the scope of all orders; a day less leaves room for clocks. */
const SHOWN_MS = 59 * 86_400_000;

/**
 * Shopify no longer knows a customer (merged or deleted): the orders we hold of it are refetched, so that each goes where
 * it belongs now, then everything kept about the customer goes. Orders that Shopify hides for their age go to whom the
 * customer was merged into; while that is unknown they and the customer stay. False = this shop never held that customer, nothing
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
    history.length > 0 ||
    (await ctx.store.customers.profileUpdatedAt(shopId, [goneId])).has(goneId) ||
    (await ctx.store.loyalty.find(shopId, goneId)) !== null;
  if (!held && keptId === null) return false;
  const ofKept = keptId === null ? [] : await ctx.shopify.orderIdsOf(keptId);
  const ids = [...new Set<OrderId>([...history.map(({ orderId }) => orderId), ...ofKept])].sort(compareIds);
  const { found, faulty } = await fetchReadable(ids, (some) => ctx.shopify.fetchOrders(some));
  noteFaulty(ctx, 'order', faulty);
  const hidden = hiddenAmong(ctx, history, found);
  await ctx.store.transaction(async (tx) => {
    const scene = await readScene(ctx, tx);
    const touched = new Set<CustomerId>(keptId === null ? [] : [keptId]);
    const orders: Order[] = [];
    const forgotten: OrderId[] = [];
    for (const orderId of ids) {
      if (faulty.has(orderId) || hidden.has(orderId)) continue;
      const order = found.get(orderId);
      if (order) orders.push(order);
      else forgotten.push(orderId);
      const owners = order ? await recordOrder(tx, scene, order) : await forgetOrder(tx, scene, orderId);
      for (const owner of owners) touched.add(owner);
    }
    const passed = { orderIds: [...hidden], goneId, at: scene.now };
    if (keptId !== null) await passOver(tx, shopId, { ...passed, keptId });
    else await tx.enrolments.forget(shopId, goneId);
    touched.delete(goneId);
    const heirId = keptId ?? onlyOne(touched);
    if (heirId !== null) await mergeMember(tx, scene, { goneId, keptId: heirId });
    const left = (await tx.orders.historiesOf(shopId, [goneId])).get(goneId) ?? [];
    // A deletion may arrive before the merge it belongs to: points wait for it.
    if (left.length === 0 && keptId === null) await tx.loyalty.leave(shopId, goneId, scene.now);
    // Left are orders that could not be read or are hidden, and those that changed meanwhile: their own deliveries come back here.
    if (left.length === 0) await tx.customers.remove(shopId, goneId);
    await scoreCustomers(tx, scene, touched, 'merge');
    await settleMembers(tx, scene, { customers: touched, orders, gone: forgotten });
    await settleKnown(tx, scene, [goneId]);
    await inTx(tx);
  });
  return true;
}

/** Who has the orders now: the deletion may arrive before the merge it belongs to. */
function onlyOne(owners: ReadonlySet<CustomerId>): CustomerId | null {
  const [first, ...others] = owners;
  return first === undefined || others.length > 0 ? null : first;
}

/** The orders that Shopify may merely hide: it does not show them, and they are as old as those it hides. */
function hiddenAmong(
  { shop, clock }: Ctx,
  history: readonly HistoryOrder[],
  found: ReadonlyMap<OrderId, Order | null>,
): ReadonlySet<OrderId> {
  if (shop.seesAllOrders) return new Set();
  const shownSince = clock.now().getTime() - SHOWN_MS;
  return new Set(
    history.flatMap(({ orderId, processedAt }) =>
      processedAt.getTime() < shownSince && found.get(orderId) === null ? [orderId] : [],
    ),
  );
}

async function passOver(
  tx: Tx,
  shopId: ShopId,
  {
    orderIds,
    goneId,
    keptId,
    at,
  }: { orderIds: readonly OrderId[]; goneId: CustomerId; keptId: CustomerId; at: Date },
): Promise<void> {
  const redacted = await tx.customers.isRedacted(shopId, [keptId]);
  if (redacted.has(keptId)) await tx.enrolments.forget(shopId, goneId);
  else {
    await tx.dataRequests.passOver(shopId, goneId, keptId);
    await tx.enrolments.passOver(shopId, goneId, keptId);
    await putOfferTag(tx, shopId, [keptId], at);
  }
  if (orderIds.length === 0) return;
  if (redacted.has(keptId)) await tx.orders.anonymise(shopId, goneId);
  else await tx.orders.passOver(shopId, orderIds, keptId);
}
