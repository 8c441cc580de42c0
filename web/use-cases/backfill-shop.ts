import { AppError } from '../domain/shared/errors.ts';
import type { Ctx } from './ports.ts';
import { type Backfill, readBackfill, saveProgress } from './steps/backfill-progress.ts';
import { FileGone, isLost, lookAt, nextPollAt, startBulk, WHEN_FULL_MS } from './steps/bulk-operation.ts';
import { noteNeedsReauth } from './steps/needs-reauth.ts';
import { readCustomersFile, readOrdersFile } from './steps/read-bulk-files.ts';
import { summarizeEverybody } from './steps/summarize-customers.ts';
import { runningBackfill } from './steps/sync-runs.ts';

const MAX_RESTARTS = 3;

/**
 * Pulls the shop's history: two bulk queries, polled by status, their files streamed into facts, histories summed up, then
 * the scoring of the whole shop, which ends the run. Goes on where it stopped; without a running run there is nothing to do.
 * Instead of waiting it enqueues itself for later.
 */
export async function backfillShop(ctx: Ctx): Promise<void> {
  const run = await runningBackfill(ctx);
  if (!run || ctx.shop.state === 'uninstalled') return;
  try {
    await goOn(ctx, readBackfill(run));
  } catch (error) {
    const final =
      error instanceof AppError && (error.code === 'NEEDS_REAUTH' || error.code === 'SHOPIFY_REFUSED');
    if (!final) throw error;
    await giveUp(ctx, run.runId, error);
  }
}

async function goOn(ctx: Ctx, backfill: Backfill): Promise<void> {
  let at = backfill;
  if (at.progress.step === 'requesting') {
    const requested = await request(ctx, at);
    if (!requested) return again(ctx, WHEN_FULL_MS);
    at = requested;
  }
  // The profile may have brought another time zone: every day below is the shop's own.
  const shop = (await ctx.store.shops.find(ctx.shop.shopId)) ?? ctx.shop;
  const here: Ctx = { ...ctx, shop };
  if (at.progress.step === 'preparing' || at.progress.step === 'reading') {
    const files = await finishedFiles(here, at);
    if (!files) return;
    at = await saveProgress(here, at, { step: 'reading' });
    const read = await readFiles(here, at, files);
    if (!read) return;
    at = read;
    await summarizeEverybody(here, 'reconcile');
    at = await saveProgress(here, at, { step: 'scoring' });
  }
  // Meanwhile the history may have been asked for anew: that run has its own end.
  if ((await runningBackfill(here))?.runId !== at.runId) return;
  const scored = (await ctx.store.models.current(shop.shopId)) !== null;
  const cause = scored ? 'reconcile' : 'first';
  await ctx.queue.enqueue('score-shop', { shopId: shop.shopId, cause });
}

/** Profile, expected counts, and the two bulk queries; null when Shopify runs as many as it allows. */
async function request(ctx: Ctx, backfill: Backfill): Promise<Backfill | null> {
  const { store, shopify, shop } = ctx;
  await store.shops.saveProfile(shop.shopId, await shopify.fetchProfile());
  await store.syncRuns.update(shop.shopId, backfill.runId, { ordersExpected: await shopify.countOrders() });
  let at = await saveProgress(ctx, backfill, { customersExpected: await shopify.countCustomers() });
  const customersBulk = at.progress.customersBulk ?? (await startBulk(ctx, 'customers'));
  at = await saveProgress(ctx, at, { customersBulk });
  const ordersBulk = at.progress.ordersBulk ?? (await startBulk(ctx, 'orders'));
  at = await saveProgress(ctx, at, { ordersBulk });
  if (customersBulk === null || ordersBulk === null) return null;
  return saveProgress(ctx, at, { step: 'preparing' });
}

/** The result URLs of both operations; null = not yet, and a later look is enqueued. An empty result has no URL. */
async function finishedFiles(ctx: Ctx, backfill: Backfill): Promise<Files | null> {
  const { ordersBulk, customersBulk, polls } = backfill.progress;
  if (ordersBulk === null || customersBulk === null) {
    await restart(ctx, backfill, { orders: ordersBulk === null, customers: customersBulk === null });
    return null;
  }
  const orders = await lookAt(ctx, ordersBulk);
  const customers = await lookAt(ctx, customersBulk);
  if (isLost(orders) || isLost(customers)) {
    await restart(ctx, backfill, { orders: isLost(orders), customers: isLost(customers) });
    return null;
  }
  if (orders.state === 'completed' && customers.state === 'completed')
    return { ordersUrl: orders.url, customersUrl: customers.url };
  await saveProgress(ctx, backfill, { polls: polls + 1 });
  await again(ctx, nextPollAt(ctx.clock.now(), polls).getTime() - ctx.clock.now().getTime());
  return null;
}

type Files = { ordersUrl: string | null; customersUrl: string | null };

/** Reads both files; null when the address of one is over (they hold for 7 days) and it was asked for again. */
async function readFiles(ctx: Ctx, backfill: Backfill, files: Files): Promise<Backfill | null> {
  let at = backfill;
  let reading: keyof BulkFiles = 'customers';
  try {
    at = await readCustomersFile(ctx, at, files.customersUrl);
    reading = 'orders';
    return await readOrdersFile(ctx, at, files.ordersUrl);
  } catch (error) {
    if (!(error instanceof FileGone)) throw error;
    await restart(ctx, at, { orders: false, customers: false, [reading]: true });
    return null;
  }
}

type BulkFiles = { orders: boolean; customers: boolean };

/** Asks for lost bulk queries again, but not for ever. @throws AppError SHOPIFY_REFUSED */
async function restart(ctx: Ctx, backfill: Backfill, lost: BulkFiles): Promise<void> {
  const { restarts } = backfill.progress;
  if (restarts >= MAX_RESTARTS)
    throw new AppError('SHOPIFY_REFUSED', `The bulk query ended ${restarts + 1} times without a result.`);
  await saveProgress(ctx, backfill, {
    step: 'requesting',
    restarts: restarts + 1,
    ...(lost.orders && { ordersBulk: null, ordersDone: 0 }),
    ...(lost.customers && { customersBulk: null, customersDone: 0 }),
  });
  await again(ctx, 0);
}

async function again(ctx: Ctx, afterMs: number): Promise<void> {
  const startAfter = new Date(ctx.clock.now().getTime() + afterMs);
  await ctx.queue.enqueue('backfill', { shopId: ctx.shop.shopId }, { startAfter });
}

async function giveUp(ctx: Ctx, runId: string, error: AppError): Promise<void> {
  if (error.code === 'NEEDS_REAUTH') await noteNeedsReauth(ctx);
  ctx.log.error({ err: error, shopId: ctx.shop.shopId }, 'backfill stopped');
  await ctx.store.syncRuns.update(ctx.shop.shopId, runId, { state: 'failed', error: error.code });
}
