import type { Ctx, CustomerProfile, UnreadableLine } from '../ports.ts';
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
  const left = new LeftOut(ctx, 'customers');
  for await (const profiles of inBatches(url, (file) => shopify.readBulkCustomers(file, skip, left.note))) {
    await storeProfiles(ctx, profiles);
    const passed = profiles.length + left.take();
    at = await saveProgress(ctx, at, { customersDone: at.progress.customersDone + passed });
  }
  return saveProgress(ctx, at, { customersDone: at.progress.customersDone + left.take() });
}

/** Lines of a file that are left out: named in the log by number, counted so that a restart skips them too. */
class LeftOut {
  readonly #ctx: Pick<Ctx, 'log' | 'shop'>;
  readonly #file: 'customers' | 'orders';
  #roots = 0;

  constructor(ctx: Pick<Ctx, 'log' | 'shop'>, file: 'customers' | 'orders') {
    this.#ctx = ctx;
    this.#file = file;
  }

  readonly note = ({ lineNumber, rootObject, cause }: UnreadableLine): void => {
    const { log, shop } = this.#ctx;
    const fields = { shopId: shop.shopId, file: this.#file, lineNumber, err: cause };
    log.error(fields, 'a line of a bulk result was left out');
    if (rootObject) this.#roots += 1;
  };

  /** Root objects left out since the last time. */
  take(): number {
    const roots = this.#roots;
    this.#roots = 0;
    return roots;
  }
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
  const left = new LeftOut(ctx, 'orders');
  for await (const orders of inBatches(url, (file) => shopify.readBulkOrders(file, skip, left.note))) {
    await store.transaction(async (tx) => {
      const scene = await readScene(ctx, tx);
      const known = await withoutRedacted(tx, shop.shopId, orders);
      await tx.orders.putMany(
        shop.shopId,
        known.map((order) => judged(order, scene)),
      );
    });
    const passed = orders.length + left.take();
    at = await saveProgress(ctx, at, { ordersDone: at.progress.ordersDone + passed });
  }
  return saveProgress(ctx, at, { ordersDone: at.progress.ordersDone + left.take() });
}
