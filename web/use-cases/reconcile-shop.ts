import { AppError } from '../domain/shared/errors.ts';
import type { BulkStatus, Ctx, SyncRun } from './ports.ts';
import { FileGone, isLost, lookAt, nextPollAt, startBulk, WHEN_FULL_MS } from './steps/bulk-operation.ts';
import { healProfiles } from './steps/heal-customer-drift.ts';
import { healOrders } from './steps/heal-order-drift.ts';
import { isShopifyAway, noteNeedsReauth } from './steps/needs-reauth.ts';
import {
  type CountGaps,
  countGaps,
  type Reconciliation,
  readReconciliation,
  saveReconciliation,
} from './steps/reconciliation.ts';
import { sweepCustomers, sweepOrders } from './steps/sweep-ids.ts';
import { runningBackfill } from './steps/sync-runs.ts';
import { takeOverProfile } from './steps/take-over-profile.ts';

/** Changes just before the last run may not have been searchable yet. */
const OVERLAP_MS = 2 * 3_600_000;
/** Shopify searches by whole seconds. */
const SECOND_MS = 1_000;

/**
 * Finds and heals what webhooks did not bring: everything Shopify changed since the last run is compared by its moment of
 * change; where the counts then still differ in a new way, all ids are (deletions and merges leave no other trace). Then
 * the shop is scored, so that a night decides on healed facts. Goes on where it stopped.
 */
export async function reconcileShop(ctx: Ctx): Promise<void> {
  const { store, shop, queue, clock } = ctx;
  const { shopId } = shop;
  if (shop.state === 'uninstalled') return;
  // A backfill whose job was given up is taken up again at night at the latest.
  if (await runningBackfill(ctx)) return queue.enqueue('backfill', { shopId });
  if ((await store.models.current(shopId)) === null) return;
  const run = await store.syncRuns.startOrResume(shopId, 'reconcile', clock.now());
  try {
    // A lost shop/update: another time zone, currency or scope.
    await takeOverProfile(ctx);
    // Scopes that grew ask for the whole history; this run goes on the night after.
    if (await runningBackfill(ctx)) return;
    const here = { ...ctx, shop: (await store.shops.find(shopId)) ?? shop };
    await goOn(here, await withWindow(here, readReconciliation(run)));
  } catch (error) {
    if (!isShopifyAway(error)) throw error;
    // Silence goes on without Shopify: the night is decided on what we hold.
    await queue.enqueue('score-shop', { shopId, cause: 'reconcile' });
    if (error.code === 'SHOPIFY_UNAVAILABLE') throw error;
    await noteNeedsReauth(ctx);
    const finishedAt = clock.now();
    await store.syncRuns.update(shopId, run.runId, { state: 'failed', error: error.code, finishedAt });
  }
}

async function withWindow(ctx: Ctx, at: Reconciliation): Promise<Reconciliation> {
  if (at.fromAt && at.toAt) return at;
  const { store, shop, clock } = ctx;
  const last = await store.syncRuns.latestDone(shop.shopId, 'reconcile');
  const backfill = await store.syncRuns.latestDone(shop.shopId, 'backfill');
  const since = later(last?.windowToAt ?? null, backfill?.startedAt ?? null) ?? shop.installedAt;
  return saveReconciliation(ctx, {
    ...at,
    fromAt: new Date(since.getTime() - OVERLAP_MS),
    toAt: new Date(clock.now().getTime() + SECOND_MS),
  });
}

async function goOn(ctx: Ctx, start: Reconciliation): Promise<void> {
  let at = start;
  if (at.step === 'window') {
    const window = await healWindow(ctx, at);
    at = window.at;
    const left = await gapsLeft(ctx);
    const gaps = await countGaps(ctx);
    const differ = gaps.orders !== left.orders || gaps.customers !== left.customers;
    at = await saveReconciliation(ctx, {
      ...at,
      gaps: left,
      step: differ || window.brokeOff ? 'sweep' : 'end',
    });
  }
  if (at.step === 'sweep') {
    const swept = await sweepAll(ctx, at);
    if (!swept) return;
    at = await saveReconciliation(ctx, { ...swept, gaps: await countGaps(ctx), step: 'end' });
  }
  await end(ctx, at);
}

