import type { CustomerId, ShopId } from '../../domain/shared/ids.ts';
import type { HeldCounts, Tx } from '../ports.ts';
import { close, finish, finishIn, type InboxBatch, waitForSync } from './inbox-batch.ts';
import type { Hint } from './sort-deliveries.ts';
import { runningBackfill } from './sync-runs.ts';

/** Shopify: "complete the action within 30 days of receiving the request" (compliance webhooks). */
const ANSWER_WITHIN_MS = 30 * 86_400_000;
const NOTHING: HeldCounts = { facts: 0, orders: 0, stageChanges: 0, tags: 0, campaigns: 0 };

/**
 * Keeps a request for the merchant to answer (customers/data_request), with counts of what is held. Of a person this shop
 * does not hold no id is kept; while the first sync is at work they may still be read, so the request waits.
 */
export async function noteDataRequest(
  batch: InboxBatch,
  { item, hint }: Hint<'data-requested'>,
): Promise<void> {
  const { ctx } = batch;
  const { shopId, domain } = ctx.shop;
  if (hint.shopDomain !== null && hint.shopDomain !== domain)
    return finish(batch, [item], 'names another shop');
  const reading = (await runningBackfill(ctx)) !== null;
  const held = await ctx.store.transaction(async (tx) => {
    const counts = await countHeld(tx, shopId, hint.customerId);
    const known = isHeld(counts);
    if (!known && reading && hint.customerId !== null) return null;
    await tx.dataRequests.add(shopId, {
      shopifyRequestId: hint.requestId,
      customerId: known ? hint.customerId : null,
      receivedAt: item.receivedAt,
      dueAt: new Date(item.receivedAt.getTime() + ANSWER_WITHIN_MS),
      held: counts,
    });
    await finishIn(batch, tx, [item]);
    return counts;
  });
  if (held === null) return waitForSync(batch, [item]);
  close(batch, [item]);
  ctx.log.info({ shopId, held }, 'customer data request');
}

/** Locks the customer, so that an erasure at the same moment either is seen here or sees the request. */
async function countHeld(tx: Tx, shopId: ShopId, customerId: CustomerId | null): Promise<HeldCounts> {
  if (customerId === null) return NOTHING;
  await tx.customers.lockMany(shopId, [customerId], 'skip');
  return tx.dataRequests.heldOf(shopId, customerId);
}

function isHeld(counts: HeldCounts): boolean {
  return Object.values(counts).some((count) => count > 0);
}
