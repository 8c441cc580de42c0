import { AppError } from '../../domain/shared/errors.ts';
import type { Ctx, InboxItem, Tx } from '../ports.ts';
import { isShopifyAway, noteNeedsReauth } from './needs-reauth.ts';

const MAX_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
const UNTIL_SYNCED_MS = 60_000;

/** Deliveries leased together; `open` holds those that are neither finished nor put back yet. */
export type InboxBatch = { ctx: Ctx; open: Map<string, InboxItem> };

export function openBatch(ctx: Ctx, items: readonly InboxItem[]): InboxBatch {
  return { ctx, open: new Map(items.map((item) => [item.inboxId, item])) };
}

/** Finishes deliveries inside the transaction that recorded them; a note says why nothing was done. */
export function finishIn(
  batch: InboxBatch,
  tx: Pick<Tx, 'inbox'>,
  items: readonly InboxItem[],
  note?: string,
): Promise<void> {
  return tx.inbox.finish(batch.ctx.shop.shopId, idsOf(items), note === undefined ? 'done' : 'dropped', note);
}

/** Finishes deliveries that needed no record of ours. */
export async function finish(batch: InboxBatch, items: readonly InboxItem[], note?: string): Promise<void> {
  await finishIn(batch, batch.ctx.store, items, note);
  close(batch, items);
}

/** Deliveries that a transaction finished or that were put back. */
export function close(batch: InboxBatch, items: readonly InboxItem[]): void {
  for (const { inboxId } of items) batch.open.delete(inboxId);
}

/** Puts deliveries back for a while: the person they name may stand in the history that is being read. */
export async function waitForSync(batch: InboxBatch, items: readonly InboxItem[]): Promise<void> {
  const { store, shop, clock } = batch.ctx;
  const retryAt = new Date(clock.now().getTime() + UNTIL_SYNCED_MS);
  await store.inbox.fail(shop.shopId, idsOf(items), 'waits for the first sync', retryAt);
  close(batch, items);
}

/**
 * Works on some deliveries. A fault of ours concerns these alone: they are put back, the rest of the batch goes on. When
 * Shopify is away the error goes up and the whole batch waits.
 */
export async function workOn(
  batch: InboxBatch,
  items: readonly InboxItem[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isShopifyAway(error)) throw error;
    await charge(batch, items, error);
  }
}

/** Puts back the deliveries that a fault is about, so that none but these use up their attempts. */
export async function charge(batch: InboxBatch, items: readonly InboxItem[], fault: unknown): Promise<void> {
  batch.ctx.log.error({ err: fault, topic: items[0]?.topic }, 'a delivery could not be recorded');
  await putBack(batch, items, fault);
}

/**
 * Puts deliveries back; pauses double from 5 s to an hour. While Shopify is away they wait as long as bodies are kept, after
 * a fault of ours they end as failed at last: the nightly reconciliation finds what they meant.
 */
export async function putBack(batch: InboxBatch, items: Iterable<InboxItem>, error: unknown): Promise<void> {
  const { store, shop, clock } = batch.ctx;
  const code = error instanceof AppError ? error.code : 'INTERNAL';
  if (code === 'NEEDS_REAUTH') await noteNeedsReauth(batch.ctx);
  for (const item of [...items]) {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(item.attempts - 1, 20));
    const over = !isShopifyAway(error) && item.attempts >= MAX_ATTEMPTS;
    const retryAt = over ? null : new Date(clock.now().getTime() + pauseMs);
    await store.inbox.fail(shop.shopId, [item.inboxId], code, retryAt);
    close(batch, [item]);
  }
}

function idsOf(items: readonly InboxItem[]): string[] {
  return items.map(({ inboxId }) => inboxId);
}
