import { type CustomerId, type OrderId, parseId } from '../../domain/shared/ids.ts';
import type { Ctx } from '../ports.ts';
import { inBatches } from './bulk-operation.ts';
import { healCustomers, settleUnlisted } from './heal-customer-drift.ts';
import { healOrders, refetchOrders } from './heal-order-drift.ts';
import { IdSet } from './id-set.ts';

const IDS_AT_ONCE = 200;
type Add = (found: Record<string, number>) => Promise<void>;

/**
 * Compares every order with a bulk list of ids: missing and older ones are refetched, and what we hold beside the list is
 * asked for by id and goes if Shopify does not have it. Only for shops whose whole history we may see.
 */
export async function sweepOrders(ctx: Ctx, url: string | null, add: Add): Promise<void> {
  const listed = new IdSet();
  for await (const rows of inBatches(url, (file) => ctx.shopify.readBulkIds(file))) {
    const seen = rows.flatMap(({ id, updatedAt }) => {
      const orderId = parseId<OrderId>(id);
      return orderId ? [{ orderId, updatedAt }] : [];
    });
    for (const { orderId } of seen) listed.add(orderId);
    for (const part of parts(seen)) await add(await healOrders(ctx, part));
  }
  for await (const ids of ctx.store.orders.ids(ctx.shop.shopId))
    for (const part of parts(ids.filter((id) => !listed.has(id))))
      await add(await refetchUnlisted(ctx, part));
}

/** The same for customers; one that was merged away takes its orders to where they belong now. */
export async function sweepCustomers(ctx: Ctx, url: string | null, add: Add): Promise<void> {
  const listed = new IdSet();
  for await (const rows of inBatches(url, (file) => ctx.shopify.readBulkIds(file))) {
    const seen = rows.flatMap(({ id, updatedAt }) => {
      const customerId = parseId<CustomerId>(id);
      return customerId ? [{ customerId, updatedAt }] : [];
    });
    for (const { customerId } of seen) listed.add(customerId);
    for (const part of parts(seen)) await add(await healCustomers(ctx, part));
  }
  for await (const ids of ctx.store.customers.ids(ctx.shop.shopId))
    for (const part of parts(ids.filter((id) => !listed.has(id)))) await add(await settleUnlisted(ctx, part));
}

async function refetchUnlisted(ctx: Ctx, orderIds: readonly OrderId[]): Promise<Record<string, number>> {
  const { gone, unreadable } = await refetchOrders(ctx, orderIds);
  return { ordersDeleted: gone, unreadable: unreadable.size };
}

function* parts<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += IDS_AT_ONCE) yield items.slice(at, at + IDS_AT_ONCE);
}
