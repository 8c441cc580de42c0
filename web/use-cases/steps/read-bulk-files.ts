import type { Ctx, CustomerProfile } from '../ports.ts';
import { type Backfill, saveProgress } from './backfill-progress.ts';
import { inBatches } from './bulk-operation.ts';
import { judged, withoutRedacted } from './record-order.ts';
import { putProfiles } from './record-profiles.ts';
import { readScene } from './scene.ts';

/**
 * Reads the customers of a finished bulk query, batch by batch in constant memory. Each batch is stored in one
 * transaction, then counted: after a kill at most one batch is read twice, which changes nothing.
 */
export async function readCustomersFile(ctx: Ctx, backfill: Backfill, url: string | null): Promise<Backfill> {
  const { shopify } = ctx;
  let at = backfill;
  const skip = at.progress.customersDone;
  for await (const profiles of inBatches(url, (file) => shopify.readBulkCustomers(file, skip))) {
    await storeProfiles(ctx, profiles);
    at = await saveProgress(ctx, at, { customersDone: at.progress.customersDone + profiles.length });
  }
  return at;
}

/** One batch of profiles with the exclusions of the present rules. */
export async function storeProfiles(ctx: Ctx, profiles: readonly CustomerProfile[]): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    await putProfiles(tx, await readScene(ctx, tx), profiles);
  });
}

/** The same for orders: each is judged and stored unless a webhook brought a newer state. */
export async function readOrdersFile(ctx: Ctx, backfill: Backfill, url: string | null): Promise<Backfill> {
  const { shopify, store, shop } = ctx;
  const skip = backfill.progress.ordersDone;
  let at = await saveProgress(ctx, backfill, {
    pace: { sinceMs: ctx.clock.now().getTime(), ordersBefore: skip },
  });
  for await (const orders of inBatches(url, (file) => shopify.readBulkOrders(file, skip))) {
    await store.transaction(async (tx) => {
      const scene = await readScene(ctx, tx);
      const known = await withoutRedacted(tx, shop.shopId, orders);
      await tx.orders.putMany(
        shop.shopId,
        known.map((order) => judged(order, scene)),
      );
    });
    at = await saveProgress(ctx, at, { ordersDone: at.progress.ordersDone + orders.length });
  }
  return at;
}
