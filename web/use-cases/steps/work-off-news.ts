import type { CustomerId } from '../../domain/shared/ids.ts';
import type { InboxItem } from '../ports.ts';
import { close, finish, finishIn, type InboxBatch, waitForSync, workOn } from './inbox-batch.ts';
import { noteDataRequest } from './note-data-request.ts';
import { recordProfiles } from './record-profiles.ts';
import { redactCustomer } from './redact-customer.ts';
import { hasEveryCode } from './restore-referral-codes.ts';
import { readScene } from './scene.ts';
import { settleGoneCustomer } from './settle-gone-customer.ts';
import { handleShopNews } from './shop-news.ts';
import type { Hint } from './sort-deliveries.ts';
import { stopForDiscount } from './stop-for-discount.ts';
import { runningBackfill } from './sync-runs.ts';

/**
 * Deliveries that are neither about an order nor about a customer's profile, in the order received, but whether the app is
 * still there first: where it is gone, what needs Shopify would fail before and hold it up. `erased`: the shop is gone.
 */
export async function workOffNews(batch: InboxBatch, news: readonly Hint[]): Promise<'erased' | 'go-on'> {
  const leaving = news.filter(({ hint }) => hint.kind === 'uninstalled' || hint.kind === 'shop-redacted');
  let erased = false;
  for (const one of [...leaving, ...news.filter((other) => !leaving.includes(other))]) {
    await workOn(batch, [one.item], async () => {
      erased = (await workOffOne(batch, one)) === 'erased';
    });
    if (erased) return 'erased';
  }
  return 'go-on';
}

async function workOffOne(batch: InboxBatch, { item, hint }: Hint): Promise<'erased' | undefined> {
  switch (hint.kind) {
    case 'uninstalled':
    case 'shop-redacted':
    case 'shop-changed':
    case 'bulk-finished': {
      const outcome = await handleShopNews(batch.ctx, { item, hint });
      if (outcome === 'erased') return outcome;
      await finish(batch, [item], outcome.note);
      break;
    }
    case 'customers-merged':
      await merge(batch, { item, hint });
      break;
    case 'customer-redacted':
      await redactHeld(batch, { item, hint });
      break;
    case 'data-requested':
      await noteDataRequest(batch, { item, hint });
      break;
    case 'discount-deleted':
      await stopWhereOurs(batch, { item, hint });
      break;
    case 'ignored':
      await finish(batch, [item], hint.reason);
      break;
    default:
      await finish(batch, [item], 'nothing here follows this topic');
  }
  return undefined;
}

/** Acts only on a discount this shop made and that has not ended: those that have, we take out ourselves. */
async function stopWhereOurs(batch: InboxBatch, { item, hint }: Hint<'discount-deleted'>): Promise<void> {
  const { ctx } = batch;
  const discount = await ctx.store.offers.discountByGid(ctx.shop.shopId, hint.discountId);
  // All members' referral codes went with it.
  if (await hasEveryCode(ctx, hint.discountId)) {
    await ctx.queue.enqueue('refresh-program', { shopId: ctx.shop.shopId });
    return finish(batch, [item]);
  }
  if (discount?.state !== 'active' || discount.endsAt <= ctx.clock.now())
    return finish(batch, [item], 'this shop has no such discount of ours');
  await stopForDiscount(ctx, discount, 'gone');
  return finish(batch, [item]);
}

/** Shopify no longer knows a customer: settled if this shop held it, else dropped. */
export async function settleGone(
  batch: InboxBatch,
  items: readonly InboxItem[],
  gone: { goneId: CustomerId; keptId: CustomerId | null },
): Promise<void> {
  const settled = await settleGoneCustomer(batch.ctx, gone, (tx) => finishIn(batch, tx, items));
  if (settled) close(batch, items);
  else await finish(batch, items, 'this shop holds no such customer');
}

async function merge(batch: InboxBatch, { item, hint }: Hint<'customers-merged'>): Promise<void> {
  const { ctx } = batch;
  const present = await ctx.store.shops.find(ctx.shop.shopId);
  if (present?.state === 'uninstalled') return finish(batch, [item], 'the app is not installed');
  const profiles = await ctx.shopify.fetchCustomers([hint.keptId, hint.goneId]);
  const kept = profiles.get(hint.keptId) ?? null;
  if (profiles.get(hint.goneId)) return finish(batch, [item], 'both customers stand in Shopify');
  if (kept)
    await ctx.store.transaction(async (tx) => {
      await recordProfiles(tx, await readScene(ctx, tx), [kept], 'merge');
    });
  return settleGone(batch, [item], { goneId: hint.goneId, keptId: kept ? hint.keptId : null });
}

/**
 * Redactions of people who came to be known only by what was worked off in the same batch; the others were done before it, so
 * that they do not wait for Shopify.
 */
export async function workOffLateRedactions(batch: InboxBatch, news: readonly Hint[]): Promise<void> {
  for (const { item, hint } of news)
    if (hint.kind === 'customer-redacted' && batch.open.has(item.inboxId))
      await workOn(batch, [item], async () => {
        if (!(await redactHeld(batch, { item, hint }))) await redactNobody(batch, { item, hint });
      });
}

/** False = this shop does not hold the person. */
async function redactHeld(batch: InboxBatch, { item, hint }: Hint<'customer-redacted'>): Promise<boolean> {
  const { customerId } = hint;
  if (customerId === null) return false;
  const done = await redactCustomer(batch.ctx, customerId, (tx) => finishIn(batch, tx, [item]));
  if (done) close(batch, [item]);
  return done;
}

async function redactNobody(batch: InboxBatch, { item }: Hint<'customer-redacted'>): Promise<void> {
  const { ctx } = batch;
  if ((await runningBackfill(ctx)) === null) return finish(batch, [item], 'this shop holds no such customer');
  return waitForSync(batch, [item]);
}
