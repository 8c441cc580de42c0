import type { Order } from '../domain/orders/order.ts';
import type { CustomerId, OrderId } from '../domain/shared/ids.ts';
import type { Ctx, CustomerProfile, InboxItem, Tx } from './ports.ts';
import { withoutEchoes } from './steps/echoes.ts';
import { fetchReadable, type Readable } from './steps/fetch-readable.ts';
import {
  charge,
  close,
  finish,
  finishIn,
  type InboxBatch,
  openBatch,
  putBack,
  workOn,
} from './steps/inbox-batch.ts';
import { forgetOrder, recordOrder } from './steps/record-order.ts';
import { putProfiles, recordProfiles } from './steps/record-profiles.ts';
import { readScene } from './steps/scene.ts';
import { scoreCustomers } from './steps/score-customers.ts';
import { settleMembers } from './steps/settle-members.ts';
import { type SortedDeliveries, sortDeliveries } from './steps/sort-deliveries.ts';
import { settleGone, workOffLateRedactions, workOffNews } from './steps/work-off-news.ts';

/** Longer than a batch takes at Shopify's slowest pace, for a worker that lives and hangs; one that died gives its rows back at once. */
const LEASE_MS = 5 * 60_000;

/**
 * Works off one batch of a shop's inbox. One refetch for all orders and one for all customers, then one transaction per order
 * or customer that also finishes its deliveries: a crash leaves each either wholly recorded or wholly pending. True = there
 * may be more. What a body says is never stored.
 * @throws AppError NEEDS_REAUTH or SHOPIFY_UNAVAILABLE; the deliveries then wait for their retry
 */
export async function recordWebhooks(ctx: Ctx, input: { limit: number }): Promise<boolean> {
  const { store, shop } = ctx;
  const items = await store.inbox.lease(shop.shopId, input.limit, ctx.clock.now(), LEASE_MS);
  if (items.length === 0) return false;
  const sorted = sortDeliveries(items, (topic, body) => ctx.shopify.readDelivery(topic, body));
  const batch = openBatch(ctx, items);
  try {
    if ((await workOffNews(batch, sorted.news)) === 'erased') return false;
    const present = await store.shops.find(shop.shopId);
    if (present === null || present.state === 'uninstalled')
      await finish(batch, [...batch.open.values()], 'the app is not installed');
    else {
      const { ask, echoes } = await withoutEchoes(ctx, sorted.customers);
      await finish(
        batch,
        echoes.flatMap(({ items }) => items),
        'says nothing new',
      );
      await refetchAndRecord(batch, { ...sorted, customers: ask });
      await workOffLateRedactions(batch, sorted.news);
    }
    return items.length === input.limit;
  } catch (error) {
    await putBack(batch, batch.open.values(), error);
    throw error;
  }
}

async function refetchAndRecord(batch: InboxBatch, sorted: SortedDeliveries): Promise<void> {
  const { ctx } = batch;
  const orders = await refetchOrders(ctx, sorted);
  const profiles = await refetchProfiles(ctx, sorted, [...orders.found.values()]);
  for (const { orderId, deleted, items } of sorted.orders) {
    const order = orders.found.get(orderId) ?? null;
    const buyer = order?.customerId ?? null;
    const profile = (buyer !== null && profiles.found.get(buyer)) || null;
    const fault = orders.faulty.get(orderId) ?? (buyer === null ? undefined : profiles.faulty.get(buyer));
    if (fault !== undefined) await charge(batch, items, fault);
    else await record(batch, items, (tx) => recordOne(ctx, tx, { orderId, deleted, order, profile }));
  }
  for (const { customerId, items } of sorted.customers) {
    const profile = profiles.found.get(customerId);
    if (profiles.faulty.has(customerId)) await charge(batch, items, profiles.faulty.get(customerId));
    else if (profile)
      await record(batch, items, async (tx) => {
        await recordProfiles(tx, await readScene(ctx, tx), [profile], 'profile');
        return null;
      });
    else await workOn(batch, items, () => settleGone(batch, items, { goneId: customerId, keptId: null }));
  }
}

async function refetchOrders(
  ctx: Ctx,
  { orders }: SortedDeliveries,
): Promise<Readable<OrderId, Order | null>> {
  const payloads = new Map<OrderId, string>();
  for (const { orderId, payload } of orders) if (payload) payloads.set(orderId, payload.body);
  const ids = orders.map(({ orderId }) => orderId);
  return fetchReadable(ids, (some) => ctx.shopify.fetchOrders(some, payloads));
}

/**
 * The customers of whom deliveries spoke, buyers of whom we know no profile (an excluded tag must be seen before we tag),
 * and with cut history every buyer, for Shopify's totals.
 */
async function refetchProfiles(
  ctx: Ctx,
  { customers }: SortedDeliveries,
  orders: readonly (Order | null)[],
): Promise<Readable<CustomerId, CustomerProfile | null>> {
  const buyers = [...new Set(orders.flatMap((order) => order?.customerId ?? []))];
  const known = await ctx.store.customers.profileUpdatedAt(ctx.shop.shopId, buyers);
  const strangers = ctx.shop.seesAllOrders ? buyers.filter((id) => (known.get(id) ?? null) === null) : buyers;
  const wanted = [...new Set([...customers.map(({ customerId }) => customerId), ...strangers])];
  return fetchReadable(wanted, (some) => ctx.shopify.fetchCustomers(some));
}

type OneOrder = {
  orderId: OrderId;
  deleted: boolean;
  order: Order | null;
  profile: CustomerProfile | null;
};

/** Records one refetched order and its buyer; answers why nothing was done. */
async function recordOne(ctx: Ctx, tx: Tx, one: OneOrder): Promise<string | null> {
  if (!one.order && !one.deleted) return 'this shop has no such order';
  const scene = await readScene(ctx, tx);
  const touched = one.order
    ? await recordOrder(tx, scene, one.order)
    : await forgetOrder(tx, scene, one.orderId);
  const borneOn = one.profile ? await putProfiles(tx, scene, [one.profile]) : [];
  await scoreCustomers(tx, scene, [...touched, ...borneOn], 'order');
  const orders = one.order ? { orders: [one.order] } : { gone: [one.orderId] };
  await settleMembers(tx, scene, { customers: touched, ...orders });
  return null;
}

/** One transaction that also finishes the deliveries it was about. */
async function record(
  batch: InboxBatch,
  items: readonly InboxItem[],
  work: (tx: Tx) => Promise<string | null>,
): Promise<void> {
  await workOn(batch, items, async () => {
    await batch.ctx.store.transaction(async (tx) => {
      const note = await work(tx);
      await finishIn(batch, tx, items, note ?? undefined);
    });
    close(batch, items);
  });
}
