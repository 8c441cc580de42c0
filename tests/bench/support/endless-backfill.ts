import type pg from 'pg';
import { createStore } from '../../../web/db/store.ts';
import { createShopify } from '../../../web/shopify/create-shopify.ts';
import { realTiming } from '../../../web/shopify/timing.ts';
import type { Clock, Ctx, Log } from '../../../web/use-cases/ports.ts';
import { readBackfill } from '../../../web/use-cases/steps/backfill-progress.ts';
import { readOrdersFile } from '../../../web/use-cases/steps/read-bulk-files.ts';
import { runningBackfill } from '../../../web/use-cases/steps/sync-runs.ts';
import { DOMAIN } from './bench-shop.ts';

/** The reading step of the shop's running backfill, on this pool; returns when the file ends. */
export async function readOrdersForEver(
  pool: pg.Pool,
  { bulkUrl, clock, log }: { bulkUrl: string; clock: Clock; log: Log },
): Promise<void> {
  const nothing = async () => undefined;
  const store = createStore({ pool, redactionKey: 'bench', enqueueIn: nothing });
  const shop = await store.shops.findByDomain(DOMAIN);
  if (!shop) throw new Error(`${DOMAIN} is not installed`);
  const unasked = () => Promise.reject(new Error('orders without refunds ask Shopify nothing'));
  const client = { shop: DOMAIN, costOf: () => 1, attempt: unasked, run: unasked };
  const shopify = createShopify({ client, timing: realTiming(clock) });
  const ctx: Ctx = { shop, store, shopify, queue: { enqueue: nothing }, clock, log };
  const run = await runningBackfill(ctx);
  if (!run) throw new Error('no backfill is running');
  await readOrdersFile(ctx, readBackfill(run), bulkUrl);
}