/** `brokeOff`: a page could not be used, so that only a sweep tells what else changed. */
async function healWindow(
  ctx: Ctx,
  start: Reconciliation,
): Promise<{ at: Reconciliation; brokeOff: boolean }> {
  const { shopify } = ctx;
  const { fromAt, toAt } = start;
  let at = start;
  let brokeOff = false;
  if (!fromAt || !toAt) return { at, brokeOff };
  const breakOff = (err: unknown) => {
    brokeOff = true;
    ctx.log.error({ shopId: ctx.shop.shopId, err }, 'a list of changes could not be read to its end');
  };
  for await (const seen of untilUnreadable(shopify.ordersUpdatedBetween(fromAt, toAt), breakOff))
    at = await saveReconciliation(ctx, at, await healOrders(ctx, seen), { orders: seen.length });
  for await (const profiles of untilUnreadable(shopify.customersUpdatedBetween(fromAt, toAt), breakOff))
    at = await saveReconciliation(ctx, at, await healProfiles(ctx, profiles), { customers: profiles.length });
  return { at, brokeOff };
}

/** The pages of a list up to one that cannot be used; when Shopify is away the error goes up. */
async function* untilUnreadable<T>(pages: AsyncIterable<T>, breakOff: (error: unknown) => void) {
  try {
    yield* pages;
  } catch (error) {
    if (isShopifyAway(error)) throw error;
    breakOff(error);
  }
}

/**
 * The difference of the counts that the last sweep left. Some may stay for good (redacted people stand in Shopify and not
 * here), and must not cost a sweep every night. What a night without a sweep would count is left out: it may only be on its
 * way through the inbox.
 */
async function gapsLeft(ctx: Ctx): Promise<CountGaps> {
  const last = await ctx.store.syncRuns.latestDone(ctx.shop.shopId, 'reconcile');
  return last ? readReconciliation(last).gaps : { orders: 0, customers: 0 };
}

/** Both id lists by bulk query; null = not finished yet, and this job comes again. */
async function sweepAll(ctx: Ctx, start: Reconciliation): Promise<Reconciliation | null> {
  const { shop, clock } = ctx;
  let at = start;
  const ordersBulk = shop.seesAllOrders ? (at.ordersBulk ?? (await startBulk(ctx, 'order-ids'))) : null;
  const customersBulk = at.customersBulk ?? (await startBulk(ctx, 'customer-ids'));
  at = await saveReconciliation(ctx, { ...at, ordersBulk, customersBulk });
  if (customersBulk === null || (shop.seesAllOrders && ordersBulk === null)) return again(ctx, WHEN_FULL_MS);
  const customers = await lookAt(ctx, customersBulk);
  const orders = ordersBulk === null ? NO_ORDERS : await lookAt(ctx, ordersBulk);
  if (isLost(customers) || isLost(orders)) return listsLost(ctx, at);
  if (customers.state === 'running' || orders.state === 'running') {
    await saveReconciliation(ctx, { ...at, polls: at.polls + 1 });
    return again(ctx, nextPollAt(clock.now(), at.polls).getTime() - clock.now().getTime());
  }
  const add = async (found: Record<string, number>) => {
    at = await saveReconciliation(ctx, at, found);
  };
  try {
    if (ordersBulk !== null) await sweepOrders(ctx, orders.url, add);
    await sweepCustomers(ctx, customers.url, add);
  } catch (error) {
    if (error instanceof FileGone) return listsLost(ctx, at);
    throw error;
  }
  return at;
}

/** Where orders are not compared. */
const NO_ORDERS: BulkStatus = { state: 'completed', rootObjects: 0, url: null, error: null };

/** The lists are asked for again when the job comes again. */
async function listsLost(ctx: Ctx, at: Reconciliation): Promise<never> {
  await saveReconciliation(ctx, { ...at, ordersBulk: null, customersBulk: null });
  throw new AppError('SHOPIFY_UNAVAILABLE', 'A bulk list of ids ended without a result.');
}

async function end(ctx: Ctx, at: Reconciliation): Promise<void> {
  const { store, shop } = ctx;
  const { shopId } = shop;
  const healed = Object.entries(at.drift).some(([kind, count]) => kind !== 'unreadable' && count > 0);
  await store.transaction(async (tx) => {
    const done: Partial<SyncRun> = { state: 'done', finishedAt: ctx.clock.now() };
    await tx.syncRuns.update(shopId, at.runId, done);
    await tx.enqueue('score-shop', { shopId, cause: healed ? 'reconcile' : 'night' });
    await tx.enqueue('sync-tags', { shopId });
  });
  if (healed) ctx.log.warn({ shopId, drift: at.drift }, 'reconciliation healed drift');
}

async function again(ctx: Ctx, afterMs: number): Promise<null> {
  const startAfter = new Date(ctx.clock.now().getTime() + afterMs);
  await ctx.queue.enqueue('reconcile', { shopId: ctx.shop.shopId }, { startAfter });
  return null;
}

function later(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}
