import type { CustomerId } from '../domain/shared/ids.ts';
import type { LoyaltyAccount, LoyaltyCtx, SyncRun, Tx } from './ports.ts';
import { followCodes } from './steps/follow-codes.ts';
import { type LoyaltyScene, newest, sceneNow } from './steps/loyalty-scene.ts';
import { noteReferrals } from './steps/note-referrals.ts';
import { settleAccounts, settleRecords } from './steps/settle-accounts.ts';

const CUSTOMERS_AT_ONCE = 200;

/**
 * Everybody's points anew from the facts: after a launch that reaches back, or where what earns changed. Streamed in constant
 * memory, a transaction for some hundred customers; a run that was cut off goes on after the last of them, and whoever agrees
 * with the facts already is posted nothing. Codes and referrals are looked for in members' orders: only a backfill may have
 * brought them.
 */
export async function recountPoints(ctx: LoyaltyCtx): Promise<void> {
  const { store, shop, clock } = ctx;
  const { shopId } = shop;
  const run = await store.syncRuns.latest(shopId, 'recount');
  if (run?.state !== 'running' || shop.state === 'uninstalled') return;
  let counted = run.customersScored;
  for await (const ids of store.loyalty.streamCustomers(shopId, CUSTOMERS_AT_ONCE)) {
    const left = ids.filter((id) => isAfter(id, run));
    const last = left.at(-1);
    if (last === undefined) continue;
    // A save meanwhile asked for another run; that one sees everybody by the newest terms.
    const present = await store.syncRuns.latest(shopId, 'recount');
    if (present?.runId !== run.runId) return ctx.queue.enqueue('recount-points', { shopId });
    await recount(ctx, left);
    counted += left.length;
    await store.syncRuns.update(shopId, run.runId, { progress: { after: last }, customersScored: counted });
  }
  await store.syncRuns.update(shopId, run.runId, { state: 'done', finishedAt: clock.now() });
  await ctx.queue.enqueue('publish-points', { shopId });
}

/** Where orders of before the launch earn, whoever has one becomes a member; else members alone are counted. */
async function recount(ctx: LoyaltyCtx, customerIds: readonly CustomerId[]): Promise<void> {
  const { shopId } = ctx.shop;
  await ctx.store.transaction(async (tx) => {
    const scene = await sceneNow(ctx, tx);
    if (!scene) return;
    const reachesBack = (newest(scene.history)?.terms.historyFromOn ?? null) !== null;
    const launchedAt = scene.history.launchedAt ?? scene.now;
    const missing = reachesBack ? { open: launchedAt } : 'skip';
    const accounts = await tx.loyalty.lockAccounts(shopId, customerIds, missing);
    await settleWithCodes(tx, scene, accounts);
    // Names and multipliers of tiers are shown as well, and no number need differ for them to.
    const ids = accounts.map(({ accountId }) => accountId);
    await tx.loyalty.republish(shopId, ids, scene.now);
  });
}

async function settleWithCodes(
  tx: Tx,
  scene: LoyaltyScene,
  accounts: readonly LoyaltyAccount[],
): Promise<void> {
  const open = accounts.filter(({ closedAt, mergedInto }) => closedAt === null && mergedInto === null);
  const ids = open.map(({ accountId }) => accountId);
  const records = await tx.loyalty.records(scene.shop.shopId, ids);
  const orders = records.flatMap((record) => record.orders.map(({ order }) => order));
  const owners = await followCodes(tx, scene, orders);
  if (owners.length === 0) await settleRecords(tx, scene, records);
  else await settleAccounts(tx, scene, [...open, ...owners]);
  await noteReferrals(tx, scene, orders);
}

function isAfter(id: CustomerId, run: SyncRun): boolean {
  const { after } = run.progress;
  return typeof after !== 'string' || BigInt(id) > BigInt(after);
}
